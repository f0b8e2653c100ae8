import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMinutes, daysBetween, nepalDay, nepalMinutes, startOfNepalDay } from './clock.ts';

const instant = fc.integer({ min: Date.UTC(1980, 0, 1), max: Date.UTC(2100, 0, 1) }).map((ms) => new Date(ms));
const inKathmandu = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Kathmandu', dateStyle: 'short' });

describe('days of Asia/Kathmandu', () => {
  it.each([
    ['2026-11-19T18:14:59.999Z', '2026-11-19', 1439],
    ['2026-11-19T18:15:00.000Z', '2026-11-20', 0],
    ['2026-11-20T00:00:00.000Z', '2026-11-20', 345],
    ['2026-12-31T18:15:00.000Z', '2027-01-01', 0],
    ['2028-02-28T18:15:00.000Z', '2028-02-29', 0],
  ])('%s is %s, minute %d', (at, day, minute) => {
    expect(nepalDay(new Date(at))).toBe(day);
    expect(nepalMinutes(new Date(at))).toBe(minute);
  });

  it('agree with the time zone database from 1986 on, when the offset became +05:45', () => {
    fc.assert(
      fc.property(instant, (at) => {
        fc.pre(at.getTime() >= Date.UTC(1986, 0, 2));
        expect(nepalDay(at)).toBe(inKathmandu.format(at));
      }),
    );
  });

  it('begin where startOfNepalDay says, and a minute count later is the instant again', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const start = startOfNepalDay(nepalDay(at));
        expect(nepalMinutes(start)).toBe(0);
        expect(nepalDay(start)).toBe(nepalDay(at));
        expect(nepalDay(new Date(start.getTime() - 1))).toBe(addDays(nepalDay(at), -1));
        const wholeMinutes = Math.floor((at.getTime() - start.getTime()) / 60_000);
        expect(addMinutes(start, nepalMinutes(at)).getTime()).toBe(start.getTime() + wholeMinutes * 60_000);
      }),
    );
  });

  it('add and count the same way', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-02-28', 1)).toBe('2027-03-01');
    expect(daysBetween('2026-11-20', '2026-11-20')).toBe(0);
    expect(daysBetween('2026-12-01', '2026-11-20')).toBe(-11);
    fc.assert(
      fc.property(instant, fc.integer({ min: -10_000, max: 10_000 }), (at, days) => {
        expect(daysBetween(nepalDay(at), addDays(nepalDay(at), days))).toBe(days);
      }),
    );
  });
});
