import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_MILLI } from '../kernel/quantity.ts';
import { buildReaderIndex, readOrder, updateReaderIndex } from './reader.ts';

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const good = (n: number, sku: string, name: string, names: string[] = []) => ({
  id: idOf(n),
  sku,
  name,
  unit: 'bottle',
  baseUnit: 'ml',
  basePerUnit: 250,
  names,
});
const read = (text: string, catalogue: ReturnType<typeof buildReaderIndex>) =>
  readOrder(text, catalogue).map((line) => [
    line.productId && catalogue.byId.get(line.productId)?.sku,
    line.quantityMilli,
  ]);

describe('a change of the catalogue', () => {
  it('is followed: a new name, a new good, one that is gone', () => {
    const catalogue = buildReaderIndex([good(1, 'COKE-250', 'Coca-Cola 250ml', ['coke'])]);
    expect(read('coke 2', catalogue)).toEqual([['COKE-250', 2000]]);
    updateReaderIndex(catalogue, [
      good(1, 'COKE-250', 'Coca-Cola 250ml', ['kala pani']),
      good(2, 'FANTA-250', 'Fanta 250ml', ['fanta']),
    ]);
    expect(read('kala pani 2, fanta 3', catalogue)).toEqual([
      ['COKE-250', 2000],
      ['FANTA-250', 3000],
    ]);
    expect(read('coke 2', catalogue)).toEqual([[null, null]]);
    updateReaderIndex(catalogue, [], [idOf(2)]);
    expect(read('fanta 3', catalogue)).toEqual([[null, null]]);
  });

  it('leaves the same as building it anew', () => {
    const names = fc.array(fc.constantFrom('coke', 'coca cola', 'red bull', 'kalo chiso', 'coke 250ml', 'फ्यान्टा'), {
      maxLength: 3,
    });
    const change = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.option(names));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const now = new Map<number, string[]>();
        const followed = buildReaderIndex([]);
        for (const [n, its] of changes) {
          if (its === null) {
            now.delete(n);
            updateReaderIndex(followed, [], [idOf(n)]);
          } else {
            now.set(n, its);
            updateReaderIndex(followed, [good(n, `SKU-${n}`, `Thing ${n}`, its)]);
          }
        }
        const anew = buildReaderIndex([...now].map(([n, its]) => good(n, `SKU-${n}`, `Thing ${n}`, its)));
        for (const text of ['coke 2', 'red bull 3', 'kalo chiso 1', 'SKU-2 x 4', 'fanta 250ml 2']) {
          const [a, b] = [readOrder(text, followed), readOrder(text, anew)];
          expect(a.map((line) => [line.productId, line.quantityMilli])).toEqual(
            b.map((line) => [line.productId, line.quantityMilli]),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('an exact SKU', () => {
  const sku = fc
    .tuple(
      fc.string({ unit: fc.constantFrom(...'ABCDEGRS'), minLength: 2, maxLength: 6 }),
      fc.integer({ min: 1, max: 999 }),
    )
    .map(([letters, n]) => `${letters}-${n}`);

  it('with a quantity is exact, whatever other goods there are', () => {
    const name = fc.array(fc.constantFrom('rice', 'dal', 'soap', 'big', '1kg', '250ml', 'carton', 'red'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(sku, { minLength: 2, maxLength: 6 }),
        fc.array(name, { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 9999 }),
        fc.constantFrom(
          (text: string, n: number) => `${text} x ${n}`,
          (text: string, n: number) => `${n} x ${text}`,
          (text: string, n: number) => `${text}: ${n}`,
          (text: string, n: number) => `${text.toLowerCase()} ${n}`,
          (text: string, n: number) => `${text}x${n}`,
        ),
        (skus, names, n, write) => {
          const goods = skus.map((one, at) => good(at, one, (names[at] ?? []).join(' ')));
          const catalogue = buildReaderIndex(goods.slice(0, 1));
          const wanted = skus[0] ?? '';
          expect(read(write(wanted, n), catalogue)).toEqual([[wanted, n * 1000]]);
          for (const added of goods.slice(1)) {
            updateReaderIndex(catalogue, [added]);
            expect(read(write(wanted, n), catalogue)).toEqual([[wanted, n * 1000]]);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('never brings a quantity beyond the limit', () => {
    const catalogue = buildReaderIndex([good(1, 'COKE-250', 'Coca-Cola 250ml', ['coke'])]);
    const number = fc.oneof(
      fc.integer({ min: 0, max: 10 ** 12 }).map(String),
      fc.constantFrom('0', '1e9', '-5', '0.0001', '½', '२०००००००'),
    );
    fc.assert(
      fc.property(number, fc.constantFrom('', 'kg', 'dozen', 'carton', 'liter', 'ml'), (n, unit) => {
        for (const line of readOrder(`coke ${n} ${unit}`, catalogue))
          if (line.quantityMilli !== null) {
            expect(line.quantityMilli).toBeGreaterThan(0);
            expect(line.quantityMilli).toBeLessThanOrEqual(MAX_MILLI);
          }
      }),
    );
  });
});
