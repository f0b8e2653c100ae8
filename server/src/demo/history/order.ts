import { addDays, nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderSource } from '@khaacho/shared/orders/contract.ts';
import { priceLines } from '@khaacho/shared/pricing/rules.ts';
import { acceptBy } from '@khaacho/shared/routing/rules.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import { priceAt } from '../market.ts';
import type { Random } from '../random.ts';
import type { DemoRetailer } from '../retailers.ts';
import { demoAdmin } from '../users.ts';
import type { DemoVendor } from '../vendors.ts';
import type { BasketLine } from './basket.ts';
import type { DemoOrder, DemoStep } from './types.ts';

const OPENS = 480;
const CLOSES = 1200;

/** The moment so many working minutes (08–20 in Nepal) after another: the same count as the acceptance clock's. */
export function workingMinutesAfter(at: Date, minutes: number): Date {
  const shop = { opensAtMinute: OPENS, closesAtMinute: CLOSES, acceptanceMinutes: Math.round(minutes) };
  return acceptBy(at, shop, defaultHouseSettings);
}

export type Mover = Pick<DemoStep, 'byUser' | 'by' | 'onDevice'>;

export const khaacho: Mover = { byUser: null, by: 'Khaacho', onDevice: false };
export const admin: Mover = { byUser: demoAdmin.id, by: demoAdmin.name, onDevice: true };
export const shop = (retailer: DemoRetailer): Mover => ({
  byUser: null,
  by: retailer.name,
  onDevice: false,
});
export const staff = (vendor: DemoVendor): Mover => ({
  byUser: vendor.staff.id,
  by: vendor.staff.name,
  onDevice: true,
});
export const agentOf = ({ territory: { agent } }: DemoRetailer): Mover => ({
  byUser: agent.id,
  by: agent.name,
  onDevice: true,
});

/** A new order, priced as the vendor's offers stood at that moment and offered to that vendor. */
export function placeOrder(
  random: Random,
  order: {
    retailer: DemoRetailer;
    vendor: DemoVendor;
    basket: readonly BasketLine[];
    placedAt: Date;
    /** Why this vendor, where the routing rule has said so. */
    sentence?: string;
  },
): DemoOrder {
  const { retailer, vendor, basket, placedAt } = order;
  const source = random.pickWeighted<OrderSource>(['WHATSAPP', 'AGENT', 'DESKTOP'], (way) =>
    way === 'WHATSAPP' ? 6 : way === 'AGENT' ? 3 : 1,
  );
  const by = source === 'WHATSAPP' ? shop(retailer) : source === 'AGENT' ? agentOf(retailer) : admin;
  const day = nepalDay(placedAt);
  const priced = priceLines(
    basket.map(({ offer, quantityMilli }) => ({
      product: { ...offer.good, id: offer.productId },
      quantityMilli,
      unitPricePaisa: priceAt(offer, placedAt),
    })),
    defaultHouseSettings.taxRates,
    day,
  );
  const leadTimeHours = Math.max(...basket.map((line) => line.offer.leadTimeHours));
  const placed: DemoOrder = {
    ...priced,
    id: random.id(placedAt),
    retailer,
    vendor,
    source,
    createdBy: by.byUser,
    placedAt,
    lines: priced.lines.map((line, index) => {
      const offer = basket[index]?.offer;
      if (!offer) throw new Error('a priced line without its offer');
      return { ...line, offer };
    }),
    expectedDeliveryDay: addDays(day, Math.max(1, Math.ceil(leadTimeHours / 24))),
    steps: [{ ...by, from: null, to: 'PENDING', at: placedAt, reason: null }],
    assignments: [],
    decisions: [],
    deliveredAt: null,
    dueDay: null,
    paidPaisa: 0,
  };
  assign(placed, vendor, placedAt, order.sentence ?? null);
  return placed;
}

export function step(order: DemoOrder, to: DemoStep['to'], at: Date, by: Mover, reason: string | null = null): void {
  const from = order.steps.at(-1)?.to ?? null;
  order.steps.push({ ...by, from, to, at, reason });
}

/** Offers the order to a vendor; its clock starts. */
export function assign(order: DemoOrder, vendor: DemoVendor, at: Date, sentence: string | null = null): void {
  order.vendor = vendor;
  const runsOut = acceptBy(
    at,
    { opensAtMinute: OPENS, closesAtMinute: CLOSES, acceptanceMinutes: vendor.acceptanceMinutes },
    defaultHouseSettings,
  );
  order.assignments.push({ vendor, at, acceptBy: runsOut, outcome: null, outcomeAt: null, reason: null });
  step(order, 'ASSIGNED', at, khaacho, sentence);
}

/** Ends the open assignment. */
export function endAssignment(
  order: DemoOrder,
  outcome: 'ACCEPTED' | 'REJECTED' | 'EXPIRED' | 'CANCELLED',
  at: Date,
  reason: string | null = null,
): void {
  const open = order.assignments.at(-1);
  if (open?.outcome !== null) throw new Error('no open assignment to end');
  Object.assign(open, { outcome, outcomeAt: at, reason });
}

export function accept(order: DemoOrder, at: Date): void {
  endAssignment(order, 'ACCEPTED', at);
  step(order, 'ACCEPTED', at, staff(order.vendor));
}

export function deliver(order: DemoOrder, at: Date): void {
  step(order, 'DELIVERED', at, staff(order.vendor));
  order.deliveredAt = at;
  order.dueDay = addDays(nepalDay(at), order.retailer.termsDays);
}

/** A little later than that, never in the same second: nobody works on the full minute. */
export function soonAfter(random: Random, at: Date): Date {
  return new Date(at.getTime() + random.whole(2, 55) * 1000);
}
