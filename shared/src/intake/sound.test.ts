import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEAR, nearness } from './near.ts';
import { soundOf } from './sound.ts';

describe('soundOf', () => {
  it.each([
    ['chamal', 'chaamal', 'चामल', 'CHAMAL'],
    ['dal', 'daal', 'dhal', 'दाल'],
    ['chini', 'cheeni', 'चिनी', 'चीनी'],
    ['nun', 'noon', 'नुन', 'नून'],
    ['basmati', 'bashmati', 'बासमती'],
    ['packet', 'pyaket', 'प्याकेट'],
    ['shampoo', 'syampu', 'स्याम्पु'],
    ['vanaspati', 'banaspati', 'वनस्पति'],
    ['jira', 'jeera', 'zira', 'जिरा'],
    ['ghiu', 'ghyu', 'घिउ'],
    ['chowchow', 'chauchau', 'चाउचाउ'],
    ['phanta', 'fanta', 'फ्यान्टा'],
  ])('of %s is one however it is written', (...words) => {
    expect(new Set(words.map(soundOf)).size).toBe(1);
  });

  it('is its own sound', () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), maxLength: 14 }),
      fc.string({ unit: fc.constantFrom(...'कखगचछजझटडतदनपफबभमयरलवशसहािीुूेोौैंँ्'), maxLength: 10 }),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    fc.assert(
      fc.property(word, (text) => {
        expect(soundOf(soundOf(text))).toBe(soundOf(text));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('nearness', () => {
  const near = (a: string, b: string) => nearness(soundOf(a), soundOf(b));

  it('forgives vowels in long words and little in short ones', () => {
    for (const [a, b] of [
      ['suger', 'sugar'],
      ['lifeboy', 'lifebuoy'],
      ['biscuit', 'biskut'],
      ['kurkre', 'kurkure'],
    ] as const)
      expect(near(a, b)).toBeGreaterThan(0.85);
    for (const [a, b] of [
      ['til', 'tel'],
      ['dal', 'dahi'],
      ['chana', 'chini'],
    ] as const)
      expect(near(a, b)).toBeLessThan(0.8);
  });

  it('is the same both ways, 1 for the same and never outside 0 … 1', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abdehiklmnoprstu'), maxLength: 30 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        // Below NEAR the comparison stops as soon as it is sure of that.
        const [one, other] = [nearness(a, b), nearness(b, a)];
        if (Math.max(one, other) >= NEAR) expect(one).toBeCloseTo(other, 9);
        expect(nearness(a, a)).toBe(1);
        expect(nearness(a, b)).toBeGreaterThanOrEqual(0);
        expect(nearness(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
