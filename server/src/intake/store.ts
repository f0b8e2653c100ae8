import { draftLinesSchema, type InboundMessage, type ReadLine } from '@khaacho/shared/intake/contract.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { type Quote, quoteSchema } from '@khaacho/shared/pricing/contract.ts';
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

/** Writes into the open draft, or begins one. */
export async function saveDraft(
  tx: Tx,
  open: Draft | null,
  who: { chatId: string; retailerId: string },
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
  else
    await tx
      .insertInto('drafts')
      .values({ id: newId(now), ...who, ...values, createdAt: now })
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

/** Chats with a message nobody has handled, oldest message first. */
export async function chatsToHandle(db: Db, busy: readonly string[], limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('messages')
    .select('chatId')
    .where('status', '=', 'RECEIVED')
    .$if(busy.length > 0, (query) => query.where('chatId', 'not in', [...busy]))
    .groupBy('chatId')
    .orderBy((eb) => eb.fn.min('at'))
    .limit(limit)
    .execute();
  return rows.map((row) => row.chatId);
}

export type Inbound = { id: string; kind: string; body: string; attempts: number };

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
  return tx
    .selectFrom('messages')
    .select(['id', 'kind', 'body', 'attempts'])
    .where('chatId', '=', chatId)
    .where('status', '=', 'RECEIVED')
    .orderBy('at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
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

/** How long free text may be sent after a message of theirs (WhatsApp's customer-service window). */
const WINDOW_MS = 24 * 3_600_000;

/** Stores a message under the provider's id; false where it is known already, and then nothing has changed. */
export async function storeInbound(tx: Tx, message: InboundMessage, now: Date): Promise<boolean> {
  tx.announce('inbound');
  const retailer = message.phone
    ? await tx.selectFrom('retailers').select('id').where('phone', '=', message.phone).executeTakeFirst()
    : undefined;
  const windowEndsAt = new Date(now.getTime() + WINDOW_MS);
  const chat = await tx
    .insertInto('chats')
    .values({
      id: newId(now),
      provider: 'twilio',
      externalId: message.externalId,
      phone: message.phone,
      retailerId: retailer?.id ?? null,
      windowEndsAt,
      createdAt: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['provider', 'externalId']).doUpdateSet((eb) => ({
        windowEndsAt,
        retailerId: eb.fn.coalesce('chats.retailerId', 'excluded.retailerId'),
      })),
    )
    .returning(['id', 'retailerId'])
    .executeTakeFirstOrThrow();
  const inserted = await tx
    .insertInto('messages')
    .values({
      id: newId(now),
      chatId: chat.id,
      retailerId: chat.retailerId,
      direction: 'INBOUND',
      kind: message.kind,
      body: message.body,
      status: 'RECEIVED',
      providerId: message.providerId,
      raw: JSON.stringify(message.raw),
      at: now,
      updatedAt: now,
    })
    .onConflict((conflict) => conflict.column('providerId').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}
