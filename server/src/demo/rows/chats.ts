import { addMinutes } from '@khaacho/shared/kernel/clock.ts';
import { formatQuantity } from '@khaacho/shared/kernel/quantity.ts';
import { say, type Words } from '@khaacho/shared/messages/words.ts';
import type { OrderState } from '@khaacho/shared/orders/contract.ts';
import type { Insertable } from 'kysely';
import type { Alerts, Chats, Messages } from '../../db/schema.ts';
import { NETWORK } from '../../messages/store.ts';
import type { History } from '../history/history.ts';
import type { NumberedOrder } from '../history/numbers.ts';
import { demoId, type Random, randomFrom } from '../random.ts';
import { type DemoRetailer, demoRetailers } from '../retailers.ts';

export type ChatRows = { chats: Insertable<Chats>[]; messages: Insertable<Messages>[]; alerts: Insertable<Alerts>[] };

type Message = Insertable<Messages> & { at: Date };

/** So many of a shop's last orders are found in its chat. */
const LAST_ORDERS = 3;
const TOLD: readonly OrderState[] = ['ACCEPTED', 'PACKING', 'DISPATCHED', 'OUT_FOR_DELIVERY', 'DELIVERED', 'CANCELLED'];
/** Who has asked something only a person can answer. */
const ASKS = demoRetailers[8];

/** Threads of the thirty shops about their last orders by WhatsApp; the first shop's chat is still empty. */
export function chatRows(history: History, now: Date): ChatRows {
  const threads = demoRetailers.slice(1).map((retailer) => {
    const orders = history.orders.filter((order) => order.retailer === retailer && order.source === 'WHATSAPP');
    const messages = orders.slice(-LAST_ORDERS).flatMap((order) => aboutOrder(order));
    const asked = retailer === ASKS ? question(retailer, addMinutes(now, -35)) : [];
    return { retailer, messages: [...messages, ...asked].sort((a, b) => a.at.getTime() - b.at.getTime()) };
  });
  const spoken = threads.filter((thread) => thread.messages.length > 0);
  return {
    chats: spoken.map(({ retailer, messages }) => chatRow(retailer, messages)),
    messages: spoken.flatMap(({ messages }) => messages),
    alerts: ASKS ? [unread(ASKS, addMinutes(now, -35))] : [],
  };
}

function chatRow(retailer: DemoRetailer, messages: readonly Message[]): Insertable<Chats> {
  const heard = messages.findLast((message) => message.direction === 'INBOUND')?.at ?? null;
  return {
    id: demoId('chat', retailer.number),
    provider: NETWORK,
    externalId: `whatsapp:${retailer.phone}`,
    phone: retailer.phone,
    retailerId: retailer.id,
    windowEndsAt: heard && addMinutes(heard, 1440),
    createdAt: messages[0]?.at ?? new Date(0),
  };
}

/** List, summary, CONFIRM, confirmation, and a line for each step. */
function aboutOrder(order: NumberedOrder): Message[] {
  const random = randomFrom(`chat ${order.retailer.number} ${order.placedAt.toISOString()}`);
  const { retailer, placedAt } = order;
  const listed = new Date(placedAt.getTime() - random.whole(60, 300) * 1000);
  const lines = order.lines.map((line) => `${writtenName(random, line)} ${formatQuantity(line.quantityMilli)}`);
  const summary: Words = {
    kind: 'orderSummary',
    quote: { ...order, vendorId: order.assignments[0]?.vendor.id ?? order.vendor.id },
    taxBasisPoints: Math.max(...order.lines.map((line) => line.taxBasisPoints)),
    changed: false,
  };
  const confirmed: Words = { ...order, kind: 'orderConfirmed', state: 'PENDING', itemCount: order.lines.length };
  const steps = order.steps.filter((step) => TOLD.includes(step.to));
  return [
    ...exchange(random, retailer, { text: lines.join('\n'), at: listed }, summary),
    ...exchange(random, retailer, { text: retailer.language === 'ne' ? 'हुन्छ' : 'CONFIRM', at: placedAt }, confirmed),
    ...steps.map((step) =>
      outbound(random, retailer, {
        words: {
          ...order,
          kind: 'orderStep',
          state: step.to,
          vendorName: order.vendor.name,
          reason: step.reason,
        },
        businessKey: `order:${order.id}:${step.to}`,
        orderId: order.id,
        at: step.at,
      }),
    ),
  ];
}

/** As a shop writes it: by SKU now and then, mostly by one of its names. */
function writtenName(random: Random, { sku, offer }: NumberedOrder['lines'][number]): string {
  return random.chance(0.3) ? `${sku} x` : (random.pick([...offer.good.aliases, offer.good.name]) ?? sku);
}

function exchange(random: Random, retailer: DemoRetailer, said: { text: string; at: Date }, answer: Words): Message[] {
  const providerId = sidOf(random);
  const inbound: Message = {
    ...shared(random, retailer, said.at),
    direction: 'INBOUND',
    body: said.text,
    status: 'HANDLED',
    providerId,
    raw: { MessageSid: providerId, From: `whatsapp:${retailer.phone}`, Body: said.text, NumMedia: '0' },
  };
  const at = new Date(said.at.getTime() + random.whole(700, 2900));
  return [
    inbound,
    outbound(random, retailer, { words: answer, businessKey: `reply:${inbound.id}`, orderId: null, at }),
  ];
}

function outbound(
  random: Random,
  retailer: DemoRetailer,
  message: { words: Words; businessKey: string; orderId: string | null; at: Date },
): Message {
  return {
    ...shared(random, retailer, message.at),
    direction: 'OUTBOUND',
    body: say(message.words, retailer.language),
    status: random.chance(0.8) ? 'READ' : 'DELIVERED',
    providerId: sidOf(random),
    businessKey: message.businessKey,
    orderId: message.orderId,
    attempts: 1,
    sentAt: message.at,
  };
}

/** Columns every message has, so that all rows have the same. */
function shared(random: Random, retailer: DemoRetailer, at: Date) {
  return {
    id: random.id(at),
    chatId: demoId('chat', retailer.number),
    retailerId: retailer.id,
    kind: 'TEXT',
    businessKey: null,
    raw: null,
    orderId: null,
    attempts: 0,
    sentAt: null,
    at,
    updatedAt: at,
  };
}

function sidOf(random: Random): string {
  return `SM${Array.from({ length: 32 }, () => random.whole(0, 15).toString(16)).join('')}`;
}

function question(retailer: DemoRetailer, at: Date): Message[] {
  return exchange(
    randomFrom('question'),
    retailer,
    { text: 'गत हप्ताको बिल मिलेन, हेरिदिनुस् न', at },
    { kind: 'passedOn' },
  );
}

function unread(retailer: DemoRetailer, openedAt: Date): Insertable<Alerts> {
  return {
    id: randomFrom('unread').id(openedAt),
    kind: 'MESSAGE_UNREAD',
    severity: 'WARNING',
    cause: `unread:${demoId('chat', retailer.number)}`,
    message: `${retailer.name} wrote something the reader did not understand.`,
    figures: { name: retailer.name },
    retailerId: retailer.id,
    openedAt,
    updatedAt: openedAt,
  };
}
