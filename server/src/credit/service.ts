import { availableCredit } from '@khaacho/shared/credit/rules.ts';
import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Paisa } from '@khaacho/shared/kernel/money.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { journalKindSchema } from '@khaacho/shared/ledger/contract.ts';
import { ageBills } from '@khaacho/shared/payments/rules.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { recordAudit } from '../audit/service.ts';
import type { Db, Tx } from '../db/database.ts';
import { retailerInReach } from '../parties/service.ts';
import { ledgerPage, lockAccount, moveAccount, openBills, writeBlock, writeLimit } from './store.ts';

export type CreditActor = { userId: string; role: string; deviceId: string | null };

const unknownRetailer = (): Refusal =>
  refusal('RETAILER_UNKNOWN', 'There is no such shop.', [{ field: 'retailerId', issue: 'unknown' }]);

/** An order that ends without delivery gives back the credit it held. */
export async function releaseReservation(tx: Tx, retailerId: string, amountPaisa: Paisa): Promise<void> {
  await moveAccount(tx, retailerId, { outstandingPaisa: 0, reservedPaisa: -amountPaisa });
}

/** Delivery: what was promised becomes owed. The journal that says so is posted in the same transaction. */
export async function reservationBecomesDebt(
  tx: Tx,
  retailerId: string,
  reservedPaisa: Paisa,
  owedPaisa: Paisa,
): Promise<void> {
  await moveAccount(tx, retailerId, { outstandingPaisa: owedPaisa, reservedPaisa: -reservedPaisa });
}

/** A payment: the retailer owes less; below zero is an advance. */
export async function reduceDebt(tx: Tx, retailerId: string, amountPaisa: Paisa): Promise<void> {
  await moveAccount(tx, retailerId, { outstandingPaisa: -amountPaisa, reservedPaisa: 0 });
}

export async function setLimit(
  tx: Tx,
  ask: { retailerId: string; limitPaisa: Paisa; reason: string; commandId: string | null },
  actor: CreditActor,
  now: Date,
): Promise<Result<null, Refusal>> {
  const account = await lockAccount(tx, ask.retailerId);
  if (!account) return err(unknownRetailer());
  await writeLimit(tx, { ...ask, oldLimitPaisa: account.limitPaisa, changedBy: actor.userId, at: now });
  await recordAudit(tx, {
    caller: actor,
    action: 'credit.setLimit',
    subject: { type: 'retailer', id: ask.retailerId },
    before: { limitPaisa: account.limitPaisa },
    after: { limitPaisa: ask.limitPaisa, reason: ask.reason },
    now,
  });
  return ok(null);
}

export async function setBlock(
  tx: Tx,
  ask: { retailerId: string; blocked: boolean; reason: string },
  actor: CreditActor,
  now: Date,
): Promise<Result<null, Refusal>> {
  const known = await writeBlock(
    tx,
    ask.retailerId,
    ask.blocked ? { reason: ask.reason, by: actor.userId } : null,
    now,
  );
  if (!known) return err(unknownRetailer());
  await recordAudit(tx, {
    caller: actor,
    action: ask.blocked ? 'credit.block' : 'credit.unblock',
    subject: { type: 'retailer', id: ask.retailerId },
    before: null,
    after: { reason: ask.reason },
    now,
  });
  return ok(null);
}

/** Balance sheet of one retailer: figures of the account, and every open rupee in its ageing bucket. */
export async function creditSummary(db: Db, retailerId: string, now: Date) {
  const account = await db
    .selectFrom('creditAccounts')
    .select(['limitPaisa', 'outstandingPaisa', 'reservedPaisa'])
    .where('retailerId', '=', retailerId)
    .executeTakeFirst();
  if (!account) return err(unknownRetailer());
  const ageing = ageBills(await openBills(db, retailerId), nepalDay(now));
  return ok({ ...account, availablePaisa: availableCredit(account), ageing, score: null });
}

/** The same for somebody signed in: only of a shop within their reach. */
export async function creditSummaryFor(db: Db, retailerId: string, caller: Caller, now: Date) {
  const reach = await retailerInReach(db, retailerId, caller);
  return reach.ok ? creditSummary(db, retailerId, now) : reach;
}

/** The latest entries of a shop's account, oldest of them first, as a statement in chat shows them. */
export async function latestEntries(db: Db, retailerId: string, limit: number) {
  const rows = await ledgerPage(db, retailerId, { limit, before: null });
  return rows
    .slice(0, limit)
    .reverse()
    .map(({ kind, orderNumber, amountPaisa, balancePaisa, at }) => ({
      ...{ day: nepalDay(at), kind: journalKindSchema.parse(kind), orderNumber, amountPaisa, balancePaisa },
    }));
}

/** One stretch of a shop's account, newest entry first; `next` is the place to go on from, null at the end. */
export async function ledgerStretch(
  db: Db,
  ask: { retailerId: string; limit: number; before: number | null },
  caller: Caller,
) {
  const reach = await retailerInReach(db, ask.retailerId, caller);
  if (!reach.ok) return reach;
  const rows = await ledgerPage(db, ask.retailerId, { limit: ask.limit, before: ask.before });
  const entries = rows.slice(0, ask.limit);
  return ok({ entries, next: rows.length > ask.limit ? (entries.at(-1)?.place ?? null) : null });
}
