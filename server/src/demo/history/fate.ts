import type { RejectReason } from '@khaacho/shared/orders/contract.ts';
import type { DemoOffer } from '../market.ts';
import type { Random } from '../random.ts';
import { type DemoVendor, demoVendors } from '../vendors.ts';
import {
  accept,
  agentOf,
  assign,
  deliver,
  endAssignment,
  khaacho,
  shop,
  soonAfter,
  staff,
  step,
  workingMinutesAfter,
} from './order.ts';
import type { DemoOrder } from './types.ts';

/** A vendor's offers by SKU. */
export type Shelves = ReadonlyMap<DemoVendor, ReadonlyMap<string, DemoOffer>>;

const SECOND_THOUGHTS = [
  'Ordered by mistake',
  'Found it in the store after all',
  'Wrong quantity, will order again',
  'Shop closed for a few days',
];
const VENDOR_TROUBLE = [
  'Goods came damaged from the mill',
  'Delivery van broke down',
  'Could not find enough in the store',
];
const REFUSALS: readonly RejectReason[] = ['OUT_OF_STOCK', 'TOO_BUSY', 'TOO_FAR', 'CLOSED'];

/** Lets an order run to its end: delivered mostly, now and then cancelled, or refused and filled by another vendor. */
export function runToItsEnd(random: Random, order: DemoOrder, shelves: Shelves): void {
  const before = random.unit();
  if (before < 0.025) {
    withdraw(random, order);
    return;
  }
  if (before < 0.025 + order.vendor.refusals) passOn(random, order, shelves);
  const acceptedAt = answerTime(random, order);
  accept(order, acceptedAt);
  if (random.chance(0.012)) {
    step(
      order,
      'CANCELLED',
      soonAfter(random, workingMinutesAfter(acceptedAt, random.whole(10, 60))),
      staff(order.vendor),
      random.pick(VENDOR_TROUBLE),
    );
    return;
  }
  carryOut(random, order, acceptedAt);
}

function withdraw(random: Random, order: DemoOrder): void {
  const at = soonAfter(random, workingMinutesAfter(order.placedAt, random.whole(2, 25)));
  const by = order.source === 'AGENT' ? agentOf(order.retailer) : shop(order.retailer);
  const reason = random.pick(SECOND_THOUGHTS);
  endAssignment(order, 'CANCELLED', at, reason);
  step(order, 'CANCELLED', at, by, reason);
}

/** Within the acceptance window, sooner where the vendor is quick. */
function answerTime(random: Random, order: DemoOrder): Date {
  const asked = order.assignments.at(-1);
  if (!asked) throw new Error('nobody was asked');
  const longest = (order.vendor.acceptanceMinutes ?? 120) - 8;
  const minutes = Math.min(longest, random.whole(3, 60) * order.vendor.pace);
  return soonAfter(random, workingMinutesAfter(asked.at, minutes));
}

/** The vendor refuses or lets the time pass; another who keeps the price is asked. Nothing happens where there is none. */
function passOn(random: Random, order: DemoOrder, shelves: Shelves): void {
  const next = otherVendor(order, shelves);
  const asked = order.assignments.at(-1);
  if (!next || !asked) return;
  if (random.chance(0.3)) {
    const at = soonAfter(random, asked.acceptBy);
    endAssignment(order, 'EXPIRED', at, 'No answer within the time');
    step(order, 'PENDING', at, khaacho, 'No answer within the time');
  } else {
    const at = answerTime(random, order);
    const reason = random.pick(REFUSALS);
    endAssignment(order, 'REJECTED', at, reason);
    step(order, 'PENDING', at, staff(order.vendor), reason);
  }
  refill(order, next.vendor, next.offers);
  assign(order, next.vendor, order.steps.at(-1)?.at ?? asked.at);
}

/** What the retailer agreed to binds: only a vendor whose basket costs no more is asked next. */
function otherVendor(order: DemoOrder, shelves: Shelves): { vendor: DemoVendor; offers: DemoOffer[] } | null {
  const found = demoVendors.flatMap((vendor) => {
    if (order.assignments.some((asked) => asked.vendor === vendor)) return [];
    const offers = order.lines.flatMap((line) => {
      const offer = shelves.get(vendor)?.get(line.sku);
      return offer && line.quantityMilli >= offer.minQuantityMilli ? [offer] : [];
    });
    const worth = offers.reduce((sum, offer, index) => {
      const price = offer.prices.reduce((most, { pricePaisa }) => Math.max(most, pricePaisa), 0);
      return sum + (price * (order.lines[index]?.quantityMilli ?? 0)) / 1000;
    }, 0);
    const fits = offers.length === order.lines.length && worth <= order.subtotalPaisa && worth >= vendor.minOrderPaisa;
    return fits ? [{ vendor, offers }] : [];
  });
  return found[0] ?? null;
}

/** The lines now come from the new vendor's store, at the price that was agreed. */
function refill(order: DemoOrder, vendor: DemoVendor, offers: readonly DemoOffer[]): void {
  order.vendor = vendor;
  order.lines = order.lines.map((line, index) => ({ ...line, offer: offers[index] ?? line.offer }));
}

function carryOut(random: Random, order: DemoOrder, acceptedAt: Date): void {
  const { pace } = order.vendor;
  const by = staff(order.vendor);
  const packing = soonAfter(random, workingMinutesAfter(acceptedAt, random.whole(5, 50) * pace));
  step(order, 'PACKING', packing, by);
  const dispatched = soonAfter(random, workingMinutesAfter(packing, random.whole(20, 110) * pace));
  step(order, 'DISPATCHED', dispatched, by);
  const onTheRoad = soonAfter(random, workingMinutesAfter(dispatched, random.whole(2, 20)));
  step(order, 'OUT_FOR_DELIVERY', onTheRoad, by);
  deliver(order, soonAfter(random, workingMinutesAfter(onTheRoad, random.whole(20, 180) * pace)));
}
