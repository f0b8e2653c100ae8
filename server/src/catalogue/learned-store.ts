import { newId } from '@khaacho/shared/kernel/ids.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/** What one shop calls goods, by the text the reader compares; names it has meant two goods by are left out. */
export async function ownNames(db: Db, retailerId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('learnedNames')
    .select(['text', 'productId'])
    .where('retailerId', '=', retailerId)
    .where('ambiguous', '=', false)
    .execute();
  return new Map(rows.map((row) => [row.text, row.productId]));
}

export type Taught = { retailerId: string; text: string; alias: string; productId: string };
export type LearnedName = { id: string; ambiguous: boolean; times: number };

/** Notes that a shop has called a good so; another good than before makes the name ambiguous for good. */
export async function putLearned(tx: Tx, taught: Taught, now: Date): Promise<LearnedName> {
  return tx
    .insertInto('learnedNames')
    .values({ id: newId(now), ...taught, learnedAt: now, updatedAt: now })
    .onConflict((conflict) =>
      conflict.columns(['retailerId', 'text']).doUpdateSet((eb) => ({
        times: eb('learnedNames.times', '+', 1),
        ambiguous: sql<boolean>`learned_names.ambiguous OR learned_names.product_id <> excluded.product_id`,
        updatedAt: now,
      })),
    )
    .returning(['id', 'ambiguous', 'times'])
    .executeTakeFirstOrThrow();
}

/** Who has taught a text for which goods. Locked by the text, so that two shops at once count each other. */
export async function teachersOf(tx: Tx, text: string): Promise<{ shops: number; products: number }> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`learned:${text}`}, 0))`.execute(tx);
  const { rows } = await sql<{ shops: number; products: number }>`
    SELECT count(DISTINCT retailer_id) AS shops,
      count(DISTINCT product_id) + count(*) FILTER (WHERE ambiguous) AS products
    FROM learned_names WHERE text = ${text}`.execute(tx);
  return rows[0] ?? { shops: 0, products: 0 };
}

/** Goods that are called so already, by their own names or aliases. */
export async function goodsReading(tx: Tx, text: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT i.product_id AS id FROM product_index i JOIN products p ON p.id = i.product_id
    WHERE i.texts && ARRAY[${text}]::text[] AND p.active`.execute(tx);
  return rows.map((row) => row.id);
}

/** Puts a learned name among the aliases of a good; false where it stands there already. */
export async function addAlias(
  tx: Tx,
  alias: { productId: string; alias: string; folded: string },
  now: Date,
): Promise<boolean> {
  const added = await tx
    .insertInto('productAliases')
    .values({ ...alias, learnedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('folded')
    .executeTakeFirst();
  return added !== undefined;
}

export async function removeLearnedAlias(tx: Tx, productId: string, folded: string): Promise<boolean> {
  const removed = await tx
    .deleteFrom('productAliases')
    .where('productId', '=', productId)
    .where('folded', '=', folded)
    .where('learnedAt', 'is not', null)
    .returning('folded')
    .executeTakeFirst();
  return removed !== undefined;
}

/** Takes away what shops have taught: of one shop, or of all. Answers how many names went. */
export async function removeTaught(
  tx: Tx,
  text: string,
  which: { productId: string; retailerId: string | null },
): Promise<number> {
  const rows = await tx
    .deleteFrom('learnedNames')
    .where('text', '=', text)
    .where('productId', '=', which.productId)
    .$if(which.retailerId !== null, (query) => query.where('retailerId', '=', which.retailerId ?? ''))
    .returning('id')
    .execute();
  return rows.length;
}

export type LearnedRow = {
  alias: string;
  productId: string;
  sku: string;
  retailerId: string;
  retailerName: string;
  times: number;
  ambiguous: boolean;
  updatedAt: Date;
};

/** What shops have taught, newest first. */
export async function listLearned(
  db: Db,
  filter: { productId?: string | undefined; retailerId?: string | undefined },
  limit: number,
): Promise<LearnedRow[]> {
  return db
    .selectFrom('learnedNames as l')
    .innerJoin('products as p', 'p.id', 'l.productId')
    .innerJoin('retailers as r', 'r.id', 'l.retailerId')
    .select([
      'l.alias',
      'l.productId',
      'p.sku',
      'l.retailerId',
      'r.name as retailerName',
      'l.times',
      'l.ambiguous',
      'l.updatedAt',
    ])
    .$if(filter.productId !== undefined, (query) => query.where('l.productId', '=', filter.productId ?? ''))
    .$if(filter.retailerId !== undefined, (query) => query.where('l.retailerId', '=', filter.retailerId ?? ''))
    .orderBy('l.updatedAt', 'desc')
    .orderBy('l.id')
    .limit(limit)
    .execute();
}
