import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import type { Request } from 'express';
import { type Db, transaction } from '../db/database.ts';
import { replyRaw } from '../http/reply.ts';
import { type Route, rawAnswer, route } from '../http/route.ts';
import type { Channel, InboundEvent, SignedRequest } from '../outside/channel.ts';
import { receiveMessage } from './inbound-service.ts';
import { takeStatus } from './status-service.ts';

export type WebhookDeps = { db: Db; channel: Channel; publicBaseUrl: string | null; perMinute: number };

/** Where the provider calls: one door for messages and one for statuses, though each takes whatever it is told. */
export function webhookRoutes(deps: WebhookDeps): Route[] {
  const door = (path: string, summary: string) =>
    route({
      method: 'post',
      path,
      roles: 'public',
      // Never 429: a provider does not come again, and the message would be lost. The limit is per sender, after storing.
      budget: 'none',
      summary,
      bodyFormat: 'bytes',
      answer: rawAnswer(deps.channel.ack.contentType),
      handler: ({ rawBody, now, request }) => takeWebhook(deps, request, rawBody, now),
    });
  return [
    door(
      '/whatsapp/webhook',
      'The provider’s inbound messages: stored under their id before the answer, handled after it.',
    ),
    door('/whatsapp/status', 'The provider’s status callbacks, in any order and more than once.'),
    ...(deps.channel.greet === null ? [] : [greetingDoor(deps.channel.greet)]),
  ];
}

function greetingDoor(greet: (query: URLSearchParams) => string | null): Route {
  return route({
    method: 'get',
    path: '/whatsapp/webhook',
    roles: 'public',
    summary: 'Answers the provider when it asks whether this door is ours.',
    answer: rawAnswer('text/plain'),
    handler: ({ request }) => {
      const greeting = greet(new URL(request.originalUrl, 'http://door').searchParams);
      return greeting === null
        ? err(refusal('FORBIDDEN', 'Only our provider may ask.'))
        : replyRaw('text/plain', greeting);
    },
  });
}

/** The request as the provider signed it: behind a proxy the address it was told is the public one. */
function signedRequest(publicBaseUrl: string | null, request: Request, rawBody: Uint8Array): SignedRequest {
  const base = publicBaseUrl ?? `${request.protocol}://${request.get('host')}`;
  return { url: `${base}${request.originalUrl}`, header: (name) => request.get(name), rawBody };
}

/**
 * Verifies, stores everything the request tells, and only then says "taken". What throws becomes a 5xx, so that the
 * provider comes again: while the database is away nothing is acknowledged.
 */
async function takeWebhook(deps: WebhookDeps, request: Request, rawBody: Uint8Array, now: Date) {
  const signed = signedRequest(deps.publicBaseUrl, request, rawBody);
  if (!deps.channel.verify(signed))
    return err(refusal('SIGNATURE_INVALID', 'The signature does not fit this request.'));
  for (const event of deps.channel.parse(signed)) await takeEvent(deps, event, now);
  return replyRaw(deps.channel.ack.contentType, deps.channel.ack.body);
}

async function takeEvent({ db, channel, perMinute }: WebhookDeps, event: InboundEvent, now: Date): Promise<void> {
  if (event.kind === 'message') await receiveMessage({ db, perMinute }, event.message, now);
  else await transaction(db, (tx) => takeStatus(tx, event.news, channel.capabilities, now));
}
