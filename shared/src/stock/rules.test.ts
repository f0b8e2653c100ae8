import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideAdjust, decideCount, freeStock } from './rules.ts';

const milli = fc.integer({ min: 0, max: 1_000_000 });
const sound = fc.tuple(milli, milli).map(([a, b]) => ({ onHandMilli: Math.max(a, b), reservedMilli: Math.min(a, b) }));
/** A count has found less than was promised. */
const short = fc.tuple(milli, milli).map(([a, b]) => ({ onHandMilli: Math.min(a, b), reservedMilli: Math.max(a, b) }));

describe('stock', () => {
  it('is free as far as it is not promised, and never below nothing', () => {
    expect(freeStock({ onHandMilli: 10_000, reservedMilli: 4_000 })).toBe(6_000);
    expect(freeStock({ onHandMilli: 4_000, reservedMilli: 4_000 })).toBe(0);
    expect(freeStock({ onHandMilli: 3_000, reservedMilli: 4_000 })).toBe(0);
  });
});

describe('decideAdjust', () => {
  const level = { onHandMilli: 10_000, reservedMilli: 4_000 };

  it('takes away down to what is promised, and not a thousandth more', () => {
    expect(decideAdjust(level, -6_000)).toEqual({ ok: true, value: { onHandMilli: 4_000, reservedMilli: 4_000 } });
    expect(decideAdjust(level, -6_001)).toMatchObject({
      ok: false,
      error: { code: 'STOCK_BELOW_RESERVED', details: [{ figures: { ...level, freeMilli: 6_000 } }] },
    });
  });

  it('says in the refusal how much may go, and that much then goes', () => {
    fc.assert(
      fc.property(sound, milli, (present, away) => {
        const refused = decideAdjust(present, -away);
        if (refused.ok) {
          expect(refused.value.onHandMilli).toBe(present.onHandMilli - away);
          expect(refused.value.onHandMilli).toBeGreaterThanOrEqual(present.reservedMilli);
          return;
        }
        expect(away).toBeGreaterThan(freeStock(present));
        const free = Number(refused.error.details[0]?.figures?.freeMilli);
        expect(decideAdjust(present, -free).ok).toBe(true);
      }),
    );
  });

  it('always takes what comes in, also while a count has left the shelf short', () => {
    fc.assert(
      fc.property(fc.oneof(sound, short), fc.integer({ min: 1, max: 1_000_000 }), (present, delta) => {
        expect(decideAdjust(present, delta)).toEqual({
          ok: true,
          value: { ...present, onHandMilli: present.onHandMilli + delta },
        });
      }),
    );
  });

  it('takes nothing from a shelf that is short', () => {
    expect(decideAdjust({ onHandMilli: 3_000, reservedMilli: 4_000 }, -1)).toMatchObject({ ok: false });
  });
});

describe('decideCount', () => {
  it.each([
    // on hand, promised, counted, against → on hand, moved, short
    ['nothing has happened since', 10_000, 2_000, 9_000, 10_000, 9_000, -1_000, false],
    ['three were sold since', 7_000, 0, 9_000, 10_000, 6_000, -1_000, false],
    ['five came in since', 15_000, 0, 10_000, 10_000, 15_000, 0, false],
    ['more than the book says', 10_000, 0, 12_000, 10_000, 12_000, 2_000, false],
    ['less than is promised', 10_000, 9_000, 4_000, 10_000, 4_000, -6_000, true],
    ['exactly what is promised', 10_000, 4_000, 4_000, 10_000, 4_000, -6_000, false],
    ['nothing at all', 10_000, 0, 0, 10_000, 0, -10_000, false],
    ['a shelf that was sold empty since ends at nothing, not below', 1_000, 0, 0, 10_000, 0, -1_000, false],
  ])('%s', (_, onHandMilli, reservedMilli, countedMilli, againstMilli, left, deltaMilli, isShort) => {
    expect(decideCount({ onHandMilli, reservedMilli }, { countedMilli, againstMilli })).toEqual({
      level: { onHandMilli: left, reservedMilli },
      deltaMilli,
      short: isShort,
    });
  });

  it('never leaves less than nothing, and its move leads from the old level to the new one', () => {
    fc.assert(
      fc.property(fc.oneof(sound, short), milli, milli, (level, countedMilli, againstMilli) => {
        const decided = decideCount(level, { countedMilli, againstMilli });
        expect(decided.level.onHandMilli).toBeGreaterThanOrEqual(0);
        expect(level.onHandMilli + decided.deltaMilli).toBe(decided.level.onHandMilli);
        expect(decided.level.reservedMilli).toBe(level.reservedMilli);
        expect(decided.short).toBe(decided.level.onHandMilli < level.reservedMilli);
      }),
    );
  });
});
