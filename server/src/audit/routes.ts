import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { decodeCursor } from '../db/keyset.ts';
import { cursorQuerySchema } from '../http/pagination.ts';
import { replyNext } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { listAudit, verifyAuditChain } from './service.ts';

const auditLineSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  userId: z.string().nullable(),
  role: z.string().nullable(),
  deviceId: z.string().nullable(),
  action: z.string(),
  subjectType: z.string(),
  subjectId: z.string().nullable(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
});

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const auditQuerySchema = cursorQuerySchema.extend({
  action: z.string().max(100).optional(),
  subjectType: z.string().max(100).optional(),
  subjectId: z.string().max(100).optional(),
  userId: z.string().max(100).optional(),
  from: instant.optional(),
  to: instant.optional(),
});

export function auditRoutes(db: Db): Route[] {
  return [
    route({
      method: 'get',
      path: '/audit',
      roles: ['ADMIN', 'SUPPORT', 'READONLY'],
      summary: 'Who did what, newest first; by cursor.',
      query: auditQuerySchema,
      answer: z.array(auditLineSchema),
      handler: async ({ query: { limit, cursor, ...filter } }) => {
        const after = cursor === undefined ? null : decodeCursor(cursor);
        if (cursor !== undefined && after === null) {
          return err(
            refusal('VALIDATION_ERROR', 'This cursor is not one of ours.', [
              { field: 'query.cursor', issue: 'malformed' },
            ]),
          );
        }
        const page = await listAudit(db, filter, { limit, after });
        const lines = page.rows.map((row) => ({ ...row, at: row.at.toISOString() }));
        return replyNext(lines, page.nextCursor);
      },
    }),
    route({
      method: 'get',
      path: '/audit/chain',
      roles: ['ADMIN'],
      summary: 'Recomputes the hash chain over the audit log: whole, or broken at which line.',
      answer: z.object({ links: z.number(), unchained: z.number(), brokenAt: z.number().nullable() }),
      handler: () => verifyAuditChain(db),
    }),
  ];
}
