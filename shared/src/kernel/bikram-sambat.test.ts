import { describe, expect, it } from 'vitest';
import {
  adToBs,
  BS_FIRST_YEAR,
  BS_LAST_YEAR,
  BS_MONTH_LENGTHS,
  BS_PUBLISHED_UNTIL,
  bsMonthName,
  bsToAd,
  daysInBsMonth,
} from './bikram-sambat.ts';

/** Published pairs: new years, month ends the almanac changed late, and days everybody knows. */
const published: [ad: string, bs: [number, number, number]][] = [
  ['1943-04-14', [2000, 1, 1]],
  ['1990-04-09', [2046, 12, 27]],
  ['2001-06-01', [2058, 2, 19]],
  ['2006-04-24', [2063, 1, 11]],
  ['2015-04-25', [2072, 1, 12]], // the Gorkha earthquake
  ['2015-09-20', [2072, 6, 3]], // the constitution
  ['2017-03-28', [2073, 12, 15]], // example in the README of medic/bikram-sambat
  ['2020-04-13', [2077, 1, 1]],
  ['2023-04-14', [2080, 1, 1]],
  ['2024-04-13', [2081, 1, 1]],
  ['2024-06-14', [2081, 2, 32]], // Jestha 2081 has 32 days, which many tables had wrong
  ['2025-04-14', [2082, 1, 1]],
  ['2025-07-16', [2082, 3, 32]],
  ['2026-04-14', [2083, 1, 1]],
  ['2026-10-17', [2083, 6, 31]],
];

describe('Bikram Sambat', () => {
  it.each(published)('%s is %j', (ad, [year, month, day]) => {
    expect(adToBs(ad)).toEqual({ year, month, day });
    expect(bsToAd({ year, month, day })).toBe(ad);
  });

  it('goes there and back for every day of the table', () => {
    let at = Date.UTC(1943, 3, 14);
    let days = 0;
    for (let year = BS_FIRST_YEAR; year <= BS_LAST_YEAR; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        for (let day = 1; day <= (daysInBsMonth(year, month) ?? 0); day += 1) {
          const ad = new Date(at).toISOString().slice(0, 10);
          if (bsToAd({ year, month, day }) !== ad) throw new Error(`bsToAd ${year}-${month}-${day}`);
          const back = adToBs(ad);
          if (back?.year !== year || back.month !== month || back.day !== day) throw new Error(`adToBs ${ad}`);
          at += 86_400_000;
          days += 1;
        }
      }
    }
    expect(days).toBeGreaterThan(36_000);
    expect(adToBs(new Date(at).toISOString().slice(0, 10))).toBeNull();
  });

  it('says null outside the table and for days that do not exist', () => {
    expect(adToBs('1943-04-13')).toBeNull();
    expect(adToBs('not a day')).toBeNull();
    expect(bsToAd({ year: 1999, month: 1, day: 1 })).toBeNull();
    expect(bsToAd({ year: 2083, month: 13, day: 1 })).toBeNull();
    expect(bsToAd({ year: 2083, month: 6, day: 32 })).toBeNull();
    expect(daysInBsMonth(2083, 6)).toBe(31);
  });

  it('knows the months by name', () => {
    expect([bsMonthName(1, 'en'), bsMonthName(12, 'ne')]).toEqual(['Baisakh', 'चैत']);
    expect(() => bsMonthName(13, 'en')).toThrow();
  });
});

/** The sun of the Surya Siddhanta: mean motion and one epicycle, degrees. `jd` is a Julian day in universal time. */
function siddhanticSun(jd: number): number {
  const rad = Math.PI / 180;
  const revolutions = 4_320_000; // of the sun in a mahayuga
  const civilDays = 1_577_917_828;
  const kaliYuga = 588_465.5; // midnight at Ujjain, 75.7683° east
  const elapsed = jd + 75.7683 / 360 - kaliYuga;
  const mean = ((elapsed * revolutions) / civilDays) % 1;
  const anomaly = mean * 360 - (77 + 17 / 60);
  const epicycle = 14 - (20 / 60) * Math.abs(Math.sin(anomaly * rad));
  const equation = Math.asin((epicycle / 360) * Math.sin(anomaly * rad)) / rad;
  return mean * 360 - equation;
}

/** When the sun enters sign `sign` (0 … 11) near `guess`. */
function sankranti(sign: number, guess: number): number {
  let low = guess - 8;
  let high = guess + 8;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    const gap = ((siddhanticSun(middle) - sign * 30 + 900) % 360) - 180;
    if (gap < 0) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * How late on a Kathmandu day a sankranti may fall and the month still begin on the next day, in days from that midnight.
 * Midnight for ten months, the next sunrise for Shrawan (the sun turns south), the sunset before for Magh (north).
 * Hundredths beyond the midnight of the ten are the scatter of the published table, at most 36 minutes.
 */
const latest = [1.005, 1.025, 1.01, 1.24, 1.01, 1.005, 1.0, 1.0, 1.01, 0.715, 1.02, 1.015];

function monthStart(year: number, month: number): number {
  const newYear = Date.UTC(year - 57, 3, 14) / 86_400_000;
  const entry = sankranti(month - 1, newYear + 2_440_587.5 + (month - 1) * 30.44);
  return Math.floor(entry + 5.75 / 24 + 0.5 - (latest[month - 1] ?? 0)) + 1 - 2_440_588;
}

describe('the rule behind the table', () => {
  const lengths = (year: number) =>
    Array.from({ length: 12 }, (_, index) => {
      const next = index === 11 ? monthStart(year + 1, 1) : monthStart(year, index + 2);
      return next - monthStart(year, index + 1);
    });

  it('gives every published month', () => {
    for (let year = BS_FIRST_YEAR; year <= BS_PUBLISHED_UNTIL; year += 1) {
      expect([year, ...lengths(year)]).toEqual([year, ...(BS_MONTH_LENGTHS[year - BS_FIRST_YEAR] ?? [])]);
    }
  });

  it('gives the months that are not published yet', () => {
    for (let year = BS_PUBLISHED_UNTIL + 1; year <= BS_LAST_YEAR; year += 1) {
      expect([year, ...lengths(year)]).toEqual([year, ...(BS_MONTH_LENGTHS[year - BS_FIRST_YEAR] ?? [])]);
    }
    // Nepali Patro's years, as recorded in opensource-nepal/node-nepali-datetime#82.
    expect(BS_MONTH_LENGTHS[2084 - BS_FIRST_YEAR]).toEqual([31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31]);
    expect(BS_MONTH_LENGTHS[2085 - BS_FIRST_YEAR]).toEqual([30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31]);
    expect(BS_MONTH_LENGTHS[2087 - BS_FIRST_YEAR]).toEqual([31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30]);
  });
});
