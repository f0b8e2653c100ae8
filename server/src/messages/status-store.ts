import {
  type Failure,
  failureSchema,
  type MessageStatus,
  mediumSchema,
  messageStatusSchema,
  purposeSchema,
  type StatusNews,
  sentAsSchema,
} from '@khaacho/shared/messages/contract.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/**
 * Until the end of the transaction nobody else works on this send. A callback may come while our own send call is just
 * being written down: without this each would miss what the other has not committed yet, and the news would be lost.
 */
export async function lockSend(tx: Tx, providerId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`send:${providerId}`}, 0))`.execute(tx);
}

/** Keeps a status callback once per state; it may come before our own send call has returned. */
export async function storeCallback(tx: Tx, news: StatusNews, now: Date): Promise<void> {
  await tx
    .insertInto('messageCallbacks')
    .values({ ...news, receivedAt: now })
    .onConflict((conflict) => conflict.columns(['providerId', 'status']).doNothing())
    .execute();
}

export type Callback = { status: MessageStatus; errorCode: string | null; failure: Failure | null };

export async function callbacksOf(tx: Tx, providerId: string): Promise<Callback[]> {
  const rows = await tx
    .selectFrom('messageCallbacks')
    .select(['status', 'errorCode', 'failure'])
    .where('providerId', '=', providerId)
    .execute();
  return rows.map((row) => ({
    status: messageStatusSchema.parse(row.status),
    errorCode: row.errorCode,
    failure: row.failure === null ? null : failureSchema.parse(row.failure),
  }));
}

/** The message whose send in force has this id, locked; undefined for a send that was given up or is not known yet. */
export async function lockByProviderId(tx: Tx, providerId: string) {
  const row = await tx
    .selectFrom('messages as m')
    .innerJoin('chats as c', 'c.id', 'm.chatId')
    .select([
      'm.id',
      'm.chatId',
      'm.status',
      'm.retailerId',
      'm.orderId',
      'm.medium',
      'm.purpose',
      'm.sentAs',
      'm.attempts',
      'm.resends',
      'm.template',
      'm.smsBody',
      'm.sealedBody',
      'c.phone',
    ])
    .where('m.providerId', '=', providerId)
    .where('m.direction', '=', 'OUTBOUND')
    .forNoKeyUpdate('m')
    .executeTakeFirst();
  return (
    row && {
      ...row,
      status: messageStatusSchema.parse(row.status),
      medium: mediumSchema.parse(row.medium),
      purpose: purposeSchema.parse(row.purpose),
      sentAs: row.sentAs === null ? null : sentAsSchema.parse(row.sentAs),
    }
  );
}

/** A secret has done its work once it has arrived. */
export async function writeStatus(tx: Tx, id: string, status: MessageStatus, now: Date): Promise<void> {
  const arrived = status === 'DELIVERED' || status === 'READ';
  await tx
    .updateTable('messages')
    .set((eb) => ({
      status,
      failure: null,
      errorCode: null,
      updatedAt: now,
      ...(arrived
        ? {
            sealedBody: null,
            sealedUntil: null,
            template: eb.case().when('purpose', '=', 'CODE').then(null).else(eb.ref('template')).end(),
          }
        : {}),
    }))
    .where('id', '=', id)
    .execute();
}

/** Sent a while ago, and nothing heard since: their callback may have been lost. */
export async function unheardOf(
  db: Db,
  from: Date,
  to: Date,
  limit: number,
): Promise<{ id: string; providerId: string }[]> {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'providerId'])
    .where('status', '=', 'SENT')
    .where('sentAt', '>', from)
    .where('sentAt', '<=', to)
    .where('statusAskedAt', 'is', null)
    .orderBy('sentAt')
    .limit(limit)
    .execute();
  return rows.flatMap(({ id, providerId }) => (providerId ? [{ id, providerId }] : []));
}

export async function markAsked(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('messages').set({ statusAskedAt: now }).where('id', '=', id).execute();
}

/** Secrets that are no longer good for anything. */
export async function forgetSecrets(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('messages')
    .set({ sealedBody: null, sealedUntil: null, template: null })
    .where('sealedUntil', '<=', now)
    .where('status', 'not in', ['QUEUED', 'SENDING'])
    .execute();
}
