import { formatMoney } from '@khaacho/shared/kernel/money.ts';
import { acceptBy } from '@khaacho/shared/routing/rules.ts';
import { raiseAlert } from '../alerts/service.ts';
import type { Tx } from '../db/database.ts';
import { routeAgain } from '../routing/service.ts';
import { loadHouse } from '../settings/service.ts';
import { reserveStock } from '../stock/service.ts';
import {
  appendHistory,
  heldLines,
  type LockedOrder,
  lockOrder,
  openAssignment,
  relinkLines,
  vendorsAsked,
  writeOrder,
} from './store.ts';

const SYSTEM = { deviceAt: null, byUser: null, label: 'Khaacho', deviceId: null, commandId: null } as const;

/**
 * Gives a PENDING order to the next vendor by the routing rule: never one who was asked before, only one who honours what
 * the retailer agreed to pay. Where nobody is left, an admin is told. Answers true where a vendor has it now.
 */
export async function passOn(tx: Tx, orderId: string, now: Date): Promise<boolean> {
  const order = await lockOrder(tx, orderId);
  if (order?.state !== 'PENDING') return false;
  const house = await loadHouse(tx);
  if (order.assignment >= house.maxAssignments) {
    await raiseNobodyLeft(
      tx,
      order,
      { dearer: 0, why: `${order.assignment} vendors were asked and none took it.` },
      now,
    );
    return false;
  }
  const lines = await tx
    .selectFrom('orderLines')
    .select(['productId', 'quantityMilli'])
    .where('orderId', '=', orderId)
    .orderBy('lineNumber')
    .execute();
  const retailer = await tx
    .selectFrom('retailers')
    .select(['city', 'latitude', 'longitude'])
    .where('id', '=', order.retailerId)
    .executeTakeFirstOrThrow();
  const position =
    retailer.latitude === null || retailer.longitude === null
      ? null
      : { latitude: retailer.latitude, longitude: retailer.longitude };
  const asked = await vendorsAsked(tx, orderId);
  const question = {
    lines,
    retailer: { city: retailer.city, position },
    askedBefore: asked,
    boundSubtotalPaisa: order.subtotalPaisa,
  };
  const routed = await routeAgain(tx, orderId, question, house, 'Khaacho', now);
  if (!routed.vendor) {
    const waits = routed.candidates.some(
      (candidate) => candidate.ineligible.length === 1 && candidate.ineligible[0] === 'FULL',
    );
    if (!waits) await raiseNobodyLeft(tx, order, whyNobody(routed.candidates), now);
    return false;
  }
  const { vendor } = routed;
  await relinkLines(tx, orderId, vendor.offers);
  const reserved = await reserveStock(tx, await heldLines(tx, orderId));
  // The last unit went between asking and reserving: the next sweep asks again.
  if (!reserved.ok) return false;
  const until = acceptBy(now, vendor, house);
  const number = order.assignment + 1;
  await openAssignment(tx, { orderId, number, vendorId: vendor.id, assignedAt: now, acceptBy: until });
  await writeOrder(
    tx,
    orderId,
    { state: 'ASSIGNED', vendorId: vendor.id, assignment: number, acceptBy: until, stockHeld: true },
    now,
  );
  await appendHistory(tx, { ...SYSTEM, orderId, from: 'PENDING', to: 'ASSIGNED', at: now, reason: routed.sentence });
  return true;
}

/** How many have the goods but ask more than was agreed, and the sentence that says why nobody is left. */
type Nobody = { dearer: number; why: string };

function whyNobody(candidates: readonly { ineligible: readonly string[] }[]): Nobody {
  const dearer = candidates.filter(
    (candidate) => candidate.ineligible.length === 1 && candidate.ineligible[0] === 'DEARER_THAN_QUOTE',
  ).length;
  const why =
    dearer > 0
      ? `${dearer} more vendor(s) have the goods, but for more than the retailer agreed to pay.`
      : 'No other vendor has all of the goods.';
  return { dearer, why };
}

async function raiseNobodyLeft(tx: Tx, order: LockedOrder, { dearer, why }: Nobody, now: Date): Promise<void> {
  await raiseAlert(
    tx,
    {
      kind: 'NO_VENDOR_LEFT',
      severity: 'CRITICAL',
      cause: `no-vendor:${order.id}`,
      once: true,
      message: `${order.orderNumber} over ${formatMoney(order.totalPaisa)} has no vendor. ${why} Talk to a vendor, or cancel the order.`,
      figures: { orderNumber: order.orderNumber, totalPaisa: order.totalPaisa, assignments: order.assignment, dearer },
      orderId: order.id,
      retailerId: order.retailerId,
    },
    now,
  );
}
