import { normalisePhone } from '@khaacho/shared/kernel/phone.ts';
import {
  type InboundLocation,
  type InboundMedia,
  type InboundMessage,
  inboundLocationSchema,
  type MessageKind,
  type MessageStatus,
  type StatusNews,
} from '@khaacho/shared/messages/contract.ts';
import type { InboundEvent } from '../channel.ts';
import { failureOf } from './codes.ts';

/** Parameters are added without notice, so a form is an open record: what is not known is kept and not looked at. */
export type Form = Record<string, string>;

/** The form as text; of a repeated name the first value counts. */
export function readForm(rawBody: Uint8Array): Form {
  const form: Form = {};
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(rawBody))) form[name] ??= value;
  return form;
}

/** What a webhook or status callback tells; nothing without an id and a sender. */
export function readEvents(form: Form): InboundEvent[] {
  if (form.MessageStatus !== undefined && form.MessageStatus !== 'received') {
    const news = readStatus(form);
    return news ? [{ kind: 'status', news }] : [];
  }
  const message = readInbound(form);
  return message ? [{ kind: 'message', message }] : [];
}

const SID = /^[A-Z]{2}[0-9a-f]{32}$/i;
const SMS_SENDER = /^\+[1-9]\d{6,14}$/;

export function readInbound(form: Form): InboundMessage | null {
  const providerId = form.MessageSid ?? form.SmsMessageSid;
  const from = form.From?.trim() ?? '';
  if (!providerId || !SID.test(providerId) || from === '' || from.length > 200) return null;
  const isSms = SMS_SENDER.test(from);
  const media = readMedia(form);
  const location = readLocation(form);
  return {
    providerId,
    medium: isSms ? 'SMS' : 'WHATSAPP',
    provider: 'whatsapp',
    externalId: isSms ? `sms:${from}` : from,
    alsoKnownAs: isSms ? [] : aliases(form, from),
    phone: normalisePhone(from) ?? (form.WaId ? normalisePhone(`+${form.WaId}`) : null),
    kind: kindOf(form, media, location),
    body: form.ButtonPayload || form.ListId || form.Body || '',
    media,
    location,
    repliesTo: form.OriginalRepliedMessageSid ?? null,
    optKeyword: form.OptOutType === 'STOP' ? 'OUT' : form.OptOutType === 'START' ? 'IN' : null,
    sentAt: null,
    raw: form,
  };
}

/** The business-scoped id that comes with every WhatsApp message; its name differs between Twilio's own pages. */
function aliases(form: Form, from: string): string[] {
  const id = form.ExternalUserId ?? form.ExternalUserIdentifier;
  if (!id || id.length > 200) return [];
  const address = id.startsWith('whatsapp:') ? id : `whatsapp:${id}`;
  return address === from ? [] : [address];
}

function readMedia(form: Form): InboundMedia[] {
  const count = Math.min(10, Number(form.NumMedia ?? '0') || 0);
  return Array.from({ length: count }, (_, index) => ({
    ref: form[`MediaUrl${index}`] ?? '',
    contentType: form[`MediaContentType${index}`] ?? '',
  })).filter((media) => media.ref !== '');
}

function readLocation(form: Form): InboundLocation | null {
  if (!form.Latitude || !form.Longitude) return null;
  const label = form.Label ?? form.Address ?? null;
  const read = { latitude: Number(form.Latitude), longitude: Number(form.Longitude), label };
  return inboundLocationSchema.safeParse(read).data ?? null;
}

function kindOf(form: Form, media: InboundMedia[], location: InboundLocation | null): MessageKind {
  if (location) return 'LOCATION';
  const type = media[0]?.contentType ?? form.MediaContentType0;
  if (type === undefined) return isSpoken(form) ? 'TEXT' : 'OTHER';
  // A sticker is a WebP picture, and nothing to read.
  if (form.MessageType === 'sticker') return 'OTHER';
  if (type.startsWith('image/')) return 'IMAGE';
  if (type.startsWith('audio/')) return 'AUDIO';
  return type.startsWith('application/') ? 'DOCUMENT' : 'OTHER';
}

const TEXT_TYPES = new Set(['text', 'button', 'interactive', undefined, '']);

/** A reaction, an order from a catalogue, a type nobody has heard of: unsupported, and no error. */
function isSpoken(form: Form): boolean {
  return TEXT_TYPES.has(form.MessageType) || (form.Body ?? '') !== '';
}

const STATUS_OF: Record<string, MessageStatus> = {
  queued: 'QUEUED',
  sending: 'SENDING',
  sent: 'SENT',
  delivered: 'DELIVERED',
  read: 'READ',
  failed: 'FAILED',
  undelivered: 'FAILED',
  canceled: 'FAILED',
};

/** Null for states that change nothing here. */
export function readStatus(form: Form): StatusNews | null {
  return statusNews(form.MessageSid ?? form.SmsSid, form.MessageStatus, form.ErrorCode ?? null);
}

export function statusNews(
  providerId: string | undefined,
  told: string | undefined,
  errorCode: string | null,
): StatusNews | null {
  const status = STATUS_OF[told ?? ''];
  if (!providerId || !status) return null;
  if (status !== 'FAILED') return { providerId, status, failure: null, errorCode: null };
  return { providerId, status, failure: failureOf(errorCode === null ? null : Number(errorCode), null), errorCode };
}
