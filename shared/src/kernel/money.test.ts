import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chatMoney,
  divideHalfUp,
  formatMoney,
  groupLakh,
  MAX_PAISA,
  parseRupees,
  plainRupees,
  shareOf,
  spread,
} from './money.ts';

const paisa = fc.integer({ min: 0, max: MAX_PAISA });

describe('divideHalfUp', () => {
  it.each([
    [5, 2, 3],
    [4, 2, 2],
    [1, 3, 0],
    [2, 3, 1],
    [1, 2, 1],
    [-1, 2, -1],
    [-5, 2, -3],
    [-4, 3, -1],
    [0, 7, 0],
  ])('%d / %d is %d', (numerator, denominator, expected) => {
    expect(divideHalfUp(numerator, denominator)).toBe(expected);
  });

  it('is the nearest integer, and of two as near the one away from zero', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 1_000_000_000 }), (numerator, denominator) => {
        const [n, d] = [BigInt(numerator), BigInt(denominator)];
        const off = BigInt(divideHalfUp(numerator, denominator)) * d - n;
        const distance = off < 0n ? -off : off;
        expect(distance * 2n <= d).toBe(true);
        // Exactly between two: away from zero means off has the sign of the numerator.
        if (distance * 2n === d) expect(off > 0n).toBe(n > 0n);
      }),
    );
  });

  it('stays exact where a double would not', () => {
    expect(divideHalfUp(9_007_199_254_740_993n * 3n, 3n * 3n)).toBe(3_002_399_751_580_331);
    expect(shareOf(MAX_PAISA, 1300)).toBe(1_170_000_000_000);
  });

  it('refuses a denominator that is not positive', () => {
    expect(() => divideHalfUp(1, 0)).toThrow('must be positive');
    expect(() => divideHalfUp(1, -3)).toThrow('must be positive');
  });
});

describe('shareOf', () => {
  it.each([
    [210_000, 1300, 27_300],
    [1, 1300, 0],
    [3, 1300, 0],
    [4, 1300, 1],
    [50, 100, 1],
    [49, 100, 0],
    [-210_000, 1300, -27_300],
    [12_345, 0, 0],
    [12_345, 10_000, 12_345],
  ])('%d at %d basis points is %d', (amount, rate, expected) => {
    expect(shareOf(amount, rate)).toBe(expected);
  });
});

describe('spread', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 1, maxLength: 40 });

  it('sums to the total exactly, and no part is a whole paisa off its exact share', () => {
    fc.assert(
      fc.property(paisa, weights, (total, of) => {
        const parts = spread(total, of);
        expect(parts).toHaveLength(of.length);
        expect(parts.reduce((a, b) => a + BigInt(b), 0n)).toBe(BigInt(total));
        const sum = of.reduce((a, b) => a + BigInt(b), 0n);
        if (sum === 0n) return;
        parts.forEach((part, index) => {
          const off = BigInt(part) * sum - BigInt(total) * BigInt(of[index] ?? 0);
          expect(off > -sum && off < sum).toBe(true);
        });
      }),
    );
  });

  it('gives a weight of nothing nothing, and a larger weight no less', () => {
    fc.assert(
      fc.property(paisa, weights, (total, of) => {
        fc.pre(of.some((weight) => weight > 0));
        const parts = spread(total, of);
        of.forEach((weight, i) => {
          if (weight === 0) expect(parts[i]).toBe(0);
          of.forEach((other, j) => {
            if (weight > other) expect(parts[i]).toBeGreaterThanOrEqual(parts[j] ?? 0);
          });
        });
      }),
      { numRuns: 200 },
    );
  });

  it('gives the rest to the earlier of equal remainders', () => {
    expect(spread(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(spread(101, [1, 1, 1])).toEqual([34, 34, 33]);
    expect(spread(7, [5, 3, 2])).toEqual([4, 2, 1]);
  });

  it('lets the first carry all where nothing has weight, and refuses to spread on nobody', () => {
    expect(spread(5, [0, 0])).toEqual([5, 0]);
    expect(spread(0, [])).toEqual([]);
    expect(() => spread(1, [])).toThrow('nothing to spread on');
  });
});

describe('money as text', () => {
  it.each([
    [237_300, 'Rs.2373.00', 'Rs. 2,373.00'],
    [0, 'Rs.0.00', 'Rs. 0.00'],
    [5, 'Rs.0.05', 'Rs. 0.05'],
    [12_345_678_90, 'Rs.12345678.90', 'Rs. 1,23,45,678.90'],
    [100_000_00, 'Rs.100000.00', 'Rs. 1,00,000.00'],
    [-2_700, '-Rs.27.00', '-Rs. 27.00'],
    [-5, '-Rs.0.05', '-Rs. 0.05'],
  ])('%d is %s in chat and %s on a screen', (amount, chat, screen) => {
    expect(chatMoney(amount)).toBe(chat);
    expect(formatMoney(amount)).toBe(screen);
  });

  it('groups in lakh as the Indian numbering does', () => {
    const indian = new Intl.NumberFormat('en-IN', { useGrouping: true });
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (whole) => {
        expect(groupLakh(String(whole))).toBe(indian.format(whole));
      }),
    );
  });
});

describe('parseRupees', () => {
  it.each([
    ['1,234.5', 123_450],
    ['Rs 50', 5_000],
    ['Rs. 1,23,456.00', 12_345_600],
    ['rs.2373.00', 237_300],
    ['रु ५००', 50_000],
    ['रु. १,२३४.५६', 123_456],
    [' 7 ', 700],
    ['0', 0],
    ['007', 700],
    ['90000000000', 9_000_000_000_000],
  ])('reads %j as %d paisa', (text, expected) => {
    expect(parseRupees(text)).toBe(expected);
  });

  it.each([
    '',
    ' ',
    'abc',
    '-5',
    '+5',
    '1.234',
    '1.2.3',
    '5 rs',
    '1e3',
    '0x10',
    '.5',
    '5.',
    'Rs',
    '$5',
    'NaN',
    'Infinity',
    '90000000000.01',
    '99999999999999999999',
    '5\n6',
    '٥',
  ])('does not read %j', (text) => {
    expect(parseRupees(text)).toBe(null);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(paisa, (amount) => {
        expect(parseRupees(plainRupees(amount))).toBe(amount);
        expect(parseRupees(chatMoney(amount))).toBe(amount);
        expect(parseRupees(formatMoney(amount))).toBe(amount);
      }),
    );
  });
});
