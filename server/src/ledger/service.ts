import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { JournalDraft } from '@khaacho/shared/ledger/contract.ts';
import type { Tx } from '../db/database.ts';
import { callPostJournal } from './store.ts';

export type JournalContext = { commandId: string | null; byUser: string | null; occurredAt: Date; now: Date };

/**
 * Books a journal: one call, append-only, balanced by constraint at commit. A delivery or a payment that is booked
 * already violates its unique index and throws: the caller has checked before, under the lock of its own row.
 */
export async function postJournal(tx: Tx, draft: JournalDraft, context: JournalContext): Promise<string> {
  const id = newId(context.now);
  const journal = {
    id,
    kind: draft.kind,
    memo: draft.memo,
    orderId: draft.orderId,
    paymentId: draft.paymentId,
    reverses: null,
    commandId: context.commandId,
    byUser: context.byUser,
    occurredAt: context.occurredAt.toISOString(),
    recordedAt: context.now.toISOString(),
    entries: draft.entries.map((entry) => ({ ...entry, uid: newId(context.now) })),
  };
  await callPostJournal(tx, journal);
  return id;
}
