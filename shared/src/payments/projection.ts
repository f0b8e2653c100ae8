import { newId } from '../kernel/ids.ts';
import { ok } from '../kernel/result.ts';
import { receiptNumber } from '../ledger/rules.ts';
import { withPaid } from '../orders/paid.ts';
import { type Change, changed, type Projection } from '../sync/projection.ts';
import { allocate } from './rules.ts';

/** Money taken on this device: the shop owes less at once, its oldest bills first. A fact, so it never refuses. */
const record: Projection<'payment.record'> = (read, command, _actor, now) => {
  const { payload } = command;
  const retailer = read.get('retailers', payload.retailerId);
  if (!retailer) return ok([]);
  const bills = read
    .group('unpaidOf', retailer.id)
    .map((order) => ({ ...order, orderId: order.id, dueDay: order.dueDay ?? '' }));
  const { allocations } = allocate(bills, payload.amountPaisa, payload.orderIds ?? []);
  const outstandingPaisa = retailer.credit.outstandingPaisa - payload.amountPaisa;
  const changes: Change[] = [];
  for (const { orderId, amountPaisa } of allocations) {
    const order = read.get('orders', orderId);
    if (order) changes.push(changed('orders', withPaid(order, order.paidPaisa + amountPaisa)));
  }
  const open = bills
    .filter(
      (bill) =>
        bill.totalPaisa - bill.paidPaisa > (allocations.find((a) => a.orderId === bill.orderId)?.amountPaisa ?? 0),
    )
    .map((bill) => bill.dueDay)
    .sort();
  changes.push(
    changed('retailers', {
      ...retailer,
      credit: {
        ...retailer.credit,
        outstandingPaisa,
        oldestDueDay: bills.length > 0 ? (open[0] ?? null) : retailer.credit.oldestDueDay,
      },
    }),
    changed('ledger', {
      id: payload.paymentId,
      journalId: newId(now),
      kind: 'PAYMENT',
      accountKind: 'RECEIVABLE',
      retailerId: retailer.id,
      vendorId: null,
      orderId: null,
      orderNumber: null,
      paymentId: payload.paymentId,
      memo: `Payment ${receiptNumber(payload.paymentId)}`,
      amountPaisa: -payload.amountPaisa,
      balancePaisa: outstandingPaisa,
      at: payload.receivedAt ?? command.issuedAt,
    }),
  );
  return ok(changes);
};

export const paymentProjections = { 'payment.record': record };
