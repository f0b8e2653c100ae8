import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Db } from '../db/database.ts';
import type { Keyset } from '../db/keyset.ts';
import { loadOrders } from './documents.ts';
import { countOrders, type OrderQuery, orderIds } from './list-store.ts';

/** One stretch of the caller's orders; `total` is counted only for lists by page. */
export async function listOrders(
  db: Db,
  query: OrderQuery,
  caller: Caller,
  keyset: Keyset | null,
): Promise<{ orders: OrderDocument[]; nextCursor: string | null; total: number }> {
  const { ids, nextCursor } = await orderIds(db, query, caller, keyset);
  const byId = new Map((await loadOrders(db, ids, caller)).map((order) => [order.id, order]));
  const orders = ids.flatMap((id) => byId.get(id) ?? []);
  return { orders, nextCursor, total: keyset ? 0 : await countOrders(db, query, caller) };
}
