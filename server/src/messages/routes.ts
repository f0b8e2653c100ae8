import { idSchema, newId } from '@khaacho/shared/kernel/ids.ts';
import { messageDocumentSchema } from '@khaacho/shared/messages/contract.ts';
import { messageSendPayloadSchema } from '@khaacho/shared/messages/send-contract.ts';
import { z } from 'zod';
import { type Db, transaction } from '../db/database.ts';
import { withIdempotency } from '../http/idempotency.ts';
import { replyNext } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { mergeChats } from './identity-service.ts';
import { listMessages } from './list-service.ts';
import { replyToShop } from './reply-service.ts';

const OFFICE = ['ADMIN', 'SUPPORT'] as const;

/** The thread as the back office reads and writes it over REST. */
export function messageRoutes(db: Db): Route[] {
  return [
    route({
      method: 'get',
      path: '/whatsapp/messages',
      roles: ['ADMIN', 'SUPPORT', 'READONLY'],
      summary: 'Messages of all chats or of one shop, newest first; `q` looks into their text.',
      query: z.object({
        retailerId: idSchema.optional(),
        q: z.string().trim().min(1).max(200).optional(),
        limit: z.coerce.number().int().min(1).max(200).default(50),
        cursor: idSchema.optional(),
      }),
      answer: z.array(messageDocumentSchema),
      handler: async ({ query: { cursor, ...query }, caller }) => {
        const messages = await listMessages(db, { ...query, before: cursor }, caller);
        return replyNext(messages, messages.length === query.limit ? (messages.at(-1)?.id ?? null) : null);
      },
    }),
    route({
      method: 'post',
      path: '/whatsapp/send',
      roles: OFFICE,
      summary:
        'Queues a text of a person to a shop, in parts where it is long, and closes the questions it answers; refused outside the 24-hour window. `internal` keeps a note that nobody is sent.',
      body: messageSendPayloadSchema,
      answer: z.object({ messageIds: z.array(idSchema), settled: z.number().int() }),
      idempotent: true,
      status: 202,
      handler: ({ body, caller, now, idempotency }) =>
        transaction(db, (tx) =>
          withIdempotency(tx, idempotency, () => replyToShop(tx, body, { key: newId(now), caller, now })),
        ),
    }),
    route({
      method: 'post',
      path: '/whatsapp/identities/merge',
      roles: OFFICE,
      summary: 'Makes two chats of one person one: ids and thread move. Audited.',
      body: z.object({ chatId: idSchema, intoChatId: idSchema, reason: z.string().trim().min(3).max(500) }),
      answer: z.object({ chatId: idSchema, identities: z.array(z.string()) }),
      handler: ({ body, caller, now }) => mergeChats(db, caller, body, now),
    }),
  ];
}
