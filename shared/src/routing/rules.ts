import { addDays, addMinutes, nepalDay, nepalMinutes, startOfNepalDay } from '../kernel/clock.ts';
import type { Paisa } from '../kernel/money.ts';
import { type Milli, priceOf } from '../kernel/quantity.ts';
import type { Position } from '../parties/contract.ts';
import type { HouseSettings, RoutingWeights } from '../settings/contract.ts';
import { freeStock } from '../stock/rules.ts';
import type { Candidate, Ineligible } from './contract.ts';

/** A vendor's offer on one of the goods asked for. */
export type OfferFacts = {
  id: string;
  productId: string;
  pricePaisa: Paisa;
  costPaisa: Paisa;
  minQuantityMilli: Milli;
  onHandMilli: Milli;
  reservedMilli: Milli;
  leadTimeHours: number;
};

/** A vendor with what routing weighs. */
export type VendorFacts = {
  id: string;
  name: string;
  active: boolean;
  city: string;
  position: Position | null;
  minOrderPaisa: Paisa;
  opensAtMinute: number;
  closesAtMinute: number;
  acceptanceMinutes: number | null;
  commissionBasisPoints: number;
  openOrders: number;
  unanswered: number;
  /** Published vendor score 0 … 100, null until there is one. */
  reliabilityScore: number | null;
  offers: OfferFacts[];
};

export type RoutingQuestion = {
  lines: readonly { productId: string; quantityMilli: Milli }[];
  retailer: { city: string; position: Position | null };
  /** Vendors who refused this order or let its time pass: never asked again. */
  askedBefore: readonly string[];
  /** What the retailer agreed to pay before tax; a dearer vendor is not eligible. Null for the first routing. */
  boundSubtotalPaisa: Paisa | null;
};

const EARTH_RADIUS_KM = 6371.0088; // Mean radius, IUGG.
const NEUTRAL_RELIABILITY = 50;

/** Great-circle distance in km (haversine). */
export function distanceKm(a: Position, b: Position): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const halfLat = Math.sin(radians(b.latitude - a.latitude) / 2);
  const halfLon = Math.sin(radians(b.longitude - a.longitude) / 2);
  const h = halfLat ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * halfLon ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** ≥ 2× the asked quantity in stock 100, ≥ 1× 70, short 30. */
export function availabilityScore(cover: number): number {
  return cover >= 2 ? 100 : cover >= 1 ? 70 : 30;
}

/** 100 at 0 km falling to 0 at 50 km; without a position 50, in the same city 70. */
export function proximityScore(km: number | null, sameCity: boolean): number {
  return km === null ? 50 + (sameCity ? 20 : 0) : Math.max(0, 100 * (1 - km / 50));
}

/** Open orders: ≤ 5 100, ≤ 10 80, ≤ 20 60, ≤ 30 40, more 20. */
export function workloadScore(openOrders: number): number {
  return openOrders <= 5 ? 100 : openOrders <= 10 ? 80 : openOrders <= 20 ? 60 : openOrders <= 30 ? 40 : 20;
}

/** 100 for the cheapest basket, falling to 0 at 15 % above it. */
export function priceScore(basketPaisa: Paisa, cheapestPaisa: Paisa): number {
  if (cheapestPaisa <= 0) return 100;
  return Math.max(0, 100 * (1 - (basketPaisa - cheapestPaisa) / (cheapestPaisa * 0.15)));
}

const twoDecimals = (value: number) => Math.round(value * 100) / 100;

type Weighed = { vendor: VendorFacts; cover: number; basketPaisa: Paisa | null; ineligible: Ineligible[] };

function weigh(vendor: VendorFacts, question: RoutingQuestion, settings: HouseSettings): Weighed {
  const ineligible = new Set<Ineligible>();
  let cover = Number.POSITIVE_INFINITY;
  let basketPaisa: Paisa | null = 0;
  for (const line of question.lines) {
    const offer = vendor.offers.find((candidate) => candidate.productId === line.productId);
    if (!offer) {
      ineligible.add('NO_OFFER');
      basketPaisa = null;
      cover = 0;
      continue;
    }
    if (line.quantityMilli < offer.minQuantityMilli) ineligible.add('BELOW_MIN_QUANTITY');
    if (freeStock(offer) < line.quantityMilli) ineligible.add('SHORT_STOCK');
    cover = Math.min(cover, freeStock(offer) / line.quantityMilli);
    if (basketPaisa !== null) basketPaisa += priceOf(offer.pricePaisa, line.quantityMilli);
  }
  if (!vendor.active) ineligible.add('INACTIVE');
  if (question.askedBefore.includes(vendor.id)) ineligible.add('ASKED_BEFORE');
  if (vendor.openOrders >= settings.maxActiveOrders || vendor.unanswered >= settings.maxUnansweredOrders)
    ineligible.add('FULL');
  if (basketPaisa !== null && basketPaisa < vendor.minOrderPaisa) ineligible.add('BELOW_MIN_ORDER');
  if (basketPaisa !== null && question.boundSubtotalPaisa !== null && basketPaisa > question.boundSubtotalPaisa) {
    ineligible.add('DEARER_THAN_QUOTE');
  }
  return { vendor, cover: Number.isFinite(cover) ? cover : 0, basketPaisa, ineligible: [...ineligible] };
}

