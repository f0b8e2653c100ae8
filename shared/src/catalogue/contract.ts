import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { quantityMilliSchema } from '../kernel/quantity.ts';

export const taxClassSchema = z.enum(['VAT', 'EXEMPT']);
export type TaxClass = z.infer<typeof taxClassSchema>;

/** A bigger pack of a good: how many sold units (in thousandths) it holds. `unit` is one of shared/src/intake/units.ts. */
export const packSchema = z.object({ unit: z.string().min(1).max(20), quantityMilli: quantityMilliSchema });
export type ProductPack = z.infer<typeof packSchema>;

/** One good of the shared catalogue. */
export const productDocumentSchema = z.object({
  id: idSchema,
  sku: z.string(),
  name: z.string(),
  nameNe: z.string(),
  category: z.string(),
  /** The sold unit: packet, kg, bottle, carton … */
  unit: z.string(),
  /** What one sold unit holds: 1 packet = 1000 g. */
  baseUnit: z.string(),
  basePerUnit: z.number().int().min(1),
  /** Carton, sack, crate … of it, where it is ordered by them too. */
  packs: z.array(packSchema).optional(),
  taxClass: taxClassSchema,
  aliases: z.array(z.string()),
  barcode: z.string().nullable(),
  active: z.boolean(),
  updatedAt: z.string(),
});
export type ProductDocument = z.infer<typeof productDocumentSchema>;
