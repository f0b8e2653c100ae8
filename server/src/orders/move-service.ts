import { addDays, nepalDay } from '@khaacho/shared/kernel/clock.ts';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { deliveryJournal } from '@khaacho/shared/ledger/rules.ts';
import type { OrderState } from '@khaacho/shared/orders/contract.ts';
import { decideMove, type MoveDecision } from '@khaacho/shared/orders/move-rules.ts';
import type { Move, Mover } from '@khaacho/shared/orders/states.ts';
import { raiseAlert } from '../alerts/service.ts';
import { releaseReservation, reservationBecomesDebt } from '../credit/service.ts';
import type { Tx } from '../db/database.ts';
import { postJournal } from '../ledger/service.ts';
import { sendToRetailer } from '../messages/service.ts';
import { settleFromAdvances } from '../payments/service.ts';
import { commitStock, releaseStock } from '../stock/service.ts';
import { passOn } from './assign-service.ts';
import { appendHistory, closeAssignment, heldLines, type LockedOrder, lockOrder, writeOrder } from './store.ts';

export type MoveRequest = {
  orderId: string;
  move: Exclude<Move, 'assign' | 'complete'>;
  by: Mover;
  userId: string | null;
  /** Shown where no user stands behind it. */
  label: string;
  vendorId: string | null;
  deviceId: string | null;
  deviceAt: Date | null;
  commandId: string | null;
  reason: string | null;
  assignment?: number | undefined;
  /** What the person looked at; another version means somebody was faster. */
  version?: number | undefined;
  /** Territories of a field agent: another one's order does not exist for them. */
  territoryIds?: readonly string[];
  /** The retailer in a chat: others' orders do not exist for them. */
  retailerId?: string | undefined;
};

export type Moved = { orderNumber: string; state: OrderState; exception: boolean };

const unknownOrder = (): Refusal =>
  refusal('ORDER_UNKNOWN', 'There is no such order.', [{ field: 'orderId', issue: 'unknown' }]);

function isInReach(order: LockedOrder, request: MoveRequest): boolean {
  if (request.retailerId !== undefined) return order.retailerId === request.retailerId;
  if (request.by === 'FIELD_AGENT')
    return order.territoryId !== null && (request.territoryIds ?? []).includes(order.territoryId);
  return true;
}

/** Moves an order one step with everything that hangs on it: stock, credit, ledger, message, next vendor. */
export async function moveOrder(tx: Tx, request: MoveRequest, now: Date): Promise<Result<Moved, Refusal>> {
  const order = await lockOrder(tx, request.orderId);
  if (!order || !isInReach(order, request)) {
    return request.move === 'deliver' ? keepUnknownDelivery(tx, request, now) : err(unknownOrder());
  }
  if (request.version !== undefined && request.version !== order.version) {
    const details = [{ field: 'version', issue: 'stale', figures: { version: order.version } }];
    return err(refusal('VERSION_CONFLICT', 'Somebody has changed this order meanwhile. Look at it again.', details));
  }
  const decided = decideMove(order, {
    move: request.move,
    by: request.by,
    vendorId: request.vendorId,
    assignment: request.assignment,
  });
  if (!decided.ok) return refuseWithoutLeak(decided.error, order, request);
  if (decided.value.kind === 'already')
    return ok({ orderNumber: order.orderNumber, state: order.state, exception: false });
  if (decided.value.kind === 'exception') return keepException(tx, order, request, decided.value.sentence, now);
  await applyMove(tx, order, request, decided.value, now);
  return ok({ orderNumber: order.orderNumber, state: decided.value.to, exception: false });
}

/** A vendor who never had the order learns nothing about it, not even that it exists. */
function refuseWithoutLeak(refused: Refusal, order: LockedOrder, request: MoveRequest): Result<never, Refusal> {
  if (refused.code === 'ORDER_TAKEN_AWAY' && order.vendorId !== request.vendorId) {
    return err(
      refusal('ORDER_TAKEN_AWAY', 'This order has gone to another vendor meanwhile.', [
        { field: 'orderId', issue: 'with another vendor' },
      ]),
    );
  }
  return err(refused);
}

