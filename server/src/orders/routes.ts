import { startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { idSchema, newId } from '@khaacho/shared/kernel/ids.ts';
import { quantityInputSchema } from '@khaacho/shared/kernel/quantity.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import {
  type AskedLine,
  historyLineSchema,
  type OrderState,
  orderSourceSchema,
  orderStateSchema,
} from '@khaacho/shared/orders/contract.ts';
import type { Caller, Role } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';
import { type Db, type Tx, transaction } from '../db/database.ts';
import { decodeCursor } from '../db/keyset.ts';
import { withIdempotency } from '../http/idempotency.ts';
import { cursorSchema, limitSchema, pageSchema } from '../http/pagination.ts';
import { reply, replyNext, replyPage } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { type OrderAnswer, orderAnswer, orderAnswerSchema } from './answer.ts';
import { loadOrders } from './documents.ts';
import { listOrders } from './list-service.ts';
import { type MoveRequest, moveOrder } from './move-service.ts';
import { takeFor } from './take-service.ts';

const READERS: readonly Role[] = ['ADMIN', 'SUPPORT', 'READONLY', 'VENDOR_STAFF', 'FIELD_AGENT', 'RETAILER'];

const dayOrTime = z.union([
  z.iso.date().transform(startOfNepalDay),
  z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
]);

const orderQuerySchema = z.object({
  page: pageSchema,
  limit: limitSchema,
  cursor: cursorSchema,
  /** One or several, comma-separated. */
  status: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(orderStateSchema).min(1))
    .optional(),
  platform: z.string().max(40).optional(),
  source: orderSourceSchema.optional(),
  /** From this day (Nepal) or instant on … */
  from: dayOrTime.optional(),
  /** … to before this one. */
  to: dayOrTime.optional(),
  /** Order number, shop name or phone, or part of one. */
  q: z.string().min(1).max(100).optional(),
  sort: z.enum(['-placedAt', 'placedAt', '-totalPaisa', 'totalPaisa']).default('-placedAt'),
});

const createBodySchema = z.object({
  retailerId: idSchema,
  items: z
    .array(
      z.object({
        sku: z.string().min(1).max(60).optional(),
        productId: idSchema.optional(),
        quantity: quantityInputSchema,
      }),
    )
    .min(1)
    .max(200),
  vendorId: idSchema.optional(),
  notes: z.string().max(1000).optional(),
});

const unknownOrder = (): Refusal =>
  refusal('ORDER_UNKNOWN', 'There is no such order.', [{ field: 'id', issue: 'unknown' }]);

async function readOne(db: Db, id: string, caller: Caller, now: Date): Promise<Result<OrderAnswer, Refusal>> {
  const [order] = await loadOrders(db, [id], caller);
  return order ? ok(orderAnswer(order, now)) : err(unknownOrder());
}

/** SKUs and ids to lines; what is not in the catalogue is named, all of it at once. */
async function askedLines(
  tx: Tx,
  items: z.infer<typeof createBodySchema>['items'],
): Promise<Result<AskedLine[], Refusal>> {
  const skus = items.flatMap((item) => (item.productId === undefined && item.sku ? [item.sku.toUpperCase()] : []));
  const known =
    skus.length > 0 ? await tx.selectFrom('products').select(['id', 'sku']).where('sku', 'in', skus).execute() : [];
  const bySku = new Map(known.map((product) => [product.sku, product.id]));
  const lines: AskedLine[] = [];
  const unknown: { field: string; issue: string; figures: { sku: string } }[] = [];
  for (const [index, item] of items.entries()) {
    const productId = item.productId ?? bySku.get((item.sku ?? '').toUpperCase());
    if (productId) lines.push({ productId, quantityMilli: item.quantity });
    else unknown.push({ field: `items.${index}.sku`, issue: 'not in the catalogue', figures: { sku: item.sku ?? '' } });
  }
  if (unknown.length === 0) return ok(lines);
  return err(
    refusal(
      'PRODUCT_UNKNOWN',
      `Not in the catalogue: ${unknown.map((detail) => detail.figures.sku || detail.field).join(', ')}.`,
      unknown,
    ),
  );
}

