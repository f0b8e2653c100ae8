import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addMinutes, nepalDay, nepalMinutes, startOfNepalDay } from '../kernel/clock.ts';
import { defaultHouseSettings } from '../settings/contract.ts';
import cases from './cases.json' with { type: 'json' };
import { scoresSchema } from './contract.ts';
import {
  acceptBy,
  availabilityScore,
  decisionSentence,
  distanceKm,
  priceScore,
  proximityScore,
  rankVendors,
  workloadScore,
} from './rules.ts';
import { asked, offer, shop, vendor } from './test-vendors.ts';

const score = z.number();
const table = z
  .object({
    availability: z.array(z.object({ cover: z.number(), score })),
    proximity: z.array(z.object({ km: z.number().nullable(), sameCity: z.boolean(), score })),
    workload: z.array(z.object({ openOrders: z.number(), score })),
    price: z.array(z.object({ basketPaisa: z.number(), cheapestPaisa: z.number(), score })),
    ranking: z.object({
      vendors: z.array(
        z.object({
          name: z.string(),
          latitude: z.number().nullable(),
          pricePaisa: z.number(),
          freeMilli: z.number(),
          openOrders: z.number(),
          reliabilityScore: z.number().nullable(),
          scores: scoresSchema,
          total: z.number(),
        }),
      ),
    }),
    acceptBy: z.array(
      z.object({
        name: z.string(),
        now: z.string(),
        by: z.string(),
        own: z.number().nullable().default(null),
        pause: z.boolean().default(true),
        opens: z.number().default(480),
        closes: z.number().default(1200),
      }),
    ),
  })
  .parse(cases);

describe('the five scores', () => {
  it.each(table.availability)('stock of $cover times the quantity: $score', ({ cover, score }) => {
    expect(availabilityScore(cover)).toBe(score);
  });
  it.each(table.proximity)('$km km, same city $sameCity: $score', ({ km, sameCity, score }) => {
    expect(proximityScore(km, sameCity)).toBeCloseTo(score, 9);
  });
  it.each(table.workload)('$openOrders open orders: $score', ({ openOrders, score }) => {
    expect(workloadScore(openOrders)).toBe(score);
  });
  it.each(table.price)(
    '$basketPaisa where the cheapest is $cheapestPaisa: $score',
    ({ basketPaisa, cheapestPaisa, score }) => {
      expect(priceScore(basketPaisa, cheapestPaisa)).toBeCloseTo(score, 9);
    },
  );
});

describe('distanceKm', () => {
  const equator = { latitude: 0, longitude: 0 };
  it.each([
    ['nowhere', equator, equator, 0],
    ['a quarter of a meridian', equator, { latitude: 90, longitude: 0 }, 10_007.557],
    ['to the other side', equator, { latitude: 0, longitude: 180 }, 20_015.115],
    ['a degree of latitude', { latitude: 28, longitude: 81 }, { latitude: 29, longitude: 81 }, 111.195],
    // A degree of longitude at 60 north is half of one at the equator.
    ['along a parallel', { latitude: 60, longitude: 0 }, { latitude: 60, longitude: 0.01 }, 0.55598],
  ])('%s', (_, from, to, km) => {
    expect(distanceKm(from, to)).toBeCloseTo(km, 2);
    expect(distanceKm(to, from)).toBeCloseTo(km, 2);
  });
});

describe('ranking by hand', () => {
  const vendors = table.ranking.vendors.map((one, index) =>
    vendor(`v${index}`, {
      name: one.name,
      position: one.latitude === null ? null : { latitude: one.latitude, longitude: shop.position.longitude },
      openOrders: one.openOrders,
      reliabilityScore: one.reliabilityScore,
      offers: [offer(one.pricePaisa, one.freeMilli)],
    }),
  );
  // Handed in the wrong way round, so that the order that comes out is the rule's.
  const ranked = rankVendors([...vendors].reverse(), asked(10_000), defaultHouseSettings);

  it.each(table.ranking.vendors.map((one, place) => ({ ...one, place })))('$name: $total', (one) => {
    expect(ranked[one.place]).toMatchObject({
      vendorName: one.name,
      eligible: true,
      scores: one.scores,
      total: one.total,
    });
  });

  it('says in one sentence who and why', () => {
    expect(decisionSentence(ranked, defaultHouseSettings.routingWeights)).toBe(
      'Near and cheap scored 90.5 of 100, before Next door with 81, mostly for availability.',
    );
    expect(decisionSentence(ranked.slice(0, 1), defaultHouseSettings.routingWeights)).toBe(
      'Near and cheap was the only vendor who could take the order (90.5 of 100).',
    );
    expect(decisionSentence([], defaultHouseSettings.routingWeights)).toBe('No vendor could take the order.');
  });
});

describe('acceptBy', () => {
  const at = (text: string) => {
    const [day = '', time = ''] = text.split(' ');
    const [hours, minutes] = time.split(':').map(Number);
    return addMinutes(startOfNepalDay(day), (hours ?? 0) * 60 + (minutes ?? 0));
  };
  const text = (date: Date) => {
    const minutes = nepalMinutes(date);
    const two = (value: number) => String(value).padStart(2, '0');
    return `${nepalDay(date)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  };

  it.each(table.acceptBy)('$name: $now → $by', ({ now, by, own, pause, opens, closes }) => {
    const hours = { opensAtMinute: opens, closesAtMinute: closes, acceptanceMinutes: own };
    expect(text(acceptBy(at(now), hours, { acceptanceMinutes: 120, pauseOutsideHours: pause }))).toBe(by);
  });
});
