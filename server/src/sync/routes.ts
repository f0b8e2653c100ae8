import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import { DESK_ROLES } from '@khaacho/shared/people/rules.ts';
import {
  collectionNameSchema,
  PULL_LIMIT,
  pulledDocumentSchema,
  pushRequestSchema,
  verdictSchema,
} from '@khaacho/shared/sync/protocol.ts';
import { z } from 'zod';
import { type Route, route } from '../http/route.ts';
import type { Pull } from './pull.ts';
import type { Push } from './push.ts';

const pulledSchema = z.union([
  z.object({ reset: z.literal(true) }),
  z.object({
    documents: z.array(pulledDocumentSchema),
    checkpoint: z.string(),
    position: z.number().int(),
    more: z.boolean(),
    epoch: z.string(),
    remaining: z.number().int().optional(),
  }),
]);

/** Pages over HTTP are smaller unless asked for: scripts read them, not replicas. */
const USUAL_LIMIT = 500;

/** The same doors as the socket's, for clients and networks without one. */
export function replicaRoutes(deps: { pull: Pull; push: Push }): Route[] {
  return [
    route({
      method: 'get',
      path: '/replica/:collection',
      roles: DESK_ROLES,
      summary: 'Documents of a collection that have changed since a checkpoint; the first page without one',
      params: z.object({ collection: collectionNameSchema }),
      query: z.object({
        checkpoint: z.string().max(2000).optional(),
        limit: z.coerce.number().int().min(1).max(PULL_LIMIT).default(USUAL_LIMIT),
      }),
      answer: pulledSchema,
      budget: 'sync',
      handler: async ({ caller, params, query, now }) => {
        const asked = { collection: params.collection, checkpoint: query.checkpoint ?? null, limit: query.limit };
        const answer = await deps.pull(caller, asked, now);
        return 'refused' in answer ? err(refusal(answer.refused.code, answer.refused.message)) : answer;
      },
    }),
    route({
      method: 'post',
      path: '/replica/commands',
      roles: DESK_ROLES,
      summary: 'Commands of the signed-in device, answered with a verdict each, in the same order',
      body: pushRequestSchema,
      answer: z.object({ verdicts: z.array(verdictSchema) }),
      budget: 'sync',
      handler: async ({ caller, body }) => {
        const answer = await deps.push(caller, body.commands);
        if ('verdicts' in answer) return answer;
        const { code, message, retryAfterMs } = answer.refused;
        const wait = {
          issue: 'come again later',
          figures: { retryAfterSeconds: Math.ceil((retryAfterMs ?? 0) / 1000) },
        };
        return err(refusal(code, message, retryAfterMs === undefined ? [] : [wait]));
      },
    }),
  ];
}
