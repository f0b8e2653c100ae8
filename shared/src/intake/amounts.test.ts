import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pack, toSoldUnit } from './amounts.ts';
import { readNumber } from './numbers.ts';
import { readUnit } from './units.ts';

const packet: Pack = { unit: 'packet', baseUnit: 'g', basePerUnit: 1000 };
const half: Pack = { unit: 'packet', baseUnit: 'ml', basePerUnit: 500 };
const sack: Pack = { unit: 'bori', baseUnit: 'g', basePerUnit: 50_000 };
const loose: Pack = { unit: 'kg', baseUnit: 'g', basePerUnit: 1000 };
const carton: Pack = { unit: 'carton', baseUnit: 'packet', basePerUnit: 30 };
const crate: Pack = { unit: 'crate', baseUnit: 'piece', basePerUnit: 30 };
const piece: Pack = { unit: 'piece', baseUnit: 'piece', basePerUnit: 1 };

describe('readNumber', () => {
  it.each([
    ['10', 10_000],
    ['0.5', 500],
    ['2.125', 2_125],
    ['1/2', 500],
    ['3/4', 750],
    ['ten', 10_000],
    ['Das', 10_000],
    ['दश', 10_000],
    ['आधा', 500],
    ['dedh', 1_500],
    ['अढाई', 2_500],
    ['0', 0],
  ])('%s is %d thousandths', (word, milli) => {
    expect(readNumber(word)).toBe(milli);
  });

  it.each(['', 'rice', '1/3', '1/0', '0/2', '-1', '1.2345', '1234567', '1,000', '१०', '10kg', '1e3', 'x10'])(
    '%j is no number',
    (word) => {
      expect(readNumber(word)).toBe(null);
    },
  );
});

describe('readUnit', () => {
  it.each([
    ['kg', { kind: 'base', name: 'kg', base: 'g', factor: 1000 }],
    ['Kg.', { kind: 'base', name: 'kg', base: 'g', factor: 1000 }],
    ['ग्राम', { kind: 'base', name: 'g', base: 'g', factor: 1 }],
    ['लिटर', { kind: 'base', name: 'l', base: 'ml', factor: 1000 }],
    ['ota', { kind: 'pieces', name: 'piece', count: 1 }],
    ['दर्जन', { kind: 'pieces', name: 'dozen', count: 12 }],
    ['बोरा', { kind: 'pack', name: 'sack' }],
  ])('%s', (word, unit) => {
    expect(readUnit(word)).toEqual(unit);
  });

  it('knows no others', () => {
    for (const word of ['', 'rice', 'kgm', 'ton', 'x']) expect(readUnit(word)).toBe(null);
  });
});

describe('toSoldUnit', () => {
  it.each<[number, string | null, Pack, number | null, string]>([
    [10_000, null, packet, 10_000, 'a bare number counts what is sold'],
    [10_000, 'kg', packet, 10_000, 'ten kilos are ten packets of one'],
    [500, 'kg', packet, null, 'no half packets'],
    [500, 'kg', loose, 500, 'half a kilo of what is sold by the kilo'],
    [2_500_000, 'gm', loose, 2_500, 'grams of it'],
    [2_000, 'ltr', half, 4_000, 'two litres are four half-litre packets'],
    [700_000, 'ml', half, null, 'not a whole number of packets'],
    [100_000, 'kg', sack, 2_000, 'a hundred kilos are two sacks'],
    [10_000, 'liter', packet, null, 'rice is not sold by the litre'],
    [10_000, 'kg', half, null, 'nor milk by the kilo'],
    [3_000, 'bora', sack, 3_000, 'sacks of what is sold in sacks, by another word'],
    [3_000, 'bora', packet, null, 'sacks of what is sold in packets'],
    [3_000, 'pkts', packet, 3_000, 'packets in the plural'],
    [3_000, 'peti', carton, 3_000, 'cartons by their Nepali word'],
    [3_000, 'packet', carton, null, 'packets of what is sold in cartons'],
    [2_000, 'dozen', piece, 24_000, 'two dozen pieces'],
    [30_000, 'wata', piece, 30_000, 'thirty pieces'],
    [5_000, 'dozen', crate, 2_000, 'five dozen are two crates of thirty'],
    [1_000, 'dozen', crate, null, 'a dozen is not a whole crate'],
    [1_000, 'dozen', packet, 12_000, 'a dozen packets'],
  ])('%d %s of %j is %s: %s', (value, unit, pack, expected) => {
    expect(toSoldUnit(value, unit === null ? null : readUnit(unit), pack)).toBe(expected);
  });

  it('never turns a weight into more or less than was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom('g', 'kg', 'ml', 'l'),
        fc.constantFrom(packet, half, sack, loose),
        (value, word, pack) => {
          const unit = readUnit(word);
          const milli = toSoldUnit(value, unit, pack);
          if (milli === null || unit?.kind !== 'base') return;
          expect(milli * pack.basePerUnit).toBe(value * unit.factor);
          expect(pack.unit === 'kg' || milli % 1000 === 0).toBe(true);
        },
      ),
    );
  });
});
