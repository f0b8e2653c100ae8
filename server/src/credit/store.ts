import type { Paisa } from '@khaacho/shared/kernel/money.ts';
import type { Db, Tx } from '../db/database.ts';

/** Moves a credit account; reserved never falls below zero (constraint). Throws where the retailer has no account. */
export async function moveAccount(
  tx: Tx,
  retailerId: string,
  delta: { outstandingPaisa: Paisa; reservedPaisa: Paisa },
): Promise<void> {
  await tx
    .updateTable('creditAccounts')
    .set((eb) => ({
      outstandingPaisa: eb('outstandingPaisa', '+', delta.outstandingPaisa),
      reservedPaisa: eb('reservedPaisa', '+', delta.reservedPaisa),
      version: eb('version', '+', 1),
    }))
    .where('retailerId', '=', retailerId)
    .returning('retailerId')
    .executeTakeFirstOrThrow();
}

export async function lockAccount(
  tx: Tx,
  retailerId: string,
): Promise<{ limitPaisa: Paisa; outstandingPaisa: Paisa; reservedPaisa: Paisa } | undefined> {
  return tx
    .selectFrom('creditAccounts')
    .select(['limitPaisa', 'outstandingPaisa', 'reservedPaisa'])
    .where('retailerId', '=', retailerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function writeLimit(
  tx: Tx,
  change: {
    retailerId: string;
    oldLimitPaisa: Paisa;
    limitPaisa: Paisa;
    reason: string;
    changedBy: string;
    commandId: string | null;
    at: Date;
  },
): Promise<void> {
  await tx
    .updateTable('creditAccounts')
    .set((eb) => ({ limitPaisa: change.limitPaisa, version: eb('version', '+', 1) }))
    .where('retailerId', '=', change.retailerId)
    .execute();
  await tx.insertInto('creditLimitChanges').values(change).execute();
}

/** Sets or lifts the stop on new orders. Answers false where the retailer is not known. */
export async function writeBlock(
  tx: Tx,
  retailerId: string,
  block: { reason: string; by: string } | null,
  now: Date,
): Promise<boolean> {
  const updated = await tx
    .updateTable('retailers')
    .set((eb) => ({
      blockReason: block?.reason ?? null,
      blockedAt: block ? now : null,
      blockedBy: block ? eb.selectFrom('users').select('name').where('id', '=', block.by) : null,
      updatedAt: now,
    }))
    .where('id', '=', retailerId)
    .returning('id')
    .executeTakeFirst();
  return updated !== undefined;
}

export type OpenBill = {
  orderId: string;
  orderNumber: string;
  dueDay: string;
  placedAt: string;
  totalPaisa: Paisa;
  paidPaisa: Paisa;
};

/** Delivered orders that are not fully paid, oldest due day first. */
export async function openBills(db: Db, retailerId: string): Promise<OpenBill[]> {
  const rows = await db
    .selectFrom('orders')
    .select(['id', 'orderNumber', 'dueDay', 'placedAt', 'totalPaisa', 'paidPaisa'])
    .where('retailerId', '=', retailerId)
    .where('dueDay', 'is not', null)
    .whereRef('paidPaisa', '<', 'totalPaisa')
    .orderBy('dueDay')
    .orderBy('placedAt')
    .execute();
  return rows.flatMap((row) =>
    row.dueDay === null ? [] : [{ ...row, orderId: row.id, dueDay: row.dueDay, placedAt: row.placedAt.toISOString() }],
  );
}

/** One page of a retailer's receivable account, newest first. */
export async function ledgerPage(db: Db, retailerId: string, page: { limit: number; before: number | null }) {
  let query = db
    .selectFrom('journalEntries as e')
    .innerJoin('accounts as a', 'a.id', 'e.accountId')
    .innerJoin('journals as j', 'j.id', 'e.journalId')
    .leftJoin('orders as o', 'o.id', 'j.orderId')
    .select([
      'e.id as place',
      'e.uid as id',
      'e.journalId',
      'j.kind',
      'j.memo',
      'j.orderId',
      'o.orderNumber',
      'j.paymentId',
      'e.amountPaisa',
      'e.balancePaisa',
      'j.occurredAt as at',
    ])
    .where('a.kind', '=', 'RECEIVABLE')
    .where('a.party', '=', retailerId)
    .orderBy('e.id', 'desc')
    .limit(page.limit + 1);
  if (page.before !== null) query = query.where('e.id', '<', page.before);
  return query.execute();
}
