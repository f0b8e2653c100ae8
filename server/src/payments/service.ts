import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import { formatMoney, type Paisa } from '@khaacho/shared/kernel/money.ts';
import { ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { paymentJournal, receiptNumber } from '@khaacho/shared/ledger/rules.ts';
import type { PaymentMethod, PaymentRecordPayload } from '@khaacho/shared/payments/contract.ts';
import { type Allocation, allocate } from '@khaacho/shared/payments/rules.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { raiseAlert } from '../alerts/service.ts';
import { reduceDebt } from '../credit/service.ts';
import type { Tx } from '../db/database.ts';
import { postJournal } from '../ledger/service.ts';
import { sendToRetailer } from '../messages/service.ts';
import { retailerInReach } from '../parties/service.ts';
import { advances, insertPayment, lockOpenBills, writeAllocations } from './store.ts';

export type PaymentRecorded = {
  paymentId: string;
  receiptNumber: string;
  retailerId: string | null;
  amountPaisa: Paisa;
  method: PaymentMethod;
  allocations: Allocation[];
  advancePaisa: Paisa;
  /** Orders paid in full by this payment. */
  settledOrderIds: string[];
};

/**
 * Books money that was taken: ledger, account and bills in the transaction given. A fact: the same payment id a second time
 * changes nothing, and money for an unknown shop goes to suspense with an alert.
 */
export async function recordPayment(
  tx: Tx,
  payload: PaymentRecordPayload,
  actor: Caller,
  context: { commandId: string | null; issuedAt: Date; now: Date },
): Promise<Result<PaymentRecorded, Refusal>> {
  // A shop out of the agent's reach counts as unknown: the cash is real, whose debt it lowers is for a person to say.
  const known = (await retailerInReach(tx, payload.retailerId, actor)).ok;
  const retailerId = known ? payload.retailerId : null;
  // The device's clock may be wrong by a day; what it says is kept, but never as a time to come.
  const said = payload.receivedAt ? new Date(payload.receivedAt) : context.issuedAt;
  const receivedAt = said > context.now ? context.now : said;
  const isNew = await insertPayment(tx, {
    id: payload.paymentId,
    retailerId,
    namedRetailerId: payload.retailerId,
    amountPaisa: payload.amountPaisa,
    method: payload.method,
    reference: payload.reference ?? null,
    note: payload.note ?? null,
    receivedAt,
    recordedAt: context.now,
    recordedBy: actor.userId,
    deviceId: actor.deviceId,
    commandId: context.commandId,
  });
  const recorded = {
    paymentId: payload.paymentId,
    receiptNumber: receiptNumber(payload.paymentId),
    retailerId,
    amountPaisa: payload.amountPaisa,
    method: payload.method,
  };
  if (!isNew) return ok({ ...recorded, allocations: [], advancePaisa: 0, settledOrderIds: [] });

  // The account first: a delivery that is being billed just now holds it, and its bill is there to be paid after the wait.
  if (retailerId) await reduceDebt(tx, retailerId, payload.amountPaisa);
  const bills = retailerId ? await lockOpenBills(tx, retailerId) : [];
  const { allocations, advancePaisa } = allocate(bills, payload.amountPaisa, payload.orderIds ?? []);
  const settledOrderIds = await writeAllocations(tx, payload.paymentId, allocations, context.now);
  const agentUserId = actor.role === 'FIELD_AGENT' ? actor.userId : null;
  const journal = paymentJournal({ ...recorded, id: payload.paymentId, agentUserId });
  await postJournal(tx, journal, {
    commandId: context.commandId,
    byUser: actor.userId,
    occurredAt: receivedAt,
    now: context.now,
  });
  if (retailerId) await thank(tx, retailerId, recorded, context.now);
  else await raiseUnmatched(tx, payload, context.now);
  return ok({ ...recorded, allocations, advancePaisa, settledOrderIds });
}

async function thank(
  tx: Tx,
  retailerId: string,
  paid: { paymentId: string; receiptNumber: string; amountPaisa: Paisa },
  now: Date,
): Promise<void> {
  const account = await tx
    .selectFrom('creditAccounts')
    .select('outstandingPaisa')
    .where('retailerId', '=', retailerId)
    .executeTakeFirstOrThrow();
  await sendToRetailer(
    tx,
    {
      retailerId,
      businessKey: `payment:${paid.paymentId}`,
      orderId: null,
      words: {
        kind: 'paymentReceived',
        receiptNumber: paid.receiptNumber,
        amountPaisa: paid.amountPaisa,
        outstandingPaisa: account.outstandingPaisa,
      },
    },
    now,
  );
}

async function raiseUnmatched(tx: Tx, payload: PaymentRecordPayload, now: Date): Promise<void> {
  await raiseAlert(
    tx,
    {
      kind: 'PAYMENT_UNMATCHED',
      severity: 'CRITICAL',
      cause: `payment:${payload.paymentId}`,
      message: `${formatMoney(payload.amountPaisa)} were taken for a shop that is not known. The money lies in suspense until somebody says whose it is.`,
      figures: { amountPaisa: payload.amountPaisa, receiptNumber: receiptNumber(payload.paymentId) },
    },
    now,
  );
}

/** The same typed in by somebody signed in: a shop out of their reach is refused, because it can be corrected on the spot. */
export async function recordPaymentFor(
  tx: Tx,
  payload: PaymentRecordPayload,
  caller: Caller,
  now: Date,
): Promise<Result<PaymentRecorded, Refusal>> {
  const reach = await retailerInReach(tx, payload.retailerId, caller);
  return reach.ok ? recordPayment(tx, payload, caller, { commandId: null, issuedAt: now, now }) : reach;
}

/** A new bill is paid from advances first, oldest advance first. Answers true where it is paid in full by them. */
export async function settleFromAdvances(
  tx: Tx,
  bill: { orderId: string; retailerId: string; totalPaisa: Paisa },
  now: Date,
): Promise<boolean> {
  let open = bill.totalPaisa;
  for (const { paymentId, leftPaisa } of await advances(tx, bill.retailerId)) {
    if (open === 0) break;
    const amountPaisa = Math.min(open, leftPaisa);
    await writeAllocations(tx, paymentId, [{ orderId: bill.orderId, amountPaisa }], now);
    open -= amountPaisa;
  }
  return open === 0;
}
