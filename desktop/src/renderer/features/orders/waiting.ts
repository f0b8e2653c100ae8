import type { OrderDocument, OrderState } from '@khaacho/shared/orders/contract.ts';

/** From how many minutes in a state on an order counts as stuck; an assigned one has its own deadline instead. */
export const stuckMinutes: Partial<Record<OrderState, number>> = { PENDING: 30, ACCEPTED: 120, PACKING: 180 };

/** Since when an order stands in its state. */
export function standsSince(order: OrderDocument): string {
  return order.history.at(-1)?.at ?? order.updatedAt;
}

/** Has it waited too long for whoever has to act? */
export function isStuck(order: OrderDocument, now: Date): boolean {
  if (order.state === 'ASSIGNED') return order.acceptBy !== null && Date.parse(order.acceptBy) <= now.getTime();
  const limit = stuckMinutes[order.state];
  return limit !== undefined && now.getTime() - Date.parse(standsSince(order)) >= limit * 60_000;
}
