import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuckets } from './limits.ts';

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);

describe('token buckets', () => {
  it('give the burst, then what the time has brought, and say when to come back', () => {
    const buckets = createBuckets({ requests: 3, perSeconds: 18 });
    expect([1, 2, 3].map(() => buckets.take('a', at(0)).ok)).toEqual([true, true, true]);
    expect(buckets.take('a', at(0))).toEqual({ ok: false, retryAfterSeconds: 6 });
    expect(buckets.take('a', at(5))).toEqual({ ok: false, retryAfterSeconds: 1 });
    expect(buckets.take('a', at(6))).toEqual({ ok: true });
    expect(buckets.take('b', at(6))).toEqual({ ok: true });
  });

  it('are given back what did not count, never more than they hold', () => {
    const buckets = createBuckets({ requests: 1, perSeconds: 60 });
    buckets.take('a', at(0));
    buckets.giveBack('a', at(0));
    buckets.giveBack('a', at(0));
    expect([buckets.take('a', at(0)).ok, buckets.take('a', at(0)).ok]).toEqual([true, false]);
  });

  it('never let more through in any stretch than burst and refill allow, also with a clock that steps back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 30 }), { maxLength: 200 }), (steps) => {
        const buckets = createBuckets({ requests: 5, perSeconds: 50 });
        let [now, forward, taken] = [0, 0, 0];
        for (const step of steps) {
          now += step;
          forward += Math.max(0, step);
          if (buckets.take('a', at(now)).ok) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(5 + forward / 10 + 1e-9);
      }),
    );
  });

  it('stay bounded under a flood of keys', () => {
    const buckets = createBuckets({ requests: 1, perSeconds: 3600 });
    for (let key = 0; key < 120_000; key += 1) buckets.take(`address-${key}`, at(0));
    expect(buckets.take('address-119999', at(0)).ok).toBe(false);
    expect(buckets.take('address-0', at(0)).ok).toBe(true);
  });
});
