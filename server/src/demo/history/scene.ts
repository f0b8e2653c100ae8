import { addMinutes } from '@khaacho/shared/kernel/clock.ts';
import { VENDOR_OPEN } from '@khaacho/shared/orders/states.ts';
import type { Candidate } from '@khaacho/shared/routing/contract.ts';
import {
  decisionSentence,
  type RoutingQuestion,
  rankVendors,
  type VendorFacts,
} from '@khaacho/shared/routing/rules.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import { type Random, randomFrom } from '../random.ts';
import { type DemoRetailer, demoRetailers } from '../retailers.ts';
import { type DemoVendor, demoVendors } from '../vendors.ts';
import { type BasketLine, favouritesOf, fillBasket } from './basket.ts';
import type { Diary } from './diary.ts';
import type { Shelves } from './fate.ts';
import { accept, assign, deliver, endAssignment, placeOrder, staff, step } from './order.ts';
import type { StockRoom } from './stock-room.ts';
import { type DemoOrder, stateAt } from './types.ts';

/**
 * One order that is under way when the curtain rises: towards which vendor, and how many minutes ago each step was taken
 * (placed, accepted, packing, dispatched, on the road, delivered). `refused`: the first vendor said no so long ago.
 */
type Part = { towards: number; ago: readonly number[]; refused?: number };

/**
 * The first vendor has room: an order of the first shop, next door, goes there, where a newcomer is told to look.
 * Fresh enough that no clock has run out (acceptance 120 min, 90 for the fifth vendor; packing 180 min).
 */
const parts: readonly Part[] = [
  { towards: 1, ago: [12] },
  { towards: 3, ago: [47] },
  { towards: 4, ago: [95] },
  { towards: 2, ago: [30] },
  { towards: 3, ago: [65] },
  { towards: 4, ago: [75] },
  { towards: 5, ago: [8] },
  { towards: 6, ago: [22] },
  { towards: 2, ago: [58], refused: 18 },
  { towards: 1, ago: [110, 41] },
  { towards: 2, ago: [85, 26] },
  { towards: 4, ago: [140, 55] },
  { towards: 6, ago: [100, 33] },
  { towards: 5, ago: [190, 150, 70] },
  { towards: 1, ago: [230, 170, 105] },
  { towards: 3, ago: [205, 160, 64] },
  { towards: 6, ago: [420, 380, 330, 200] },
  { towards: 2, ago: [510, 450, 400, 260] },
  { towards: 5, ago: [480, 440, 370, 175] },
  { towards: 6, ago: [600, 540, 470, 300, 90] },
  { towards: 4, ago: [660, 610, 560, 380, 120] },
  { towards: 1, ago: [1500, 1450, 1400, 1300, 260, 170] },
  { towards: 3, ago: [1560, 1500, 1440, 1380, 330, 210] },
];

/** Not on stage: the first shop owes nothing and waits for nothing, the stalled and the slipping one have their own story. */
const OFF_STAGE = new Set(
  demoRetailers.filter((shop) => shop.number === 1 || shop.payer === 'STALLED' || shop.payer === 'SLIPPING'),
);

export type Stage = {
  diaries: ReadonlyMap<DemoRetailer, Diary>;
  shelves: Shelves;
  room: StockRoom;
  recent: readonly DemoOrder[];
  now: Date;
};

/** Orders in every state, each given to the vendor whom the routing rule chose on the figures of its moment. */
export function playScene(stage: Stage): DemoOrder[] {
  const random = randomFrom('scene');
  const orders: DemoOrder[] = [];
  const acts = parts.flatMap((part) => {
    const ago = part.ago[0] ?? 0;
    let order: DemoOrder | null = null;
    const placing = { ago, run: () => (order = place(random, stage, orders, part)) };
    const refusing = {
      ago: part.refused ?? 0,
      run: () => order && passOn(stage, orders, order, addMinutes(stage.now, -(part.refused ?? 0))),
    };
    return part.refused === undefined ? [placing] : [placing, refusing];
  });
  for (const act of acts.sort((a, b) => b.ago - a.ago)) act.run();
  stage.room.runUntil(stage.now);
  return orders;
}

/** Looks for a shop and a basket with which the rule chooses the vendor the part is written for; else takes its choice. */
function place(random: Random, stage: Stage, orders: DemoOrder[], part: Part): DemoOrder | null {
  const placedAt = addMinutes(stage.now, -(part.ago[0] ?? 0));
  stage.room.runUntil(placedAt);
  const meant = demoVendors.find((vendor) => vendor.number === part.towards);
  for (let tries = 0; tries < 60; tries += 1) {
    const retailer = random.pick(demoRetailers);
    const basket = meant
      ? fillBasket(random, retailer, favouritesOf(random), stage.shelves.get(meant) ?? new Map())
      : [];
    if (
      OFF_STAGE.has(retailer) ||
      basket.length === 0 ||
      orders.filter((order) => order.retailer === retailer).length > 1
    )
      continue;
    const candidates = rank(stage, orders, basket, retailer, placedAt);
    const vendor = chosenOf(candidates);
    if (!vendor || (vendor !== meant && tries < 50)) continue;
    const sentence = decisionSentence(candidates, weights);
    const order = placeOrder(random, {
      retailer,
      vendor,
      basket: fromStoreOf(stage, vendor, basket),
      placedAt,
      sentence,
    });
    if (order.totalPaisa > freePaisa(stage, orders, retailer)) continue;
    order.decisions.push({ number: 1, chosen: vendor, candidates, sentence, at: placedAt });
    if (part.refused === undefined)
      carryOn(
        order,
        part.ago.map((ago) => addMinutes(stage.now, -ago)),
      );
    orders.push(order);
    stage.room.follow(order, placedAt);
    stage.room.runUntil(placedAt);
    return order;
  }
  return null;
}

