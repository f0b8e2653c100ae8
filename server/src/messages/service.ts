import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import { type MessageStatus, messageStatusSchema } from '@khaacho/shared/messages/contract.ts';
import { laterStatus } from '@khaacho/shared/messages/rules.ts';
import { say, type Words } from '@khaacho/shared/messages/words.ts';
import { raiseAlert } from '../alerts/service.ts';
import type { Tx } from '../db/database.ts';
import {
  type Chat,
  callbacksOf,
  chatOfRetailer,
  ensureChat,
  lockByProviderId,
  queueMessage,
  storeCallback,
  writeStatus,
} from './store.ts';

export type ToRetailer = { retailerId: string; businessKey: string; orderId: string | null; words: Words };

/** Queues a message to a shop in its language, in the transaction of its cause. A shop without phone or chat gets none. */
export async function sendToRetailer(tx: Tx, message: ToRetailer, now: Date): Promise<void> {
  const chat = await chatOfRetailer(tx, message.retailerId, now);
  if (chat) await sendToChat(tx, chat, message, now);
}

/** Queues one message of a chat; the same business key a second time sends nothing. */
export async function sendToChat(
  tx: Tx,
  chat: Chat,
  message: Omit<ToRetailer, 'retailerId'>,
  now: Date,
): Promise<void> {
  tx.announce('outbound');
  await queueMessage(tx, {
    id: newId(now),
    chatId: chat.id,
    retailerId: chat.retailerId,
    direction: 'OUTBOUND',
    kind: 'TEXT',
    body: say(message.words, chat.language),
    status: 'QUEUED',
    businessKey: message.businessKey,
    orderId: message.orderId,
    at: now,
    updatedAt: now,
  });
}

/**
 * Queues a one-time code. It leaves as an approved template where the 24-hour window is closed, and the desk's copy of the
 * thread never shows it.
 */
export function createCodeSender(templateSid: string | null) {
  return async (tx: Tx, code: { phone: string; code: string; language: Language }, now: Date): Promise<void> => {
    const chat = await ensureChat(
      tx,
      { externalId: `whatsapp:${code.phone}`, phone: code.phone, retailerId: null },
      now,
    );
    const id = newId(now);
    tx.announce('outbound');
    await queueMessage(tx, {
      id,
      chatId: chat.id,
      retailerId: chat.retailerId,
      direction: 'OUTBOUND',
      kind: 'TEXT',
      body: say({ kind: 'signInCode', code: '••••••' }, code.language),
      sealedBody: say({ kind: 'signInCode', code: code.code }, code.language),
      template: templateSid ? JSON.stringify({ sid: templateSid, variables: { '1': code.code } }) : null,
      status: 'QUEUED',
      businessKey: `code:${id}`,
      orderId: null,
      at: now,
      updatedAt: now,
    });
  };
}

/** What the provider says of a message of ours, in any order, more than once, even before our send call has returned. */
export async function takeStatusCallback(
  tx: Tx,
  told: { providerId: string; status: MessageStatus; errorCode: string | null },
  now: Date,
): Promise<void> {
  await storeCallback(tx, { ...told, receivedAt: now });
  await applyCallbacks(tx, told.providerId, now);
}

/** Folds every stored callback of a message into its status. */
export async function applyCallbacks(tx: Tx, providerId: string, now: Date): Promise<void> {
  const message = await lockByProviderId(tx, providerId);
  if (!message) return;
  const present = messageStatusSchema.parse(message.status);
  const callbacks = await callbacksOf(tx, providerId);
  const status = callbacks.reduce<MessageStatus>(
    (so, callback) => laterStatus(so, messageStatusSchema.parse(callback.status)),
    present,
  );
  if (status === present) return;
  const failure = status === 'FAILED' ? callbacks.find((callback) => callback.status === 'FAILED') : undefined;
  await writeStatus(tx, message.id, status, failure?.errorCode ?? null, now);
  if (status === 'FAILED') await raiseSendFailed(tx, { ...message, errorCode: failure?.errorCode ?? 'unknown' }, now);
}

export async function raiseSendFailed(
  tx: Tx,
  message: { id: string; retailerId: string | null; orderId: string | null; errorCode: string },
  now: Date,
): Promise<void> {
  await raiseAlert(
    tx,
    {
      kind: 'MESSAGE_FAILED',
      severity: 'WARNING',
      cause: `message:${message.id}`,
      message: `A WhatsApp message could not be delivered (code ${message.errorCode}). Call the shop instead.`,
      figures: { errorCode: message.errorCode },
      retailerId: message.retailerId,
      orderId: message.orderId,
    },
    now,
  );
}
