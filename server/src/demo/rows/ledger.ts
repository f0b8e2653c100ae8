import { HOLDS_CREDIT } from '@khaacho/shared/orders/states.ts';
import type { Insertable } from 'kysely';
import type {
  Accounts,
  CreditAccounts,
  JournalEntries,
  Journals,
  PaymentAllocations,
  Payments,
} from '../../db/schema.ts';
import type { History } from '../history/history.ts';
import type { BookedAccount } from '../history/ledger-book.ts';
import { stateOf } from '../history/types.ts';

export type LedgerRows = {
  accounts: Insertable<Accounts>[];
  creditAccounts: Insertable<CreditAccounts>[];
  payments: Insertable<Payments>[];
  paymentAllocations: Insertable<PaymentAllocations>[];
  journals: Insertable<Journals>[];
};

export function ledgerRows({ accounts, retailers, orders, payments, journals }: History): LedgerRows {
  const owed = new Map(
    accounts.flatMap((account) => (account.kind === 'RECEIVABLE' ? [[account.party, account.balancePaisa]] : [])),
  );
  const reserved = new Map<string, number>();
  for (const order of orders.filter((candidate) => HOLDS_CREDIT.includes(stateOf(candidate))))
    reserved.set(order.retailer.id, (reserved.get(order.retailer.id) ?? 0) + order.totalPaisa);
  return {
    accounts: accounts.map(({ kind, party }) => ({ kind, party })),
    creditAccounts: retailers.map(({ id, limitPaisa }) => ({
      retailerId: id,
      limitPaisa,
      outstandingPaisa: owed.get(id) ?? 0,
      reservedPaisa: reserved.get(id) ?? 0,
    })),
    payments: payments.map(({ id, retailer, amountPaisa, method, reference, receivedAt, recordedAt, recordedBy }) => ({
      id,
      retailerId: retailer.id,
      namedRetailerId: retailer.id,
      amountPaisa,
      method,
      reference,
      receivedAt,
      recordedAt,
      recordedBy,
    })),
    paymentAllocations: payments.flatMap(({ id, allocations, recordedAt }) =>
      allocations.map(({ order, amountPaisa }) => ({ paymentId: id, orderId: order.id, amountPaisa, at: recordedAt })),
    ),
    journals: journals.map(({ id, draft: { kind, memo, orderId, paymentId }, byUser, occurredAt, recordedAt }) => ({
      id,
      kind,
      memo,
      orderId,
      paymentId,
      byUser,
      occurredAt,
      recordedAt,
    })),
  };
}

/** The entries of all journals in the order they were written; `idOf` names an account's row. */
export function entryRows(
  { journals }: History,
  idOf: (account: BookedAccount) => number,
): Insertable<JournalEntries>[] {
  return journals.flatMap(({ id, entries }) =>
    entries.map(({ uid, account, amountPaisa, balancePaisa }) => ({
      uid,
      journalId: id,
      accountId: idOf(account),
      amountPaisa,
      balancePaisa,
    })),
  );
}
