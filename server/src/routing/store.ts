import { VENDOR_OPEN } from '@khaacho/shared/orders/states.ts';
import type { Candidate } from '@khaacho/shared/routing/contract.ts';
import { type VendorFacts } from '@khaacho/shared/routing/rules.ts';
import type { RoutingWeights } from '@khaacho/shared/settings/contract.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

/**
 * Vendors with an offer on any of the goods, as JSON in the shape of VendorFacts: offers with stock, open and unanswered
 * orders. Keys are camelCase here because JSON keys are kept as they are.
 */
export function vendorFactsJson(productIds: readonly string[]): RawBuilder<VendorFacts[]> {
  return sql<VendorFacts[]>`(
    SELECT coalesce(jsonb_agg(jsonb_build_object(
      'id', v.id, 'name', v.name, 'active', v.active, 'city', v.city,
      'position', CASE WHEN v.latitude IS NULL OR v.longitude IS NULL THEN NULL
                       ELSE jsonb_build_object('latitude', v.latitude, 'longitude', v.longitude) END,
      'minOrderPaisa', v.min_order_paisa, 'opensAtMinute', v.opens_at_minute, 'closesAtMinute', v.closes_at_minute,
      'acceptanceMinutes', v.acceptance_minutes, 'commissionBasisPoints', v.commission_basis_points,
      'openOrders', (SELECT count(*) FROM orders o WHERE o.vendor_id = v.id AND o.state = ANY(${[...VENDOR_OPEN]})),
      'unanswered', (SELECT count(*) FROM assignments a WHERE a.vendor_id = v.id AND a.outcome IS NULL),
      -- No vendor score is published yet; routing counts it as 50.
      'reliabilityScore', NULL,
      'offers', stocked.offers)), '[]')
    FROM (
      SELECT f.vendor_id, jsonb_agg(jsonb_build_object(
        'id', f.id, 'productId', f.product_id, 'pricePaisa', f.price_paisa, 'costPaisa', f.cost_paisa,
        'minQuantityMilli', f.min_quantity_milli, 'onHandMilli', s.on_hand_milli, 'reservedMilli', s.reserved_milli,
        'leadTimeHours', f.lead_time_hours)) AS offers
      FROM offers f JOIN stock_levels s ON s.offer_id = f.id
      WHERE f.active AND f.product_id = ANY(${[...productIds]}::uuid[])
      GROUP BY f.vendor_id
    ) stocked JOIN vendors v ON v.id = stocked.vendor_id)`;
}

export async function loadVendorFacts(db: Db, productIds: readonly string[]): Promise<VendorFacts[]> {
  const row = await db.selectNoFrom(vendorFactsJson(productIds).as('vendors')).executeTakeFirstOrThrow();
  return row.vendors;
}

export type DecisionRow = {
  id: string;
  orderId: string;
  number: number;
  policy: string;
  chosenVendorId: string | null;
  weights: RoutingWeights;
  candidates: Candidate[];
  sentence: string;
  decidedBy: string;
  decidedAt: Date;
};

/** Keeps a decision. One that again found nobody takes the place of the one before it: an order may wait for days. */
export async function writeDecision(tx: Tx, decision: Omit<DecisionRow, 'number'>): Promise<void> {
  const last = await tx
    .selectFrom('routingDecisions')
    .select(['id', 'number', 'chosenVendorId'])
    .where('orderId', '=', decision.orderId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  const row = {
    ...decision,
    number: (last?.number ?? 0) + 1,
    weights: JSON.stringify(decision.weights),
    candidates: JSON.stringify(decision.candidates),
  };
  if (last && last.chosenVendorId === null && decision.chosenVendorId === null) {
    await tx
      .updateTable('routingDecisions')
      .set({ ...row, id: last.id, number: last.number })
      .where('id', '=', last.id)
      .execute();
  } else await tx.insertInto('routingDecisions').values(row).execute();
}

export async function loadDecisions(db: Db, orderId: string) {
  return db
    .selectFrom('routingDecisions')
    .selectAll()
    .where('orderId', '=', orderId)
    .orderBy('number', 'desc')
    .execute();
}
