import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLineSchema } from './contract.ts';
import { answerNumber, correctionsOf, type DraftState, readIntoDraft } from './conversation.ts';
import { buildReaderIndex } from './reader.ts';

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const good = (n: number, sku: string, name: string, ...names: string[]) => ({
  id: idOf(n),
  sku,
  name,
  unit: 'packet',
  baseUnit: 'g',
  basePerUnit: 1000,
  names,
});
const catalogue = buildReaderIndex([
  good(1, 'RICE-1KG', 'Basmati Rice 1KG', 'rice', 'chamal'),
  good(2, 'DAL-1KG', 'Toor Dal 1KG', 'dal', 'दाल'),
  good(3, 'CHANA-1KG', 'Brown Chickpeas 1KG', 'chana', 'चना'),
  good(4, 'OIL-1L', 'Soybean Oil', 'oil', 'tel', 'तेल'),
  good(5, 'LUX', 'Lux Soap 100G', 'lux', 'lux soap'),
  good(6, 'DOVE', 'Dove Soap 75G', 'dove', 'dove soap'),
]);
const skuOf = (id: string | null) => (id === null ? '?' : (catalogue.byId.get(id)?.sku ?? id));

/** The draft after these messages: `SKU milli`, or the problem. */
function after(...messages: string[]): string[] {
  let draft: DraftState | null = null;
  for (const text of messages) {
    const step = readIntoDraft(draft, text, catalogue);
    if (step.kind === 'notUnderstood') return ['not understood'];
    draft = step.kind === 'draft' ? { lines: step.lines } : { lines: [] };
  }
  return (draft?.lines ?? []).map((line) => `${skuOf(line.productId)} ${line.problem ?? line.quantityMilli}`);
}

describe('an open draft', () => {
  it.each<[string[], string[]]>([
    [
      ['rice 10, dal 5', 'no, 7'],
      ['RICE-1KG 10000', 'DAL-1KG 7000'],
    ],
    [
      ['rice 10, dal 5', 'rice 12', 'होइन ८'],
      ['RICE-1KG 8000', 'DAL-1KG 5000'],
    ],
    [['rice 10', '10 haina 5'], ['RICE-1KG 5000']],
    [
      ['rice 10, dal 5', 'no rice 4'],
      ['RICE-1KG 4000', 'DAL-1KG 5000'],
    ],
    [['rice 10, dal 5', 'no rice'], ['DAL-1KG 5000']],
    [['rice 10', 'rice haina dal'], ['DAL-1KG 10000']],
    [['rice 10', 'sorry, dal 3'], ['DAL-1KG 3000']],
    [['rice 10', '12'], ['RICE-1KG 12000']],
  ])('is corrected: %j', (messages, lines) => {
    expect(after(...messages)).toEqual(lines);
  });

  it.each<[string[], string[]]>([
    [
      ['rice 10', 'ani 2 tel'],
      ['RICE-1KG 10000', 'OIL-1L 2000'],
    ],
    [['rice 10', 'aru 2 rice'], ['RICE-1KG 12000']],
    [
      ['rice 10', '2 more rice, dal 1'],
      ['RICE-1KG 12000', 'DAL-1KG 1000'],
    ],
    [
      ['rice 10', 'one more thing, dal 5'],
      ['RICE-1KG 10000', 'DAL-1KG 5000'],
    ],
    [['rice 10', 'rice 3 ghataideu'], ['RICE-1KG 7000']],
    [
      ['rice 10', 'थप २ तेल'],
      ['RICE-1KG 10000', 'OIL-1L 2000'],
    ],
  ])('grows and shrinks: %j', (messages, lines) => {
    expect(after(...messages)).toEqual(lines);
  });

  it.each<[string[], string[]]>([
    [['rice 10, dal 5', 'rice hataideu'], ['DAL-1KG 5000']],
    [['rice 10, dal 5', 'दाल चाहिएन'], ['RICE-1KG 10000']],
    [['rice 10, dal 5', 'remove dal'], ['RICE-1KG 10000']],
    [['rice 10, dal 5', "don't want rice"], ['DAL-1KG 5000']],
    [['rice 10, dal 5', 'hataideu'], ['RICE-1KG 10000']],
    [
      ['rice 10, dal 5', '2 rice hataideu'],
      ['RICE-1KG 8000', 'DAL-1KG 5000'],
    ],
    [['rice 10, dal 5', 'sabai hataideu'], []],
    [
      ['rice 10, dal 5', 'rice hataideu ani tel 2'],
      ['DAL-1KG 5000', 'OIL-1L 2000'],
    ],
    [['rice 10', 'lux hataideu'], ['not understood']],
  ])('loses lines: %j', (messages, lines) => {
    expect(after(...messages)).toEqual(lines);
  });

  it.each<[string[], string[]]>([
    [
      ['dal 5, rice 2', 'dal ko sato chana'],
      ['CHANA-1KG 5000', 'RICE-1KG 2000'],
    ],
    [
      ['dal 5, rice 2', 'dal ko satta chana 3'],
      ['CHANA-1KG 3000', 'RICE-1KG 2000'],
    ],
    [['dal 5', 'chana instead of dal'], ['CHANA-1KG 5000']],
    [['दाल ५', 'दालको सट्टा चना'], ['CHANA-1KG 5000']],
  ])('has a good put in the place of another: %j', (messages, lines) => {
    expect(after(...messages)).toEqual(lines);
  });

  it.each<[string[], string[]]>([
    [['soap 5', 'dove'], ['DOVE 5000']],
    [['soap 5', 'second one'], ['DOVE 5000']],
    [['soap 5', 'दोस्रो'], ['DOVE 5000']],
    [
      ['soap 5', 'dal 2'],
      ['? product', 'DAL-1KG 2000'],
    ],
    [['rice', '10 packet'], ['RICE-1KG 10000']],
  ])('has its question answered in words: %j', (messages, lines) => {
    expect(after(...messages)).toEqual(lines);
  });
});

