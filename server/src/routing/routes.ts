import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { candidateSchema } from '@khaacho/shared/routing/contract.ts';
import { routingWeightsSchema } from '@khaacho/shared/settings/contract.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { type Route, route } from '../http/route.ts';
import { decisionsOf } from './service.ts';

const decisionSchema = z.object({
  number: z.number().int(),
  policy: z.string(),
  chosenVendorId: idSchema.nullable(),
  weights: routingWeightsSchema,
  candidates: z.array(candidateSchema),
  sentence: z.string(),
  decidedBy: z.string(),
  decidedAt: z.string(),
});

export function routingRoutes(db: Db): Route[] {
  return [
    route({
      method: 'get',
      path: '/order-routing/:orderId/decision',
      roles: BACK_OFFICE,
      summary: 'Why a vendor was chosen: every candidate with its five scores, the weights, and earlier decisions.',
      params: z.object({ orderId: idSchema }),
      answer: decisionSchema.extend({ earlier: z.array(decisionSchema) }),
      handler: async ({ params }) => {
        // The store wrote them by this contract; parsed again because the column is plain JSON.
        const decisions = (await decisionsOf(db, params.orderId)).map((row) =>
          decisionSchema.parse({ ...row, decidedAt: row.decidedAt.toISOString() }),
        );
        const [latest, ...earlier] = decisions;
        return latest
          ? ok({ ...latest, earlier })
          : err(
              refusal('ORDER_UNKNOWN', 'No routing decision is known for this order.', [
                { field: 'orderId', issue: 'unknown' },
              ]),
            );
      },
    }),
  ];
}
