import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import { dismissFactBodySchema, parkedFactSchema } from '@khaacho/shared/sync/parked-contract.ts';
import { z } from 'zod';
import { transaction } from '../db/database.ts';
import { decodeCursor } from '../db/keyset.ts';
import { withIdempotency } from '../http/idempotency.ts';
import { cursorQuerySchema } from '../http/pagination.ts';
import { replyNext } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { bookFact, dismissFact, type ParkedDeps } from './parked.ts';
import { listFacts } from './parked-store.ts';

/** What devices have reported and nothing here could book: read by the back office, settled by an administrator. */
export function parkedRoutes(deps: ParkedDeps): Route[] {
  const { db } = deps;
  const params = z.object({ id: idSchema });
  return [
    route({
      method: 'get',
      path: '/parked-facts',
      roles: ['ADMIN', 'SUPPORT', 'READONLY'],
      summary: 'Reports from devices that could not be booked: waiting, oldest first, or settled, newest first.',
      query: cursorQuerySchema.extend({ state: z.enum(['open', 'settled']).default('open') }),
      answer: z.array(parkedFactSchema),
      handler: async ({ query: { state, limit, cursor } }) => {
        const after = cursor === undefined ? null : decodeCursor(cursor);
        if (cursor !== undefined && after === null) {
          const details = [{ field: 'query.cursor', issue: 'malformed' }];
          return err(refusal('VALIDATION_ERROR', 'This cursor is not one of ours.', details));
        }
        const page = await listFacts(db, { settled: state === 'settled' }, { limit, after });
        return replyNext(page.rows, page.nextCursor);
      },
    }),
    route({
      method: 'post',
      path: '/parked-facts/:id/book',
      roles: ['ADMIN'],
      summary: 'Books the report after all, in the name of its sender, once what stood in the way was mended.',
      params,
      answer: parkedFactSchema,
      idempotent: true,
      handler: ({ params: { id }, caller, now, idempotency }) =>
        transaction(db, (tx) => withIdempotency(tx, idempotency, () => bookFact(deps, tx, { id, by: caller, now }))),
    }),
    route({
      method: 'post',
      path: '/parked-facts/:id/dismiss',
      roles: ['ADMIN'],
      summary: 'Closes the report without booking it, with a note that says how it was settled.',
      params,
      body: dismissFactBodySchema,
      answer: parkedFactSchema,
      idempotent: true,
      handler: ({ params: { id }, body, caller, now, idempotency }) =>
        transaction(db, (tx) =>
          withIdempotency(tx, idempotency, () => dismissFact(deps, tx, { id, by: caller, now }, body.note)),
        ),
    }),
  ];
}