function listRoutes(db: Db): Route[] {
  return [
    route({
      method: 'get',
      path: '/orders',
      roles: READERS,
      summary: 'Orders in the caller’s scope, newest first; by page, or by cursor (stable while orders come in).',
      query: orderQuerySchema,
      answer: z.array(orderAnswerSchema),
      handler: async ({ query, caller, now }) => {
        const keyset = query.cursor ? decodeCursor(query.cursor) : null;
        if (query.cursor && (!keyset || query.sort.endsWith('totalPaisa'))) {
          return err(
            refusal('VALIDATION_ERROR', 'This cursor does not fit: begin the list anew.', [
              { field: 'query.cursor', issue: 'not a cursor of this list' },
            ]),
          );
        }
        const { orders, nextCursor, total } = await listOrders(db, query, caller, keyset);
        const data = orders.map((order) => orderAnswer(order, now));
        return keyset
          ? replyNext(data, nextCursor)
          : replyPage(data, { page: query.page, limit: query.limit, total, nextCursor });
      },
    }),
    route({
      method: 'get',
      path: '/orders/:id',
      roles: READERS,
      summary: 'One order.',
      params: z.object({ id: idSchema }),
      answer: orderAnswerSchema,
      handler: ({ params, caller, now }) => readOne(db, params.id, caller, now),
    }),
    route({
      method: 'get',
      path: '/orders/:id/tracking',
      roles: READERS,
      summary: 'Where an order stands and every step it took.',
      params: z.object({ id: idSchema }),
      answer: z.object({
        orderNumber: z.string().nullable(),
        status: orderStateSchema,
        vendorName: z.string().nullable(),
        expectedDeliveryDay: z.string().nullable(),
        deliveredAt: z.string().nullable(),
        history: z.array(historyLineSchema),
      }),
      handler: ({ params, caller, now }) => readOne(db, params.id, caller, now),
    }),
  ];
}

function createRoute(db: Db): Route {
  return route({
    method: 'post',
    path: '/orders',
    roles: ['ADMIN', 'SUPPORT', 'FIELD_AGENT'],
    summary: 'Takes an order for a shop: price, stock and credit checked and reserved, a vendor chosen.',
    body: createBodySchema,
    answer: orderAnswerSchema,
    status: 201,
    idempotent: true,
    handler: ({ body, caller, now, idempotency }) =>
      transaction(db, (tx) =>
        withIdempotency(tx, idempotency, async () => {
          const lines = await askedLines(tx, body.items);
          if (!lines.ok) return lines;
          const orderId = newId(now);
          const taken = await takeFor(
            tx,
            {
              orderId,
              retailerId: body.retailerId,
              lines: lines.value,
              vendorId: body.vendorId,
              notes: body.notes,
              source: caller.role === 'FIELD_AGENT' ? 'AGENT' : 'API',
              originKey: idempotency ? `api:${idempotency.scope}:${idempotency.key}` : `api:${orderId}`,
              commandId: null,
              deviceAt: null,
            },
            caller,
            now,
          );
          if (!taken.ok) return taken;
          return 'document' in taken.value
            ? ok(orderAnswer(taken.value.document, now))
            : readOne(tx, taken.value.existingOrderId, caller, now);
        }),
      ),
  });
}

const MOVE_TO: Partial<Record<OrderState, MoveRequest['move']>> = {
  ACCEPTED: 'accept',
  REJECTED: 'reject',
  PACKING: 'pack',
  DISPATCHED: 'dispatch',
  OUT_FOR_DELIVERY: 'outForDelivery',
  DELIVERED: 'deliver',
  CANCELLED: 'cancel',
};

function statusRoute(db: Db): Route {
  return route({
    method: 'put',
    path: '/orders/:id/status',
    roles: ['ADMIN', 'SUPPORT', 'VENDOR_STAFF', 'FIELD_AGENT'],
    summary: 'Moves an order one step, by the one published table of moves.',
    params: z.object({ id: idSchema }),
    body: z.object({
      status: orderStateSchema,
      reason: z.string().min(3).max(500).optional(),
      version: z.number().int().optional(),
    }),
    answer: orderAnswerSchema,
    handler: ({ params, body, caller, now }) =>
      transaction(db, async (tx) => {
        const move = MOVE_TO[body.status];
        if (!move)
          return err(
            refusal('ORDER_MOVE_ILLEGAL', `Nobody sets ${body.status} by hand.`, [
              { field: 'status', issue: 'not a step' },
            ]),
          );
        if ((move === 'cancel' || move === 'reject') && !body.reason) {
          return err(
            refusal('REASON_REQUIRED', 'Say why: the other side reads it.', [{ field: 'reason', issue: 'missing' }]),
          );
        }
        const before = await readOne(tx, params.id, caller, now);
        if (!before.ok) return before;
        const moved = await moveOrder(
          tx,
          {
            orderId: params.id,
            move,
            by: caller.role,
            userId: caller.userId,
            label: caller.role,
            vendorId: caller.vendorId,
            deviceId: caller.deviceId,
            territoryIds: caller.territoryIds,
            deviceAt: null,
            commandId: null,
            reason: body.reason ?? null,
            version: body.version,
          },
          now,
        );
        if (!moved.ok) return moved;
        const after = await readOne(tx, params.id, caller, now);
        // A refused order has gone to the next vendor: this one is told its last state.
        return after.ok ? after : reply({ ...before.value, status: 'REJECTED' as const, state: 'REJECTED' as const });
      }),
  });
}

export function orderRoutes(db: Db): Route[] {
  return [...listRoutes(db), createRoute(db), statusRoute(db)];
}
