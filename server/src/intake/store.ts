import { draftLinesSchema, type ReadLine } from '@khaacho/shared/intake/contract.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import { type Medium, mediumSchema } from '@khaacho/shared/messages/contract.ts';
import { type Quote, quoteSchema } from '@khaacho/shared/pricing/contract.ts';
import { z } from 'zod';
import type { Db, Tx } from '../db/database.ts';

export type Draft = {
  id: string;
  state: string;
  lines: ReadLine[];
  quote: Quote | null;
  orderId: string | null;
  expiresAt: Date;
  updatedAt: Date;
};

function toDraft(row: {
  id: string;
  state: string;
  lines: unknown;
  quote: unknown;
  orderId: string | null;
  expiresAt: Date;
  updatedAt: Date;
}): Draft {
  return {
    ...row,
    lines: draftLinesSchema.parse(row.lines),
    quote: row.quote === null ? null : quoteSchema.parse(row.quote),
  };
}

const columns = ['id', 'state', 'lines', 'quote', 'orderId', 'expiresAt', 'updatedAt'] as const;

/** The newest draft of a chat, whatever became of it. */
export async function lastDraft(tx: Tx, chatId: string): Promise<Draft | null> {
  const row = await tx
    .selectFrom('drafts')
    .select([...columns])
    .where('chatId', '=', chatId)
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? toDraft(row) : null;
}

export type DraftChange = { state: 'ASKING' | 'READY'; lines: ReadLine[]; quote: Quote | null; expiresAt: Date };

/** Writes into the open draft, or begins one, and notes the message it comes from: evidence of what was ordered. */
export async function saveDraft(
  tx: Tx,
  open: Draft | null,
  { messageId, ...who }: { chatId: string; retailerId: string; messageId: string },
  change: DraftChange,
  now: Date,
): Promise<void> {
  const values = {
    state: change.state,
    lines: JSON.stringify(change.lines),
    quote: change.quote ? JSON.stringify(change.quote) : null,
    expiresAt: change.expiresAt,
    updatedAt: now,
  };
  if (open) await tx.updateTable('drafts').set(values).where('id', '=', open.id).execute();
  const id = open?.id ?? newId(now);
  if (!open)
    await tx
      .insertInto('drafts')
      .values({ id, ...who, ...values, createdAt: now })
      .execute();
  await tx
    .insertInto('draftMessages')
    .values({ draftId: id, messageId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function closeDraft(
  tx: Tx,
  draftId: string,
  state: 'CONFIRMED' | 'CANCELLED' | 'EXPIRED',
  orderId: string | null,
  now: Date,
): Promise<void> {
  await tx.updateTable('drafts').set({ state, orderId, updatedAt: now }).where('id', '=', draftId).execute();
}

/** Enough that one chat which has written many at once does not hide the others for long. */
const LOOKED_AT = 100;

/** Chats with a message nobody has handled, oldest message first. */
export async function chatsToHandle(db: Db, busy: readonly string[], limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('messages')
    .select('chatId')
    .where('status', '=', 'RECEIVED')
    .where((eb) => eb.not(eb('chatId', '=', eb.fn.any(eb.val([...busy])))))
    // A photo that is being read holds up its own chat, for answers stay in order, and nobody else's.
    .where('chatId', 'not in', (eb) =>
      eb
        .selectFrom('messageReadings as r')
        .innerJoin('messages as m', 'm.id', 'r.messageId')
        .select('m.chatId')
        .where('r.stage', 'not in', ['READ', 'FAILED']),
    )
    .orderBy('at')
    .orderBy('id')
    // The oldest messages of all, not of each chat: the index has them first, however many wait behind.
    .limit(LOOKED_AT)
    .execute();
  return [...new Set(rows.map((row) => row.chatId))].slice(0, limit);
}

export type Inbound = {
  id: string;
  kind: string;
  body: string;
  attempts: number;
  medium: Medium;
  heldBack: boolean;
  optKeyword: 'OUT' | 'IN' | null;
};

/** The chat, locked: its messages are handled one after the other, whichever process does it. */
export async function lockChat(tx: Tx, chatId: string) {
  return tx
    .selectFrom('chats as c')
    .leftJoin('retailers as r', 'r.id', 'c.retailerId')
    .select([
      'c.id',
      'c.externalId',
      'c.phone',
      'c.retailerId',
      'c.burstStartedAt',
      'c.language as ownLanguage',
      'r.language as retailerLanguage',
      'r.name as retailerName',
    ])
    .where('c.id', '=', chatId)
    .forUpdate('c')
    .skipLocked()
    .executeTakeFirst();
}

export async function nextInbound(tx: Tx, chatId: string): Promise<Inbound | undefined> {
  const row = await tx
    .selectFrom('messages')
    .select(['id', 'kind', 'body', 'attempts', 'medium', 'heldBack', 'optKeyword'])
    .where('chatId', '=', chatId)
    .where('status', '=', 'RECEIVED')
    .orderBy('at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, medium: mediumSchema.parse(row.medium), optKeyword: optKeywordSchema.parse(row.optKeyword) };
}

/** Whether a chat has never said anything but this message. */
export async function isFirstInbound(tx: Tx, chatId: string, messageId: string): Promise<boolean> {
  const other = await tx
    .selectFrom('messages')
    .select('id')
    .where('chatId', '=', chatId)
    .where('direction', '=', 'INBOUND')
    .where('status', '!=', 'RECEIVED')
    .where('id', '!=', messageId)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}

export async function writeLanguage(tx: Tx, chatId: string, language: Language): Promise<void> {
  await tx.updateTable('chats').set({ language }).where('id', '=', chatId).execute();
}

const optKeywordSchema = z.enum(['OUT', 'IN']).nullable();

export async function retailerOfChat(tx: Tx, chatId: string): Promise<string | null> {
  const row = await tx.selectFrom('chats').select('retailerId').where('id', '=', chatId).executeTakeFirst();
  return row?.retailerId ?? null;
}

/** Names of what a shop orders most, as somebody who listens to it should know them. */
export async function goodsOftenOrdered(db: Db, retailerId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('orderLines as l')
    .innerJoin('orders as o', 'o.id', 'l.orderId')
    .innerJoin('products as p', 'p.id', 'l.productId')
    .select(['p.name', 'p.nameNe'])
    .where('o.retailerId', '=', retailerId)
    .groupBy(['p.id', 'p.name', 'p.nameNe'])
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => [row.name, row.nameNe]);
}

/** Where a chat is written to, without holding it. */
export async function chatToTell(tx: Tx, chatId: string) {
  const row = await tx
    .selectFrom('chats as c')
    .leftJoin('retailers as r', 'r.id', 'c.retailerId')
    .select([
      'c.id',
      'c.externalId',
      'c.phone',
      'c.retailerId',
      'c.language as ownLanguage',
      'r.language as shopLanguage',
    ])
    .where('c.id', '=', chatId)
    .executeTakeFirst();
  if (!row) return null;
  const language = (row.ownLanguage ?? row.shopLanguage) === 'ne' ? ('ne' as const) : ('en' as const);
  return { ...row, language };
}

/** What came beyond the sender's limit is not read by machine: all of it at once is left to a person. */
export async function markHeldHandled(tx: Tx, chatId: string, now: Date): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ status: 'HANDLED', updatedAt: now })
    .where('chatId', '=', chatId)
    .where('status', '=', 'RECEIVED')
    .where('heldBack', '=', true)
    .execute();
}