/** A delivery is a fact even where no such order is known: somebody has to find out what was handed over. */
async function keepUnknownDelivery(tx: Tx, request: MoveRequest, now: Date): Promise<Result<Moved, Refusal>> {
  await raiseAlert(
    tx,
    {
      kind: 'DELIVERED_ELSEWHERE',
      severity: 'CRITICAL',
      cause: `delivered:${request.orderId}:${request.vendorId ?? request.by}`,
      message:
        'A delivery was reported for an order that is not known here. Find out where the goods and the money are.',
      figures: { orderId: request.orderId },
      vendorId: request.vendorId,
    },
    now,
  );
  return ok({ orderNumber: '', state: 'DELIVERED', exception: true });
}

async function keepException(
  tx: Tx,
  order: LockedOrder,
  request: MoveRequest,
  sentence: string,
  now: Date,
): Promise<Result<Moved, Refusal>> {
  await raiseAlert(
    tx,
    {
      kind: 'DELIVERED_ELSEWHERE',
      severity: 'CRITICAL',
      cause: `delivered:${order.id}:${request.vendorId ?? request.by}`,
      message: `${sentence} Find out where the goods and the money are.`,
      figures: { orderNumber: order.orderNumber, state: order.state },
      orderId: order.id,
      retailerId: order.retailerId,
      vendorId: request.vendorId,
    },
    now,
  );
  return ok({ orderNumber: order.orderNumber, state: order.state, exception: true });
}

async function applyMove(
  tx: Tx,
  order: LockedOrder,
  request: MoveRequest,
  decision: Extract<MoveDecision, { kind: 'move' }>,
  now: Date,
): Promise<void> {
  const held = order.stockHeld ? await heldLines(tx, order.id) : [];
  if (decision.releaseStock) await releaseStock(tx, held);
  if (decision.commitStock)
    await commitStock(tx, held, { orderId: order.id, commandId: request.commandId, byUser: request.userId, now });
  const stockHeld = order.stockHeld && !decision.releaseStock && !decision.commitStock;
  const common = { state: decision.to, stockHeld, acceptBy: null, reason: request.reason ?? order.reason };

  if (decision.bill) await bill(tx, order, request, common, now);
  else if (decision.releaseCredit) {
    await writeOrder(tx, order.id, { ...common, reservedPaisa: 0 }, now);
    await releaseReservation(tx, order.retailerId, order.reservedPaisa);
  } else {
    const leavesVendor = request.move === 'reject' || request.move === 'expire';
    await writeOrder(tx, order.id, { ...common, ...(leavesVendor ? { vendorId: null } : {}) }, now);
  }
  await closeOpenAssignment(tx, order, request, now);
  await appendHistory(tx, historyOf(order, request, decision.to, now));
  await tellRetailer(tx, order, request, decision.to, now);
  if (decision.bill) await completeIfPaid(tx, order.id, now);
  if (request.move === 'reject' || request.move === 'expire') await passOn(tx, order.id, now);
}

function historyOf(order: LockedOrder, request: MoveRequest, to: OrderState, now: Date) {
  const { userId, label, deviceId, deviceAt, reason, commandId } = request;
  return {
    orderId: order.id,
    from: order.state,
    to,
    at: now,
    deviceAt,
    byUser: userId,
    label,
    deviceId,
    reason,
    commandId,
  };
}

async function closeOpenAssignment(tx: Tx, order: LockedOrder, request: MoveRequest, now: Date): Promise<void> {
  const outcomes = { accept: 'ACCEPTED', reject: 'REJECTED', expire: 'EXPIRED', cancel: 'CANCELLED' } as const;
  const outcome = request.move in outcomes ? outcomes[request.move as keyof typeof outcomes] : null;
  if (outcome) await closeAssignment(tx, order.id, outcome, request.reason, now);
}

