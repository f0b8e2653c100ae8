import { z } from 'zod';
import { openDraftSchema } from '../intake/draft-contract.ts';
import { idSchema } from '../kernel/ids.ts';
import { languageSchema } from '../kernel/language.ts';
import { paisaSchema } from '../kernel/money.ts';

export const positionSchema = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
export type Position = z.infer<typeof positionSchema>;

/** A seller. `commissionBasisPoints` is null for readers who are not the vendor or the back office. */
export const vendorDocumentSchema = z.object({
  id: idSchema,
  name: z.string(),
  phone: z.string().nullable(),
  address: z.string(),
  city: z.string(),
  position: positionSchema.nullable(),
  /** Minutes since midnight in Nepal; a shop that never closes is 0 … 1440. */
  opensAtMinute: z.number().int(),
  closesAtMinute: z.number().int(),
  acceptanceMinutes: z.number().int().nullable(),
  minOrderPaisa: paisaSchema,
  commissionBasisPoints: z.number().int().nullable(),
  active: z.boolean(),
  updatedAt: z.string(),
});
export type VendorDocument = z.infer<typeof vendorDocumentSchema>;

/** Why a retailer may not take new orders. */
export const blockSchema = z.object({ reason: z.string(), since: z.string(), by: z.string().nullable() });

export const creditAccountSchema = z.object({
  limitPaisa: paisaSchema,
  /** Owed for delivered goods; negative is an advance. */
  outstandingPaisa: paisaSchema,
  /** Promised to orders that are not yet delivered. */
  reservedPaisa: paisaSchema,
  /** Rises by one with every change of the account. */
  version: z.number().int(),
  /** The oldest unpaid bill's due day, null where nothing is open. */
  oldestDueDay: z.string().nullable(),
});
export type CreditAccount = z.infer<typeof creditAccountSchema>;

/** A shop that buys, with its credit account inside. */
export const retailerDocumentSchema = z.object({
  id: idSchema,
  name: z.string(),
  phone: z.string().nullable(),
  ownerName: z.string().nullable(),
  address: z.string(),
  city: z.string(),
  territoryId: idSchema.nullable(),
  position: positionSchema.nullable(),
  language: languageSchema,
  panNumber: z.string().nullable(),
  /** Days after delivery until a bill is due; 0 is cash on delivery. */
  termsDays: z.number().int(),
  approved: z.boolean(),
  block: blockSchema.nullable(),
  credit: creditAccountSchema,
  /** What the shop is about to order in chat; for the back office only, absent for others. */
  draft: openDraftSchema.nullable().optional(),
  updatedAt: z.string(),
});
export type RetailerDocument = z.infer<typeof retailerDocumentSchema>;
