import { candidateSchema } from '@khaacho/shared/routing/contract.ts';
import { routingWeightsSchema } from '@khaacho/shared/settings/contract.ts';
import { z } from 'zod';

/** The latest decision about an order, as `GET /order-routing/:orderId/decision` tells it. */
export const decisionSchema = z.object({
  chosenVendorId: z.string().nullable(),
  weights: routingWeightsSchema,
  candidates: z.array(candidateSchema),
  sentence: z.string(),
  decidedAt: z.string(),
});
export type Decision = z.infer<typeof decisionSchema>;
