import { type Paisa, shareOf } from '../kernel/money.ts';
import type { PaymentMethod } from '../payments/contract.ts';
import type { AccountKind, EntryDraft, JournalDraft } from './contract.ts';

/** Keeps entries that move something, and throws on a journal that does not sum to zero: that is a bug, not a refusal. */
function balanced(entries: EntryDraft[]): EntryDraft[] {
  const moving = entries.filter((entry) => entry.amountPaisa !== 0);
  const sum = moving.reduce((total, entry) => total + entry.amountPaisa, 0);
  if (sum !== 0) throw new Error(`journal off by ${sum} paisa`);
  return moving;
}

/**
 * Delivery: the vendor sells and invoices; Khaacho buys the receivable and owes the vendor the goods' price and the VAT,
 * less its commission (on the price without tax).
 */
export function deliveryJournal(order: {
  id: string;
  orderNumber: string;
  retailerId: string;
  vendorId: string;
  subtotalPaisa: Paisa;
  taxPaisa: Paisa;
  totalPaisa: Paisa;
  commissionBasisPoints: number;
}): JournalDraft {
  const commission = shareOf(order.subtotalPaisa, order.commissionBasisPoints);
  return {
    kind: 'DELIVERY',
    memo: `Delivery of ${order.orderNumber}`,
    orderId: order.id,
    paymentId: null,
    entries: balanced([
      { account: 'RECEIVABLE', party: order.retailerId, amountPaisa: order.totalPaisa },
      { account: 'PAYABLE', party: order.vendorId, amountPaisa: -order.subtotalPaisa },
      { account: 'VENDOR_TAX', party: order.vendorId, amountPaisa: -order.taxPaisa },
      { account: 'PAYABLE', party: order.vendorId, amountPaisa: commission },
      { account: 'COMMISSION', party: null, amountPaisa: -commission },
    ]),
  };
}

/** Where money lies once it is taken: an agent carries cash and cheques until handover; the office till and bank hold the rest. */
export function moneyAccount(
  method: PaymentMethod,
  agentUserId: string | null,
): { account: AccountKind; party: string | null } {
  if (method === 'CASH')
    return agentUserId ? { account: 'AGENT_CASH', party: agentUserId } : { account: 'CASH', party: null };
  if (method === 'CHEQUE') return { account: 'CHEQUES', party: null };
  return { account: method, party: null };
}

/** Payment: money in, the retailer owes less. Money whose owner is not known goes to suspense until a person settles it. */
export function paymentJournal(payment: {
  id: string;
  retailerId: string | null;
  amountPaisa: Paisa;
  method: PaymentMethod;
  agentUserId: string | null;
}): JournalDraft {
  const money = moneyAccount(payment.method, payment.agentUserId);
  const owner: Omit<EntryDraft, 'amountPaisa'> = payment.retailerId
    ? { account: 'RECEIVABLE', party: payment.retailerId }
    : { account: 'SUSPENSE', party: null };
  return {
    kind: 'PAYMENT',
    memo: `Payment ${receiptNumber(payment.id)}`,
    orderId: null,
    paymentId: payment.id,
    entries: balanced([
      { ...money, amountPaisa: payment.amountPaisa },
      { ...owner, amountPaisa: -payment.amountPaisa },
    ]),
  };
}

/** `R-7F3A9C2E`: the payment's own id shortened, so that a receipt written offline carries its final number. */
export function receiptNumber(paymentId: string): string {
  return `R-${paymentId.replaceAll('-', '').slice(-8).toUpperCase()}`;
}
