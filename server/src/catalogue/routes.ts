import { productDocumentSchema } from '@khaacho/shared/catalogue/contract.ts';
import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import { DESK_ROLES } from '@khaacho/shared/people/rules.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { offsetOf, pageQuerySchema } from '../http/pagination.ts';
import { replyPage } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { loadProducts } from './documents.ts';
import { forgetAlias, listLearned } from './learned-service.ts';
import { searchProducts } from './service.ts';

const learnedSchema = z.object({
  alias: z.string(),
  productId: idSchema,
  sku: z.string(),
  retailerId: idSchema,
  retailerName: z.string(),
  times: z.number().int(),
  /** The shop has meant two goods by it: it is always asked. */
  ambiguous: z.boolean(),
  updatedAt: z.iso.datetime(),
});

export function catalogueRoutes(db: Db): Route[] {
  return [
    route({
      method: 'get',
      path: '/products',
      roles: DESK_ROLES,
      summary: 'The catalogue by SKU.',
      query: pageQuerySchema.extend({ category: z.string().max(60).optional() }),
      answer: z.array(productDocumentSchema),
      handler: async ({ query }) => {
        const rows = query.category
          ? db.selectFrom('products').where('category', '=', query.category)
          : db.selectFrom('products');
        const { total } = await rows.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
        const ids = (await rows.select('id').orderBy('sku').limit(query.limit).offset(offsetOf(query)).execute()).map(
          (row) => row.id,
        );
        const found = await loadProducts(db, ids);
        return replyPage(
          found.sort((a, b) => (a.sku < b.sku ? -1 : 1)),
          { page: query.page, limit: query.limit, total },
        );
      },
    }),
    route({
      method: 'get',
      path: '/products/search',
      roles: DESK_ROLES,
      summary: 'Goods by SKU, name or alias in English, Nepali or romanised Nepali, best match first.',
      query: z.object({ q: z.string().min(1).max(100), limit: pageQuerySchema.shape.limit }),
      answer: z.array(productDocumentSchema),
      handler: ({ query }) => searchProducts(db, query.q, query.limit),
    }),
    route({
      method: 'get',
      path: '/products/learned-names',
      roles: ['ADMIN', 'SUPPORT', 'READONLY'],
      summary: 'What shops call goods, learned from confirmed orders, newest first.',
      query: z.object({
        productId: idSchema.optional(),
        retailerId: idSchema.optional(),
        limit: pageQuerySchema.shape.limit,
      }),
      answer: z.array(learnedSchema),
      handler: async ({ query }) =>
        (await listLearned(db, query, query.limit)).map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() })),
    }),
    route({
      method: 'post',
      path: '/products/:id/forget-alias',
      roles: ['ADMIN', 'SUPPORT'],
      summary: 'Takes a learned name away: from one shop, or from everybody where no shop is named.',
      params: z.object({ id: idSchema }),
      body: z.object({
        alias: z.string().min(1).max(60),
        retailerId: idSchema.optional(),
        reason: z.string().trim().min(3).max(300),
      }),
      answer: z.object({ forgotten: z.number().int() }),
      handler: ({ params, body, caller, now }) =>
        forgetAlias(
          db,
          { productId: params.id, alias: body.alias, retailerId: body.retailerId ?? null, reason: body.reason },
          caller,
          now,
        ),
    }),
    route({
      method: 'get',
      path: '/products/:id',
      roles: DESK_ROLES,
      summary: 'One good of the catalogue.',
      params: z.object({ id: idSchema }),
      answer: productDocumentSchema,
      handler: async ({ params }) => {
        const [product] = await loadProducts(db, [params.id]);
        return product
          ? ok(product)
          : err(refusal('PRODUCT_UNKNOWN', 'There is no such good.', [{ field: 'id', issue: 'unknown' }]));
      },
    }),
  ];
}
