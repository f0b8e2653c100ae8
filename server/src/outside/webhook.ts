import type { InboundMessage } from '@khaacho/shared/intake/contract.ts';
import { normalisePhone } from '@khaacho/shared/kernel/phone.ts';
import type { MessageStatus } from '@khaacho/shared/messages/contract.ts';
import { z } from 'zod';
import type { WhatsAppProvider } from './whatsapp.ts';

/** Everything received counts for the signature, and parameters are added without notice: an open record, not a closed shape. */
export const webhookFormSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type WebhookForm = z.infer<typeof webhookFormSchema>;

/** `<Response/>` and nothing else: any other body would reach the retailer as a message. */
export const WEBHOOK_ACK = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

type SignedRequest = { originalUrl: string; protocol: string; get(name: string): string | undefined };

/**
 * True where the provider signed this very request. The form is read from the bytes as they came: what the door has made
 * storable may differ from what was signed. Behind a proxy the address the provider was told is the public one.
 */
export function isSigned(
  provider: WhatsAppProvider,
  publicBaseUrl: string | null,
  request: SignedRequest,
  rawBody: Uint8Array,
): boolean {
  const base = publicBaseUrl ?? `${request.protocol}://${request.get('host')}`;
  const form: WebhookForm = {};
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(rawBody))) {
    const present = form[name];
    form[name] = present === undefined ? value : [...(Array.isArray(present) ? present : [present]), value];
  }
  return provider.verify(request.get('x-twilio-signature'), `${base}${request.originalUrl}`, form);
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** Null where the form is no message: without an id or a sender nothing can be kept. */
export function readInbound(form: WebhookForm): InboundMessage | null {
  const providerId = first(form.MessageSid) ?? first(form.SmsMessageSid);
  const from = first(form.From);
  if (!providerId || !/^[A-Z]{2}[0-9a-f]{32}$/i.test(providerId) || !from || from.length > 200) return null;
  const raw = Object.fromEntries(Object.entries(form).map(([name, value]) => [name, first(value) ?? '']));
  const body = (raw.ButtonPayload || raw.Body) ?? '';
  return { providerId, externalId: from, phone: normalisePhone(from), kind: kindOf(raw), body, raw };
}

function kindOf(raw: Record<string, string>): InboundMessage['kind'] {
  if (raw.Latitude) return 'LOCATION';
  if (Number(raw.NumMedia ?? '0') === 0) return 'TEXT';
  const type = raw.MediaContentType0 ?? '';
  if (type.startsWith('image/')) return 'IMAGE';
  if (type.startsWith('audio/')) return 'AUDIO';
  return type.startsWith('application/') ? 'DOCUMENT' : 'OTHER';
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

/** What a status callback tells; null for states that change nothing here. */
export function readStatus(
  form: WebhookForm,
): { providerId: string; status: MessageStatus; errorCode: string | null } | null {
  const providerId = first(form.MessageSid);
  const status = STATUS_OF[first(form.MessageStatus) ?? ''];
  return providerId && status ? { providerId, status, errorCode: first(form.ErrorCode) ?? null } : null;
}
