import {
  type Failure,
  type Medium,
  mediumSchema,
  type Purpose,
  purposeSchema,
  type SentAs,
  sentAsSchema,
  type TemplateUse,
  templateUseSchema,
} from '@khaacho/shared/messages/contract.ts';
import type { Lesson } from '@khaacho/shared/messages/failures.ts';
import { MARKETING_REST_MS } from '@khaacho/shared/messages/send-rules.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/** A send that has been going on for longer than this died with its process: its outcome is not known. */
const SEND_LOST_MS = 20_000;

/** A waiting message is due at its next try, one being sent when its send must be taken for lost. */
const dueAt = sql<Date>`coalesce(m.next_try_at, m.at)`;

/** Chats with a message that may leave now, longest due first. Only the first unsent message of a chat counts. */
export async function chatsToSend(db: Db, now: Date, busy: readonly string[], limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('messages as m')
    .select('m.chatId')
    .where('m.status', 'in', ['QUEUED', 'SENDING'])
    .where(dueAt, '<=', now)
    .where((eb) => eb.not(eb('m.chatId', '=', eb.fn.any(eb.val([...busy])))))
    .where(
      sql<boolean>`NOT EXISTS (SELECT 1 FROM messages e WHERE e.chat_id = m.chat_id AND e.status IN ('QUEUED', 'SENDING') AND (e.at, e.id) < (m.at, m.id))`,
    )
    .orderBy(dueAt)
    .limit(limit)
    .execute();
  return rows.map((row) => row.chatId);
}

/** The part of a chat that decides whether and how it may be written to. */
export type Recipient = {
  externalId: string;
  phone: string | null;
  windowEndsAt: Date | null;
  optedInAt: Date | null;
  optedOutAt: Date | null;
  smsOptedOutAt: Date | null;
  numberInvalidAt: Date | null;
  marketingRestsUntil: Date | null;
};

const recipientColumns = [
  'c.externalId',
  'c.phone',
  'c.windowEndsAt',
  'c.optedInAt',
  'c.optedOutAt',
  'c.smsOptedOutAt',
  'c.numberInvalidAt',
  'c.marketingRestsUntil',
] as const;

export type Outgoing = {
  id: string;
  chatId: string;
  retailerId: string | null;
  orderId: string | null;
  body: string;
  smsBody: string | null;
  template: TemplateUse | null;
  medium: Medium;
  purpose: Purpose;
  sentAs: SentAs | null;
  attempts: number;
  resends: number;
  outcomeUnknown: boolean;
  /** After that the secret in it is good for nothing. */
  sealedUntil: Date | null;
  at: Date;
  /** When the others of this chat left within the last minute. */
  recent: Date[];
  chat: Recipient;
};

