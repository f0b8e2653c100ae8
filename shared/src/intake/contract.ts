import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { quantityMilliSchema } from '../kernel/quantity.ts';

/** A line of a message as it was understood, and what of it is still open. */
export const readLineSchema = z.object({
  written: z.string(),
  productId: idSchema.nullable(),
  quantityMilli: quantityMilliSchema.nullable(),
  /** 0 … 1: how sure the reader is of the product. */
  confidence: z.number().min(0).max(1),
  /** What is missing, null where the line is clear. */
  missing: z.enum(['product', 'quantity', 'unit']).nullable(),
  /** Products to choose from when `missing` is `product`, best first. */
  choices: z.array(idSchema),
  /** The amount as written, kept until the product is known. */
  amount: z.object({ valueMilli: z.number().int(), unit: z.string().nullable() }).nullable(),
});
export type ReadLine = z.infer<typeof readLineSchema>;

export const draftLinesSchema = z.array(readLineSchema);

/** A message of a person, whichever provider brought it. `raw` is everything the provider said. */
export type InboundMessage = {
  providerId: string;
  externalId: string;
  phone: string | null;
  kind: 'TEXT' | 'IMAGE' | 'AUDIO' | 'DOCUMENT' | 'LOCATION' | 'OTHER';
  body: string;
  raw: Record<string, string>;
};
