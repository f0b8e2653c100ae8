import { describe, expect, it } from 'vitest';
import { goods } from '../../../server/src/demo/goods.ts';
import { readerOver } from './adapter.ts';
import { readByHand } from './corpus/by-hand.ts';
import { corpusOf } from './corpus/corpus.ts';
import { judgeAll, tally } from './figures.ts';

// Figures, not times: the same on every machine. What they are today stands in docs/reader-measurement.md.
describe('the reader on the test half', () => {
  it('reads nineteen lines of twenty right and takes a wrong product in less than one of two hundred', () => {
    const byHand = readByHand().filter((message) => message.half === 'test');
    const counted = tally(judgeAll(readerOver(goods), [...corpusOf(goods, 'test').messages, ...byHand]));
    expect(counted.lines).toBeGreaterThan(2_000);
    expect(counted.right / counted.lines).toBeGreaterThanOrEqual(0.95);
    expect(counted.wrongProduct / counted.lines).toBeLessThan(0.005);
  });
});
