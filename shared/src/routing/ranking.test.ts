import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, nepalDay, nepalMinutes } from '../kernel/clock.ts';
import { defaultHouseSettings } from '../settings/contract.ts';
import type { Ineligible } from './contract.ts';
import { acceptBy, type RoutingQuestion, rankVendors, type VendorFacts } from './rules.ts';
import { asked, offer, shop, vendor } from './test-vendors.ts';

const house = defaultHouseSettings;
const one = (more: Partial<VendorFacts>, question: RoutingQuestion) =>
  rankVendors([vendor('v', more)], question, house)[0];

describe('who may not be chosen, and why', () => {
  const rice = [{ productId: 'rice', quantityMilli: 10_000 }];
  it.each<[string, Partial<VendorFacts>, Partial<RoutingQuestion>, Ineligible[]]>([
    ['nothing is in the way', {}, {}, []],
    ['closed for good', { active: false }, {}, ['INACTIVE']],
    ['does not sell it', { offers: [] }, {}, ['NO_OFFER']],
    ['sells only part of it', {}, { lines: [...rice, { productId: 'salt', quantityMilli: 1 }] }, ['NO_OFFER']],
    [
      'asked for less than it sells',
      { offers: [offer(10_000, 99_000, { minQuantityMilli: 10_001 })] },
      {},
      ['BELOW_MIN_QUANTITY'],
    ],
    ['asked for exactly the least', { offers: [offer(10_000, 99_000, { minQuantityMilli: 10_000 })] }, {}, []],
    ['a thousandth short', { offers: [offer(10_000, 9_999)] }, {}, ['SHORT_STOCK']],
    ['the last of it', { offers: [offer(10_000, 10_000)] }, {}, []],
    ['promised to others', { offers: [offer(10_000, 20_000, { reservedMilli: 10_001 })] }, {}, ['SHORT_STOCK']],
    ['a paisa below the smallest order', { minOrderPaisa: 100_001 }, {}, ['BELOW_MIN_ORDER']],
    ['the smallest order', { minOrderPaisa: 100_000 }, {}, []],
    ['40 orders are open', { openOrders: 40 }, {}, ['FULL']],
    ['39 orders are open', { openOrders: 39 }, {}, []],
    ['10 wait for an answer', { unanswered: 10 }, {}, ['FULL']],
    ['9 wait for an answer', { unanswered: 9 }, {}, []],
    ['has refused it', {}, { askedBefore: ['v'] }, ['ASKED_BEFORE']],
    ['a paisa dearer than was agreed', {}, { boundSubtotalPaisa: 99_999 }, ['DEARER_THAN_QUOTE']],
    ['as dear as was agreed', {}, { boundSubtotalPaisa: 100_000 }, []],
    [
      'several reasons',
      { active: false, openOrders: 40 },
      { askedBefore: ['v'] },
      ['INACTIVE', 'ASKED_BEFORE', 'FULL'],
    ],
  ])('%s', (_, more, question, reasons) => {
    const candidate = one(more, asked(10_000, question));
    expect(candidate?.ineligible).toEqual(reasons);
    expect(candidate?.eligible).toBe(reasons.length === 0);
  });

  it('measures the price against the cheapest who may be chosen', () => {
    const vendors = [
      vendor('cheap but asked before', { offers: [offer(5_000, 99_000)] }),
      vendor('a', { offers: [offer(10_000, 99_000)] }),
      vendor('b', { offers: [offer(10_300, 99_000)] }),
    ];
    const ranked = rankVendors(vendors, asked(10_000, { askedBefore: ['cheap but asked before'] }), house);
    expect(ranked.map((candidate) => [candidate.vendorId, candidate.scores.price])).toEqual([
      ['a', 100],
      ['b', 80],
      ['cheap but asked before', 100],
    ]);
  });

  it('prefers the cheaper of two that score alike, and the lower id of two that cost alike', () => {
    // Prices 16 % and 20 % above the cheapest both score 0.
    const vendors = [
      vendor('z', { offers: [offer(12_000, 99_000)] }),
      vendor('y', { offers: [offer(11_600, 99_000)] }),
      vendor('x', { offers: [offer(12_000, 99_000)] }),
      vendor('cheapest', { offers: [offer(10_000, 99_000)] }),
    ];
    expect(rankVendors(vendors, asked(10_000), house).map((candidate) => candidate.vendorId)).toEqual([
      'cheapest',
      'y',
      'x',
      'z',
    ]);
  });
});

