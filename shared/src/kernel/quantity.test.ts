import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatQuantity, MAX_MILLI, parseQuantity, priceOf, quantityInputSchema } from './quantity.ts';

describe('parseQuantity', () => {
  it.each<[number | string, number]>([
    [10, 10_000],
    ['10', 10_000],
    [0.5, 500],
    ['2.125', 2_125],
    [' 3 ', 3_000],
    ['0.001', 1],
    ['007.5', 7_500],
    [1234.5, 1_234_500],
  ])('reads %j as %d thousandths', (input, expected) => {
    expect(parseQuantity(input)).toBe(expected);
  });

  it.each<number | string>([
    '',
    ' ',
    '-1',
    '+1',
    '1e3',
    1e21,
    1e-7,
    '1.2345',
    0.1 + 0.2,
    '1,000',
    '.5',
    '5.',
    '1 2',
    'ten',
    '१०',
    '0x1',
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('does not read %j', (input) => {
    expect(parseQuantity(input)).toBe(null);
  });

  it('reads back what formatQuantity writes, without trailing zeros', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_MILLI }), (milli) => {
        const text = formatQuantity(milli);
        expect(parseQuantity(text)).toBe(milli);
        expect(text).not.toMatch(/\.\d*0$|\.$/);
        expect(formatQuantity(-milli)).toBe(milli === 0 ? '0' : `-${text}`);
      }),
    );
  });
});

describe('quantity at a REST door', () => {
  it('takes what lies between a thousandth and a million', () => {
    expect(quantityInputSchema.parse('0.001')).toBe(1);
    expect(quantityInputSchema.parse(1_000_000)).toBe(MAX_MILLI);
  });

  it.each([[0], ['0'], ['0.000'], [-1], [1_000_000.001], ['1000001'], [null], [true], [[]], [{}]])(
    'refuses %j',
    (input) => {
      expect(quantityInputSchema.safeParse(input).success).toBe(false);
    },
  );
});

describe('priceOf', () => {
  it.each([
    [15_000, 10_000, 150_000],
    [12_000, 5_000, 60_000],
    [9_999, 500, 5_000],
    [1, 499, 0],
    [1, 500, 1],
    [33, 333, 11],
  ])('%d paisa x %d thousandths is %d', (unit, quantity, expected) => {
    expect(priceOf(unit, quantity)).toBe(expected);
  });

  it('is exact for whole quantities, however large', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (unit, whole) => {
        expect(priceOf(unit, whole * 1000)).toBe(unit * whole);
      }),
    );
  });
});
