import { nepalDay, startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderDocument, OrderState } from '@khaacho/shared/orders/contract.ts';
import { VENDOR_OPEN } from '@khaacho/shared/orders/states.ts';
import { useDocument, useDocuments } from '../../replica/hooks.tsx';
import type { QueryResult } from '../../replica/replica-api.ts';
import { useNow } from '../../ui/use-now.ts';

const OFFICE_OPEN: readonly OrderState[] = ['HELD', 'PENDING', ...VENDOR_OPEN];
const DELIVERED: readonly OrderState[] = ['DELIVERED', 'COMPLETED'];

/** Everything a vendor still has to do, oldest first. */
export function useVendorOpenOrders(): QueryResult<OrderDocument> {
  return useDocuments('orders', { selector: { state: { $in: VENDOR_OPEN } }, sort: ['placedAt'] });
}

/** What has been handed over since midnight in Nepal, newest first. */
export function useDeliveredToday(): QueryResult<OrderDocument> {
  const start = startOfNepalDay(nepalDay(useNow())).toISOString();
  return useDocuments('orders', {
    selector: { state: { $in: DELIVERED }, deliveredAt: { $gte: start } },
    sort: ['-deliveredAt'],
  });
}

/** Every order this desk holds, newest first. */
export function useOrders(): QueryResult<OrderDocument> {
  return useDocuments('orders', { sort: ['-placedAt'] });
}

/** Orders that are not finished, whoever has to act. */
export function useOpenOrders(): QueryResult<OrderDocument> {
  return useDocuments('orders', { selector: { state: { $in: OFFICE_OPEN } }, sort: ['placedAt'] });
}

export function useOrdersOfShop(retailerId: string): QueryResult<OrderDocument> {
  return useDocuments('orders', { selector: { retailerId }, sort: ['-placedAt'] });
}

export function useOrder(id: string) {
  return useDocument('orders', id);
}

/** What the vendor of an order has of its goods, by offer. Empty for readers who may not see it. */
export function useStockOf(order: OrderDocument) {
  const ids = order.lines.flatMap((line) => (line.offerId ? [line.offerId] : []));
  const { documents } = useDocuments('offers', { selector: { id: { $in: ids } } });
  return new Map(documents.map((offer) => [offer.id, offer]));
}
