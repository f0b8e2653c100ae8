import type { OrderFacts } from '@khaacho/shared/orders/rules.ts';
import type { Db } from '../db/database.ts';
import { type FactsBeside, selectOrderFacts } from './store.ts';

/** The facts for taking an order of these goods, as they are now. Null where the retailer is not known. */
export async function loadOrderFacts(
  db: Db,
  retailerId: string,
  productIds: readonly string[],
  userId: string | null = null,
): Promise<(OrderFacts & FactsBeside) | null> {
  return selectOrderFacts(db, retailerId, productIds, userId);
}
