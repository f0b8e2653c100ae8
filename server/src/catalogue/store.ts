import { packSchema } from '@khaacho/shared/catalogue/contract.ts';
import type { CatalogueGood } from '@khaacho/shared/intake/reader.ts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../db/database.ts';

const packsSchema = z.array(packSchema);

/** Rises whenever a product or one of its aliases changes: the feed has a line for it, read from the end of its index. */
export async function catalogueVersion(db: Db): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    SELECT max(position) AS last FROM sync_log WHERE scope = 'everyone' AND collection = 'products'`.execute(db);
  return rows[0]?.last ?? 0;
}

/** Ids of goods that have changed after this version, in no order. */
export async function changedSince(db: Db, version: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT doc_id AS id FROM sync_log WHERE scope = 'everyone' AND collection = 'products' AND position > ${version}`.execute(
    db,
  );
  return rows.map((row) => row.id);
}

/** Whether there are more active goods than this. */
export async function hasMoreThan(db: Db, count: number): Promise<boolean> {
  const { rows } = await sql<{ found: number }>`
    SELECT count(*) AS found FROM (SELECT 1 FROM products WHERE active LIMIT ${count + 1}) p`.execute(db);
  return (rows[0]?.found ?? 0) > count;
}

/** Active goods with all their names, as the reader and the index want them; all of them where no ids are given. */
export async function loadGoods(db: Db, ids?: readonly string[]): Promise<CatalogueGood[]> {
  if (ids?.length === 0) return [];
  const rows = await db
    .selectFrom('products as p')
    .select((eb) => [
      'p.id',
      'p.sku',
      'p.name',
      'p.nameNe',
      'p.unit',
      'p.baseUnit',
      'p.basePerUnit',
      'p.packs',
      eb
        .selectFrom('productAliases as a')
        .select((a) => a.fn.agg<string[] | null>('array_agg', ['a.alias']).as('aliases'))
        .whereRef('a.productId', '=', 'p.id')
        .as('aliases'),
    ])
    .where('p.active', '=', true)
    .$if(ids !== undefined, (query) => query.where((eb) => eb('p.id', '=', eb.fn.any(eb.val(ids ?? [])))))
    .orderBy('p.sku')
    .execute();
  return rows.map(({ nameNe, aliases, packs, ...good }) => ({
    ...good,
    names: [nameNe, ...(aliases ?? [])].filter((name) => name !== ''),
    packs: packsSchema.parse(packs),
  }));
}
