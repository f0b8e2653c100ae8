import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../kernel/errors.ts';
import { offer, vendor } from '../routing/test-vendors.ts';
import { defaultHouseSettings } from '../settings/contract.ts';
import { mergeLines, type OrderAsk, type OrderFacts, quoteOrder, takeOrder } from './rules.ts';

/** Ten in the morning in Nepal. */
const NOW = new Date('2026-11-20T04:15:00.000Z');
const product = (id: string, taxClass: 'VAT' | 'EXEMPT' = 'VAT') =>
  ({ id, sku: id.toUpperCase(), name: `Good ${id}`, nameNe: id, unit: 'packet', taxClass, active: true }) as const;
const shop: OrderFacts['retailer'] = {
  id: 'r',
  city: 'Birendranagar',
  position: null,
  approved: true,
  block: null,
  credit: { limitPaisa: 5_000_000, outstandingPaisa: 0, reservedPaisa: 0, oldestDueDay: null },
};
const rice = { productId: 'rice', quantityMilli: 10_000 };
const dal = { productId: 'dal', quantityMilli: 5_000 };
const both = [offer(15_000, 50_000, { id: 'rice1' }), offer(12_000, 50_000, { id: 'dal1', productId: 'dal' })];
const facts: OrderFacts = {
  retailer: shop,
  products: [product('rice'), product('dal')],
  vendors: [vendor('v1', { offers: both })],
  settings: defaultHouseSettings,
};
const ask: OrderAsk = { lines: [rice, dal] };
const codeOf = (of: OrderFacts, asked: OrderAsk = ask): ErrorCode | null => {
  const answer = takeOrder(of, asked, NOW);
  return answer.ok ? null : answer.error.code;
};

