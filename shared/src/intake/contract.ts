import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { quantityMilliSchema } from '../kernel/quantity.ts';

/**
 * How sure the reader must be of a product (0 … 1): taken without asking from `take` on, asked about with numbered choices
 * from `ask` on, refused below. A second product within `margin` of the best (a share of it) makes it a question, however sure the best is.
 */
export const CONFIDENCE = { take: 0.8, ask: 0.5, margin: 0.1 } as const;

/** More than five to choose from nobody reads on a phone. */
export const MAX_ALTERNATIVES = 5;

/** A product a line may mean, and how sure the reader is of it. */
export const alternativeSchema = z.object({ productId: idSchema, confidence: z.number().min(0).max(1) });
export type Alternative = z.infer<typeof alternativeSchema>;

/** An amount as it was written: thousandths of `unit`; `unit` is one of amounts.ts (kg, l, dozen, carton …), null for a bare number. */
export const writtenAmountSchema = z.object({ valueMilli: z.number().int(), unit: z.string().nullable() });
export type WrittenAmount = z.infer<typeof writtenAmountSchema>;

/** What of a line is still open: which good, how many, or what the written unit comes to in the unit it is sold in. */
export const lineProblemSchema = z.enum(['product', 'quantity', 'unit']);
export type LineProblem = z.infer<typeof lineProblemSchema>;

/**
 * A line of a message as it was understood. Clear (`problem` null) exactly where product and quantity are known.
 * Stored in drafts: change it only by adding with a default.
 */
export const readLineSchema = z.object({
  /** The part of the message it was read from, at most 200 characters. */
  raw: z.string(),
  productId: idSchema.nullable(),
  /** Thousandths of the unit the product is sold in. */
  quantityMilli: quantityMilliSchema.nullable(),
  /** The unit `quantityMilli` counts: the product's sold unit; null while the product is open. */
  unit: z.string().nullable().default(null),
  /** 0 … 1: how sure the reader is of the product. */
  confidence: z.number().min(0).max(1),
  /** Null where the line is clear. */
  problem: lineProblemSchema.nullable(),
  /** Best first. The numbered choices where `problem` is `product`; else what it was preferred to. */
  alternatives: z.array(alternativeSchema),
  /** Kept until the product is known, then counted in its sold unit. */
  amount: writtenAmountSchema.nullable(),
  /** Which message of the draft touched the line last: a bare "no, 5" means the latest of them. */
  turn: z.number().int().min(0).default(0),
  /** The person chose the product when asked: once confirmed, `raw` may be learned as a name for it. */
  chosen: z.boolean().default(false),
});
export type ReadLine = z.infer<typeof readLineSchema>;

export const draftLinesSchema = z.array(readLineSchema);

/** A confirmed correction: what was written, and the product that was chosen for it. The reader may learn from it. */
export const correctionSchema = z.object({ written: z.string(), productId: idSchema });
export type Correction = z.infer<typeof correctionSchema>;
