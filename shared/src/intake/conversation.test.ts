import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLineSchema } from './contract.ts';
import { answerNumber, type DraftState, type DraftStep, readIntoDraft, skipLine } from './conversation.ts';
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
  good(2, 'DAL-1KG', 'Toor Dal 1KG', 'dal'),
  good(3, 'SOAP-LUX', 'Lux Soap', 'lux soap'),
  good(4, 'SOAP-LUX-BIG', 'Lux Soap Big', 'lux soap big'),
]);
const skus = new Map([...catalogue.byId.values()].map((one) => [one.id, one.sku]));

/** Lines as `SKU milli`, `SKU?quantity`, `?product`. */
function plain(step: DraftStep) {
  if (step.kind !== 'draft') return step.kind;
  return step.lines.map(
    (line) => `${skus.get(line.productId ?? '') ?? ''}${line.problem ? `?${line.problem}` : ` ${line.quantityMilli}`}`,
  );
}
function draft(text: string, before: DraftState | null = null): DraftState {
  const step = readIntoDraft(before, text, catalogue);
  if (step.kind !== 'draft') throw new Error(`${text}: ${step.kind}`);
  return { lines: step.lines };
}

describe('a list', () => {
  it('begins a draft', () => {
    expect(plain(readIntoDraft(null, 'rice 10, dal 5', catalogue))).toEqual(['RICE-1KG 10000', 'DAL-1KG 5000']);
  });

  it('named twice in one message adds up; named again later the new figure counts', () => {
    expect(plain(readIntoDraft(null, 'rice 10, rice 2', catalogue))).toEqual(['RICE-1KG 12000']);
    expect(plain(readIntoDraft(draft('rice 10, dal 5'), 'rice 2', catalogue))).toEqual([
      'RICE-1KG 2000',
      'DAL-1KG 5000',
    ]);
  });

  it('adds to an open draft', () => {
    expect(plain(readIntoDraft(draft('rice 10'), 'dal 5', catalogue))).toEqual(['RICE-1KG 10000', 'DAL-1KG 5000']);
  });

  it('answers the question after a good that was not found: written anew, the amount stays', () => {
    const asked = draft('sabunlx 5, rice 1');
    expect(plain({ kind: 'draft', lines: asked.lines })).toEqual(['?product', 'RICE-1KG 1000']);
    expect(plain(readIntoDraft(asked, 'lux soap', catalogue))).toEqual(['RICE-1KG 1000', 'SOAP-LUX 5000']);
    expect(plain(readIntoDraft(asked, 'lux soap 7', catalogue))).toEqual(['RICE-1KG 1000', 'SOAP-LUX 7000']);
  });

  it('that names nothing at all is left to a person', () => {
    for (const text of ['', 'hello', 'when will it come', 'call me'])
      expect(plain(readIntoDraft(null, text, catalogue))).toBe('notUnderstood');
    expect(plain(readIntoDraft(draft('rice 10'), 'thank you', catalogue))).toBe('notUnderstood');
  });
});

describe('a number', () => {
  it('picks from what was offered', () => {
    const asked = draft('soap 5');
    const choices = asked.lines[0]?.alternatives.map((one) => skus.get(one.productId));
    expect(choices).toEqual(['SOAP-LUX', 'SOAP-LUX-BIG']);
    expect(plain(answerNumber(asked, '2', catalogue))).toEqual(['SOAP-LUX-BIG 5000']);
    for (const wrong of ['3', '0', '1.5', 'many'])
      expect(plain(answerNumber(asked, wrong, catalogue))).toBe('notUnderstood');
  });

  it('that picks a good of the draft gives it the new quantity', () => {
    const asked = draft('soap 5', draft('lux soap 1, rice 2'));
    expect(plain(answerNumber(asked, '1', catalogue))).toEqual(['RICE-1KG 2000', 'SOAP-LUX 5000']);
  });

  it('is the quantity that was asked for', () => {
    const asked = draft('rice, dal');
    const once = answerNumber(asked, '10', catalogue);
    expect(plain(once)).toEqual(['RICE-1KG 10000', 'DAL-1KG?quantity']);
    if (once.kind !== 'draft') throw new Error('no draft');
    expect(plain(answerNumber(once, '5', catalogue))).toEqual(['RICE-1KG 10000', 'DAL-1KG 5000']);
  });

  it('is the number of sold units where the unit was not understood', () => {
    const asked = draft('rice 10 liter');
    expect(plain({ kind: 'draft', lines: asked.lines })).toEqual(['RICE-1KG?unit']);
    expect(plain(answerNumber(asked, '10', catalogue))).toEqual(['RICE-1KG 10000']);
  });

  it('of nothing leaves the line out', () => {
    expect(plain(answerNumber(draft('rice, dal 5'), '0', catalogue))).toEqual(['DAL-1KG 5000']);
    expect(plain(answerNumber(draft('rice'), '0', catalogue))).toBe('empty');
  });

  it('means nothing where nothing was asked', () => {
    expect(plain(answerNumber(draft('rice 10'), '2', catalogue))).toBe('notUnderstood');
  });
});

describe('skip', () => {
  it('leaves out the line that was asked about, and none else', () => {
    expect(plain(skipLine(draft('rice 10, sabunlx 2, dal')))).toEqual(['RICE-1KG 10000', 'DAL-1KG?quantity']);
    expect(plain(skipLine(draft('rice')))).toBe('empty');
    expect(plain(skipLine(draft('rice 10')))).toBe('notUnderstood');
  });
});

describe('any chat', () => {
  it('keeps each good once, and every line is clear or asked about', () => {
    const message = fc.constantFrom(
      'rice 10',
      'dal',
      'rice 2, dal 3',
      'sabunlx 2',
      'lux soap',
      'soap 3',
      'hello',
      '1',
      '2',
      '0',
      'skip',
      'chamal 5 liter',
    );
    fc.assert(
      fc.property(fc.array(message, { maxLength: 15 }), (texts) => {
        let present: DraftState | null = null;
        for (const text of texts) {
          const before: DraftState | null = present;
          const step: DraftStep = /^\d$/.test(text)
            ? answerNumber(before ?? { lines: [] }, text, catalogue)
            : text === 'skip'
              ? skipLine(before ?? { lines: [] })
              : readIntoDraft(before, text, catalogue);
          if (step.kind === 'empty') present = null;
          if (step.kind === 'draft') present = { lines: step.lines };
          if (step.kind === 'notUnderstood') expect(present).toBe(before);
          const lines = z.array(readLineSchema).parse(present?.lines ?? []);
          const products = lines.flatMap((line) => line.productId ?? []);
          expect(new Set(products).size).toBe(products.length);
          for (const line of lines)
            expect(line.problem === null).toBe(line.productId !== null && line.quantityMilli !== null);
        }
      }),
      { numRuns: 300 },
    );
  });
});
