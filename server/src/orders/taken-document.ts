import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import type { OrderDecision, OrderFacts } from '@khaacho/shared/orders/rules.ts';
import type { FactsBeside } from './store.ts';
import type { OrderRow } from './take-service.ts';

/** The document of an order that has just been written, from what was written: equal to what loadOrders reads. */
export function documentOf(
  row: OrderRow,
  orderNumber: string,
  facts: OrderFacts & FactsBeside,
  { vendor }: OrderDecision,
  now: Date,
): OrderDocument {
  const at = now.toISOString();
  const { name, phone, address } = facts.shop;
  return {
    id: row.id,
    orderNumber,
    state: row.state,
    source: row.source,
    platform: 'organic',
    retailerId: row.retailerId,
    retailer: { name, phone, address, city: facts.retailer.city, position: facts.retailer.position },
    vendorId: row.vendorId,
    vendorName: vendor?.name ?? null,
    lines: row.lines.map(({ unitCostPaisa: _cost, ...line }) => line),
    itemCount: row.lines.length,
    subtotalPaisa: row.subtotalPaisa,
    taxPaisa: row.taxPaisa,
    totalPaisa: row.totalPaisa,
    paidPaisa: 0,
    dueDay: null,
    expectedDeliveryDay: row.expectedDeliveryDay,
    acceptBy: row.acceptBy,
    assignment: vendor ? 1 : 0,
    notes: row.notes,
    reason: null,
    history: row.history.map(({ from, to, deviceAt, by, reason }) => ({ from, to, at, deviceAt, by, reason })),
    version: 1,
    placedAt: at,
    deliveredAt: null,
    updatedAt: at,
  };
}
