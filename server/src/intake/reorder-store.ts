import { newId } from '@khaacho/shared/kernel/ids.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

export type Suggestion = { id: string; orderId: string };

/** The suggestion a shop has not answered yet, sent after `since`. */
export async function waitingSuggestion(tx: Tx, retailerId: string, since: Date): Promise<Suggestion | undefined> {
  return tx
    .selectFrom('reorderSuggestions')
    .select(['id', 'orderId'])
    .where('retailerId', '=', retailerId)
    .where('answer', 'is', null)
    .where('sentAt', '>', since)
    .executeTakeFirst();
}

/** Closes what waits for an answer of this shop, if anything does. */
export async function answerSuggestion(
  tx: Tx,
  retailerId: string,
  answer: 'YES' | 'NO' | 'ORDERED',
  now: Date,
): Promise<void> {
  await tx
    .updateTable('reorderSuggestions')
    .set({ answer, answeredAt: now })
    .where('retailerId', '=', retailerId)
    .where('answer', 'is', null)
    .execute();
}

export type ReorderCandidate = {
  retailerId: string;
  name: string;
  placed: Date[];
  lastOrderId: string;
  suggestedAt: Date | null;
};

/** Approved shops with orders between `from` and `to`: when they ordered, newest first and at most eight. */
export async function reorderCandidates(db: Db, from: Date, to: Date): Promise<ReorderCandidate[]> {
  const { rows } = await sql<ReorderCandidate>`
    SELECT r.id AS retailer_id, r.name, o.placed, o.ids[1] AS last_order_id,
      (SELECT max(sent_at) FROM reorder_suggestions s WHERE s.retailer_id = r.id) AS suggested_at
    FROM (SELECT DISTINCT retailer_id FROM orders WHERE placed_at BETWEEN ${from} AND ${to}) recent
    JOIN retailers r ON r.id = recent.retailer_id AND r.blocked_at IS NULL AND r.phone IS NOT NULL
    CROSS JOIN LATERAL (
      SELECT array_agg(placed_at ORDER BY placed_at DESC) AS placed, array_agg(id ORDER BY placed_at DESC) AS ids
      FROM (SELECT id, placed_at FROM orders WHERE retailer_id = r.id AND state <> 'CANCELLED'
            ORDER BY placed_at DESC LIMIT 8) latest) o
    WHERE o.placed IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.retailer_id = r.id AND d.state IN ('ASKING', 'READY') AND d.expires_at > ${to})`.execute(
    db,
  );
  return rows;
}

/** False where one waits for an answer already. */
export async function insertSuggestion(
  tx: Tx,
  suggestion: { retailerId: string; orderId: string; cycleDays: number },
  now: Date,
): Promise<string | null> {
  const row = await tx
    .insertInto('reorderSuggestions')
    .values({ id: newId(now), ...suggestion, sentAt: now })
    .onConflict((conflict) => conflict.column('retailerId').where('answer', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Suggestions nobody answered in time stand in nobody's way. */
export async function dropOverlooked(tx: Tx, sentBefore: Date, now: Date): Promise<void> {
  await tx
    .updateTable('reorderSuggestions')
    .set({ answer: 'NO', answeredAt: now })
    .where('answer', 'is', null)
    .where('sentAt', '<=', sentBefore)
    .execute();
}

export type OrderedGood = { productId: string; name: string; unit: string; quantityMilli: number };

/** What an order held of goods that are still sold, and what it came to. */
export async function goodsOfOrder(
  tx: Tx,
  orderId: string,
): Promise<{ goods: OrderedGood[]; totalPaisa: number; all: boolean }> {
  const rows = await tx
    .selectFrom('orderLines as l')
    .innerJoin('products as p', 'p.id', 'l.productId')
    .innerJoin('orders as o', 'o.id', 'l.orderId')
    .select(['l.productId', 'p.name', 'p.unit', 'p.active', 'l.quantityMilli', 'o.totalPaisa'])
    .where('l.orderId', '=', orderId)
    .orderBy('l.lineNumber')
    .execute();
  return {
    goods: rows.filter((row) => row.active),
    totalPaisa: rows[0]?.totalPaisa ?? 0,
    all: rows.every((row) => row.active),
  };
}

/** The latest order of a shop that came to something. */
export async function lastOrderOf(tx: Tx, retailerId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('orders')
    .select('id')
    .where('retailerId', '=', retailerId)
    .where('state', '<>', 'CANCELLED')
    .orderBy('placedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