/**
 * Scores every vendor on the five weights and ranks them: eligible first, then by total, then the cheaper basket, then id,
 * so that the same facts always give the same choice.
 */
export function rankVendors(
  vendors: readonly VendorFacts[],
  question: RoutingQuestion,
  settings: HouseSettings,
): Candidate[] {
  const weighed = vendors.map((vendor) => weigh(vendor, question, settings));
  const eligibleBaskets = weighed.flatMap((w) =>
    w.ineligible.length === 0 && w.basketPaisa !== null ? [w.basketPaisa] : [],
  );
  const allBaskets = weighed.flatMap((w) => (w.basketPaisa === null ? [] : [w.basketPaisa]));
  const cheapest = Math.min(...(eligibleBaskets.length > 0 ? eligibleBaskets : allBaskets));
  return weighed
    .map((w) => toCandidate(w, question, settings.routingWeights, cheapest))
    .sort(
      (a, b) =>
        Number(b.eligible) - Number(a.eligible) ||
        b.total - a.total ||
        (a.inputs.basketPaisa ?? Number.MAX_SAFE_INTEGER) - (b.inputs.basketPaisa ?? Number.MAX_SAFE_INTEGER) ||
        a.vendorId.localeCompare(b.vendorId),
    );
}

function toCandidate(weighed: Weighed, question: RoutingQuestion, weights: RoutingWeights, cheapest: Paisa): Candidate {
  const { vendor, cover, basketPaisa, ineligible } = weighed;
  const km =
    vendor.position && question.retailer.position ? distanceKm(vendor.position, question.retailer.position) : null;
  const sameCity = vendor.city === question.retailer.city;
  const scores = {
    availability: availabilityScore(cover),
    proximity: twoDecimals(proximityScore(km, sameCity)),
    workload: workloadScore(vendor.openOrders),
    price: basketPaisa === null ? 0 : twoDecimals(Math.min(100, priceScore(basketPaisa, cheapest))),
    reliability: vendor.reliabilityScore ?? NEUTRAL_RELIABILITY,
  };
  const total =
    (scores.availability * weights.availability +
      scores.proximity * weights.proximity +
      scores.workload * weights.workload +
      scores.price * weights.price +
      scores.reliability * weights.reliability) /
    100;
  return {
    vendorId: vendor.id,
    vendorName: vendor.name,
    eligible: ineligible.length === 0,
    ineligible,
    scores,
    total: twoDecimals(total),
    inputs: {
      distanceKm: km === null ? null : twoDecimals(km),
      sameCity,
      openOrders: vendor.openOrders,
      unanswered: vendor.unanswered,
      basketPaisa,
      cover: twoDecimals(Math.min(cover, 1_000_000)),
      reliabilityScore: vendor.reliabilityScore,
    },
  };
}

/** One sentence a vendor can be shown about a decision. */
export function decisionSentence(candidates: readonly Candidate[], weights: RoutingWeights): string {
  const [chosen, next] = candidates.filter((candidate) => candidate.eligible);
  if (!chosen) return 'No vendor could take the order.';
  if (!next) return `${chosen.vendorName} was the only vendor who could take the order (${chosen.total} of 100).`;
  const names = ['availability', 'proximity', 'workload', 'price', 'reliability'] as const;
  const lead = names
    .map((name) => ({ name, gain: ((chosen.scores[name] - next.scores[name]) * weights[name]) / 100 }))
    .sort((a, b) => b.gain - a.gain)[0];
  const why = lead && lead.gain > 0 ? `, mostly for ${lead.name}` : '';
  return `${chosen.vendorName} scored ${chosen.total} of 100, before ${next.vendorName} with ${next.total}${why}.`;
}

/**
 * When an assignment runs out: `minutes` from `now`, the clock standing still while the vendor is closed if
 * `pauseOutsideHours` is set. Working minutes are counted in Nepal's day.
 */
export function acceptBy(
  now: Date,
  vendor: Pick<VendorFacts, 'opensAtMinute' | 'closesAtMinute' | 'acceptanceMinutes'>,
  settings: Pick<HouseSettings, 'acceptanceMinutes' | 'pauseOutsideHours'>,
): Date {
  let left = vendor.acceptanceMinutes ?? settings.acceptanceMinutes;
  const { opensAtMinute, closesAtMinute } = vendor;
  if (!settings.pauseOutsideHours || closesAtMinute - opensAtMinute >= 1440) return addMinutes(now, left);
  let at = now;
  for (;;) {
    const minutes = nepalMinutes(at);
    const day = nepalDay(at);
    if (minutes < opensAtMinute) at = addMinutes(startOfNepalDay(day), opensAtMinute);
    else if (minutes >= closesAtMinute) at = addMinutes(startOfNepalDay(addDays(day, 1)), opensAtMinute);
    else if (minutes + left <= closesAtMinute) return addMinutes(at, left);
    else {
      left -= closesAtMinute - minutes;
      at = addMinutes(startOfNepalDay(addDays(day, 1)), opensAtMinute);
    }
  }
}
