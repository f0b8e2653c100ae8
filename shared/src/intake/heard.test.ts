import { describe, expect, it } from 'vitest';
import { readHeardIntoDraft, withCaption } from './heard.ts';
import { buildReaderIndex } from './reader.ts';
import { unsureLines, withOpinion } from './second-opinion.ts';

const good = (id: string, sku: string, name: string, ...names: string[]) => ({
  ...{ id, sku, name, unit: 'packet', baseUnit: 'g', basePerUnit: 1000, names },
});
const catalogue = buildReaderIndex([
  good('01900000-0000-7000-8000-000000000001', 'RICE-1KG', 'Rice 1 kg', 'चामल', 'chamal'),
  good('01900000-0000-7000-8000-000000000002', 'DAL-1KG', 'Lentils 1 kg', 'दाल', 'dal'),
  good('01900000-0000-7000-8000-000000000003', 'LUX-100', 'Lux soap rose'),
  good('01900000-0000-7000-8000-000000000004', 'LUX-JAS', 'Lux soap jasmine'),
]);
const sure = (text: string) => ({ text, confidence: 0.95 });
const skuOf = (id: string | null) => (id ? catalogue.byId.get(id)?.sku : null);

describe('what was read off a photo', () => {
  it('becomes the lines of a draft; headings and dates do not', () => {
    const step = readHeardIntoDraft(null, [sure('Sita Kirana'), sure('chamal 10'), sure('dal 5')], catalogue);
    expect(step.kind === 'draft' && step.lines.map((line) => [skuOf(line.productId), line.quantityMilli])).toEqual([
      ['RICE-1KG', 10_000],
      ['DAL-1KG', 5_000],
    ]);
  });

  it('is asked about where it was hard to read, with its amount kept', () => {
    const step = readHeardIntoDraft(null, [{ text: 'chamal 10', confidence: 0.6 }], catalogue);
    expect(step).toMatchObject({
      kind: 'draft',
      lines: [{ productId: null, problem: 'product', amount: { valueMilli: 10_000 }, confidence: 0.6 }],
    });
    expect(step.kind === 'draft' && skuOf(step.lines[0]?.alternatives[0]?.productId ?? null)).toBe('RICE-1KG');
  });

  it('is asked about although a second reader agrees: it saw the same misread words', () => {
    for (const text of ['chamal 10', 'lux 3']) {
      const step = readHeardIntoDraft(null, [{ text, confidence: 0.79 }], catalogue);
      const [line] = step.kind === 'draft' ? step.lines : [];
      const first = line?.alternatives[0]?.productId ?? null;
      expect(line && withOpinion(line, first, catalogue)).toMatchObject({ problem: 'product', productId: null });
    }
  });

  it('is asked about where a misread letter tears a line in two', () => {
    const torn = 'dal 1IKG 5';
    const step = readHeardIntoDraft(null, [sure('chamal 10'), sure(torn)], catalogue);
    expect(step.kind === 'draft' && step.lines.map((line) => line.problem)).toEqual([null, 'product', 'product']);
    const spoken = readHeardIntoDraft(null, [{ text: torn, confidence: 1 }], catalogue);
    expect(spoken.kind === 'draft' && spoken.lines[0]?.problem).toBe(null);
  });

  it('takes the words under a photo for typed ones', () => {
    const heard = withCaption('chamal 10', [{ text: 'dal 5', confidence: 0.3 }]);
    const step = readHeardIntoDraft(null, heard, catalogue);
    expect(step.kind === 'draft' && step.lines.map((line) => line.problem)).toEqual([null, 'product']);
    expect(withCaption(' ', [sure('dal 5')])).toEqual([sure('dal 5')]);
  });

  it('adds to an open draft and never commands', () => {
    const first = readHeardIntoDraft(null, [sure('chamal 10')], catalogue);
    const lines = first.kind === 'draft' ? first.lines : [];
    expect(readHeardIntoDraft({ lines }, [sure('CONFIRM')], catalogue).kind).toBe('notUnderstood');
    const more = readHeardIntoDraft({ lines }, [sure('CANCEL'), sure('dal 5')], catalogue);
    expect(more.kind === 'draft' && more.lines.map((line) => skuOf(line.productId))).toEqual(['RICE-1KG', 'DAL-1KG']);
  });

  it('that is nothing but noise goes to a person', () => {
    expect(readHeardIntoDraft(null, [sure('~~ |,'), sure('')], catalogue).kind).toBe('notUnderstood');
  });
});

describe('a second opinion', () => {
  const [, , rose, jasmine] = ['1', '2', '3', '4'].map((n) => `01900000-0000-7000-8000-00000000000${n}`);
  const line = {
    raw: 'lux 3',
    ...{ productId: null, quantityMilli: null, unit: null, confidence: 0.7, turn: 1, chosen: false },
    problem: 'product' as const,
    alternatives: [
      { productId: rose ?? '', confidence: 0.7 },
      { productId: jasmine ?? '', confidence: 0.68 },
    ],
    amount: { valueMilli: 3000, unit: null },
  };

  it('is asked for where the first reader wavers', () => {
    expect(unsureLines([line, { ...line, alternatives: [] }, { ...line, problem: 'quantity' }])).toEqual([line]);
  });

  it('takes a good only where both readers mean it and the first was fairly sure', () => {
    expect(withOpinion(line, rose ?? '', catalogue)).toMatchObject({
      ...{ productId: rose, quantityMilli: 3000, problem: null, chosen: false },
    });
    const weak = { ...line, alternatives: [{ productId: rose ?? '', confidence: 0.64 }] };
    expect(withOpinion(weak, rose ?? '', catalogue).problem).toBe('product');
  });

  it('puts another choice in front of the question, and nothing from outside the choices', () => {
    expect(withOpinion(line, jasmine ?? '', catalogue)).toMatchObject({
      problem: 'product',
      alternatives: [{ productId: jasmine }, { productId: rose }],
    });
    expect(withOpinion(line, '01900000-0000-7000-8000-000000000001', catalogue)).toEqual(line);
    expect(withOpinion(line, null, catalogue)).toEqual(line);
  });
});