/** Takes the first unsent message of a chat for sending; null where there is none, it is not due, or another has it. */
export async function claimNext(tx: Tx, chatId: string, now: Date): Promise<Outgoing | null> {
  const row = await tx
    .selectFrom('messages as m')
    .innerJoin('chats as c', 'c.id', 'm.chatId')
    .select([
      'm.id',
      'm.chatId',
      'm.retailerId',
      'm.orderId',
      'm.body',
      'm.sealedBody',
      'm.sealedUntil',
      'm.smsBody',
      'm.template',
      'm.medium',
      'm.purpose',
      'm.sentAs',
      'm.attempts',
      'm.resends',
      'm.outcomeUnknown',
      'm.status',
      'm.at',
      'm.nextTryAt',
      ...recipientColumns,
      sql<
        Date[]
      >`array(SELECT s.sent_at FROM messages s WHERE s.chat_id = m.chat_id AND s.sent_at > ${minuteBefore(now)})`.as(
        'recent',
      ),
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
  // Looked at again: another process may have taken it between the look and this.
  if (!row || (row.nextTryAt ?? row.at) > now) return null;
  await tx
    .updateTable('messages')
    .set({
      status: 'SENDING',
      attempts: row.attempts + 1,
      nextTryAt: new Date(now.getTime() + SEND_LOST_MS),
      updatedAt: now,
    })
    .where('id', '=', row.id)
    .execute();
  const { sealedBody, status, nextTryAt: _, ...message } = row;
  return {
    ...message,
    body: sealedBody ?? row.body,
    smsBody: sealedBody ?? row.smsBody,
    template: row.template === null ? null : templateUseSchema.parse(row.template),
    medium: mediumSchema.parse(row.medium),
    purpose: purposeSchema.parse(row.purpose),
    sentAs: row.sentAs === null ? null : sentAsSchema.parse(row.sentAs),
    attempts: row.attempts + 1,
    outcomeUnknown: row.outcomeUnknown || status === 'SENDING',
    chat: row,
  };
}

const minuteBefore = (now: Date) => new Date(now.getTime() - 60_000);

export async function markSent(
  tx: Tx,
  id: string,
  sent: { providerId: string; sentAs: SentAs; medium: Medium },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('messageSends')
    .values({ providerId: sent.providerId, messageId: id, sentAs: sent.sentAs, at: now })
    .onConflict((conflict) => conflict.column('providerId').doNothing())
    .execute();
  await tx
    .updateTable('messages')
    .set({
      status: 'SENT',
      providerId: sent.providerId,
      sentAs: sent.sentAs,
      medium: sent.medium,
      outcomeUnknown: false,
      errorCode: null,
      failure: null,
      sentAt: now,
      nextTryAt: null,
      statusAskedAt: null,
      updatedAt: now,
    })
    .where('id', '=', id)
    .execute();
}

export type Retry = {
  nextTryAt: Date;
  outcomeUnknown: boolean;
  errorCode: string | null;
  failure: Failure | null;
  countsAsTry: boolean;
};

/** Back into the queue; everything behind it waits as long, so that nothing overtakes. */
export async function markToRetry(
  tx: Tx,
  message: { id: string; chatId: string },
  retry: Retry,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('messages')
    .set((eb) => ({
      status: 'QUEUED',
      nextTryAt: retry.nextTryAt,
      outcomeUnknown: retry.outcomeUnknown,
      errorCode: retry.errorCode,
      failure: retry.failure,
      attempts: retry.countsAsTry ? eb.ref('attempts') : eb('attempts', '-', 1),
      updatedAt: now,
    }))
    .where('id', '=', message.id)
    .execute();
  await tx
    .updateTable('messages as m')
    .set({ nextTryAt: retry.nextTryAt })
    .where('m.chatId', '=', message.chatId)
    .where('m.status', '=', 'QUEUED')
    .where(dueAt, '<', retry.nextTryAt)
    .execute();
}

/** Into the queue once more, after the provider had taken it: a send of its own, with tries of its own. */
export async function markToResend(
  tx: Tx,
  id: string,
  resend: { medium: Medium; at: Date; failure: Failure; errorCode: string },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('messages')
    .set((eb) => ({
      status: 'QUEUED',
      medium: resend.medium,
      providerId: null,
      sentAt: null,
      nextTryAt: resend.at,
      outcomeUnknown: false,
      attempts: 0,
      resends: eb('resends', '+', 1),
      failure: resend.failure,
      errorCode: resend.errorCode,
      updatedAt: now,
    }))
    .where('id', '=', id)
    .execute();
}

export async function markFailed(
  tx: Tx,
  id: string,
  failed: { failure: Failure; errorCode: string },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('messages')
    .set({ status: 'FAILED', ...failed, sealedBody: null, sealedUntil: null, nextTryAt: null, updatedAt: now })
    .where('id', '=', id)
    .execute();
}

/** What a failure has taught about a recipient. */
export async function learn(tx: Tx, chatId: string, medium: Medium, lesson: Lesson, now: Date): Promise<void> {
  const set =
    lesson === 'WINDOW_CLOSED'
      ? { windowEndsAt: now }
      : lesson === 'NUMBER_INVALID'
        ? { numberInvalidAt: now }
        : lesson === 'MARKETING_RESTS'
          ? { marketingRestsUntil: new Date(now.getTime() + MARKETING_REST_MS) }
          : medium === 'SMS'
            ? { smsOptedOutAt: now }
            : { optedOutAt: now };
  // A wrong number by SMS says nothing of WhatsApp.
  if (lesson === 'NUMBER_INVALID' && medium === 'SMS') return;
  await tx.updateTable('chats').set(set).where('id', '=', chatId).execute();
}

/** The first of the provider's ids that no message of ours carries or has carried. */
export async function unclaimed(db: Db, providerIds: readonly string[]): Promise<string | undefined> {
  if (providerIds.length === 0) return undefined;
  const rows = await db
    .selectFrom('messageSends')
    .select('providerId')
    .where('providerId', 'in', [...providerIds])
    .execute();
  const known = new Set(rows.map((row) => row.providerId));
  return providerIds.find((id) => !known.has(id));
}
