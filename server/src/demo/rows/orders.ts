import { HOLDS_CREDIT, HOLDS_STOCK } from '@khaacho/shared/orders/states.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import type { Insertable } from 'kysely';
import type {
  Assignments,
  OrderHistory,
  OrderLines,
  OrderNumberDays,
  Orders,
  RoutingDecisions,
} from '../../db/schema.ts';
import { POLICY } from '../../routing/service.ts';
import type { History } from '../history/history.ts';
import type { NumberedOrder } from '../history/numbers.ts';
import { stateOf } from '../history/types.ts';
import { randomFrom } from '../random.ts';

export type OrderRows = {
  orderNumberDays: Insertable<OrderNumberDays>[];
  orders: Insertable<Orders>[];
  orderLines: Insertable<OrderLines>[];
  orderHistory: Insertable<OrderHistory>[];
  assignments: Insertable<Assignments>[];
  routingDecisions: Insertable<RoutingDecisions>[];
};

export function orderRows(history: History): OrderRows {
  const payments = new Map<string, Date[]>();
  for (const { recordedAt, allocations } of history.payments)
    for (const { order } of allocations) payments.set(order.id, [...(payments.get(order.id) ?? []), recordedAt]);
  return {
    orderNumberDays: history.numberDays,
    orders: history.orders.map((order) => orderRow(order, payments.get(order.id) ?? [])),
    orderLines: history.orders.flatMap(lineRows),
    orderHistory: history.orders.flatMap(historyRows),
    assignments: history.orders.flatMap(assignmentRows),
    routingDecisions: history.orders.flatMap(decisionRows),
  };
}

function orderRow(order: NumberedOrder, paidAt: readonly Date[]): Insertable<Orders> {
  const state = stateOf(order);
  const times = [...order.steps.map((step) => step.at), ...paidAt].map((at) => at.getTime());
  return {
    id: order.id,
    orderNumber: order.orderNumber,
    state,
    source: order.source,
    platform: 'organic',
    retailerId: order.retailer.id,
    territoryId: order.retailer.territory.id,
    vendorId: order.vendor.id,
    subtotalPaisa: order.subtotalPaisa,
    taxPaisa: order.taxPaisa,
    totalPaisa: order.totalPaisa,
    reservedPaisa: HOLDS_CREDIT.includes(state) ? order.totalPaisa : 0,
    paidPaisa: order.paidPaisa,
    dueDay: order.dueDay,
    expectedDeliveryDay: order.expectedDeliveryDay,
    assignment: order.assignments.length,
    acceptBy: state === 'ASSIGNED' ? (order.assignments.at(-1)?.acceptBy ?? null) : null,
    stockHeld: HOLDS_STOCK.includes(state),
    // Routing's sentence is kept in the history; the order itself carries what a person said last.
    reason: order.steps.findLast((step) => step.reason !== null && step.to !== 'ASSIGNED')?.reason ?? null,
    version: order.steps.length + paidAt.length,
    originKey: `demo:${order.orderNumber}`,
    createdBy: order.createdBy,
    placedAt: order.placedAt,
    deliveredAt: order.deliveredAt,
    updatedAt: new Date(Math.max(...times)),
  };
}

function lineRows(order: NumberedOrder): Insertable<OrderLines>[] {
  return order.lines.map(({ offer, ...line }, index) => ({
    orderId: order.id,
    lineNumber: index + 1,
    ...line,
    offerId: offer.id,
    unitCostPaisa: offer.costPaisa,
  }));
}

/** A desk's clock runs a breath ahead of the moment the server has written it down. */
const ON_THE_WIRE_MS = 1800;

function historyRows(order: NumberedOrder): Insertable<OrderHistory>[] {
  return order.steps.map((step, index) => ({
    orderId: order.id,
    step: index + 1,
    fromState: step.from,
    toState: step.to,
    at: step.at,
    deviceAt: step.onDevice ? new Date(step.at.getTime() - ON_THE_WIRE_MS) : null,
    byUser: step.byUser,
    byLabel: step.by,
    reason: step.reason,
  }));
}

function assignmentRows(order: NumberedOrder): Insertable<Assignments>[] {
  return order.assignments.map(({ vendor, at, acceptBy, outcome, outcomeAt, reason }, index) => ({
    orderId: order.id,
    number: index + 1,
    vendorId: vendor.id,
    assignedAt: at,
    acceptBy,
    outcome,
    outcomeAt,
    reason,
  }));
}

function decisionRows(order: NumberedOrder): Insertable<RoutingDecisions>[] {
  return order.decisions.map(({ number, chosen, candidates, sentence, at }) => ({
    id: randomFrom(`decision ${order.id} ${number}`).id(at),
    orderId: order.id,
    number,
    policy: POLICY,
    chosenVendorId: chosen.id,
    weights: defaultHouseSettings.routingWeights,
    candidates,
    sentence,
    decidedBy: 'Khaacho',
    decidedAt: at,
  }));
}