describe('what is learned', () => {
  it('is the words of a line that had to be asked about, once the person chose', () => {
    const asked = readIntoDraft(null, 'gulabi lux 5', catalogue);
    if (asked.kind !== 'draft') throw new Error('asked');
    const chosen = answerNumber(asked, '1', catalogue);
    if (chosen.kind !== 'draft') throw new Error('chosen');
    expect(correctionsOf(chosen.lines)).toEqual([{ written: 'gulabi lux', productId: chosen.lines[0]?.productId }]);
    expect(correctionsOf(asked.lines)).toEqual([]);
    const soap = readIntoDraft(null, 'soap 5', catalogue);
    const second = soap.kind === 'draft' ? answerNumber(soap, '2', catalogue) : soap;
    // A class of goods, or a name that two goods have, means another one the next time.
    expect(second.kind === 'draft' ? correctionsOf(second.lines) : null).toEqual([]);
    const plain = readIntoDraft(null, 'rice 5', catalogue);
    expect(plain.kind === 'draft' ? correctionsOf(plain.lines) : null).toEqual([]);
  });
});

describe('any conversation', () => {
  it('keeps every line whole and every quantity within bounds', () => {
    const scrap = fc.constantFrom(
      ...'rice dal chana lux soap tel no haina hataideu sato aru ghataideu sabai instead 5 10 0 999999 kg packet , ani second'.split(
        ' ',
      ),
    );
    const message = fc.oneof(
      { arbitrary: fc.array(scrap, { minLength: 1, maxLength: 6 }).map((words) => words.join(' ')), weight: 5 },
      { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 1 },
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), (texts) => {
        let draft: DraftState | null = null;
        for (const text of texts) {
          const step = readIntoDraft(draft, text, catalogue);
          if (step.kind === 'empty') draft = null;
          if (step.kind === 'draft') draft = { lines: step.lines };
          for (const line of z.array(readLineSchema).parse(draft?.lines ?? []))
            expect(line.problem === null).toBe(line.productId !== null && line.quantityMilli !== null);
        }
      }),
      { numRuns: 300 },
    );
  });
});
