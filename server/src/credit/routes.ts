import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import type { Role } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { cursorSchema, limitSchema } from '../http/pagination.ts';
import { replyNext } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { creditSummaryFor, ledgerStretch } from './service.ts';

const READERS: readonly Role[] = ['ADMIN', 'SUPPORT', 'READONLY', 'FIELD_AGENT', 'RETAILER'];
const paisa = z.number().int();

const summarySchema = z.object({
  limitPaisa: paisa,
  outstandingPaisa: paisa,
  reservedPaisa: paisa,
  availablePaisa: paisa,
  ageing: z.object({ notDuePaisa: paisa, to30Paisa: paisa, to60Paisa: paisa, to90Paisa: paisa, over90Paisa: paisa }),
  /** Null until a score is published. */
  score: z.number().nullable(),
});

const entrySchema = z.object({
  id: idSchema,
  journalId: idSchema,
  kind: z.string(),
  memo: z.string(),
  orderId: idSchema.nullable(),
  orderNumber: z.string().nullable(),
  paymentId: idSchema.nullable(),
  amountPaisa: paisa,
  balancePaisa: paisa,
  at: z.string(),
});

export function creditRoutes(db: Db): Route[] {
  const params = z.object({ retailerId: idSchema });
  return [
    route({
      method: 'get',
      path: '/credit/:retailerId',
      roles: READERS,
      summary: 'Limit, outstanding, reserved, available and ageing of a shop.',
      params,
      answer: summarySchema,
      handler: ({ params: { retailerId }, caller, now }) => creditSummaryFor(db, retailerId, caller, now),
    }),
    route({
      method: 'get',
      path: '/credit/:retailerId/ledger',
      roles: READERS,
      summary: 'Entries of a shop’s account with the running balance, newest first.',
      params,
      query: z.object({
        limit: limitSchema,
        cursor: cursorSchema.pipe(
          z
            .string()
            .regex(/^\d{1,15}$/)
            .optional(),
        ),
      }),
      answer: z.array(entrySchema),
      handler: async ({ params: { retailerId }, query, caller }) => {
        const before = query.cursor ? Number(query.cursor) : null;
        const stretch = await ledgerStretch(db, { retailerId, limit: query.limit, before }, caller);
        if (!stretch.ok) return stretch;
        const { entries, next } = stretch.value;
        return replyNext(
          entries.map((entry) => ({ ...entry, at: entry.at.toISOString() })),
          next === null ? null : String(next),
        );
      },
    }),
  ];
}
