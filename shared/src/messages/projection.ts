import type { AlertDocument } from '../alerts/contract.ts';
import { refusal } from '../kernel/errors.ts';
import { err, ok } from '../kernel/result.ts';
import { type Change, changed, type Projection, type ReplicaReader } from '../sync/projection.ts';
import type { MessageDocument } from './contract.ts';
import { mayReply, settles } from './reply-rules.ts';

const WINDOW_MS = 24 * 3_600_000;

/** A shop's messages, oldest first. */
function heardFrom(read: ReplicaReader, retailerId: string): MessageDocument[] {
  return [...read.group('heardFrom', retailerId)].sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));
}

/** The window as far as this replica knows: 24 hours from the last message by WhatsApp. */
export function windowEndsAt(heard: readonly Pick<MessageDocument, 'at' | 'medium'>[]): Date | null {
  const last = heard.findLast((message) => message.medium !== 'SMS');
  return last ? new Date(Date.parse(last.at) + WINDOW_MS) : null;
}

/** When a question was asked the last time, by the messages it names. */
export function askedAtOf(alert: AlertDocument, messageAt: (id: string) => string | undefined): string {
  const { lastMessageId, messageId } = alert.figures;
  const last = typeof lastMessageId === 'string' ? lastMessageId : messageId;
  return (typeof last === 'string' ? messageAt(last) : undefined) ?? alert.openedAt;
}

const send: Projection<'message.send'> = (read, { id, payload, issuedAt }, actor) => {
  const shop = read.get('retailers', payload.retailerId);
  if (!shop)
    return err(refusal('RETAILER_UNKNOWN', 'There is no such shop.', [{ field: 'retailerId', issue: 'unknown' }]));
  const heard = heardFrom(read, shop.id);
  const internal = payload.internal === true;
  // By when it was written, not by now: what waits here must not vanish when the hour is over.
  const allowed = internal ? ok(null) : mayReply({ shop, windowEndsAt: windowEndsAt(heard) }, new Date(issuedAt));
  if (!allowed.ok) return allowed;
  const message: MessageDocument = {
    id,
    retailerId: shop.id,
    direction: 'OUTBOUND',
    kind: 'TEXT',
    body: payload.text,
    status: internal ? 'HANDLED' : 'QUEUED',
    orderId: null,
    medium: 'WHATSAPP',
    sentAs: null,
    failure: null,
    errorCode: null,
    writtenBy: actor.name,
    internal,
    at: issuedAt,
    updatedAt: issuedAt,
  };
  const settled = internal ? [] : settledBy(read, shop.id, heard, payload.answers);
  const closed = settled.map(
    (alert): Change => changed('alerts', { ...alert, acknowledgedAt: issuedAt, acknowledgedBy: actor.name }),
  );
  return ok([changed('messages', message), ...closed]);
};

function settledBy(
  read: ReplicaReader,
  retailerId: string,
  heard: readonly MessageDocument[],
  answers: string | undefined,
): AlertDocument[] {
  const seen = answers === undefined ? -1 : heard.findIndex((message) => message.id === answers);
  const unseenFrom = seen === -1 ? null : (heard[seen + 1]?.at ?? null);
  const messageAt = (messageId: string) => read.get('messages', messageId)?.at;
  return read
    .group('questionsOf', retailerId)
    .filter((alert) => settles({ askedAt: askedAtOf(alert, messageAt) }, unseenFrom));
}

export const messageProjections = { 'message.send': send };
