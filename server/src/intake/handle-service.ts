import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import { raiseAlert } from '../alerts/service.ts';
import type { CatalogueSource } from '../catalogue/service.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import type { Log } from '../log.ts';
import { takeConsent } from '../messages/consent-service.ts';
import { sendToChat } from '../messages/service.ts';
import { learnLanguage } from './language-service.ts';
import { needOf } from './need-store.ts';
import { insertReading, outcomeOf } from './reading-store.ts';
import type { SecondReader } from './second-reader-service.ts';
import { type Hints, isRead, replyTo } from './service.ts';
import { countAttempt, type Inbound, lockChat, markHandled, markHeldHandled, nextInbound } from './store.ts';

export type IntakeDeps = {
  db: Db;
  clock: Clock;
  catalogue: CatalogueSource;
  log: Log;
  /** Asked about lines the reader is unsure of, before the chat is locked; null where there is none. */
  secondReader: SecondReader | null;
};

/** A message that fails so often is given to a person; the ones behind it go on. */
const TRIES = 3;

/** Answers the next message of a chat, if there is one: one reply, in the transaction that marks it handled. */
export async function handleNext(deps: IntakeDeps, chatId: string): Promise<void> {
  const catalogue = await deps.catalogue(await needOf(deps.db, chatId));
  const opinions = (await deps.secondReader?.(chatId, catalogue)) ?? new Map<string, string | null>();
  const hints = { catalogue, opinions };
  let handling: Inbound | undefined;
  try {
    await transaction(deps.db, async (tx) => {
      const chat = await lockChat(tx, chatId);
      if (!chat) return;
      handling = await nextInbound(tx, chatId);
      if (!handling) return;
      const now = deps.clock.now();
      if (handling.heldBack) return await leaveToPerson(tx, chat, now);
      if (await mustBeReadFirst(tx, chat, handling, now)) return;
      const { medium } = handling;
      const consent = { chatId, body: handling.body, medium, optKeyword: handling.optKeyword };
      const language = await learnLanguage(tx, chat, handling);
      const words =
        (await takeConsent(tx, consent, now)) ?? language.words ?? (await answer(tx, chat, handling, hints, now));
      await sendToChat(
        tx,
        spoken({ ...chat, ownLanguage: language.own }),
        { businessKey: `reply:${handling.id}`, orderId: null, words, medium },
        now,
      );
      await markHandled(tx, handling.id, now);
    });
  } catch (error) {
    if (!handling) throw error;
    await afterFailure(deps, chatId, handling, error);
  }
}

type LockedChat = NonNullable<Awaited<ReturnType<typeof lockChat>>>;

function spoken(chat: LockedChat) {
  return {
    ...chat,
    language: (chat.ownLanguage ?? chat.retailerLanguage) === 'ne' ? ('ne' as const) : ('en' as const),
  };
}

/** What came beyond the sender's limit: one answer for the whole burst, and a person who looks at it. Nothing is lost. */
async function leaveToPerson(tx: Tx, chat: LockedChat, now: Date): Promise<void> {
  const burst = chat.burstStartedAt?.toISOString() ?? 'first';
  await raiseAlert(
    tx,
    {
      kind: 'MESSAGE_UNREAD',
      severity: 'WARNING',
      // One for each burst: an open alert about something older says nothing of these.
      cause: `unread:${chat.id}:${burst}`,
      message: `${chat.retailerName ?? 'Somebody'} sent more messages within a minute than are read by machine. Look at them.`,
      figures: { name: chat.retailerName, about: 'OTHER', chatId: chat.id },
      retailerId: chat.retailerId,
    },
    now,
  );
  await sendToChat(
    tx,
    spoken(chat),
    { businessKey: `reply:burst:${chat.id}:${burst}`, orderId: null, words: { kind: 'slowDown' } },
    now,
  );
  await markHeldHandled(tx, chat.id, now);
}

/** Sends a photo or voice note of a shop to be read; its chat goes on once that is done. */
async function mustBeReadFirst(tx: Tx, chat: LockedChat, message: Inbound, now: Date): Promise<boolean> {
  // What strangers send costs nothing.
  if (!chat.retailerId || !isRead(message.kind)) return false;
  if (await outcomeOf(tx, message.id)) return false;
  await insertReading(tx, message.id, message.kind === 'IMAGE' ? 'PHOTO' : 'VOICE', now);
  return true;
}

async function answer(tx: Tx, chat: LockedChat, message: Inbound, hints: Hints, now: Date): Promise<Words> {
  if (chat.retailerId)
    return replyTo(
      tx,
      { chatId: chat.id, retailerId: chat.retailerId, name: chat.retailerName, messageId: message.id },
      message,
      hints,
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
        figures: { name: chat.retailerName, about: 'OTHER', chatId, messageId: message.id },
        retailerId: chat.retailerId,
      },
      now,
    );
    const passedOn = { businessKey: `reply:${message.id}`, orderId: null, words: { kind: 'passedOn' } } as const;
    await sendToChat(tx, spoken(chat), { ...passedOn, medium: message.medium }, now);
    await markHandled(tx, message.id, now);
  });
}

export { chatsToHandle } from './store.ts';
