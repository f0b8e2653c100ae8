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
import { searchProducts } from './service.ts';

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
