import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import type { MessageStatus } from '@khaacho/shared/messages/contract.ts';
import { type Insertable, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Messages } from '../db/schema.ts';

export const PROVIDER = 'twilio';

export type Chat = {
  id: string;
  externalId: string;
  phone: string | null;
  retailerId: string | null;
  language: Language;
};

const chatColumns = [
  'c.id',
  'c.externalId',
  'c.phone',
  'c.retailerId',
  'c.language as ownLanguage',
  'r.language as retailerLanguage',
] as const;

function languageOf(row: { ownLanguage: string | null; retailerLanguage: string | null }): Language {
  return (row.ownLanguage ?? row.retailerLanguage) === 'ne' ? 'ne' : 'en';
}

/** The retailer's chat, or null where there is neither a chat nor a phone to begin one with. */
export async function chatOfRetailer(tx: Tx, retailerId: string, now: Date): Promise<Chat | null> {
  const found = await tx
    .selectFrom('chats as c')
    .leftJoin('retailers as r', 'r.id', 'c.retailerId')
    .select([...chatColumns])
    .where('c.retailerId', '=', retailerId)
    .orderBy(sql`c.window_ends_at DESC NULLS LAST`)
    .limit(1)
    .executeTakeFirst();
  if (found) return { ...found, language: languageOf(found) };
  const retailer = await tx
    .selectFrom('retailers')
    .select(['phone', 'language'])
    .where('id', '=', retailerId)
    .executeTakeFirst();
  if (!retailer?.phone) return null;
  return ensureChat(tx, { externalId: `whatsapp:${retailer.phone}`, phone: retailer.phone, retailerId }, now);
}

/** Finds or begins the chat of an address. */
export async function ensureChat(
  tx: Tx,
  who: { externalId: string; phone: string | null; retailerId: string | null },
  now: Date,
): Promise<Chat> {
  await tx
    .insertInto('chats')
    .values({ id: newId(now), provider: PROVIDER, ...who, createdAt: now })
    .onConflict((conflict) => conflict.columns(['provider', 'externalId']).doNothing())
    .execute();
  const row = await tx
    .selectFrom('chats as c')
    .leftJoin('retailers as r', 'r.id', 'c.retailerId')
    .select([...chatColumns])
    .where('c.provider', '=', PROVIDER)
    .where('c.externalId', '=', who.externalId)
    .executeTakeFirstOrThrow();
  return { ...row, language: languageOf(row) };
}

/** Queues one outbound message for one reason; false where that reason has been served already. */
export async function queueMessage(db: Db, message: Insertable<Messages> & { businessKey: string }): Promise<boolean> {
  const inserted = await db
    .insertInto('messages')
    .values(message)
    .onConflict((conflict) => conflict.column('businessKey').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** A send that has been going on for longer than this died with its process: its outcome is not known. */
const SEND_LOST_MS = 20_000;

/** Chats with a message that may leave now, oldest first. */
export async function chatsToSend(db: Db, now: Date, busy: readonly string[], limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('messages as m')
    .select('m.chatId')
    .where('m.status', 'in', ['QUEUED', 'SENDING'])
    .where('m.direction', '=', 'OUTBOUND')
    .where((eb) =>
      eb.or([
        eb.and([eb('m.status', '=', 'QUEUED'), eb.or([eb('m.nextTryAt', 'is', null), eb('m.nextTryAt', '<=', now)])]),
        eb.and([eb('m.status', '=', 'SENDING'), eb('m.updatedAt', '<', new Date(now.getTime() - SEND_LOST_MS))]),
      ]),
    )
    // One in flight per recipient, in order: only the first unsent message of a chat counts.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('messages as e')
            .select('e.id')
            .whereRef('e.chatId', '=', 'm.chatId')
            .where('e.status', 'in', ['QUEUED', 'SENDING'])
            .where((inner) =>
              inner.or([
                inner('e.at', '<', inner.ref('m.at')),
                inner.and([inner('e.at', '=', inner.ref('m.at')), inner('e.id', '<', inner.ref('m.id'))]),
              ]),
            ),
        ),
      ),
    )
    .$if(busy.length > 0, (query) => query.where('m.chatId', 'not in', [...busy]))
    .orderBy('m.at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.chatId);
}

export type Outgoing = {
  id: string;
  externalId: string;
  body: string;
  template: unknown;
  attempts: number;
  outcomeUnknown: boolean;
  at: Date;
  orderId: string | null;
  retailerId: string | null;
  windowEndsAt: Date | null;
};

