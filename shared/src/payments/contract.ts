import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';
import { positivePaisaSchema } from '../kernel/money.ts';

export const paymentMethodSchema = z.enum(['CASH', 'CHEQUE', 'BANK', 'WALLET']);
export type PaymentMethod = z.infer<typeof paymentMethodSchema>;

export const paymentStateSchema = z.enum(['UNPAID', 'PARTIAL', 'PAID', 'OVERDUE']);
export type PaymentState = z.infer<typeof paymentStateSchema>;

/** A fact: money was taken. Never refused; what does not fit goes to the suspense account with an alert. */
export const paymentRecordPayloadSchema = z.object({
  paymentId: idSchema,
  retailerId: idSchema,
  amountPaisa: positivePaisaSchema,
  method: paymentMethodSchema,
  reference: z.string().max(120).optional(),
  /** When the money changed hands by the device's clock. */
  receivedAt: z.iso.datetime({ offset: true }).optional(),
  /** Pay these orders first, in this order; the rest goes to the oldest bills. */
  orderIds: z.array(idSchema).max(100).optional(),
  note: z.string().max(500).optional(),
});
export type PaymentRecordPayload = z.infer<typeof paymentRecordPayloadSchema>;