/** Delivery: the promise becomes a debt, the journal says so, and advances pay first. */
async function bill(
  tx: Tx,
  order: LockedOrder,
  request: MoveRequest,
  change: { state: OrderState; stockHeld: boolean; acceptBy: null; reason: string | null },
  now: Date,
): Promise<void> {
  if (order.vendorId === null) throw new Error('a delivered order has a vendor');
  const terms = await tx
    .selectFrom('retailers as r')
    .innerJoin('vendors as v', (join) => join.on('v.id', '=', order.vendorId))
    .select(['r.termsDays', 'v.commissionBasisPoints'])
    .where('r.id', '=', order.retailerId)
    .executeTakeFirstOrThrow();
  const deliveredAt = plausibleTime(request.deviceAt, order.placedAt, now);
  await writeOrder(
    tx,
    order.id,
    { ...change, reservedPaisa: 0, deliveredAt, dueDay: addDays(nepalDay(deliveredAt), terms.termsDays) },
    now,
  );
  await reservationBecomesDebt(tx, order.retailerId, order.reservedPaisa, order.totalPaisa);
  const journal = deliveryJournal({
    ...order,
    vendorId: order.vendorId,
    commissionBasisPoints: terms.commissionBasisPoints,
  });
  await postJournal(tx, journal, {
    commandId: request.commandId,
    byUser: request.userId,
    occurredAt: deliveredAt,
    now,
  });
  await settleFromAdvances(tx, { orderId: order.id, retailerId: order.retailerId, totalPaisa: order.totalPaisa }, now);
}

/** A device's clock may be a day off; a delivery lies between the order and now. */
function plausibleTime(deviceAt: Date | null, placedAt: Date, now: Date): Date {
  return deviceAt !== null && deviceAt >= placedAt && deviceAt <= now ? deviceAt : now;
}

/** Steps a retailer is told about. An order that is passed to the next vendor is not worth a message. */
const TOLD: readonly OrderState[] = ['ACCEPTED', 'PACKING', 'DISPATCHED', 'OUT_FOR_DELIVERY', 'DELIVERED', 'CANCELLED'];

async function tellRetailer(
  tx: Tx,
  order: LockedOrder,
  request: MoveRequest,
  to: OrderState,
  now: Date,
): Promise<void> {
  // Who cancels in the chat is answered there.
  if (!TOLD.includes(to) || request.by === 'RETAILER') return;
  const facts = await tx
    .selectFrom('orders as o')
    .leftJoin('vendors as v', 'v.id', 'o.vendorId')
    .select(['v.name', 'o.dueDay'])
    .where('o.id', '=', order.id)
    .executeTakeFirstOrThrow();
  await sendToRetailer(
    tx,
    {
      retailerId: order.retailerId,
      businessKey: `order:${order.id}:${to}`,
      orderId: order.id,
      words: {
        kind: 'orderStep',
        orderNumber: order.orderNumber,
        state: to,
        vendorName: facts.name,
        totalPaisa: order.totalPaisa,
        dueDay: facts.dueDay,
        reason: request.reason,
      },
    },
    now,
  );
}

/** A delivered order whose bill is paid in full is complete. */
export async function completeIfPaid(tx: Tx, orderId: string, now: Date): Promise<void> {
  const order = await lockOrder(tx, orderId);
  if (order?.state !== 'DELIVERED') return;
  const { paidPaisa } = await tx
    .selectFrom('orders')
    .select('paidPaisa')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow();
  if (paidPaisa < order.totalPaisa) return;
  await writeOrder(tx, orderId, { state: 'COMPLETED' }, now);
  await appendHistory(tx, {
    orderId,
    from: 'DELIVERED',
    to: 'COMPLETED',
    at: now,
    deviceAt: null,
    byUser: null,
    label: 'Khaacho',
    deviceId: null,
    reason: null,
    commandId: null,
  });
}
