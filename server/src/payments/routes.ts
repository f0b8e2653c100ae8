import { idSchema, newId } from '@khaacho/shared/kernel/ids.ts';
import { positivePaisaSchema } from '@khaacho/shared/kernel/money.ts';
import { paymentMethodSchema } from '@khaacho/shared/payments/contract.ts';
import { z } from 'zod';
import { type Db, type Tx, transaction } from '../db/database.ts';
import { withIdempotency } from '../http/idempotency.ts';
import { type Route, route } from '../http/route.ts';
import { recordPaymentFor } from './service.ts';

const answerSchema = z.object({
  paymentId: idSchema,
  receiptNumber: z.string(),
  retailerId: idSchema.nullable(),
  amountPaisa: z.number().int(),
  method: paymentMethodSchema,
  allocations: z.array(z.object({ orderId: idSchema, amountPaisa: z.number().int() })),
  advancePaisa: z.number().int(),
});

/** `onSettled` lets orders close what is paid in full, without payments knowing orders. */
export function paymentRoutes(db: Db, onSettled: (tx: Tx, orderId: string, now: Date) => Promise<void>): Route[] {
  return [
    route({
      method: 'post',
      path: '/credit/payment',
      roles: ['ADMIN', 'SUPPORT', 'FIELD_AGENT'],
      summary: 'Records money taken from a shop; the oldest bills are paid first.',
      body: z.object({
        retailerId: idSchema,
        amountPaisa: positivePaisaSchema,
        method: paymentMethodSchema,
        reference: z.string().max(120).optional(),
        receivedAt: z.iso.datetime({ offset: true }).optional(),
        orderIds: z.array(idSchema).max(100).optional(),
        note: z.string().max(500).optional(),
      }),
      answer: answerSchema,
      status: 201,
      idempotent: true,
      handler: ({ body, caller, now, idempotency }) =>
        transaction(db, (tx) =>
          withIdempotency(tx, idempotency, async () => {
            const recorded = await recordPaymentFor(tx, { ...body, paymentId: newId(now) }, caller, now);
            if (recorded.ok) for (const orderId of recorded.value.settledOrderIds) await onSettled(tx, orderId, now);
            return recorded;
          }),
        ),
    }),
  ];
}
