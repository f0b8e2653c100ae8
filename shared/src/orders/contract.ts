import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { paisaSchema } from '../kernel/money.ts';
import { quantityMilliSchema } from '../kernel/quantity.ts';
import { positionSchema } from '../parties/contract.ts';
import { pricedLineSchema } from '../pricing/contract.ts';

export const orderStates = [
  'HELD',
  'PENDING',
  'ASSIGNED',
  'ACCEPTED',
  'PACKING',
  'DISPATCHED',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'COMPLETED',
  'CANCELLED',
  'REJECTED',
  'FAILED',
  'RETURNED',
] as const;
export const orderStateSchema = z.enum(orderStates);
export type OrderState = z.infer<typeof orderStateSchema>;

export const orderSourceSchema = z.enum(['WHATSAPP', 'DESKTOP', 'AGENT', 'API', 'WEB']);
export type OrderSource = z.infer<typeof orderSourceSchema>;

export const rejectReasonSchema = z.enum(['OUT_OF_STOCK', 'TOO_FAR', 'TOO_BUSY', 'PRICE_WRONG', 'CLOSED', 'OTHER']);
export type RejectReason = z.infer<typeof rejectReasonSchema>;

export const orderLineSchema = pricedLineSchema.extend({
  lineNumber: z.number().int(),
  offerId: idSchema.nullable(),
});
export type OrderLine = z.infer<typeof orderLineSchema>;

export const historyLineSchema = z.object({
  from: orderStateSchema.nullable(),
  to: orderStateSchema,
  /** When the server applied it. Null while it waits on a device. */
  at: z.string().nullable(),
  /** When the device says it happened. */
  deviceAt: z.string().nullable(),
  by: z.string(),
  reason: z.string().nullable(),
});
export type HistoryLine = z.infer<typeof historyLineSchema>;

export const orderDocumentSchema = z.object({
  id: idSchema,
  /** Null only while the order waits on the device that made it. */
  orderNumber: z.string().nullable(),
  state: orderStateSchema,
  source: orderSourceSchema,
  platform: z.string(),
  retailerId: idSchema,
  retailer: z.object({
    name: z.string(),
    phone: z.string().nullable(),
    address: z.string(),
    city: z.string(),
    position: positionSchema.nullable(),
  }),
  /** Null while every vendor is full and the order waits. */
  vendorId: idSchema.nullable(),
  vendorName: z.string().nullable(),
  lines: z.array(orderLineSchema),
  itemCount: z.number().int(),
  subtotalPaisa: paisaSchema,
  taxPaisa: paisaSchema,
  totalPaisa: paisaSchema,
  paidPaisa: paisaSchema,
  /** Day the bill falls due, null before delivery. */
  dueDay: z.string().nullable(),
  expectedDeliveryDay: z.string().nullable(),
  acceptBy: z.string().nullable(),
  assignment: z.number().int(),
  notes: z.string().nullable(),
  reason: z.string().nullable(),
  history: z.array(historyLineSchema),
  version: z.number().int(),
  placedAt: z.string(),
  deliveredAt: z.string().nullable(),
  updatedAt: z.string(),
});
export type OrderDocument = z.infer<typeof orderDocumentSchema>;

/** A line as it is asked for: by product id or by SKU. */
export const askedLineSchema = z.object({ productId: idSchema, quantityMilli: quantityMilliSchema });
export type AskedLine = z.infer<typeof askedLineSchema>;

const notes = z.string().max(1000).optional();

export const orderCreatePayloadSchema = z.object({
  orderId: idSchema,
  retailerId: idSchema,
  lines: z.array(askedLineSchema).min(1).max(200),
  vendorId: idSchema.optional(),
  notes,
  /** The total the person saw when ordering; the server refuses to charge more. */
  seenTotalPaisa: paisaSchema.optional(),
});
export type OrderCreatePayload = z.infer<typeof orderCreatePayloadSchema>;

const orderRef = z.object({ orderId: idSchema });
export const orderAcceptPayloadSchema = orderRef.extend({ assignment: z.number().int().optional() });
export const orderRejectPayloadSchema = orderRef.extend({
  reason: rejectReasonSchema,
  note: z.string().max(500).optional(),
});
export const orderPackPayloadSchema = orderRef;
export const orderDispatchPayloadSchema = orderRef;
export const orderOutForDeliveryPayloadSchema = orderRef;
export const orderDeliverPayloadSchema = orderRef.extend({ receivedBy: z.string().max(120).optional() });
export const orderCancelPayloadSchema = orderRef.extend({ reason: z.string().min(3).max(500) });
