import type { Medium } from '@khaacho/shared/messages/contract.ts';
import { optWord } from '@khaacho/shared/messages/opt-words.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import { raiseAlert } from '../alerts/service.ts';
import type { Tx } from '../db/database.ts';
import { recordConsent, setConsent } from './consent-store.ts';

export type ConsentMessage = { chatId: string; body: string; medium: Medium; optKeyword: 'OUT' | 'IN' | null };

/**
 * STOP and START: what a message asks and its answer, or null where it is about something else. The provider's own list
 * has other words than ours (CANCEL among them); where it has acted on one of those the shop is cut off from our replies too,
 * so an operator is told and the message is handled as what it means here.
 */
export async function takeConsent(tx: Tx, message: ConsentMessage, now: Date): Promise<Words | null> {
  const word = optWord(message.body);
  if (message.optKeyword !== null && word === null) {
    const what = message.optKeyword === 'OUT' ? 'OPT_OUT' : 'OPT_IN';
    await keep(tx, message, what, 'PROVIDER', now);
    if (what === 'OPT_OUT') await tellOfCollision(tx, message, now);
    return null;
  }
  if (word === null) return null;
  await keep(tx, message, word === 'OUT' ? 'OPT_OUT' : 'OPT_IN', 'KEYWORD', now);
  return { kind: word === 'OUT' ? 'optedOut' : 'optedIn' };
}

async function keep(
  tx: Tx,
  { chatId, medium, body }: ConsentMessage,
  what: 'OPT_IN' | 'OPT_OUT',
  how: 'KEYWORD' | 'PROVIDER',
  now: Date,
): Promise<void> {
  await setConsent(tx, chatId, medium, what, now);
  await recordConsent(tx, { chatId, medium, what, how, evidence: body.trim().slice(0, 40) }, now);
}

async function tellOfCollision(tx: Tx, message: ConsentMessage, now: Date): Promise<void> {
  const word = message.body.trim().slice(0, 40);
  await raiseAlert(
    tx,
    {
      kind: 'CHANNEL_TROUBLE',
      severity: 'CRITICAL',
      cause: `channel:keyword:${word.toUpperCase()}`,
      message: `The provider unsubscribes whoever writes “${word}”, which is a command here. Take the sender out of its opt-out service, or the word off its list.`,
      figures: { word },
    },
    now,
  );
}
