/** What a thumb does to a word: one slip, and never into the name of something else. */
import type { Draw } from './draw.ts';

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** Vowel signs and nasals that Nepali writers swap or leave out without noticing. */
const SWAPS = new Map(
  ['िी', 'ुू', 'ँं', 'शस', 'बव'].flatMap(([one = '', other = '']) => [[one, other] as const, [other, one] as const]),
);

function neighbour(draw: Draw, letter: string): string {
  const row = ROWS.find((each) => each.includes(letter)) ?? '';
  const place = row.indexOf(letter);
  return draw.one([row[place - 1], row[place + 1]].filter((each) => each !== undefined));
}

function slipLatin(draw: Draw, name: string, place: number): string {
  const [before, letter, after] = [name.slice(0, place), name[place] ?? '', name.slice(place + 1)];
  return draw.weighted([
    [3, `${before}${after}`],
    [3, `${before}${neighbour(draw, letter)}${after}`],
    [2, `${before}${letter}${letter}${after}`],
    [2, `${before}${after.slice(0, 1)}${letter}${after.slice(1)}`],
  ]);
}

/** The name with one slip in a word of at least five letters; null where it has no such word. */
export function slip(draw: Draw, name: string): string | null {
  const places = [...name].map((_, place) => place);
  if (/[\u0900-\u097f]/.test(name)) {
    const able = places.filter((place) => place > 0 && SWAPS.get(name[place] ?? ''));
    if (able.length === 0) return null;
    const place = draw.one(able);
    return name.slice(0, place) + SWAPS.get(name[place] ?? '') + name.slice(place + 1);
  }
  // The first letter of a word is seldom wrong: people see it.
  const able = places.filter((place) => /[a-z]/.test(name[place] ?? '') && wordAt(name, place).start < place);
  const long = able.filter((place) => wordAt(name, place).length >= 5);
  return long.length === 0 ? null : slipLatin(draw, name, draw.one(long));
}

function wordAt(name: string, place: number): { start: number; length: number } {
  const start = name.lastIndexOf(' ', place) + 1;
  const end = name.indexOf(' ', place);
  return { start, length: (end < 0 ? name.length : end) - start };
}

/** Whether one letter put in, left out, changed or swapped with the next makes the one from the other. */
export function withinOneSlip(one: string, other: string): boolean {
  let [start, end] = [0, 0];
  const shorter = Math.min(one.length, other.length);
  while (start < shorter && one[start] === other[start]) start += 1;
  while (end < shorter - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const [left, right] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  const swapped = left.length === 2 && left === [...right].reverse().join('');
  return swapped || (left.length <= 1 && right.length <= 1);
}
