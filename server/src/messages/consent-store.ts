import type { Medium } from '@khaacho/shared/messages/contract.ts';
import type { Tx } from '../db/database.ts';

export type Consent = {
  chatId: string;
  medium: Medium;
  what: 'OPT_IN' | 'OPT_OUT';
  how: 'KEYWORD' | 'PROVIDER';
  evidence: string;
};

/** One line of the record; lines are never changed. */
export async function recordConsent(tx: Tx, { chatId, medium, what, how, evidence }: Consent, at: Date): Promise<void> {
  await tx.insertInto('chatConsents').values({ chatId, medium, what, how, evidence, at }).execute();
}

/** Whether we may begin to write, from now on. */
export async function setConsent(
  tx: Tx,
  chatId: string,
  medium: Medium,
  what: Consent['what'],
  now: Date,
): Promise<void> {
  const out = what === 'OPT_OUT' ? now : null;
  await tx
    .updateTable('chats')
    .set((eb) => ({
      ...(medium === 'SMS' ? { smsOptedOutAt: out } : { optedOutAt: out }),
      optedInAt: what === 'OPT_IN' ? eb.fn.coalesce('optedInAt', eb.val(now)) : eb.ref('optedInAt'),
    }))
    .where('id', '=', chatId)
    .execute();
}
