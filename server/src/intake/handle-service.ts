import type { Catalogue } from '@khaacho/shared/intake/reader.ts';
import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import { raiseAlert } from '../alerts/service.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import type { Log } from '../log.ts';
import { sendToChat } from '../messages/service.ts';
import { replyTo } from './service.ts';
import { countAttempt, type Inbound, lockChat, markHandled, nextInbound } from './store.ts';

export type IntakeDeps = { db: Db; clock: Clock; catalogue: () => Promise<Catalogue>; log: Log };

/** A message that fails so often is given to a person; the ones behind it go on. */
const TRIES = 3;

/** Answers the next message of a chat, if there is one: one reply, in the transaction that marks it handled. */
export async function handleNext(deps: IntakeDeps, chatId: string): Promise<void> {
  const catalogue = await deps.catalogue();
  let handling: Inbound | undefined;
  try {
    await transaction(deps.db, async (tx) => {
      const chat = await lockChat(tx, chatId);
      if (!chat) return;
      handling = await nextInbound(tx, chatId);
      if (!handling) return;
      const words = await answer(tx, chat, handling, catalogue, deps.clock.now());
      const language = (chat.ownLanguage ?? chat.retailerLanguage) === 'ne' ? 'ne' : 'en';
      await sendToChat(
        tx,
        { ...chat, language },
        { businessKey: `reply:${handling.id}`, orderId: null, words },
        deps.clock.now(),
      );
      await markHandled(tx, handling.id, deps.clock.now());
    });
  } catch (error) {
    if (!handling) throw error;
    await afterFailure(deps, chatId, handling, error);
  }
}

type LockedChat = NonNullable<Awaited<ReturnType<typeof lockChat>>>;

async function answer(tx: Tx, chat: LockedChat, message: Inbound, catalogue: Catalogue, now: Date): Promise<Words> {
  if (chat.retailerId)
    return replyTo(
      tx,
      { chatId: chat.id, retailerId: chat.retailerId, name: chat.retailerName },
      message,
      catalogue,
      now,
    );
  await raiseAlert(
    tx,
    {
      kind: 'UNKNOWN_SENDER',
      severity: 'INFO',
      cause: `sender:${chat.id}`,
      message: 'Somebody who is not registered wrote on WhatsApp. Call them and open an account.',
      figures: { phone: chat.phone },
    },
    now,
  );
  return { kind: 'unregistered' };
}

/** Tried again a few times; then a person answers, and the chat is not held up by one message. */
async function afterFailure(deps: IntakeDeps, chatId: string, message: Inbound, error: unknown): Promise<void> {
  const now = deps.clock.now();
  await countAttempt(deps.db, message.id, now);
  deps.log.error(
    { err: error, messageId: message.id, attempt: message.attempts + 1 },
    'a message could not be handled',
  );
  if (message.attempts + 1 < TRIES) throw error;
  await transaction(deps.db, async (tx) => {
    const chat = await lockChat(tx, chatId);
    if (!chat) return;
    await raiseAlert(
      tx,
      {
        kind: 'MESSAGE_UNREAD',
        severity: 'CRITICAL',
        cause: `unread:${chatId}`,
        message: 'A message could not be handled by the machine. Read it and answer.',
        retailerId: chat.retailerId,
      },
      now,
    );
    const language = (chat.ownLanguage ?? chat.retailerLanguage) === 'ne' ? 'ne' : 'en';
    await sendToChat(
      tx,
      { ...chat, language },
      { businessKey: `reply:${message.id}`, orderId: null, words: { kind: 'passedOn' } },
      now,
    );
    await markHandled(tx, message.id, now);
  });
}

export { chatsToHandle } from './store.ts';
