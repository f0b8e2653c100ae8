import { MAX_MILLI } from '@khaacho/shared/kernel/quantity.ts';
import { describe, expect, it } from 'vitest';
import { goods } from '../../../server/src/demo/goods.ts';
import { upperBound, wilson } from './bounds.ts';
import { readByHand } from './corpus/by-hand.ts';
import { corpusOf } from './corpus/corpus.ts';
import { familiesOf } from './corpus/families.ts';
import type { Half, LabelledLine, LabelledMessage, Take } from './corpus/types.ts';
import { wordsOfHalf } from './corpus/words.ts';
import { describeFailures } from './failures.ts';
import { intentNames, readIntents } from './intents.ts';

const skus = new Set(goods.map((good) => good.sku));
const halves: Half[] = ['tuning', 'test'];
const byHand = readByHand();

const takesOf = (line: LabelledLine): Take[] => (line.kind === 'take' ? line.anyOf : []);
const namedSkus = (line: LabelledLine) => (line.kind === 'ask' ? line.skus : takesOf(line).map((take) => take.sku));

function expectValid(messages: readonly LabelledMessage[]): void {
  const lines = messages.flatMap((message) => message.lines);
  expect(lines.flatMap(namedSkus).filter((sku) => !skus.has(sku))).toEqual([]);
  const amounts = lines.flatMap(takesOf).map((take) => take.milli);
  expect(amounts.filter((milli) => !Number.isInteger(milli) || milli < 1 || milli > MAX_MILLI)).toEqual([]);
  expect(new Set(messages.map((message) => message.id)).size).toBe(messages.length);
}

describe.each(halves)('the %s half of the corpus', (half) => {
  const corpus = corpusOf(goods, half);
  const lines = corpus.messages.flatMap((message) => message.lines);

  it('comes out the same every time', () => {
    expect(corpusOf(goods, half)).toEqual(corpus);
  });

  it('has at least two thousand lines and asks for every good it has names for', () => {
    expect(lines.length).toBeGreaterThanOrEqual(2_000);
    const asked = new Set(lines.flatMap(takesOf).map((take) => take.sku));
    const named = familiesOf(goods).flatMap((family) => family.goods.map((good) => good.sku));
    expect(named.filter((sku) => !asked.has(sku))).toEqual([]);
    expect(named.length / goods.length).toBeGreaterThan(0.9);
  });

  it('labels only goods of the catalogue, in amounts that can be ordered', () => {
    expectValid(corpus.messages);
    expect(corpus.dialogues.flatMap((each) => each.draft.flat()).filter((take) => !skus.has(take.sku))).toEqual([]);
  });

  it('writes every line into its message', () => {
    const lost = corpus.messages.filter((message) =>
      message.lines.some((line) => !message.text.includes(line.written)),
    );
    expect(lost).toEqual([]);
  });
});

describe('the two halves', () => {
  const texts: Record<string, (half: Half) => string[]> = {
    made: (half) => corpusOf(goods, half).messages.map((message) => message.text),
    'written by hand': (half) => byHand.filter((message) => message.half === half).map((message) => message.text),
    'of an intent': (half) => readIntents(half).map((message) => message.text),
  };

  it.each(Object.keys(texts))('share no message %s', (kind) => {
    const tuning = new Set(texts[kind]?.('tuning'));
    expect(tuning.size).toBeGreaterThan(100);
    expect(texts[kind]?.('test').filter((text) => tuning.has(text))).toEqual([]);
  });

  it('share of every name only its first spelling', () => {
    for (const { words, turn } of familiesOf(goods)) {
      for (const cell of Object.values(words)) {
        const tuning = new Set(wordsOfHalf(cell, 'tuning', turn));
        expect(wordsOfHalf(cell, 'test', turn).filter((word) => tuning.has(word))).toEqual(cell.slice(0, 1));
      }
    }
  });
});

describe('the vocabulary', () => {
  it('gives no name to two goods', () => {
    const owners = new Map<string, Set<number>>();
    for (const { words, turn } of familiesOf(goods)) {
      for (const name of Object.values(words).flat()) owners.set(name, (owners.get(name) ?? new Set()).add(turn));
    }
    expect([...owners].filter(([, turns]) => turns.size > 1)).toEqual([]);
  });
});

describe('what was written by hand', () => {
  it('is at least three hundred messages besides those made to trick, half of them for the test', () => {
    const plain = byHand.filter((message) => !message.adversarial);
    expect(plain.length).toBeGreaterThanOrEqual(300);
    expect(plain.filter((message) => message.half === 'test').length).toBeGreaterThanOrEqual(150);
    expectValid(byHand);
  });

  it('has at least four hundred messages of known intent, thirty of each', () => {
    const intents = readIntents();
    expect(intents.length).toBeGreaterThanOrEqual(400);
    for (const name of intentNames) {
      expect(intents.filter((each) => each.intent === name).length).toBeGreaterThanOrEqual(30);
    }
  });
});

describe('the figures', () => {
  it('bound a share exactly', () => {
    // With nothing found in n, Clopper and Pearson's bound is 1 − 0.05^(1/n).
    expect(upperBound(0, 1_000)).toBeCloseTo(1 - 0.05 ** (1 / 1_000), 8);
    // R: binom.test(5, 100, alternative = "less")$conf.int[2]
    expect(upperBound(5, 100)).toBeCloseTo(0.10225, 4);
    const [low, high] = wilson(5, 100);
    expect(low).toBeCloseTo(0.02154, 4);
    expect(high).toBeCloseTo(0.11175, 4);
  });

  it('list no failure of the test half', () => {
    const silent = { read: () => [], converse: () => [], requestOf: () => 'unknown' };
    expect(() => describeFailures(silent, corpusOf(goods, 'test'))).toThrow(/tuning half only/);
    expect(describeFailures(silent, corpusOf(goods, 'tuning')).length).toBeGreaterThan(1_000);
  });
});