describe('takeOrder', () => {
  it('takes the worked example', () => {
    expect(takeOrder(facts, ask, NOW)).toMatchObject({
      ok: true,
      value: {
        vendor: { id: 'v1' },
        quote: { vendorId: 'v1', subtotalPaisa: 210_000, taxPaisa: 27_300, totalPaisa: 237_300 },
        offers: [{ id: 'rice1' }, { id: 'dal1' }],
        acceptBy: new Date('2026-11-20T06:15:00.000Z'),
        expectedDeliveryDay: '2026-11-21',
        candidates: [{ vendorId: 'v1', eligible: true }],
      },
    });
  });

  it('refuses in one order, whatever else is wrong as well', () => {
    const low = [offer(15_000, 50_000, { id: 'rice1', minQuantityMilli: 20_000 }), both[1] ?? offer(1, 1)];
    const little = [offer(15_000, 9_999, { id: 'rice1' }), both[1] ?? offer(1, 1)];
    // Everything is wrong at first; each step mends the first thing and finds the next.
    const wrong: OrderFacts = {
      retailer: {
        ...shop,
        approved: false,
        block: { reason: 'cheque' },
        credit: { limitPaisa: 237_299, outstandingPaisa: 0, reservedPaisa: 0, oldestDueDay: '2026-10-01' },
      },
      products: [product('rice')],
      vendors: [vendor('v1', { offers: low.slice(0, 1), minOrderPaisa: 500_000 })],
      settings: defaultHouseSettings,
    };
    const seen = { ...ask, seenTotalPaisa: 1 };
    const retailer = { ...wrong.retailer };
    const steps: [OrderFacts, ErrorCode | null][] = [
      [wrong, 'RETAILER_BLOCKED'],
      [{ ...wrong, retailer: { ...retailer, approved: true } }, 'RETAILER_BLOCKED'],
      [{ ...wrong, retailer: { ...retailer, approved: true, block: null } }, 'RETAILER_BLOCKED'],
    ];
    const paid = { ...retailer, approved: true, block: null, credit: { ...retailer.credit, oldestDueDay: null } };
    const known = { ...wrong, retailer: paid, products: facts.products };
    steps.push([{ ...wrong, retailer: paid }, 'PRODUCT_UNKNOWN']);
    steps.push([known, 'MIN_QUANTITY']);
    steps.push([
      { ...known, vendors: [vendor('v1', { offers: little.slice(0, 1), minOrderPaisa: 500_000 })] },
      'INSUFFICIENT_STOCK',
    ]);
    steps.push([{ ...known, vendors: [vendor('v1', { offers: both, minOrderPaisa: 500_000 })] }, 'MIN_ORDER_AMOUNT']);
    const apart = [vendor('v1', { offers: both.slice(0, 1) }), vendor('v2', { offers: both.slice(1) })];
    steps.push([{ ...known, vendors: apart }, 'NO_VENDOR']);
    steps.push([{ ...known, vendors: facts.vendors }, 'CREDIT_LIMIT_EXCEEDED']);
    const rich = { ...paid, credit: { ...paid.credit, limitPaisa: 237_300 } };
    steps.push([{ ...facts, retailer: rich }, 'PRICE_CHANGED']);
    expect(steps.map(([of]) => codeOf(of, seen))).toEqual(steps.map(([, code]) => code));
    expect(codeOf({ ...facts, retailer: rich }, { ...ask, seenTotalPaisa: 237_300 })).toBe(null);
  });

  it('binds to the price that was seen: the same or less passes, a paisa more does not', () => {
    expect(codeOf(facts, { ...ask, seenTotalPaisa: 237_300 })).toBe(null);
    expect(codeOf(facts, { ...ask, seenTotalPaisa: 237_301 })).toBe(null);
    expect(takeOrder(facts, { ...ask, seenTotalPaisa: 237_299 }, NOW)).toMatchObject({
      error: { code: 'PRICE_CHANGED', details: [{ figures: { seenTotalPaisa: 237_299, totalPaisa: 237_300 } }] },
    });
  });

  it('asks only the vendor an admin names', () => {
    const two = { ...facts, vendors: [...facts.vendors, vendor('v2', { offers: both, openOrders: 30 })] };
    expect(takeOrder(two, { ...ask, vendorId: 'v2' }, NOW)).toMatchObject({
      ok: true,
      value: { vendor: { id: 'v2' } },
    });
    expect(takeOrder(two, ask, NOW)).toMatchObject({ ok: true, value: { vendor: { id: 'v1' } } });
    expect(codeOf(two, { ...ask, vendorId: 'no such vendor' })).toBe('INSUFFICIENT_STOCK');
  });

  it('waits, priced, where the only vendors who could fill it are full', () => {
    const full = { ...facts, vendors: [vendor('v1', { offers: both, openOrders: 40 })] };
    expect(takeOrder(full, ask, NOW)).toMatchObject({
      ok: true,
      value: {
        vendor: null,
        acceptBy: null,
        quote: { totalPaisa: 237_300 },
        sentence: 'No vendor could take the order.',
      },
    });
    expect(codeOf({ ...full, retailer: { ...shop, credit: { ...shop.credit, limitPaisa: 237_299 } } })).toBe(
      'CREDIT_LIMIT_EXCEEDED',
    );
  });

  it('counts a good that is named twice as one line', () => {
    expect(mergeLines([rice, dal, { ...rice, quantityMilli: 500 }])).toEqual([{ ...rice, quantityMilli: 10_500 }, dal]);
    const twice = takeOrder(facts, { lines: [rice, dal, rice] }, NOW);
    expect(twice).toMatchObject({
      ok: true,
      value: { quote: { lines: [{ quantityMilli: 20_000 }, { quantityMilli: 5_000 }] } },
    });
    expect(
      codeOf(facts, {
        lines: [
          { ...rice, quantityMilli: 30_000 },
          { ...rice, quantityMilli: 20_001 },
        ],
      }),
    ).toBe('INSUFFICIENT_STOCK');
  });

  it.each([
    [0, '2026-11-21'],
    [1, '2026-11-21'],
    [24, '2026-11-21'],
    [25, '2026-11-22'],
    [72, '2026-11-23'],
  ])('expects goods with %d hours of lead time on %s', (leadTimeHours, day) => {
    const slow = { ...facts, vendors: [vendor('v1', { offers: [offer(15_000, 50_000, { leadTimeHours })] })] };
    expect(takeOrder(slow, { lines: [rice] }, NOW)).toMatchObject({ value: { expectedDeliveryDay: day } });
  });
});

