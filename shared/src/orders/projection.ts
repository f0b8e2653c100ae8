import { addDays, nepalDay } from '../kernel/clock.ts';
import type { Refusal } from '../kernel/errors.ts';
import { refusal } from '../kernel/errors.ts';
import type { Milli } from '../kernel/quantity.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { RetailerDocument } from '../parties/contract.ts';
import type { OfferDocument } from '../pricing/contract.ts';
import { defaultHouseSettings, type HouseSettings } from '../settings/contract.ts';
import {
  type Actor,
  type Change,
  changed,
  type PendingCommand,
  type Projection,
  type ReplicaReader,
} from '../sync/projection.ts';
import type { CommandType } from '../sync/protocol.ts';
import type { OrderDocument, OrderState } from './contract.ts';
import { decideMove, type MoveDecision, reasonOf } from './move-rules.ts';
import { byTheHouse, withPaid } from './paid.ts';
import { type OrderFacts, takeOrder } from './rules.ts';
import type { Move } from './states.ts';

/** The house rules as this replica knows them. */
export function houseOf(read: ReplicaReader): HouseSettings {
  return read.get('settings', 'house')?.house ?? defaultHouseSettings;
}

/** Facts for taking an order, gathered from the replica. Workloads are those of the orders this desk may see. */
export function orderFactsOf(
  read: ReplicaReader,
  retailer: RetailerDocument,
  productIds: readonly string[],
): OrderFacts {
  const asked = [...new Set(productIds)];
  const offers = asked.flatMap((productId) => read.group('offersOf', productId));
  const vendorIds = [...new Set(offers.map((offer) => offer.vendorId))].sort();
  return {
    retailer: { ...retailer, block: retailer.block },
    products: asked.flatMap((productId) => read.get('products', productId) ?? []),
    vendors: vendorIds
      .flatMap((vendorId) => read.get('vendors', vendorId) ?? [])
      .map((vendor) => ({
        ...vendor,
        commissionBasisPoints: vendor.commissionBasisPoints ?? 0,
        ...workloadOf(read, vendor.id),
        reliabilityScore: null,
        offers: offers
          .filter((offer) => offer.vendorId === vendor.id)
          .map((offer) => ({ ...offer, costPaisa: offer.costPaisa ?? 0 })),
      })),
    settings: houseOf(read),
  };
}

function workloadOf(read: ReplicaReader, vendorId: string): { openOrders: number; unanswered: number } {
  const inHand = read.group('inHandOf', vendorId);
  return { openOrders: inHand.length, unanswered: inHand.filter((order) => order.state === 'ASSIGNED').length };
}

const create: Projection<'order.create'> = (read, command, actor, now) => {
  const { payload } = command;
  const retailer = read.get('retailers', payload.retailerId);
  if (!retailer)
    return err(
      refusal('RETAILER_UNKNOWN', 'This shop is not known here.', [{ field: 'retailerId', issue: 'unknown' }]),
    );
  const facts = orderFactsOf(
    read,
    retailer,
    payload.lines.map((line) => line.productId),
  );
  const decided = takeOrder(facts, payload, now);
  if (!decided.ok) return decided;
  const { quote, vendor, offers, acceptBy, expectedDeliveryDay, sentence } = decided.value;
  const order: OrderDocument = {
    id: payload.orderId,
    orderNumber: null,
    state: vendor ? 'ASSIGNED' : 'PENDING',
    source: actor.role === 'FIELD_AGENT' ? 'AGENT' : 'DESKTOP',
    platform: 'organic',
    retailerId: retailer.id,
    retailer: {
      name: retailer.name,
      phone: retailer.phone,
      address: retailer.address,
      city: retailer.city,
      position: retailer.position,
    },
    vendorId: vendor?.id ?? null,
    vendorName: vendor?.name ?? null,
    lines: quote.lines.map((line, index) => ({
      ...line,
      lineNumber: index + 1,
      offerId: vendor ? (offers[index]?.id ?? null) : null,
    })),
    itemCount: quote.lines.length,
    subtotalPaisa: quote.subtotalPaisa,
    taxPaisa: quote.taxPaisa,
    totalPaisa: quote.totalPaisa,
    paidPaisa: 0,
    dueDay: null,
    expectedDeliveryDay,
    acceptBy: acceptBy?.toISOString() ?? null,
    assignment: vendor ? 1 : 0,
    notes: payload.notes ?? null,
    reason: null,
    history: [
      historyLine(null, 'PENDING', command, actor, null),
      ...(vendor ? [byTheHouse('PENDING', 'ASSIGNED', sentence)] : []),
    ],
    version: 0,
    placedAt: command.issuedAt,
    deliveredAt: null,
    updatedAt: command.issuedAt,
  };
  return ok([
    changed('orders', order),
    changed('retailers', withReserved(retailer, quote.totalPaisa)),
    ...movedStock(read, order, (offer, quantityMilli) => ({
      ...offer,
      reservedMilli: offer.reservedMilli + quantityMilli,
    })),
  ]);
};

/** What an order does to the stock of the offers its lines come from, as far as this replica has them. */
function movedStock(
  read: ReplicaReader,
  order: OrderDocument,
  move: (offer: OfferDocument, quantityMilli: Milli) => OfferDocument,
): Change[] {
  return order.lines.flatMap((line) => {
    const offer = line.offerId ? read.get('offers', line.offerId) : undefined;
    return offer ? [changed('offers', move(offer, line.quantityMilli))] : [];
  });
}

