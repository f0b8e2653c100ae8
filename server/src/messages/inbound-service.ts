import type { InboundMessage } from '@khaacho/shared/messages/contract.ts';
import { raiseAlert } from '../alerts/service.ts';
import { type Db, statement } from '../db/database.ts';
import { type Stored, storeInbound } from './inbound-store.ts';

export type ReceiveDeps = { db: Db; perMinute: number };

/**
 * Takes in a message of a person: stored when this returns, handled later. The same provider id a second time changes
 * nothing. More than `perMinute` of one sender are stored too; intake answers them once and leaves them to a person.
 */
export async function receiveMessage(
  { db, perMinute }: ReceiveDeps,
  message: InboundMessage,
  now: Date,
): Promise<Stored> {
  const stored = await statement(db, ['inbound'], (single) => storeInbound(single, message, perMinute, now));
  if (stored.otherChatId !== null && stored.chatId !== null)
    await tellOfTwoChats(db, stored.chatId, stored.otherChatId, now);
  return stored;
}

/** The provider says that two chats are one person; nobody's orders are put together without a person's decision. */
async function tellOfTwoChats(db: Db, chatId: string, otherChatId: string, now: Date): Promise<void> {
  await raiseAlert(
    db,
    {
      kind: 'IDENTITY_CONFLICT',
      severity: 'WARNING',
      cause: `identity:${[chatId, otherChatId].sort().join(':')}`,
      message:
        'Two chats seem to be one person, who now writes with another number or hides it. Look at both and merge them.',
      figures: { chatId, otherChatId },
      once: true,
    },
    now,
  );
}
