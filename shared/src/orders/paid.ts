import type { Paisa } from '../kernel/money.ts';
import type { HistoryLine, OrderDocument, OrderState } from './contract.ts';

/** A step the house takes by itself, as it stands in the history until the server has written it. */
export function byTheHouse(from: OrderState, to: OrderState, reason: string | null): HistoryLine {
  return { from, to, at: null, deviceAt: null, by: 'Khaacho', reason };
}

/** An order with so much paid on its bill; a delivered one that is paid in full is complete. */
export function withPaid(order: OrderDocument, paidPaisa: Paisa): OrderDocument {
  if (order.state !== 'DELIVERED' || paidPaisa < order.totalPaisa) return { ...order, paidPaisa };
  const history = [...order.history, byTheHouse('DELIVERED', 'COMPLETED', null)];
  return { ...order, paidPaisa, state: 'COMPLETED', history };
}
