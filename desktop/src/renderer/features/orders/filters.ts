import { addDays, startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderDocument, OrderState } from '@khaacho/shared/orders/contract.ts';
import { paymentState } from '@khaacho/shared/payments/rules.ts';

/** Groups of states a person filters by. */
export const stateGroups = {
  waiting: ['HELD', 'PENDING', 'ASSIGNED'],
  packing: ['ACCEPTED', 'PACKING'],
  road: ['DISPATCHED', 'OUT_FOR_DELIVERY'],
  delivered: ['DELIVERED', 'COMPLETED'],
  ended: ['CANCELLED', 'REJECTED', 'FAILED', 'RETURNED'],
} as const satisfies Record<string, readonly OrderState[]>;
export type StateGroup = keyof typeof stateGroups;
export const stateGroupNames = Object.keys(stateGroups) as StateGroup[];

export type OrderFilter = { group: StateGroup | null; today: boolean; overdue: boolean; search: string };
export const noFilter: OrderFilter = { group: null, today: false, overdue: false, search: '' };

const texts = new WeakMap<OrderDocument, string>();

/** Number, shop, phone, city and vendor in one lower-case line; made once per document. */
function textOf(order: OrderDocument): string {
  const known = texts.get(order);
  if (known !== undefined) return known;
  const { retailer } = order;
  const text = [order.orderNumber, retailer.name, retailer.phone, retailer.city, order.vendorName]
    .filter(Boolean)
    .join('\n')
    .toLowerCase();
  texts.set(order, text);
  return text;
}

export function inGroup(order: OrderDocument, group: StateGroup): boolean {
  return (stateGroups[group] as readonly OrderState[]).includes(order.state);
}

/** The orders a filter lets through, in the order they came. `today` is a Nepali day. */
export function filterOrders(orders: readonly OrderDocument[], filter: OrderFilter, today: string): OrderDocument[] {
  const start = startOfNepalDay(today).toISOString();
  const end = startOfNepalDay(addDays(today, 1)).toISOString();
  const words = filter.search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return orders.filter(
    (order) =>
      (filter.group === null || inGroup(order, filter.group)) &&
      (!filter.today || (order.placedAt >= start && order.placedAt < end)) &&
      (!filter.overdue || paymentState(order, today) === 'OVERDUE') &&
      words.every((word) => textOf(order).includes(word)),
  );
}