function withReserved(retailer: RetailerDocument, deltaPaisa: number): RetailerDocument {
  return {
    ...retailer,
    credit: { ...retailer.credit, reservedPaisa: Math.max(0, retailer.credit.reservedPaisa + deltaPaisa) },
  };
}

function historyLine(
  from: OrderState | null,
  to: OrderState,
  command: PendingCommand,
  actor: Actor,
  reason: string | null,
) {
  return { from, to, at: null, deviceAt: command.issuedAt, by: actor.name, reason };
}

/** Applies one step to an order document and to what hangs on it (stock of its offers, credit of its shop). */
function moveProjection<T extends CommandType & `order.${Exclude<Move, 'assign' | 'expire' | 'complete'>}`>(
  move: Move,
  read: ReplicaReader,
  command: PendingCommand<T>,
  actor: Actor,
  ask: { orderId: string; assignment?: number | undefined; reason?: string | null | undefined },
): Result<Change[], Refusal> {
  const order = read.get('orders', ask.orderId);
  // A delivery has happened all the same: it is sent, and the server finds out what was handed over.
  if (!order && move === 'deliver') return ok([]);
  if (!order)
    return err(
      refusal('ORDER_UNKNOWN', 'This order is not known here any more.', [{ field: 'orderId', issue: 'unknown' }]),
    );
  const decided = decideMove(order, { move, by: actor.role, vendorId: actor.vendorId, assignment: ask.assignment });
  if (!decided.ok) return decided;
  if (decided.value.kind !== 'move') return ok([]);
  return ok(applyMove(read, order, decided.value, command, actor, ask.reason ?? null));
}

function applyMove(
  read: ReplicaReader,
  order: OrderDocument,
  decision: Extract<MoveDecision, { kind: 'move' }>,
  command: PendingCommand,
  actor: Actor,
  reason: string | null,
): Change[] {
  const retailer = read.get('retailers', order.retailerId);
  const delivered = decision.bill;
  const dueDay =
    delivered && retailer ? addDays(nepalDay(new Date(command.issuedAt)), retailer.termsDays) : order.dueDay;
  // A new bill is paid from what the shop has paid in advance, as far as it goes.
  const advancePaisa = retailer ? Math.max(0, -retailer.credit.outstandingPaisa) : 0;
  const moved: OrderDocument = {
    ...order,
    ...(decision.to === 'PENDING' ? { vendorId: null, vendorName: null } : {}),
    state: decision.to,
    reason: reason ?? order.reason,
    acceptBy: decision.to === 'ASSIGNED' ? order.acceptBy : null,
    deliveredAt: delivered ? command.issuedAt : order.deliveredAt,
    dueDay,
    history: [...order.history, historyLine(order.state, decision.to, command, actor, reason)],
    updatedAt: command.issuedAt,
  };
  const settled =
    delivered && retailer ? withPaid(moved, Math.min(order.totalPaisa, order.paidPaisa + advancePaisa)) : moved;
  const changes: Change[] = [changed('orders', settled)];
  if (decision.releaseStock || decision.commitStock) {
    changes.push(
      ...movedStock(read, order, (offer, quantityMilli) => ({
        ...offer,
        onHandMilli: decision.commitStock ? Math.max(0, offer.onHandMilli - quantityMilli) : offer.onHandMilli,
        reservedMilli: Math.max(0, offer.reservedMilli - quantityMilli),
      })),
    );
  }
  if (retailer && decision.releaseCredit) {
    changes.push(
      changed('retailers', delivered ? withBill(retailer, settled) : withReserved(retailer, -order.totalPaisa)),
    );
  }
  return changes;
}

/** Delivery: what was promised is owed, and the bill may be the oldest that is open. */
function withBill(retailer: RetailerDocument, order: OrderDocument): RetailerDocument {
  const { credit } = withReserved(retailer, -order.totalPaisa);
  const open = [credit.oldestDueDay, order.paidPaisa < order.totalPaisa ? order.dueDay : null];
  return {
    ...retailer,
    credit: {
      ...credit,
      outstandingPaisa: credit.outstandingPaisa + order.totalPaisa,
      oldestDueDay: open.flatMap((day) => day ?? []).sort()[0] ?? null,
    },
  };
}

/** What each order command does to a replica. */
export const orderProjections = {
  'order.create': create,
  'order.accept': (read, command, actor) => moveProjection('accept', read, command, actor, command.payload),
  'order.reject': (read, command, actor) =>
    moveProjection('reject', read, command, actor, {
      orderId: command.payload.orderId,
      reason: reasonOf.reject(command.payload),
    }),
  'order.pack': (read, command, actor) => moveProjection('pack', read, command, actor, command.payload),
  'order.dispatch': (read, command, actor) => moveProjection('dispatch', read, command, actor, command.payload),
  'order.outForDelivery': (read, command, actor) =>
    moveProjection('outForDelivery', read, command, actor, command.payload),
  'order.deliver': (read, command, actor) =>
    moveProjection('deliver', read, command, actor, {
      orderId: command.payload.orderId,
      reason: reasonOf.deliver(command.payload),
    }),
  'order.cancel': (read, command, actor) => moveProjection('cancel', read, command, actor, command.payload),
} satisfies { [T in CommandType & `order.${string}`]: Projection<T> };
