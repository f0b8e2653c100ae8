import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TaxClass, taxClassSchema } from '../catalogue/contract.ts';
import { shareOf } from '../kernel/money.ts';
import { defaultHouseSettings } from '../settings/contract.ts';
import cases from './cases.json' with { type: 'json' };
import { type LineToPrice, priceLines, taxRateOn } from './rules.ts';

const caseSchema = z.object({
  name: z.string(),
  day: z.iso.date(),
  lines: z.array(z.object({ taxClass: taxClassSchema, unitPricePaisa: z.number(), quantityMilli: z.number() })),
  lineTotals: z.array(z.number()),
  lineTaxes: z.array(z.number()),
  subtotalPaisa: z.number(),
  taxPaisa: z.number(),
  totalPaisa: z.number(),
});

const { taxRates } = defaultHouseSettings;

function line(taxClass: TaxClass, unitPricePaisa: number, quantityMilli: number): LineToPrice {
  const product = { id: 'p', sku: 'S', name: 'n', nameNe: 'ने', unit: 'packet', taxClass };
  return { product, quantityMilli, unitPricePaisa };
}

describe('priceLines', () => {
  it.each(z.array(caseSchema).parse(cases))('$name', ({ lines, day, ...expected }) => {
    const priced = priceLines(
      lines.map(({ taxClass, unitPricePaisa, quantityMilli }) => line(taxClass, unitPricePaisa, quantityMilli)),
      taxRates,
      day,
    );
    expect(priced.lines.map((one) => one.lineTotalPaisa)).toEqual(expected.lineTotals);
    expect(priced.lines.map((one) => one.taxPaisa)).toEqual(expected.lineTaxes);
    expect(priced).toMatchObject({
      subtotalPaisa: expected.subtotalPaisa,
      taxPaisa: expected.taxPaisa,
      totalPaisa: expected.totalPaisa,
    });
  });

  const anyLine = fc
    .tuple(
      fc.constantFrom<TaxClass>('VAT', 'EXEMPT'),
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.integer({ min: 1, max: 1_000_000 }),
    )
    .map(([taxClass, price, quantity]) => line(taxClass, price, quantity));

  it('lines sum to the order, and each class is taxed as one sum', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 40 }), (lines) => {
        const priced = priceLines(lines, taxRates, '2026-11-20');
        const sum = (of: (one: (typeof priced.lines)[number]) => number, taxClass?: TaxClass) =>
          priced.lines
            .filter((one) => taxClass === undefined || one.taxClass === taxClass)
            .reduce((total, one) => total + of(one), 0);
        expect(sum((one) => one.lineTotalPaisa)).toBe(priced.subtotalPaisa);
        expect(sum((one) => one.taxPaisa)).toBe(priced.taxPaisa);
        expect(priced.totalPaisa).toBe(priced.subtotalPaisa + priced.taxPaisa);
        expect(sum((one) => one.taxPaisa, 'EXEMPT')).toBe(0);
        const vat = sum((one) => one.lineTotalPaisa, 'VAT');
        expect(sum((one) => one.taxPaisa, 'VAT')).toBe(shareOf(vat, 1300));
        for (const one of priced.lines) expect(one.taxPaisa).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('asks the same in whatever order the lines stand', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { minLength: 1, maxLength: 20 }), (lines) => {
        const there = priceLines(lines, taxRates, '2026-11-20');
        const back = priceLines([...lines].reverse(), taxRates, '2026-11-20');
        expect([back.subtotalPaisa, back.taxPaisa]).toEqual([there.subtotalPaisa, there.taxPaisa]);
      }),
    );
  });
});

describe('taxRateOn', () => {
  const rates = {
    VAT: [
      { from: '1997-11-16', basisPoints: 1000 },
      { from: '2005-01-15', basisPoints: 1300 },
      { from: '2027-07-17', basisPoints: 1500 },
    ],
  };

  it.each([
    ['1997-11-15', 0],
    ['1997-11-16', 1000],
    ['2005-01-14', 1000],
    ['2005-01-15', 1300],
    ['2027-07-16', 1300],
    ['2027-07-17', 1500],
  ])('on %s is %d', (day, expected) => {
    expect(taxRateOn(rates, 'VAT', day)).toBe(expected);
  });

  it('is nothing for a class that has no rates', () => {
    expect(taxRateOn(rates, 'EXEMPT', '2026-11-20')).toBe(0);
  });
});