describe('the figures of a refusal', () => {
  const figures = (of: OrderFacts, asked: OrderAsk = ask) => {
    const answer = quoteOrder(of, asked, NOW);
    return answer.ok ? [] : answer.error.details.map((detail) => detail.figures);
  };

  it('name what is missing, and asked for that it passes', () => {
    const vendors = [vendor('v1', { offers: [offer(15_000, 7_500), offer(12_000, 50_000, { productId: 'dal' })] })];
    const short = { ...facts, vendors };
    expect(figures(short)).toEqual([
      { productId: 'rice', name: 'Good rice', askedMilli: 10_000, availableMilli: 7_500 },
    ]);
    expect(codeOf(short, { lines: [{ ...rice, quantityMilli: 7_500 }, dal] })).toBe(null);
    const least = {
      ...facts,
      vendors: [vendor('v1', { offers: [offer(15_000, 50_000, { minQuantityMilli: 12_000 })] })],
    };
    expect(figures(least, { lines: [rice] })).toMatchObject([{ minQuantityMilli: 12_000 }]);
    expect(codeOf(least, { lines: [{ ...rice, quantityMilli: 12_000 }] })).toBe(null);
  });

  it('name the smallest order and the basket of one and the same vendor', () => {
    const cheapButGreat = vendor('v1', { offers: [offer(10_000, 50_000)], minOrderPaisa: 200_000 });
    const dearButSmall = vendor('v2', { offers: [offer(10_500, 50_000)], minOrderPaisa: 110_000 });
    const of = { ...facts, vendors: [cheapButGreat, dearButSmall] };
    expect(figures(of, { lines: [rice] })).toEqual([{ minOrderPaisa: 110_000, orderPaisa: 105_000 }]);
  });

  it('count the vendors of each good where none has them all', () => {
    const apart = {
      ...facts,
      vendors: [vendor('v1', { offers: both.slice(0, 1) }), vendor('v2', { offers: both.slice(1) })],
    };
    expect(figures(apart)).toMatchObject([
      { name: 'Good rice', vendors: 1 },
      { name: 'Good dal', vendors: 1 },
    ]);
  });

  it('of an inactive good say which', () => {
    const gone = { ...facts, products: [product('rice'), { ...product('dal'), active: false }] };
    expect(figures(gone)).toEqual([{ productId: 'dal' }]);
  });
});

describe('any order', () => {
  it('that is taken stays within credit and stock, at prices of one vendor', () => {
    const anyFacts = fc.record({
      limitPaisa: fc.integer({ min: 0, max: 1_000_000 }),
      outstandingPaisa: fc.integer({ min: -100_000, max: 1_000_000 }),
      reservedPaisa: fc.integer({ min: 0, max: 500_000 }),
      free: fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 4 }),
      price: fc.integer({ min: 1, max: 40_000 }),
    });
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 1, max: 30_000 }), ({ free, price, ...credit }, quantityMilli) => {
        const vendors = free.map((milli, n) => vendor(`v${n}`, { offers: [offer(price + n, milli, { id: `o${n}` })] }));
        const of = { ...facts, vendors, retailer: { ...shop, credit: { ...credit, oldestDueDay: null } } };
        const answer = takeOrder(of, { lines: [{ productId: 'rice', quantityMilli }] }, NOW);
        if (!answer.ok) {
          expect(['CREDIT_LIMIT_EXCEEDED', 'INSUFFICIENT_STOCK', 'MIN_QUANTITY']).toContain(answer.error.code);
          return;
        }
        const { quote, vendor: chosen, offers } = answer.value;
        expect(credit.outstandingPaisa + credit.reservedPaisa + quote.totalPaisa).toBeLessThanOrEqual(
          credit.limitPaisa,
        );
        expect(offers[0]?.onHandMilli).toBeGreaterThanOrEqual(quantityMilli);
        expect(chosen?.offers).toContain(offers[0]);
        expect(quote.lines[0]?.unitPricePaisa).toBe(offers[0]?.pricePaisa);
      }),
    );
  });
});
