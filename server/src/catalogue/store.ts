import { foldName } from '@khaacho/shared/intake/fold.ts';
import { buildReaderIndex, type Catalogue } from '@khaacho/shared/intake/reader.ts';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Rises whenever a product or one of its aliases changes: the feed has a line for it, read from the end of its index. */
export async function catalogueVersion(db: Db): Promise<string> {
  const { rows } = await sql<{ last: number | null }>`
    SELECT max(position) AS last FROM sync_log WHERE scope = 'everyone' AND collection = 'products'`.execute(db);
  return String(rows[0]?.last ?? 'none');
}

/** Products whose SKU or any name in any script is near the text, best first (pg_trgm). */
export async function searchIds(db: Db, text: string, limit: number): Promise<string[]> {
  const folded = foldName(text);
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM products p
    JOIN (
      SELECT a.product_id, max(similarity(a.folded, ${folded})) AS near FROM product_aliases a
      WHERE a.folded % ${folded} OR a.folded LIKE ${`${folded.replace(/[\\%_]/g, '\\$&')}%`} GROUP BY a.product_id
    ) found ON found.product_id = p.id
    WHERE p.active
    ORDER BY p.sku = ${text.toUpperCase()} DESC, found.near DESC, p.sku LIMIT ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

/** Every active good with all its names, folded for the order reader. */
export async function loadCatalogue(db: Db): Promise<Catalogue> {
  const goods = await db
    .selectFrom('products as p')
    .leftJoin('productAliases as a', 'a.productId', 'p.id')
    .select((eb) => [
      'p.id',
      'p.sku',
      'p.name',
      'p.nameNe',
      'p.unit',
      'p.baseUnit',
      'p.basePerUnit',
      eb.fn.agg<(string | null)[]>('array_agg', ['a.alias']).as('aliases'),
    ])
    .where('p.active', '=', true)
    .groupBy('p.id')
    .orderBy('p.sku')
    .execute();
  return buildReaderIndex(
    goods.map((good) => ({
      ...good,
      names: [good.nameNe, ...good.aliases.flatMap((alias) => (alias ? [alias] : []))],
    })),
  );
}
