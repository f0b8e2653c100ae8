import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import type { Medium } from '@khaacho/shared/messages/contract.ts';
import { splitText } from '@khaacho/shared/messages/fit.ts';
import { isCritical, purposeOf } from '@khaacho/shared/messages/purpose.ts';
import { templateOf, templateText } from '@khaacho/shared/messages/templates.ts';
import { say, type Words } from '@khaacho/shared/messages/words.ts';
import type { Tx } from '../db/database.ts';
import { type Chat, chatOfRetailer, ensureChat, queueMessage } from './store.ts';

export type ToChat = {
  /** One message for one reason: `reply:<message>`, `order:<id>:<state>`. The same key again sends nothing. */
  businessKey: string;
  orderId: string | null;
  words: Words;
  /** Where an answer goes by another way than WhatsApp. */
  medium?: Medium;
};
export type ToRetailer = ToChat & { retailerId: string };

/** Queues a message to a shop in its language, in the transaction of its cause. A shop without phone or chat gets none. */
export async function sendToRetailer(tx: Tx, message: ToRetailer, now: Date): Promise<void> {
  const chat = await chatOfRetailer(tx, message.retailerId, now);
  if (chat) await sendToChat(tx, chat, message, now);
}

/**
 * Queues one message of a chat. How it leaves (free text, template, SMS, or not at all) is decided when it leaves, see
 * send-service.ts. Keys that begin with `reply:` answer a message and may always be sent.
 */
export async function sendToChat(tx: Tx, chat: Chat, message: ToChat, now: Date): Promise<void> {
  const template = templateOf(message.words, chat.language);
  await queue(tx, chat, {
    businessKey: message.businessKey,
    orderId: message.orderId,
    body: say(message.words, chat.language),
    purpose: purposeOf(message.words, message.businessKey.startsWith('reply:')),
    template: template && JSON.stringify(template),
    smsBody: template && isCritical(message.words) ? templateText(template) : null,
    medium: message.medium ?? 'WHATSAPP',
    now,
  });
}

/** What a person of the house has written. */
type Written = { businessKey: string; text: string; writtenBy: string };

/**
 * Queues text that a person has written, however long: in parts that a provider takes. One that answers a message may be
 * sent to whoever has opted out of notices.
 */
export async function sendTextToChat(
  tx: Tx,
  chat: Chat,
  message: Written & { answers: boolean },
  now: Date,
): Promise<string[]> {
  const ids: string[] = [];
  const purpose = message.answers ? 'REPLY' : 'NOTICE';
  for (const [index, body] of splitText(message.text).entries()) {
    const businessKey = index === 0 ? message.businessKey : `${message.businessKey}:${index + 1}`;
    const plain = { orderId: null, template: null, smsBody: null, medium: 'WHATSAPP' } as const;
    ids.push(await queue(tx, chat, { ...plain, purpose, businessKey, body, writtenBy: message.writtenBy, now }));
  }
  return ids;
}

/** Keeps a note in the thread. Nothing sends it. */
export async function keepNote(tx: Tx, chat: Chat, note: Written, now: Date): Promise<string> {
  const id = newId(now);
  await queueMessage(tx, {
    id,
    chatId: chat.id,
    retailerId: chat.retailerId,
    direction: 'OUTBOUND',
    kind: 'TEXT',
    status: 'HANDLED',
    internal: true,
    body: note.text,
    businessKey: note.businessKey,
    writtenBy: note.writtenBy,
    at: now,
    updatedAt: now,
  });
  return id;
}

type Queued = {
  businessKey: string;
  orderId: string | null;
  body: string;
  purpose: 'REPLY' | 'NOTICE' | 'MARKETING' | 'CODE';
  template: string | null;
  smsBody: string | null;
  medium: Medium;
  writtenBy?: string;
  now: Date;
  sealed?: { body: string; until: Date };
};

async function queue(tx: Tx, chat: Chat, { now, sealed, ...message }: Queued): Promise<string> {
  tx.announce('outbound');
  const id = newId(now);
  await queueMessage(tx, {
    id,
    chatId: chat.id,
    retailerId: chat.retailerId,
    direction: 'OUTBOUND',
    kind: 'TEXT',
    status: 'QUEUED',
    ...message,
    ...(sealed ? { sealedBody: sealed.body, sealedUntil: sealed.until } : {}),
    at: now,
    updatedAt: now,
  });
  return id;
}

/** How long a one-time code is good for; after that there is no use in sending it. */
const CODE_MS = 5 * 60_000;

/**
 * Queues a one-time code: by WhatsApp as an approved template, by SMS where that fails. The desk's copy of the thread never
 * shows it, and nothing does once it has arrived or run out.
 */
export async function sendCode(
  tx: Tx,
  code: { phone: string; code: string; language: Language },
  now: Date,
): Promise<void> {
  const chat = await ensureChat(tx, { phone: code.phone, retailerId: null }, now);
  const words = { kind: 'signInCode', code: code.code } as const;
  const hidden = say({ kind: 'signInCode', code: '••••••' }, code.language);
  await queue(tx, chat, {
    businessKey: `code:${newId(now)}`,
    orderId: null,
    body: hidden,
    purpose: 'CODE',
    template: JSON.stringify(templateOf(words, code.language)),
    smsBody: hidden,
    medium: 'WHATSAPP',
    now,
    sealed: { body: say(words, code.language), until: new Date(now.getTime() + CODE_MS) },
  });
}

export type { Chat } from './store.ts';
