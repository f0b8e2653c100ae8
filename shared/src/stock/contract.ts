import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { MAX_MILLI } from '../kernel/quantity.ts';

export const stockReasonSchema = z.enum(['RECEIVED', 'DAMAGED', 'EXPIRED', 'LOST', 'FOUND', 'RETURNED', 'OTHER']);

/** An intent: move the on-hand stock by a difference. Refused where less would be left than is promised. */
export const stockAdjustPayloadSchema = z.object({
  offerId: idSchema,
  deltaMilli: z
    .number()
    .int()
    .min(-MAX_MILLI)
    .max(MAX_MILLI)
    .refine((value) => value !== 0, 'The difference is not zero.'),
  reason: stockReasonSchema,
  note: z.string().max(500).optional(),
});
export type StockAdjustPayload = z.infer<typeof stockAdjustPayloadSchema>;

/** A fact: so much was counted, against the figure the counter saw. Never refused. */
export const stockCountPayloadSchema = z.object({
  offerId: idSchema,
  countedMilli: z.number().int().min(0).max(MAX_MILLI),
  againstMilli: z.number().int().min(0).max(MAX_MILLI),
  note: z.string().max(500).optional(),
});
export type StockCountPayload = z.infer<typeof stockCountPayloadSchema>;