const anyVendor = (id: string) =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    active: fc.constantFrom(true, true, true, false),
    city: fc.constantFrom('Birendranagar', 'Nepalgunj'),
    position: fc.option(
      fc.record({
        latitude: fc.double({ min: 28, max: 29, noNaN: true }),
        longitude: fc.double({ min: 81, max: 82, noNaN: true }),
      }),
    ),
    minOrderPaisa: fc.constantFrom(0, 0, 0, 50_000),
    opensAtMinute: fc.constant(480),
    closesAtMinute: fc.constant(1200),
    acceptanceMinutes: fc.constant(null),
    commissionBasisPoints: fc.constant(200),
    openOrders: fc.integer({ min: 0, max: 45 }),
    unanswered: fc.integer({ min: 0, max: 10 }),
    reliabilityScore: fc.option(fc.integer({ min: 0, max: 100 })),
    offers: fc.array(
      fc
        .tuple(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 10_000, max: 40_000 }))
        .map(([price, free]) => offer(price, free)),
      { minLength: 1, maxLength: 1 },
    ),
  });
const anyVendors = fc
  .integer({ min: 2, max: 8 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => anyVendor(`v${n}`))));
/** The same vendors in two orders. */
const anyVendorsTwice = anyVendors.chain((vendors) =>
  fc.tuple(fc.constant(vendors), fc.shuffledSubarray(vendors, { minLength: vendors.length })),
);
const anyQuestion = fc
  .record({
    quantityMilli: fc.integer({ min: 1000, max: 15_000 }),
    askedBefore: fc.subarray(['v0', 'v1', 'v2', 'v3']),
    boundSubtotalPaisa: fc.constantFrom(null, null, 100_000),
    position: fc.constantFrom(null, shop.position),
  })
  .map(({ quantityMilli, position, ...more }) => asked(quantityMilli, { ...more, retailer: { ...shop, position } }));

describe('any ranking', () => {
  it('is the same for the same facts in any order, loses nobody, and puts nobody before one who may be chosen', () => {
    fc.assert(
      fc.property(anyVendorsTwice, anyQuestion, ([vendors, shuffled], question) => {
        const ranked = rankVendors(vendors, question, house);
        expect(rankVendors(shuffled, question, house)).toEqual(ranked);
        expect(ranked).toHaveLength(vendors.length);
        const firstOut = ranked.findIndex((candidate) => !candidate.eligible);
        if (firstOut >= 0) expect(ranked.slice(firstOut).some((candidate) => candidate.eligible)).toBe(false);
        for (const candidate of ranked) {
          expect(candidate.eligible).toBe(candidate.ineligible.length === 0);
          if (question.askedBefore.includes(candidate.vendorId)) expect(candidate.eligible).toBe(false);
          for (const value of [...Object.values(candidate.scores), candidate.total]) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(100);
          }
        }
        const open = ranked.filter((candidate) => candidate.eligible);
        open.slice(1).forEach((candidate, index) => {
          expect(open[index]?.total).toBeGreaterThanOrEqual(candidate.total);
        });
      }),
    );
  });
});

describe('any acceptance window', () => {
  it('ends while the vendor is open, and holds exactly the working minutes it was given', () => {
    const hours = fc
      .tuple(fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 1440 }))
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => ({ opensAtMinute: Math.min(a, b), closesAtMinute: Math.max(a, b) }));
    const minute = fc.integer({ min: 29_000_000, max: 30_000_000 }).map((minutes) => new Date(minutes * 60_000));
    fc.assert(
      fc.property(minute, hours, fc.integer({ min: 1, max: 3000 }), (now, open, minutes) => {
        const end = acceptBy(
          now,
          { ...open, acceptanceMinutes: minutes },
          { acceptanceMinutes: 120, pauseOutsideHours: true },
        );
        expect(workingMinutes(now, end, open)).toBe(minutes);
        // It runs out at a minute the vendor works, never in the dark after closing.
        expect(workingMinutes(new Date(end.getTime() - 60_000), end, open)).toBe(1);
      }),
    );
  });
});

/** Minutes between two instants at which the vendor is open, counted from the start of the first day. */
function workingMinutes(from: Date, to: Date, open: { opensAtMinute: number; closesAtMinute: number }): number {
  const length = open.closesAtMinute - open.opensAtMinute;
  const since = (at: Date) =>
    daysBetween(nepalDay(from), nepalDay(at)) * length +
    Math.min(length, Math.max(0, nepalMinutes(at) - open.opensAtMinute));
  return since(to) - since(from);
}
