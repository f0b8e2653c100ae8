import type { OrderSource, OrderState } from '@khaacho/shared/orders/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { afterCursor, cutPage, type Keyset } from '../db/keyset.ts';

/** What a list may be narrowed and sorted by. */
export type OrderQuery = {
  page: number;
  limit: number;
  status?: OrderState[] | undefined;
  platform?: string | undefined;
  source?: OrderSource | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  q?: string | undefined;
  sort: '-placedAt' | 'placedAt' | '-totalPaisa' | 'totalPaisa';
};

/** Rows a caller may list: the same lines as in loadOrders. */
function scoped(db: Db, query: OrderQuery, caller: Caller) {
  let rows = db.selectFrom('orders as o').innerJoin('retailers as r', 'r.id', 'o.retailerId');
  if (caller.role === 'VENDOR_STAFF') rows = rows.where('o.vendorId', '=', caller.vendorId);
  else if (caller.role === 'FIELD_AGENT')
    rows = rows.where('o.territoryId', 'in', caller.territoryIds.length > 0 ? caller.territoryIds : [NOBODY]);
  else if (caller.role === 'RETAILER') rows = rows.where('o.retailerId', '=', caller.retailerId);
  if (query.status) rows = rows.where('o.state', 'in', query.status);
  if (query.platform) rows = rows.where('o.platform', '=', query.platform);
  if (query.source) rows = rows.where('o.source', '=', query.source);
  if (query.from) rows = rows.where('o.placedAt', '>=', query.from);
  if (query.to) rows = rows.where('o.placedAt', '<', query.to);
  if (query.q) {
    const like = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
    rows = rows.where((eb) =>
      eb.or([eb('o.orderNumber', 'ilike', like), eb('r.name', 'ilike', like), eb('r.phone', 'ilike', like)]),
    );
  }
  return rows;
}

/** No row has it: an agent without territories sees nothing. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

export async function countOrders(db: Db, query: OrderQuery, caller: Caller): Promise<number> {
  const row = await scoped(db, query, caller)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return row.total;
}

/** Ids of one page, in order. With a cursor the list goes by time placed and stays stable while orders come in. */
export async function orderIds(
  db: Db,
  query: OrderQuery,
  caller: Caller,
  keyset: Keyset | null,
): Promise<{ ids: string[]; nextCursor: string | null }> {
  const direction = query.sort.startsWith('-') ? 'desc' : 'asc';
  const column = query.sort.endsWith('totalPaisa') ? 'o.totalPaisa' : 'o.placedAt';
  let rows = scoped(db, query, caller)
    .select(['o.id', sql<string>`o.placed_at::text`.as('at')])
    .orderBy(column, direction)
    .orderBy('o.id', direction)
    .limit(query.limit + 1);
  if (keyset) rows = rows.where(afterCursor('o.placedAt', 'o.id', keyset, { direction, type: 'timestamptz' }));
  else rows = rows.offset((query.page - 1) * query.limit);
  const page = cutPage(await rows.execute(), query.limit, (row) => row);
  return { ids: page.rows.map((row) => row.id), nextCursor: column === 'o.placedAt' ? page.nextCursor : null };
}
