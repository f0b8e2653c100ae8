import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldDigits, foldName } from './fold.ts';

describe('foldName', () => {
  it.each([
    ['Basmati Rice 1KG', 'basmati rice 1 kg'],
    ['RICE-1KG', 'rice 1 kg'],
    ['daal', 'dal'],
    ['cheeni', 'chini'],
    ['noon', 'nun'],
    ['chamall', 'chamal'],
    ['  Wai--Wai  ', 'wai wai'],
    ['250ml', '250 ml'],
    ['२५० मिलि', '250 मिलि'],
    ['चीनी', 'चिनि'],
    ['चिनी', 'चिनि'],
    ['नून', 'नुन'],
    ['2.5 kg', '2.5 kg'],
    ['No. 1.', 'no 1'],
    ['ｒｉｃｅ', 'rice'],
    ['🍚', ''],
    ['', ''],
  ])('%j is %j', (text, folded) => {
    expect(foldName(text)).toBe(folded);
  });

  it('is its own fold, and does not care for case, spaces or signs around', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcdeeoorl 01२९. -/()चिीनुूदाल'), maxLength: 30 }), (text) => {
        const folded = foldName(text);
        expect(foldName(folded)).toBe(folded);
        expect(foldName(`  (${text.toUpperCase()})! `)).toBe(folded);
      }),
    );
  });
});

describe('foldDigits', () => {
  it('writes Devanagari figures as figures and leaves the rest', () => {
    expect(foldDigits('०१२३४५६७८९ क 7')).toBe('0123456789 क 7');
  });
});
