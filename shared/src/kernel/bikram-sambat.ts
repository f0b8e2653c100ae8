import type { Language } from './language.ts';

/**
 * Bikram Sambat, the calendar of Nepal: month lengths follow the sun's entry into each sign, so they are a table, not a formula.
 *
 * Years 2000–2083 are the published ones; four public tables (medic/bikram-sambat 1.8.1, nepali-date-converter 3.4.0,
 * @sbmdkl/nepali-date-converter 2.0.5, @remotemerge/nepali-date-converter 1.2.1) agree on all 1,008 months.
 * Years from 2084 are not published yet and those tables part ways: some repeat an old block and give 2087 a year of
 * 366 days. Ours are computed with the sun of the Surya Siddhanta, which the almanac itself is made by: a month begins on
 * the day whose midnight follows the sankranti, except Shrawan (the sunrise after it) and Magh (the sunset). The rule
 * gives every month of 2000–2083, and for 2084–2098 the same as @remotemerge and, where recorded, Nepali Patro.
 * `bikram-sambat.test.ts` runs the rule. When a year's almanac is published and differs: change the row, raise the version.
 */
export const BS_TABLE_VERSION = '2026-11';
export const BS_FIRST_YEAR = 2000;

/** Last year that was taken from a published almanac; later rows are computed and may still move by a day. */
export const BS_PUBLISHED_UNTIL = 2083;

/** Days of each month, one row a year from 2000. */
export const BS_MONTH_LENGTHS: readonly (readonly number[])[] = [
  [30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2000
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2001
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2002
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2003
  [30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2004
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2005
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2006
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2007
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 29, 31], // 2008
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2009
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2010
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2011
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30], // 2012
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2013
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2014
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2015
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30], // 2016
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2017
  [31, 32, 31, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2018
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2019
  [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30], // 2020
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2021
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30], // 2022
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2023
  [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30], // 2024
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2025
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2026
  [30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2027
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2028
  [31, 31, 32, 31, 32, 30, 30, 29, 30, 29, 30, 30], // 2029
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2030
  [30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2031
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2032
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2033
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2034
  [30, 32, 31, 32, 31, 31, 29, 30, 30, 29, 29, 31], // 2035
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2036
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2037
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2038
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30], // 2039
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2040
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2041
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2042
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30], // 2043
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2044
  [31, 32, 31, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2045
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2046
  [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30], // 2047
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2048
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30], // 2049
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2050
  [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30], // 2051
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2052
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30], // 2053
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2054
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2055
  [31, 31, 32, 31, 32, 30, 30, 29, 30, 29, 30, 30], // 2056
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2057
  [30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2058
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2059
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2060
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2061
  [30, 32, 31, 32, 31, 31, 29, 30, 29, 30, 29, 31], // 2062
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2063
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2064
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2065
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 29, 31], // 2066
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2067
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2068
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2069
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30], // 2070
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2071
  [31, 32, 31, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2072
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2073
  [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30], // 2074
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2075
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30], // 2076
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2077
  [31, 31, 31, 32, 31, 31, 30, 29, 30, 29, 30, 30], // 2078
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2079
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 30], // 2080
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2081
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2082
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2083
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2084
  [30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2085
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2086
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2087
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2088
  [30, 32, 31, 32, 31, 30, 30, 30, 29, 30, 29, 31], // 2089
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2090
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2091
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2092
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 29, 31], // 2093
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2094
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2095
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2096
  [31, 31, 31, 32, 31, 31, 29, 30, 30, 29, 30, 30], // 2097
  [31, 31, 32, 31, 31, 31, 30, 29, 30, 29, 30, 30], // 2098
  [31, 31, 32, 32, 31, 30, 30, 29, 30, 29, 30, 30], // 2099
  [31, 32, 31, 32, 31, 30, 30, 30, 29, 29, 30, 31], // 2100
];

export const BS_LAST_YEAR = BS_FIRST_YEAR + BS_MONTH_LENGTHS.length - 1;

/** `month` is 1 … 12, 1 being Baisakh. */
export type BsDate = { year: number; month: number; day: number };

const DAY_MS = 86_400_000;
/** 1 Baisakh 2000 was 14 April 1943. */
const EPOCH_DAY = Date.UTC(1943, 3, 14) / DAY_MS;

/** Days since the epoch at which each year starts, with one entry more than there are years. */
const yearStarts: readonly number[] = BS_MONTH_LENGTHS.reduce<number[]>(
  (starts, months) => [...starts, (starts.at(-1) ?? 0) + months.reduce((sum, days) => sum + days, 0)],
  [0],
);

/** Length of a month; null outside the table. */
export function daysInBsMonth(year: number, month: number): number | null {
  return BS_MONTH_LENGTHS[year - BS_FIRST_YEAR]?.[month - 1] ?? null;
}

/** The Bikram Sambat date of a Gregorian day `YYYY-MM-DD`; null outside the table or for nonsense. */
export function adToBs(day: string): BsDate | null {
  const days = Date.parse(`${day}T00:00:00.000Z`) / DAY_MS - EPOCH_DAY;
  const end = yearStarts.at(-1) ?? 0;
  if (!Number.isInteger(days) || days < 0 || days >= end) return null;
  // A year has 365 or 366 days: the guess is right or one too high.
  let index = Math.min(Math.floor(days / 365), BS_MONTH_LENGTHS.length - 1);
  while ((yearStarts[index] ?? 0) > days) index -= 1;
  let left = days - (yearStarts[index] ?? 0);
  for (const [month, length] of (BS_MONTH_LENGTHS[index] ?? []).entries()) {
    if (left < length) return { year: BS_FIRST_YEAR + index, month: month + 1, day: left + 1 };
    left -= length;
  }
  return null;
}

/** The Gregorian day `YYYY-MM-DD` of a Bikram Sambat date; null where there is no such day in the table. */
export function bsToAd({ year, month, day }: BsDate): string | null {
  const months = BS_MONTH_LENGTHS[year - BS_FIRST_YEAR];
  const length = months?.[month - 1];
  const start = yearStarts[year - BS_FIRST_YEAR];
  if (!months || length === undefined || start === undefined) return null;
  if (!Number.isInteger(day) || day < 1 || day > length) return null;
  const before = months.slice(0, month - 1).reduce((sum, days) => sum + days, 0);
  return new Date((EPOCH_DAY + start + before + day - 1) * DAY_MS).toISOString().slice(0, 10);
}

const monthNames: Record<Language, readonly string[]> = {
  en: [
    'Baisakh',
    'Jestha',
    'Asar',
    'Shrawan',
    'Bhadra',
    'Asoj',
    'Kartik',
    'Mangsir',
    'Poush',
    'Magh',
    'Falgun',
    'Chaitra',
  ],
  ne: ['वैशाख', 'जेठ', 'असार', 'साउन', 'भदौ', 'असोज', 'कात्तिक', 'मंसिर', 'पुस', 'माघ', 'फागुन', 'चैत'],
};

/** Name of month 1 … 12 as people say it. */
export function bsMonthName(month: number, language: Language): string {
  const name = monthNames[language][month - 1];
  if (name === undefined) throw new Error(`bsMonthName: there is no month ${month}`);
  return name;
}
