import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import type { Db } from '../db/database.ts';
import { replyRaw } from '../http/reply.ts';
import { type Route, rawAnswer, route } from '../http/route.ts';
import { isSigned, readInbound, WEBHOOK_ACK, webhookFormSchema } from '../outside/webhook.ts';
import type { WhatsAppProvider } from '../outside/whatsapp.ts';
import { receiveMessage } from './service.ts';

export type WebhookDeps = { db: Db; provider: WhatsAppProvider; publicBaseUrl: string | null };

export function whatsappRoutes({ db, provider, publicBaseUrl }: WebhookDeps): Route[] {
  return [
    route({
      method: 'post',
      path: '/whatsapp/webhook',
      roles: 'public',
      budget: 'none',
      summary: 'Twilio’s inbound messages: stored under their MessageSid before the answer, handled after it.',
      bodyFormat: 'form',
      body: webhookFormSchema,
      answer: rawAnswer('text/xml'),
      handler: async ({ body, rawBody, now, request }) => {
        if (!isSigned(provider, publicBaseUrl, request, rawBody)) {
          return err(refusal('SIGNATURE_INVALID', 'The signature does not fit this request.'));
        }
        const message = readInbound(body);
        if (!message) {
          const details = [{ field: 'MessageSid', issue: 'missing or malformed' }];
          return err(refusal('VALIDATION_ERROR', 'MessageSid or From is missing.', details));
        }
        await receiveMessage(db, message, now);
        return replyRaw('text/xml', WEBHOOK_ACK);
      },
    }),
  ];
}