/** Takes the first unsent message of a chat for sending; null where there is none or another process has it. */
export async function claimNext(tx: Tx, chatId: string, now: Date): Promise<Outgoing | null> {
  const row = await tx
    .selectFrom('messages as m')
    .innerJoin('chats as c', 'c.id', 'm.chatId')
    .select([
      'm.id',
      'c.externalId',
      'm.body',
      'm.sealedBody',
      'm.template',
      'm.attempts',
      'm.outcomeUnknown',
      'm.status',
      'm.at',
      'm.orderId',
      'm.retailerId',
      'c.windowEndsAt',
    ])
    .where('m.chatId', '=', chatId)
    .where('m.direction', '=', 'OUTBOUND')
    .where('m.status', 'in', ['QUEUED', 'SENDING'])
    .orderBy('m.at')
    .orderBy('m.id')
    .limit(1)
    .forUpdate('m')
    .skipLocked()
    .executeTakeFirst();
  if (!row) return null;
  await tx
    .updateTable('messages')
    .set({ status: 'SENDING', attempts: row.attempts + 1, updatedAt: now })
    .where('id', '=', row.id)
    .execute();
  return {
    ...row,
    body: row.sealedBody ?? row.body,
    attempts: row.attempts + 1,
    outcomeUnknown: row.outcomeUnknown || row.status === 'SENDING',
  };
}

/** When earlier messages of a chat left: enough of them to reckon the pair rate. */
export async function recentSends(db: Db, chatId: string, now: Date): Promise<Date[]> {
  const rows = await db
    .selectFrom('messages')
    .select('sentAt')
    .where('chatId', '=', chatId)
    .where('sentAt', '>', new Date(now.getTime() - 60_000))
    .execute();
  return rows.flatMap((row) => (row.sentAt ? [row.sentAt] : []));
}

export async function markSent(tx: Tx, id: string, providerId: string, now: Date): Promise<void> {
  await tx
    .updateTable('messages')
    .set({
      status: 'SENT',
      providerId,
      outcomeUnknown: false,
      sealedBody: null,
      template: null,
      sentAt: now,
      nextTryAt: null,
      updatedAt: now,
    })
    .where('id', '=', id)
    .execute();
}

export async function markToRetry(
  tx: Tx,
  id: string,
  retry: { nextTryAt: Date; outcomeUnknown: boolean; errorCode: string | null; countsAsTry: boolean },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('messages')
    .set((eb) => ({
      status: 'QUEUED',
      nextTryAt: retry.nextTryAt,
      outcomeUnknown: retry.outcomeUnknown,
      errorCode: retry.errorCode,
      attempts: retry.countsAsTry ? eb.ref('attempts') : eb('attempts', '-', 1),
      updatedAt: now,
    }))
    .where('id', '=', id)
    .execute();
}

export async function markFailed(tx: Tx, id: string, errorCode: string, now: Date): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ status: 'FAILED', errorCode, sealedBody: null, template: null, nextTryAt: null, updatedAt: now })
    .where('id', '=', id)
    .execute();
}

/** Keeps a status callback once per state; it may come before our own send call has returned. */
export async function storeCallback(
  tx: Tx,
  callback: { providerId: string; status: MessageStatus; errorCode: string | null; receivedAt: Date },
): Promise<void> {
  await tx
    .insertInto('messageCallbacks')
    .values(callback)
    .onConflict((conflict) => conflict.columns(['providerId', 'status']).doNothing())
    .execute();
}

export async function callbacksOf(tx: Tx, providerId: string): Promise<{ status: string; errorCode: string | null }[]> {
  return tx
    .selectFrom('messageCallbacks')
    .select(['status', 'errorCode'])
    .where('providerId', '=', providerId)
    .execute();
}

export async function lockByProviderId(tx: Tx, providerId: string) {
  return tx
    .selectFrom('messages')
    .select(['id', 'status', 'retailerId', 'orderId'])
    .where('providerId', '=', providerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

export async function writeStatus(
  tx: Tx,
  id: string,
  status: MessageStatus,
  errorCode: string | null,
  now: Date,
): Promise<void> {
  await tx.updateTable('messages').set({ status, errorCode, updatedAt: now }).where('id', '=', id).execute();
}

/** The first of the provider's ids that no message of ours carries yet. */
export async function unclaimed(db: Db, providerIds: readonly string[]): Promise<string | undefined> {
  if (providerIds.length === 0) return undefined;
  const rows = await db
    .selectFrom('messages')
    .select('providerId')
    .where('providerId', 'in', [...providerIds])
    .execute();
  const known = new Set(rows.map((row) => row.providerId));
  return providerIds.find((id) => !known.has(id));
}
