import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { orderDocumentSchema, orderLineSchema, orderStateSchema } from '@khaacho/shared/orders/contract.ts';
import { paymentStateSchema } from '@khaacho/shared/payments/contract.ts';
import { paymentState } from '@khaacho/shared/payments/rules.ts';
import { z } from 'zod';

/** An order over REST: the document, with decimal quantities, `status` for `state`, and the payment state derived. */
export const orderAnswerSchema = orderDocumentSchema.omit({ lines: true }).extend({
  status: orderStateSchema,
  paymentStatus: paymentStateSchema,
  duePaisa: z.number().int(),
  items: z.array(orderLineSchema.extend({ quantity: z.number() })),
});
export type OrderAnswer = z.infer<typeof orderAnswerSchema>;

export function orderAnswer(order: OrderDocument, now: Date): OrderAnswer {
  const { lines, ...rest } = order;
  return {
    ...rest,
    status: order.state,
    paymentStatus: paymentState(order, nepalDay(now)),
    duePaisa: order.totalPaisa - order.paidPaisa,
    // Thousandths are exact to three decimals in a double.
    items: lines.map((line) => ({ ...line, quantity: line.quantityMilli / 1000 })),
  };
}
