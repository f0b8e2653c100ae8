import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { nonNegativePaisaSchema } from '../kernel/money.ts';

export const creditSetLimitPayloadSchema = z.object({
  retailerId: idSchema,
  limitPaisa: nonNegativePaisaSchema,
  reason: z.string().min(3).max(500),
});
export type CreditSetLimitPayload = z.infer<typeof creditSetLimitPayloadSchema>;

export const creditBlockPayloadSchema = z.object({ retailerId: idSchema, reason: z.string().min(3).max(500) });
export type CreditBlockPayload = z.infer<typeof creditBlockPayloadSchema>;

export const creditUnblockPayloadSchema = creditBlockPayloadSchema;
