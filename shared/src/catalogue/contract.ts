import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';

export const taxClassSchema = z.enum(['VAT', 'EXEMPT']);
export type TaxClass = z.infer<typeof taxClassSchema>;

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
  taxClass: taxClassSchema,
  aliases: z.array(z.string()),
  barcode: z.string().nullable(),
  active: z.boolean(),
  updatedAt: z.string(),
});
export type ProductDocument = z.infer<typeof productDocumentSchema>;
