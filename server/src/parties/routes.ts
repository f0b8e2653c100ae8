import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import { retailerDocumentSchema, vendorDocumentSchema } from '@khaacho/shared/parties/contract.ts';
import type { Role } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { offsetOf, pageQuerySchema } from '../http/pagination.ts';
import { replyPage } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { loadRetailers, loadVendors } from './documents.ts';

const listQuery = pageQuerySchema.extend({ q: z.string().min(1).max(100).optional() });
const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

function inOrder<T extends { id: string }>(ids: readonly string[], documents: readonly T[]): T[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function retailerRoutes(db: Db): Route[] {
  const roles: readonly Role[] = ['ADMIN', 'SUPPORT', 'READONLY', 'FIELD_AGENT'];
  return [
    route({
      method: 'get',
      path: '/retailers',
      roles,
      summary: 'Shops in the caller’s scope by name; `q` looks in name and phone.',
      query: listQuery,
      answer: z.array(retailerDocumentSchema),
      handler: async ({ query, caller }) => {
        let rows = db.selectFrom('retailers');
        if (caller.role === 'FIELD_AGENT')
          rows = rows.where((eb) => eb('territoryId', '=', eb.fn.any(eb.val(caller.territoryIds))));
        if (query.q) {
          const text = like(query.q);
          rows = rows.where((eb) => eb.or([eb('name', 'ilike', text), eb('phone', 'ilike', text)]));
        }
        const { total } = await rows.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
        const ids = (
          await rows.select('id').orderBy('name').orderBy('id').limit(query.limit).offset(offsetOf(query)).execute()
        ).map((row) => row.id);
        return replyPage(inOrder(ids, await loadRetailers(db, ids, caller)), {
          page: query.page,
          limit: query.limit,
          total,
        });
      },
    }),
    route({
      method: 'get',
      path: '/retailers/:id',
      roles,
      summary: 'One shop with its credit account.',
      params: z.object({ id: idSchema }),
      answer: retailerDocumentSchema,
      handler: async ({ params, caller }) => {
        const [retailer] = await loadRetailers(db, [params.id], caller);
        return retailer
          ? ok(retailer)
          : err(refusal('RETAILER_UNKNOWN', 'There is no such shop.', [{ field: 'id', issue: 'unknown' }]));
      },
    }),
  ];
}

function vendorRoutes(db: Db): Route[] {
  const roles: readonly Role[] = ['ADMIN', 'SUPPORT', 'READONLY', 'FIELD_AGENT', 'VENDOR_STAFF'];
  return [
    route({
      method: 'get',
      path: '/vendors',
      roles,
      summary: 'Vendors the caller may see, by name.',
      query: listQuery,
      answer: z.array(vendorDocumentSchema),
      handler: async ({ query, caller }) => {
        let rows = db.selectFrom('vendors');
        if (caller.role === 'VENDOR_STAFF') rows = rows.where('id', '=', caller.vendorId);
        if (query.q) rows = rows.where('name', 'ilike', like(query.q));
        const { total } = await rows.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
        const ids = (
          await rows.select('id').orderBy('name').orderBy('id').limit(query.limit).offset(offsetOf(query)).execute()
        ).map((row) => row.id);
        return replyPage(inOrder(ids, await loadVendors(db, ids, caller)), {
          page: query.page,
          limit: query.limit,
          total,
        });
      },
    }),
  ];
}

export function partyRoutes(db: Db): Route[] {
  return [...retailerRoutes(db), ...vendorRoutes(db)];
}
