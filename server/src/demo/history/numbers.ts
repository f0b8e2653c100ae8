import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { DemoOrder } from './types.ts';

export type NumberedOrder = DemoOrder & { orderNumber: string };

/** Numbers orders as `next_order_number` would have: by the Nepali day, in the order they were placed. */
export function numberOrders(orders: readonly DemoOrder[]): {
  orders: NumberedOrder[];
  days: { day: string; last: number }[];
} {
  const last = new Map<string, number>();
  const numbered = [...orders]
    .sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime() || (a.id < b.id ? -1 : 1))
    .map((order) => {
      const day = nepalDay(order.placedAt);
      const number = (last.get(day) ?? 0) + 1;
      last.set(day, number);
      const orderNumber = `ORD${day.slice(2).replaceAll('-', '')}${String(number).padStart(3, '0')}`;
      return Object.assign(order, { orderNumber });
    });
  return { orders: numbered, days: [...last].map(([day, count]) => ({ day, last: count })) };
}
