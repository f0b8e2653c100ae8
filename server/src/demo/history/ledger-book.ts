import type { Paisa } from '@khaacho/shared/kernel/money.ts';
import type { AccountKind, JournalDraft } from '@khaacho/shared/ledger/contract.ts';
import { deliveryJournal, paymentJournal } from '@khaacho/shared/ledger/rules.ts';
import { type Random, randomFrom } from '../random.ts';
import type { NumberedOrder } from './numbers.ts';
import { staff } from './order.ts';
import type { DemoPayment } from './types.ts';

export type BookedAccount = { kind: AccountKind; party: string | null; balancePaisa: Paisa };
export type BookedEntry = { uid: string; account: BookedAccount; amountPaisa: Paisa; balancePaisa: Paisa };
export type BookedJournal = {
  id: string;
  draft: JournalDraft;
  byUser: string | null;
  occurredAt: Date;
  recordedAt: Date;
  entries: BookedEntry[];
};

type Unbooked = Omit<BookedJournal, 'id' | 'entries'>;

/** Every delivery and payment as a journal, in the order they were written, with the balances as they ran. */
export function keepBooks(
  orders: readonly NumberedOrder[],
  payments: readonly DemoPayment[],
): { journals: BookedJournal[]; accounts: BookedAccount[] } {
  const random = randomFrom('ledger');
  const accounts = new Map<string, BookedAccount>();
  const unbooked = [...orders.flatMap(deliveryOf), ...payments.map(paymentOf)].sort(byTime);
  const journals = unbooked.map((journal) => ({
    ...journal,
    id: random.id(journal.recordedAt),
    entries: post(random, journal, accounts),
  }));
  return { journals, accounts: [...accounts.values()] };
}

function deliveryOf(order: NumberedOrder): Unbooked[] {
  if (!order.deliveredAt) return [];
  const draft = deliveryJournal({
    ...order,
    retailerId: order.retailer.id,
    vendorId: order.vendor.id,
    commissionBasisPoints: order.vendor.commissionBasisPoints,
  });
  return [{ draft, byUser: staff(order.vendor).byUser, occurredAt: order.deliveredAt, recordedAt: order.deliveredAt }];
}

function paymentOf(payment: DemoPayment): Unbooked {
  const draft = paymentJournal({ ...payment, retailerId: payment.retailer.id });
  return { draft, byUser: payment.recordedBy, occurredAt: payment.receivedAt, recordedAt: payment.recordedAt };
}

function byTime(a: Unbooked, b: Unbooked): number {
  const subject = (journal: Unbooked) => journal.draft.orderId ?? journal.draft.paymentId ?? '';
  return a.recordedAt.getTime() - b.recordedAt.getTime() || (subject(a) < subject(b) ? -1 : 1);
}

function post(random: Random, journal: Unbooked, accounts: Map<string, BookedAccount>): BookedEntry[] {
  return journal.draft.entries.map(({ account: kind, party, amountPaisa }) => {
    const key = `${kind} ${party}`;
    const account = accounts.get(key) ?? { kind, party, balancePaisa: 0 };
    accounts.set(key, account);
    account.balancePaisa += amountPaisa;
    return { uid: random.id(journal.recordedAt), account, amountPaisa, balancePaisa: account.balancePaisa };
  });
}
