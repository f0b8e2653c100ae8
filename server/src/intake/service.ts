import { answerNumber, type DraftStep, readIntoDraft, skipLine } from '@khaacho/shared/intake/conversation.ts';
import { readHeardIntoDraft } from '@khaacho/shared/intake/heard.ts';
import { detectIntent } from '@khaacho/shared/intake/intent.ts';
import type { Catalogue } from '@khaacho/shared/intake/reader.ts';
import { unsureLines, withOpinion } from '@khaacho/shared/intake/second-opinion.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import { type OrderState, orderStateSchema } from '@khaacho/shared/orders/contract.ts';
import { stateForRetailer } from '@khaacho/shared/orders/states.ts';
import { raiseAlert } from '../alerts/service.ts';
import { creditSummary } from '../credit/service.ts';
import type { Tx } from '../db/database.ts';
import { moveOrder } from '../orders/move-service.ts';
import { confirmDraft } from './confirm-service.ts';
import { type ChatPerson, questionsOf, showDraft } from './draft-service.ts';
import { outcomeOf } from './reading-store.ts';
import { closeDraft, type Draft, type Inbound, lastDraft, ordersForChat, type StatusRow } from './store.ts';

/** Handles one message of a registered shop and answers with the one reply to it. */
export async function replyTo(tx: Tx, person: ChatPerson, message: Inbound, hints: Hints, now: Date): Promise<Words> {
  if (isRead(message.kind)) return replyToMedia(tx, person, message, hints, now);
  if (message.kind !== 'TEXT' && message.body.trim() === '')
    return passOnToPerson(tx, person, message, { kind: 'typePlease' }, now);
  return replyToText(tx, person, message, hints, now);
}

/** What is known beside the message: the goods, and what a second reader makes of lines the first is unsure of. */
export type Hints = { catalogue: Catalogue; opinions: ReadonlyMap<string, string | null> };

/** Kinds of messages whose words have to be read or heard first. */
export function isRead(kind: string): kind is 'IMAGE' | 'AUDIO' {
  return kind === 'IMAGE' || kind === 'AUDIO';
}

/** A photo or voice note once it was read; it adds to the draft and never commands. */
async function replyToMedia(tx: Tx, person: ChatPerson, message: Inbound, hints: Hints, now: Date): Promise<Words> {
  const media = message.kind === 'IMAGE' ? 'PHOTO' : 'VOICE';
  const outcome = await outcomeOf(tx, message.id);
  if (!outcome) throw new Error('a photo or voice note is answered once it was read');
  if ('failure' in outcome) {
    await raiseUnread(
      tx,
      person,
      `${person.name ?? 'A shop'} sent something that could not be read. Look at it.`,
      null,
      now,
    );
    return { kind: 'mediaUnread', media, why: outcome.failure };
  }
  const { draft } = await openDraft(tx, person, now);
  const caption = message.body.trim() === '' ? [] : [{ text: message.body, confidence: 1 }];
  const step = readHeardIntoDraft(draft, [...caption, ...outcome.lines], hints.catalogue);
  return applyStep(tx, person, draft, step, message, hints, now);
}

/** The draft that is open now; one past its time is closed. */
async function openDraft(tx: Tx, person: ChatPerson, now: Date) {
  const last = await lastDraft(tx, person.chatId);
  const open = last && (last.state === 'ASKING' || last.state === 'READY') ? last : null;
  const expired = open !== null && open.expiresAt <= now;
  if (expired) await closeDraft(tx, open.id, 'EXPIRED', null, now);
  return { draft: expired ? null : open, last, expired };
}

async function replyToText(tx: Tx, person: ChatPerson, message: Inbound, hints: Hints, now: Date): Promise<Words> {
  const { catalogue } = hints;
  const { draft, last, expired } = await openDraft(tx, person, now);
  const intent = detectIntent(message.body);
  switch (intent.kind) {
    case 'confirm':
      return confirmDraft(tx, person, { draft, last, expired, catalogue }, now);
    case 'cancel':
      return cancel(tx, person, draft, intent.orderNumber, now);
    case 'status':
      return status(tx, person, intent.orderNumber);
    case 'balance':
      return balance(tx, person, now);
    case 'help':
      return { kind: 'help' };
    case 'greeting':
      return { kind: 'greeting', name: person.name };
    case 'skip':
      return draft ? applyStep(tx, person, draft, skipLine(draft), message, hints, now) : { kind: 'help' };
    case 'number':
      return draft?.state === 'ASKING'
        ? applyStep(tx, person, draft, answerNumber(draft, intent.text, catalogue), message, hints, now)
        : { kind: 'help' };
    case 'text':
      return applyStep(tx, person, draft, readIntoDraft(draft, message.body, catalogue), message, hints, now);
  }
}

