import { z } from 'zod';
import { taxClassSchema } from '../catalogue/contract.ts';
import { idSchema } from '../kernel/ids.ts';
import { nonNegativePaisaSchema, paisaSchema, positivePaisaSchema } from '../kernel/money.ts';
import { quantityMilliSchema } from '../kernel/quantity.ts';

/** A vendor's offer on a product. Cost and stock levels are null for readers who may not see them. */
export const offerDocumentSchema = z.object({
  id: idSchema,
  vendorId: idSchema,
  productId: idSchema,
  sku: z.string(),
  pricePaisa: paisaSchema,
  costPaisa: paisaSchema.nullable(),
  minQuantityMilli: z.number().int(),
  leadTimeHours: z.number().int(),
  onHandMilli: z.number().int(),
  reservedMilli: z.number().int(),
  lowStockMilli: z.number().int(),
  active: z.boolean(),
  version: z.number().int(),
  updatedAt: z.string(),
});
export type OfferDocument = z.infer<typeof offerDocumentSchema>;

export const offerUpdatePayloadSchema = z.object({
  offerId: idSchema,
  pricePaisa: positivePaisaSchema.optional(),
  costPaisa: nonNegativePaisaSchema.optional(),
  minQuantityMilli: quantityMilliSchema.optional(),
  active: z.boolean().optional(),
});
export type OfferUpdatePayload = z.infer<typeof offerUpdatePayloadSchema>;

/** A line with its price and its share of the tax. Sum of `taxPaisa` over an order is the order's tax exactly. */
export const pricedLineSchema = z.object({
  productId: idSchema,
  sku: z.string(),
  name: z.string(),
  nameNe: z.string(),
  unit: z.string(),
  quantityMilli: quantityMilliSchema,
  unitPricePaisa: paisaSchema,
  lineTotalPaisa: paisaSchema,
  taxClass: taxClassSchema,
  taxBasisPoints: z.number().int(),
  taxPaisa: paisaSchema,
});
export type PricedLine = z.infer<typeof pricedLineSchema>;

export const quoteSchema = z.object({
  vendorId: idSchema,
  lines: z.array(pricedLineSchema).min(1),
  subtotalPaisa: paisaSchema,
  taxPaisa: paisaSchema,
  totalPaisa: paisaSchema,
});
/** Prices as shown to a retailer; what was shown at CONFIRM binds. */
export type Quote = z.infer<typeof quoteSchema>;
