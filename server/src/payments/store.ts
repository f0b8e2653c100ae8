import type { Allocation, Bill } from '@khaacho/shared/payments/rules.ts';
import type { Insertable } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Payments } from '../db/schema.ts';

/** Inserts a payment once; false where this payment id is known already. */
export async function insertPayment(tx: Tx, payment: Insertable<Payments>): Promise<boolean> {
  const inserted = await tx
    .insertInto('payments')
    .values(payment)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** The bill columns of orders (total, paid, due day) belong to payments; locked in id order. */
export async function lockOpenBills(tx: Tx, retailerId: string): Promise<Bill[]> {
  const rows = await tx
    .selectFrom('orders')
    .select(['id', 'dueDay', 'placedAt', 'totalPaisa', 'paidPaisa'])
    .where('retailerId', '=', retailerId)
    .where('dueDay', 'is not', null)
    .whereRef('paidPaisa', '<', 'totalPaisa')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return rows.flatMap((row) =>
    row.dueDay === null
      ? []
      : [
          {
            orderId: row.id,
            dueDay: row.dueDay,
            placedAt: row.placedAt.toISOString(),
            totalPaisa: row.totalPaisa,
            paidPaisa: row.paidPaisa,
          },
        ],
  );
}

/** Books allocations on their bills; answers the orders that are paid in full now. */
export async function writeAllocations(
  tx: Tx,
  paymentId: string,
  allocations: readonly Allocation[],
  now: Date,
): Promise<string[]> {
  const settled: string[] = [];
  for (const { orderId, amountPaisa } of [...allocations].sort((a, b) => a.orderId.localeCompare(b.orderId))) {
    const bill = await tx
      .updateTable('orders')
      .set((eb) => ({ paidPaisa: eb('paidPaisa', '+', amountPaisa), version: eb('version', '+', 1), updatedAt: now }))
      .where('id', '=', orderId)
      .returning(['totalPaisa', 'paidPaisa'])
      .executeTakeFirstOrThrow();
    await tx.insertInto('paymentAllocations').values({ paymentId, orderId, amountPaisa, at: now }).execute();
    if (bill.paidPaisa === bill.totalPaisa) settled.push(orderId);
  }
  return settled;
}

/** Payments of a retailer with what of each is not allocated yet, oldest first. */
export async function advances(tx: Tx, retailerId: string): Promise<{ paymentId: string; leftPaisa: number }[]> {
  const rows = await tx
    .selectFrom('payments as p')
    .leftJoin('paymentAllocations as a', 'a.paymentId', 'p.id')
    .select((eb) => [
      'p.id',
      'p.amountPaisa',
      eb.fn.coalesce(eb.fn.sum<string>('a.amountPaisa'), eb.val('0')).as('allocated'),
    ])
    .where('p.retailerId', '=', retailerId)
    .groupBy(['p.id', 'p.amountPaisa', 'p.receivedAt'])
    .orderBy('p.receivedAt')
    .orderBy('p.id')
    .execute();
  return rows
    .map((row) => ({ paymentId: row.id, leftPaisa: row.amountPaisa - Number(row.allocated) }))
    .filter((row) => row.leftPaisa > 0);
}
