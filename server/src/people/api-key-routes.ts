import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { ok } from '@khaacho/shared/kernel/result.ts';
import { z } from 'zod';
import { transaction } from '../db/database.ts';
import { withIdempotency } from '../http/idempotency.ts';
import { offsetOf, pageQuerySchema } from '../http/pagination.ts';
import { Replay, reply, replyPage } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { apiKeySchema, newApiKeySchema } from './contract.ts';
import type { People } from './service.ts';

const params = z.object({ id: idSchema });

/** `key` is null where the answer is given again: it is shown once and stored nowhere, this answer included. */
const madeKeySchema = z.object({ id: idSchema, key: z.string().nullable(), expiresAt: z.iso.datetime() });

export function apiKeyRoutes(people: People): Route[] {
  return [
    route({
      method: 'get',
      path: '/api-keys',
      roles: ['ADMIN'],
      summary: 'API keys, newest first; without the keys themselves.',
      query: pageQuerySchema,
      answer: z.array(apiKeySchema),
      handler: async ({ query }) => {
        const { keys, total } = await listApiKeys(people.db, { limit: query.limit, offset: offsetOf(query) });
        return replyPage(keys, { ...query, total });
      },
    }),
    route({
      method: 'post',
      path: '/api-keys',
      roles: ['ADMIN'],
      summary: 'Makes a key that acts as an account; it is shown this once.',
      body: newApiKeySchema,
      answer: madeKeySchema,
      status: 201,
      idempotent: true,
      handler: ({ body, caller, now, idempotency }) =>
        transaction(people.db, async (tx) => {
          let key: string | null = null;
          const made = await withIdempotency(tx, idempotency, async () => {
            const created = await createApiKey(tx, body, caller, now);
            if (!created.ok) return created;
            key = created.value.key;
            return ok({ id: created.value.id, key: null, expiresAt: created.value.expiresAt.toISOString() });
          });
          if (!made.ok || made.value instanceof Replay || !('id' in made.value)) return made;
          return ok(reply({ ...made.value, key }));
        }),
    }),
    route({
      method: 'delete',
      path: '/api-keys/:id',
      roles: ['ADMIN'],
      summary: 'Revokes a key.',
      params,
      answer: z.null(),
      handler: ({ params: { id }, caller, now }) =>
        transaction(people.db, (tx) => revokeApiKey(tx, people.access, id, caller, now)),
    }),
  ];
}
