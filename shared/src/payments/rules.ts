import { daysBetween } from '../kernel/clock.ts';
import type { Paisa } from '../kernel/money.ts';
import type { PaymentState } from './contract.ts';

export type Bill = { orderId: string; dueDay: string; placedAt: string; totalPaisa: Paisa; paidPaisa: Paisa };
export type Allocation = { orderId: string; amountPaisa: Paisa };

/**
 * Which bills an amount settles: those named first, in their order, then the oldest due day first (ties: placed first, then id).
 * What is left over stays on the account as an advance.
 */
export function allocate(
  bills: readonly Bill[],
  amountPaisa: Paisa,
  named: readonly string[] = [],
): { allocations: Allocation[]; advancePaisa: Paisa } {
  const rank = (bill: Bill) => {
    const index = named.indexOf(bill.orderId);
    return index === -1 ? named.length : index;
  };
  const order = [...bills]
    .filter((bill) => bill.paidPaisa < bill.totalPaisa)
    .sort(
      (a, b) =>
        rank(a) - rank(b) ||
        a.dueDay.localeCompare(b.dueDay) ||
        a.placedAt.localeCompare(b.placedAt) ||
        a.orderId.localeCompare(b.orderId),
    );
  const allocations: Allocation[] = [];
  let left = amountPaisa;
  for (const bill of order) {
    if (left === 0) break;
    const part = Math.min(left, bill.totalPaisa - bill.paidPaisa);
    allocations.push({ orderId: bill.orderId, amountPaisa: part });
    left -= part;
  }
  return { allocations, advancePaisa: left };
}

/** Derived, never typed: from what was paid on a bill and the day it falls due. */
export function paymentState(
  bill: { totalPaisa: Paisa; paidPaisa: Paisa; dueDay: string | null },
  today: string,
): PaymentState {
  if (bill.paidPaisa >= bill.totalPaisa) return 'PAID';
  if (bill.dueDay !== null && daysBetween(bill.dueDay, today) > 0) return 'OVERDUE';
  return bill.paidPaisa > 0 ? 'PARTIAL' : 'UNPAID';
}

/** Days past due: not due (≤ 0), 1–30, 31–60, 61–90, ≥ 91. Every open rupee lies in exactly one. */
export type Ageing = { notDuePaisa: Paisa; to30Paisa: Paisa; to60Paisa: Paisa; to90Paisa: Paisa; over90Paisa: Paisa };

export function ageBills(bills: readonly Pick<Bill, 'dueDay' | 'totalPaisa' | 'paidPaisa'>[], today: string): Ageing {
  const ageing: Ageing = { notDuePaisa: 0, to30Paisa: 0, to60Paisa: 0, to90Paisa: 0, over90Paisa: 0 };
  for (const bill of bills) {
    const open = bill.totalPaisa - bill.paidPaisa;
    if (open <= 0) continue;
    const days = daysBetween(bill.dueDay, today);
    if (days <= 0) ageing.notDuePaisa += open;
    else if (days <= 30) ageing.to30Paisa += open;
    else if (days <= 60) ageing.to60Paisa += open;
    else if (days <= 90) ageing.to90Paisa += open;
    else ageing.over90Paisa += open;
  }
  return ageing;
}
