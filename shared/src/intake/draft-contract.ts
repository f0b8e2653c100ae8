import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { quantityMilliSchema } from '../kernel/quantity.ts';
import { alternativeSchema, lineProblemSchema } from './contract.ts';

/** A line of an open draft as a person at a desk looks at it: what was written, what it was taken for, what is still asked. */
export const openDraftLineSchema = z.object({
  raw: z.string(),
  productId: idSchema.nullable(),
  quantityMilli: quantityMilliSchema.nullable(),
  unit: z.string().nullable(),
  /** 0 … 1: how sure the reader is of the product. */
  confidence: z.number(),
  /** Null where the line is clear. */
  problem: lineProblemSchema.nullable(),
  alternatives: z.array(alternativeSchema),
});
export type OpenDraftLine = z.infer<typeof openDraftLineSchema>;

/** What a shop is about to order in chat. Past `expiresAt` it is over, also where nobody has closed it yet. */
export const openDraftSchema = z.object({
  id: idSchema,
  /** ASKING: something is still open. READY: it waits for CONFIRM. */
  state: z.enum(['ASKING', 'READY']),
  lines: z.array(openDraftLineSchema),
  /** As it was shown to the shop; null until every line is clear and has a price. */
  totalPaisa: z.number().int().nullable(),
  since: z.string(),
  expiresAt: z.string(),
});
export type OpenDraft = z.infer<typeof openDraftSchema>;