const weights = defaultHouseSettings.routingWeights;

function fromStoreOf(stage: Stage, vendor: DemoVendor, basket: readonly BasketLine[]): BasketLine[] {
  return basket.map((line) => ({ ...line, offer: stage.shelves.get(vendor)?.get(line.offer.good.sku) ?? line.offer }));
}

/** Above everything that was owed and promised at once in the last days, so that no payment is counted on. */
function freePaisa(stage: Stage, orders: readonly DemoOrder[], retailer: DemoRetailer): number {
  const promised = orders.reduce((sum, order) => sum + (order.retailer === retailer ? order.totalPaisa : 0), 0);
  return retailer.limitPaisa - (stage.diaries.get(retailer)?.peakPaisa ?? 0) - promised;
}

function chosenOf(candidates: readonly Candidate[]): DemoVendor | null {
  const best = candidates.find((candidate) => candidate.eligible);
  return demoVendors.find((vendor) => vendor.id === best?.vendorId) ?? null;
}

function rank(
  stage: Stage,
  orders: readonly DemoOrder[],
  basket: readonly BasketLine[],
  retailer: DemoRetailer,
  at: Date,
  again: Pick<RoutingQuestion, 'askedBefore' | 'boundSubtotalPaisa'> = { askedBefore: [], boundSubtotalPaisa: null },
): Candidate[] {
  const lines = basket.map(({ offer, quantityMilli }) => ({ productId: offer.productId, quantityMilli }));
  const standing = [...stage.recent, ...orders].map((order) => ({ vendor: order.vendor, state: stateAt(order, at) }));
  const vendors = demoVendors.map((vendor): VendorFacts => {
    const open = standing.flatMap((order) =>
      order.vendor === vendor && order.state && VENDOR_OPEN.includes(order.state) ? [order.state] : [],
    );
    return {
      ...vendor,
      active: true,
      opensAtMinute: 480,
      closesAtMinute: 1200,
      openOrders: open.length,
      unanswered: open.filter((state) => state === 'ASSIGNED').length,
      reliabilityScore: null,
      offers: basket.flatMap((line) => {
        const offer = stage.shelves.get(vendor)?.get(line.offer.good.sku);
        if (!offer) return [];
        const { onHandMilli, reservedMilli } = stage.room.level(offer);
        return [{ ...offer, pricePaisa: offer.prices.at(-1)?.pricePaisa ?? 0, onHandMilli, reservedMilli }];
      }),
    };
  });
  return rankVendors(vendors, { lines, retailer, ...again }, defaultHouseSettings);
}

/** The first vendor refuses; the next one who keeps the price is asked. With nobody left the order stays where it is. */
function passOn(stage: Stage, orders: readonly DemoOrder[], order: DemoOrder, at: Date): void {
  stage.room.runUntil(at);
  const candidates = rank(stage, orders, order.lines, order.retailer, at, {
    askedBefore: order.assignments.map((asked) => asked.vendor.id),
    boundSubtotalPaisa: order.subtotalPaisa,
  });
  const next = chosenOf(candidates);
  if (!next) return;
  stage.room.putBack(order);
  endAssignment(order, 'REJECTED', at, 'TOO_BUSY');
  step(order, 'PENDING', at, staff(order.vendor), 'TOO_BUSY');
  order.lines = order.lines.map((line) => ({ ...line, offer: stage.shelves.get(next)?.get(line.sku) ?? line.offer }));
  const sentence = decisionSentence(candidates, weights);
  assign(order, next, at, sentence);
  order.decisions.push({ number: 2, chosen: next, candidates, sentence, at });
  stage.room.follow(order, at);
  stage.room.runUntil(at);
}

function carryOn(order: DemoOrder, [, accepted, packing, dispatched, onTheRoad, delivered]: readonly Date[]): void {
  const by = staff(order.vendor);
  if (accepted) accept(order, accepted);
  if (packing) step(order, 'PACKING', packing, by);
  if (dispatched) step(order, 'DISPATCHED', dispatched, by);
  if (onTheRoad) step(order, 'OUT_FOR_DELIVERY', onTheRoad, by);
  if (delivered) deliver(order, delivered);
}
