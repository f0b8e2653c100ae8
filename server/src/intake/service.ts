import type { DraftStep } from '@khaacho/shared/intake/conversation.ts';
import { readHeardIntoDraft, withCaption } from '@khaacho/shared/intake/heard.ts';
import { understand } from '@khaacho/shared/intake/machine.ts';
import type { Catalogue } from '@khaacho/shared/intake/reader.ts';
import { unsureLines, withOpinion } from '@khaacho/shared/intake/second-opinion.ts';
import type { Words } from '@khaacho/shared/messages/words.ts';
import { type OrderState, orderStateSchema } from '@khaacho/shared/orders/contract.ts';
import { pricesOf } from '@khaacho/shared/orders/rules.ts';
import { stateForRetailer } from '@khaacho/shared/orders/states.ts';
import { creditSummary, latestEntries } from '../credit/service.ts';
import type { Tx } from '../db/database.ts';
import { loadOrderFacts } from '../orders/facts-service.ts';
import { moveOrder } from '../orders/move-service.ts';
import { confirmDraft } from './confirm-service.ts';
import { type ChatPerson, questionsOf, showDraft } from './draft-service.ts';
import { handOn, leaveToPerson } from './person-service.ts';
import { outcomeOf } from './reading-store.ts';
import { declineReorder, isReorderAsked, reorder } from './reorder-service.ts';
import { closeDraft, type Draft, type Inbound, lastDraft, ordersForChat, type StatusRow } from './store.ts';

/** Handles one message of a registered shop and answers with the one reply to it. */
export async function replyTo(tx: Tx, person: ChatPerson, message: Inbound, hints: Hints, now: Date): Promise<Words> {
  if (isRead(message.kind)) return replyToMedia(tx, person, message, hints, now);
  if (message.kind !== 'TEXT' && message.body.trim() === '') {
    await leaveToPerson(tx, person, 'MEDIA', now);
    return { kind: 'typePlease' };
  }
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
    await leaveToPerson(tx, person, 'MEDIA', now);
    return { kind: 'mediaUnread', media, why: outcome.failure };
  }
  const { draft } = await openDraft(tx, person, now);
  const step = readHeardIntoDraft(draft, withCaption(message.body, outcome.lines), hints.catalogue);
  return applyStep(tx, person, draft, step, hints, now);
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
  const state = draft && {
    state: draft.state === 'READY' ? ('READY' as const) : ('ASKING' as const),
    lines: draft.lines,
  };
  const reorderAsked = await isReorderAsked(tx, person.retailerId, now);
  const { request } = understand(message.body, { draft: state, reorderAsked }, catalogue);
  switch (request.kind) {
    case 'draft':
      return applyStep(tx, person, draft, request.step, hints, now);
    case 'showAgain':
      return draft ? showDraft(tx, person, draft, draft.lines, catalogue, now) : { kind: 'help' };
    case 'confirm':
      return confirmDraft(tx, person, { draft, last, expired, catalogue }, now);
    case 'cancel':
      // A doubtful word throws nothing away: a person asks back.
      return request.surely ? cancel(tx, person, draft, request.orderNumber, now) : handOn(tx, person, 'CANCEL', now);
    case 'status':
      return status(tx, person, request.orderNumber);
    case 'reorder':
      return reorder(tx, person, draft, catalogue, now);
    case 'noReorder':
      return declineReorder(tx, person, now);
    case 'payment':
      if (request.about === 'balance') return balance(tx, person, now);
      return request.about === 'statement' ? statement(tx, person) : handOn(tx, person, 'PAYMENT', now);
    case 'inquiry':
      return inquiry(tx, person, request, catalogue, now);
    case 'complaint':
      return handOn(tx, person, 'COMPLAINT', now);
    case 'help':
      return { kind: 'help' };
    case 'greeting':
      return { kind: 'greeting', name: person.name };
    case 'unknown':
      return handOn(tx, person, 'OTHER', now);
  }
}

async function applyStep(
  tx: Tx,
  person: ChatPerson,
  draft: Draft | null,
  step: DraftStep,
  { catalogue, opinions }: Hints,
  now: Date,
): Promise<Words> {
  if (step.kind === 'notUnderstood') {
    // Asked again while something is open; a message that is no list at all goes to a person.
    return draft?.state === 'ASKING' ? questionsOf(draft.lines, catalogue) : handOn(tx, person, 'OTHER', now);
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

/** What goods cost today, where that was asked and they are known; everything else a person answers. */
async function inquiry(
  tx: Tx,
  person: ChatPerson,
  asked: { about: string | null; products: readonly string[] },
  catalogue: Catalogue,
  now: Date,
): Promise<Words> {
  const facts =
    asked.about === 'price' && asked.products.length > 0
      ? await loadOrderFacts(tx, person.retailerId, asked.products)
      : null;
  const prices = facts ? pricesOf(facts, asked.products) : [];
  if (prices.length === 0) return handOn(tx, person, 'INQUIRY', now);
  const items = prices.map(({ productId, fromPaisa }) => {
    const good = catalogue.byId.get(productId);
    return { name: good?.name ?? '', sku: good?.sku ?? '', unit: good?.unit ?? '', fromPaisa };
  });
  return { kind: 'prices', items };
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
  const sentence = `${person.name ?? 'A shop'} wants to cancel ${order.orderNumber}, which is ${state}.`;
  await leaveToPerson(tx, person, 'CANCEL', now, { orderId: order.id, sentence });
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

/** As much of an account as is read on a phone; the rest is in the app. */
const STATEMENT_ENTRIES = 10;

async function statement(tx: Tx, person: ChatPerson): Promise<Words> {
  const entries = await latestEntries(tx, person.retailerId, STATEMENT_ENTRIES);
  return { kind: 'statement', entries, balancePaisa: entries.at(-1)?.balancePaisa ?? 0 };
}