export async function markHandled(tx: Tx, messageId: string, now: Date): Promise<void> {
  await tx.updateTable('messages').set({ status: 'HANDLED', updatedAt: now }).where('id', '=', messageId).execute();
}

export async function countAttempt(db: Db, messageId: string, now: Date): Promise<void> {
  await db
    .updateTable('messages')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), updatedAt: now }))
    .where('id', '=', messageId)
    .execute();
}

export type StatusRow = {
  id: string;
  orderNumber: string;
  state: string;
  vendorName: string | null;
  itemCount: number;
  totalPaisa: number;
  paidPaisa: number;
  expectedDeliveryDay: string | null;
};

/** Orders of one retailer as chat shows them: one by number, or the latest. */
export async function ordersForChat(
  tx: Tx,
  retailerId: string,
  which: { orderNumber: string } | { latest: number } | { id: string },
): Promise<StatusRow[]> {
  let query = tx
    .selectFrom('orders as o')
    .leftJoin('vendors as v', 'v.id', 'o.vendorId')
    .select((eb) => [
      'o.id',
      'o.orderNumber',
      'o.state',
      'v.name as vendorName',
      'o.totalPaisa',
      'o.paidPaisa',
      'o.expectedDeliveryDay',
      eb
        .selectFrom('orderLines as l')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('l.orderId', '=', 'o.id')
        .as('itemCount'),
    ])
    .where('o.retailerId', '=', retailerId);
  if ('orderNumber' in which) query = query.where('o.orderNumber', '=', which.orderNumber);
  if ('id' in which) query = query.where('o.id', '=', which.id);
  const rows = await query
    .orderBy('o.placedAt', 'desc')
    .orderBy('o.id', 'desc')
    .limit('latest' in which ? which.latest : 1)
    .execute();
  return rows.map((row) => ({ ...row, itemCount: row.itemCount ?? 0 }));
}
