import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import { type Db, transaction } from '../db/database.ts';
import { replyRaw } from '../http/reply.ts';
import { type Route, rawAnswer, route } from '../http/route.ts';
import { isSigned, readStatus, WEBHOOK_ACK, webhookFormSchema } from '../outside/webhook.ts';
import type { WhatsAppProvider } from '../outside/whatsapp.ts';
import { takeStatusCallback } from './service.ts';

export type StatusDeps = { db: Db; provider: WhatsAppProvider; publicBaseUrl: string | null };

export function messageRoutes({ db, provider, publicBaseUrl }: StatusDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/whatsapp/status',
      roles: 'public',
      budget: 'none',
      summary: 'Twilio’s status callbacks, in any order and more than once.',
      bodyFormat: 'form',
      body: webhookFormSchema,
      answer: rawAnswer('text/xml'),
      handler: async ({ body, rawBody, now, request }) => {
        if (!isSigned(provider, publicBaseUrl, request, rawBody)) {
          return err(refusal('SIGNATURE_INVALID', 'The signature does not fit this request.'));
        }
        const told = readStatus(body);
        if (told) await transaction(db, (tx) => takeStatusCallback(tx, told, now));
        return replyRaw('text/xml', WEBHOOK_ACK);
      },
    }),
  ];
}
