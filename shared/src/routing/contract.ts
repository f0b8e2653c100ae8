import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { paisaSchema } from '../kernel/money.ts';

/** Why a vendor could not be chosen, from a closed list. */
export const ineligibleSchema = z.enum([
  'INACTIVE',
  'NO_OFFER',
  'BELOW_MIN_QUANTITY',
  'SHORT_STOCK',
  'BELOW_MIN_ORDER',
  'FULL',
  'ASKED_BEFORE',
  'DEARER_THAN_QUOTE',
]);
export type Ineligible = z.infer<typeof ineligibleSchema>;

/** 0 … 100 with two decimals each. */
export const scoresSchema = z.object({
  availability: z.number(),
  proximity: z.number(),
  workload: z.number(),
  price: z.number(),
  reliability: z.number(),
});

/** One vendor as the routing saw it: inputs, five scores, the weighted total, and what ruled it out. */
export const candidateSchema = z.object({
  vendorId: idSchema,
  vendorName: z.string(),
  eligible: z.boolean(),
  ineligible: z.array(ineligibleSchema),
  scores: scoresSchema,
  total: z.number(),
  inputs: z.object({
    distanceKm: z.number().nullable(),
    sameCity: z.boolean(),
    openOrders: z.number().int(),
    unanswered: z.number().int(),
    basketPaisa: paisaSchema.nullable(),
    /** Smallest free stock over asked quantity, as a ratio. */
    cover: z.number(),
    /** The published vendor score; null until one is published, counted as 50. */
    reliabilityScore: z.number().nullable(),
  }),
});
export type Candidate = z.infer<typeof candidateSchema>;
