import { describe, expect, it } from 'vitest';
import type { CollectionProgress, SyncStatus } from '../../replica/status.ts';
import { type Sample, sampled, timeLeft } from './first-sync-pace.ts';

const progress = (collection: CollectionProgress['collection'], received: number, total: number | null) => ({
  ...{ collection, received, total, done: received === total },
});
const sync = (orders: number, ledgerTotal: number | null): SyncStatus['firstSync'] => ({
  done: false,
  current: 'orders',
  collections: [progress('retailers', 30, 30), progress('orders', orders, 10_000), progress('ledger', 0, ledgerTotal)],
});
/** A thousand orders a second, looked at every second. */
function after(seconds: number, ledgerTotal: number | null): readonly Sample[] {
  let samples: readonly Sample[] = [];
  for (let n = 0; n <= seconds; n += 1) samples = sampled(samples, sync(n * 1000, ledgerTotal), n * 1000);
  return samples;
}

describe('how long the first sync still takes', () => {
  it('is not guessed at in the first seconds, nor where nothing comes', () => {
    expect(timeLeft(after(2, 5000), sync(2000, 5000))).toBeNull();
    const still = sampled(sampled([], sync(0, 5000), 0), sync(0, 5000), 9000);
    expect(timeLeft(still, sync(0, 5000))).toBeNull();
  });

  it('counts everything where the server has said how much there is', () => {
    expect(timeLeft(after(5, 5000), sync(5000, 5000))).toEqual({
      milliseconds: 10_000,
      missing: 10_000,
      collection: null,
    });
  });

  it('counts only what is coming where the rest is not known', () => {
    expect(timeLeft(after(5, null), sync(5000, null))).toEqual({
      milliseconds: 5000,
      missing: 5000,
      collection: 'orders',
    });
  });

  it('goes by the last stretch: a link that has become slow shows', () => {
    let samples = after(5, 5000);
    for (let n = 1; n <= 60; n += 1) samples = sampled(samples, sync(5000 + n * 10, 5000), 5000 + n * 1000);
    expect(samples.length).toBeLessThan(30);
    const left = timeLeft(samples, sync(5600, 5000));
    expect(left?.milliseconds).toBe((4400 + 5000) / 0.01);
  });
});
