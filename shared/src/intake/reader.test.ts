import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MAX_MILLI } from '../kernel/quantity.ts';
import cases from './cases.json' with { type: 'json' };
import { readLineSchema } from './contract.ts';
import { buildReaderIndex, readOrder, withProduct } from './reader.ts';

const lineSchema = z.object({
  sku: z.string().optional(),
  quantityMilli: z.number().optional(),
  missing: z.enum(['product', 'quantity', 'unit']).optional(),
  /** How many are offered to choose from. */
  choices: z.number().optional(),
});
const table = z
  .object({
    goods: z.array(
      z.object({
        sku: z.string(),
        name: z.string(),
        unit: z.string(),
        baseUnit: z.string(),
        basePerUnit: z.number(),
        names: z.array(z.string()),
      }),
    ),
    messages: z.array(z.object({ text: z.string(), lines: z.array(lineSchema) })),
    talk: z.array(z.string()),
  })
  .parse(cases);

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const goods = table.goods.map((good, n) => ({ ...good, id: idOf(n) }));
const catalogue = buildReaderIndex(goods);
const skuOf = (id: string | null) => goods.find((good) => good.id === id)?.sku;

describe('readOrder', () => {
  it.each(table.messages)('$text', ({ text, lines }) => {
    const read = readOrder(text, catalogue);
    expect(
      read.map((line, index) => {
        const { choices } = lines[index] ?? {};
        return {
          ...(line.productId === null ? {} : { sku: skuOf(line.productId) }),
          ...(line.quantityMilli === null ? {} : { quantityMilli: line.quantityMilli }),
          ...(line.problem === null ? {} : { missing: line.problem }),
          ...(choices === undefined ? {} : { choices: line.alternatives.length }),
        };
      }),
    ).toEqual(lines);
    z.array(readLineSchema).parse(read);
  });

  it('has at least sixty messages in its table, in three ways of writing', () => {
    expect(table.messages.length).toBeGreaterThanOrEqual(60);
    expect(table.messages.filter(({ text }) => /[\u0900-\u097f]/.test(text)).length).toBeGreaterThanOrEqual(10);
  });

  it.each(table.talk)('takes no good for: %s', (text) => {
    for (const line of readOrder(text, catalogue))
      expect([skuOf(line.productId), line.quantityMilli]).toEqual([undefined, null]);
  });
});

describe('any text', () => {
  it('of letters that begin no name takes no product', () => {
    // Words of the catalogue share no three letters with these.
    const word = fc.string({ unit: fc.constantFrom(...'qxvzjfwk'), minLength: 1, maxLength: 8 });
    const words = fc.array(fc.oneof(word, fc.integer({ min: 0, max: 500 }).map(String)), { maxLength: 8 });
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join(' ');
        // "2 pm" may come about by chance, "x 10" is an amount.
        fc.pre(!/\bpm\b/.test(text));
        for (const line of readOrder(text, catalogue)) expect(line.productId).toBe(null);
      }),
      { numRuns: 500 },
    );
  });

  it('takes a product only by its SKU, by one of its names, or by a name very near to one', () => {
    const scrap = fc.constantFrom(
      ...goods.flatMap((good) => [good.sku, ...good.names]).flatMap((name) => name.split(' ')),
    );
    const junk = fc.string({ maxLength: 6 });
    const number = fc.integer({ min: 0, max: 2000 }).map(String);
    const text = fc.array(fc.oneof(scrap, junk, number, fc.constantFrom('\n', ',', 'x', 'kg', 'र', '-', '=')), {
      maxLength: 14,
    });
    fc.assert(
      fc.property(text, (parts) => {
        const read = readOrder(parts.join(' '), catalogue);
        z.array(readLineSchema).parse(read);
        for (const line of read) {
          if (line.productId !== null) expect(line.confidence).toBeGreaterThanOrEqual(0.8);
          else expect([line.problem, line.quantityMilli]).toEqual(['product', null]);
          expect(line.problem === null).toBe(line.productId !== null && line.quantityMilli !== null);
          if (line.quantityMilli !== null) expect(line.quantityMilli).toBeLessThanOrEqual(MAX_MILLI);
          expect(line.alternatives.length).toBeLessThanOrEqual(5);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is read without throwing, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        z.array(readLineSchema).parse(readOrder(text, catalogue));
      }),
      { numRuns: 200 },
    );
  });

  it('with a good and an amount in any of the usual forms is read to the gram', () => {
    const form = fc.constantFrom(
      (name: string, n: number) => `${name} x ${n}`,
      (name: string, n: number) => `${name} ${n}`,
      (name: string, n: number) => `${n} ${name}`,
      (name: string, n: number) => `${name}: ${n}`,
      (name: string, n: number) => `${name} - ${n}`,
      (name: string, n: number) => `${name} (${n})`,
      (name: string, n: number) => `malai ${name} ${n} pathaidinus`,
    );
    // Names with a figure of their own are read with it; they stand in the table.
    const named = fc.constantFrom(
      ...goods.flatMap((good) =>
        good.names.filter((name) => !/[\d०-९]/.test(name)).map((name) => [good.sku, name] as const),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(named, fc.integer({ min: 1, max: 999 }), form), { minLength: 1, maxLength: 6 }),
        (list) => {
          const text = list.map(([[, name], n, write]) => write(name, n)).join('\n');
          expect(readOrder(text, catalogue).map((line) => [skuOf(line.productId), line.quantityMilli])).toEqual(
            list.map(([[sku], n]) => [sku, n * 1000]),
          );
        },
      ),
    );
  });
});

describe('withProduct', () => {
  it('counts the amount that was written once the good is known', () => {
    const [line] = readOrder('soap 5', catalogue);
    const lux = goods.find((good) => good.sku === 'SOAP-LUX');
    if (!line || !lux) throw new Error('no line');
    expect(withProduct(line, lux)).toMatchObject({
      productId: lux.id,
      quantityMilli: 5_000,
      problem: null,
      alternatives: [],
    });
    expect(withProduct({ ...line, amount: null }, lux)).toMatchObject({ quantityMilli: null, problem: 'quantity' });
    expect(withProduct({ ...line, amount: { valueMilli: 5_000, unit: 'liter' } }, lux)).toMatchObject({
      problem: 'unit',
    });
  });
});