async function applyStep(
  tx: Tx,
  person: ChatPerson,
  draft: Draft | null,
  step: DraftStep,
  message: Inbound,
  { catalogue, opinions }: Hints,
  now: Date,
): Promise<Words> {
  if (step.kind === 'notUnderstood') {
    // Asked again while something is open; a message that is no list at all goes to a person.
    if (draft?.state === 'ASKING') return questionsOf(draft.lines, catalogue);
    return passOnToPerson(tx, person, message, { kind: 'passedOn' }, now);
  }
  if (step.kind === 'empty') {
    if (draft) await closeDraft(tx, draft.id, 'CANCELLED', null, now);
    return { kind: 'draftCancelled' };
  }
  const unsure = new Set(unsureLines(step.lines));
  const lines = step.lines.map((line) =>
    unsure.has(line) && opinions.has(line.raw) ? withOpinion(line, opinions.get(line.raw) ?? null, catalogue) : line,
  );
  return showDraft(tx, person, draft, lines, catalogue, now);
}

async function cancel(
  tx: Tx,
  person: ChatPerson,
  draft: Draft | null,
  orderNumber: string | null,
  now: Date,
): Promise<Words> {
  if (draft && orderNumber === null) {
    await closeDraft(tx, draft.id, 'CANCELLED', null, now);
    return { kind: 'draftCancelled' };
  }
  const [order] = await ordersForChat(tx, person.retailerId, orderNumber === null ? { latest: 1 } : { orderNumber });
  if (!order) return orderNumber === null ? { kind: 'nothingToCancel' } : { kind: 'orderUnknown', orderNumber };
  const state = stateOf(order);
  if (orderNumber === null && (state === 'CANCELLED' || state === 'COMPLETED' || state === 'DELIVERED'))
    return { kind: 'nothingToCancel' };
  const moved = await moveOrder(
    tx,
    {
      orderId: order.id,
      move: 'cancel',
      by: 'RETAILER',
      userId: null,
      label: person.name ?? 'Retailer',
      vendorId: null,
      deviceId: null,
      deviceAt: null,
      commandId: null,
      reason: 'Cancelled by the shop in chat',
      retailerId: person.retailerId,
    },
    now,
  );
  if (moved.ok) return { kind: 'orderCancelled', orderNumber: order.orderNumber };
  await raiseUnread(
    tx,
    person,
    `${person.name ?? 'A shop'} wants to cancel ${order.orderNumber}, which is ${state}.`,
    order.id,
    now,
  );
  return { kind: 'cancelTooLate', orderNumber: order.orderNumber, state };
}

async function status(tx: Tx, person: ChatPerson, orderNumber: string | null): Promise<Words> {
  if (orderNumber === null) {
    const orders = await ordersForChat(tx, person.retailerId, { latest: 5 });
    return { kind: 'orderList', orders: orders.map(forChat) };
  }
  const [order] = await ordersForChat(tx, person.retailerId, { orderNumber });
  return order ? { kind: 'orderStatus', order: forChat(order) } : { kind: 'orderUnknown', orderNumber };
}

function stateOf(order: StatusRow): OrderState {
  return orderStateSchema.parse(order.state);
}

function forChat(order: StatusRow) {
  const state = stateForRetailer(stateOf(order));
  // Who was asked is no promise: the vendor is named once one has accepted.
  return { ...order, state, vendorName: state === 'PENDING' ? null : order.vendorName };
}

async function balance(tx: Tx, person: ChatPerson, now: Date): Promise<Words> {
  const summary = await creditSummary(tx, person.retailerId, now);
  if (!summary.ok) throw new Error('a registered chat has a credit account');
  return { kind: 'balance', ...summary.value };
}

async function passOnToPerson(tx: Tx, person: ChatPerson, message: Inbound, words: Words, now: Date): Promise<Words> {
  await raiseUnread(tx, person, `${person.name ?? 'A shop'} wrote something the reader did not understand.`, null, now);
  return message.kind === 'TEXT' ? words : { kind: 'typePlease' };
}

async function raiseUnread(
  tx: Tx,
  person: ChatPerson,
  sentence: string,
  orderId: string | null,
  now: Date,
): Promise<void> {
  await raiseAlert(
    tx,
    {
      kind: 'MESSAGE_UNREAD',
      severity: 'WARNING',
      cause: `unread:${person.chatId}`,
      message: sentence,
      figures: { name: person.name },
      retailerId: person.retailerId,
      orderId,
    },
    now,
  );
}
