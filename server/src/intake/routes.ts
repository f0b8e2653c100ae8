import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { normalisePhone } from '@khaacho/shared/kernel/phone.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import type { MessageStatus } from '@khaacho/shared/messages/contract.ts';
import { z } from 'zod';
import { type Db, transaction } from '../db/database.ts';
import { replyRaw } from '../http/reply.ts';
import { type Route, rawAnswer, route } from '../http/route.ts';
import { takeStatusCallback } from '../messages/service.ts';
import type { WhatsAppProvider } from '../outside/whatsapp.ts';
import { type InboundMessage, storeInbound } from './store.ts';

export type WebhookDeps = { db: Db; provider: WhatsAppProvider; publicBaseUrl: string | null };

/** Everything received counts for the signature, and parameters are added without notice: an open record, not a closed shape. */
const formSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** `<Response/>` and nothing else: any other body would reach the retailer as a message. */
const ACK = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

const invalid = () => err(refusal('SIGNATURE_INVALID', 'The signature does not fit this request.'));

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

function toInbound(params: Record<string, string | string[]>): InboundMessage | null {
  const providerId = first(params.MessageSid) ?? first(params.SmsMessageSid);
  const from = first(params.From);
  if (!providerId || !/^[A-Z]{2}[0-9a-f]{32}$/i.test(providerId) || !from || from.length > 200) return null;
  const raw = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, first(value) ?? '']));
  return {
    providerId,
    externalId: from,
    phone: normalisePhone(from),
    kind: kindOf(raw),
    body: (raw.ButtonPayload || raw.Body) ?? '',
    raw,
  };
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

export function whatsappRoutes(deps: WebhookDeps): Route[] {
  const signed = (
    request: { originalUrl: string; protocol: string; get(name: string): string | undefined },
    params: Record<string, string | string[]>,
  ) =>
    deps.provider.verify(
      request.get('x-twilio-signature'),
      `${deps.publicBaseUrl ?? `${request.protocol}://${request.get('host')}`}${request.originalUrl}`,
      params,
    );
  return [
    route({
      method: 'post',
      path: '/whatsapp/webhook',
      roles: 'public',
      budget: 'none',
      summary: 'Twilio’s inbound messages: stored under their MessageSid before the answer, handled after it.',
      bodyFormat: 'form',
      body: formSchema,
      answer: rawAnswer('text/xml'),
      handler: async ({ body, now, request }) => {
        if (!signed(request, body)) return invalid();
        const message = toInbound(body);
        if (!message)
          return err(
            refusal('VALIDATION_ERROR', 'MessageSid or From is missing.', [
              { field: 'MessageSid', issue: 'missing or malformed' },
            ]),
          );
        await transaction(deps.db, (tx) => storeInbound(tx, message, now));
        return replyRaw('text/xml', ACK);
      },
    }),
    route({
      method: 'post',
      path: '/whatsapp/status',
      roles: 'public',
      budget: 'none',
      summary: 'Twilio’s status callbacks, in any order and more than once.',
      bodyFormat: 'form',
      body: formSchema,
      answer: rawAnswer('text/xml'),
      handler: async ({ body, now, request }) => {
        if (!signed(request, body)) return invalid();
        const providerId = first(body.MessageSid);
        const status = STATUS_OF[first(body.MessageStatus) ?? ''];
        if (providerId && status) {
          await transaction(deps.db, (tx) =>
            takeStatusCallback(tx, { providerId, status, errorCode: first(body.ErrorCode) ?? null }, now),
          );
        }
        return ok(replyRaw('text/xml', ACK));
      },
    }),
  ];
}
