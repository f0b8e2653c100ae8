import type { Words } from '@khaacho/shared/messages/words.ts';
import { raiseAlert } from '../alerts/service.ts';
import type { Tx } from '../db/database.ts';
import type { ChatPerson } from './draft-service.ts';

/** What a message is about that a person answers. */
export type About = 'COMPLAINT' | 'PAYMENT' | 'INQUIRY' | 'MEDIA' | 'CANCEL' | 'OTHER';

const SENTENCES: Record<About, string> = {
  COMPLAINT: 'complains about something.',
  PAYMENT: 'writes about a payment.',
  INQUIRY: 'asks something the machine has no answer to.',
  MEDIA: 'sent something that could not be read.',
  CANCEL: 'wants to cancel an order.',
  OTHER: 'wrote something the reader did not understand.',
};

/**
 * Leaves a message to a person: it stands in the inbox until somebody has answered or settled it. A second message about the
 * same is found in the thread.
 */
export async function leaveToPerson(
  tx: Tx,
  person: ChatPerson,
  about: About,
  now: Date,
  beside: { orderId?: string; sentence?: string } = {},
): Promise<void> {
  const name = person.name ?? 'A shop';
  await raiseAlert(
    tx,
    {
      kind: 'MESSAGE_UNREAD',
      severity: about === 'COMPLAINT' ? 'CRITICAL' : 'WARNING',
      cause: `unread:${person.chatId}:${about}`,
      message: beside.sentence ?? `${name} ${SENTENCES[about]}`,
      figures: { name: person.name, about, chatId: person.chatId, messageId: person.messageId },
      retailerId: person.retailerId,
      orderId: beside.orderId ?? null,
    },
    now,
  );
}

/** Leaves it to a person and says so. */
export async function handOn(tx: Tx, person: ChatPerson, about: About, now: Date): Promise<Words> {
  await leaveToPerson(tx, person, about, now);
  return { kind: 'passedOn', about };
}
