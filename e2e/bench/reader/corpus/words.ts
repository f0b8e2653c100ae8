/** Reads the vocabulary tables and deals their words out to the two halves. */
import type { Draw } from './draw.ts';
import type { Half, Writing } from './types.ts';

type Script = Exclude<Writing, 'mixed'>;
const scripts: readonly Script[] = ['english', 'romanised', 'nepali'];

/** One thing and its words in the three writings. */
export type Words = Record<Script, readonly string[]>;

/** Rows of `key | English | romanised | नेपाली`; without `keyed`, the three cells alone. */
export function readWords(table: string, keyed: boolean): { key: string; words: Words }[] {
  return table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      if (cells.length !== (keyed ? 4 : 3)) throw new Error(`A line of the vocabulary does not fit: ${line}`);
      const key = keyed ? (cells.shift() ?? '') : '';
      const split = (cell: string | undefined) => (keyed ? (cell ?? '').split(', ') : [cell ?? '']);
      const [english, romanised, nepali] = cells.map(split);
      if (!english || !romanised || !nepali) throw new Error(`A line of the vocabulary is short: ${line}`);
      return { key, words: { english, romanised, nepali } };
    });
}

/**
 * The words of one cell that a half may use: the first belongs to both, the others to one of them in turn. `turn` decides
 * which half gets the second word, so that neither half has all the commoner ones.
 */
export function wordsOfHalf(words: readonly string[], half: Half, turn: number): string[] {
  return words.filter((_, place) => place === 0 || ((place + turn) % 2 === 0) === (half === 'tuning'));
}

/** The writing in which the next word of a message stands: a mixed message changes from word to word. */
export function scriptOf(draw: Draw, writing: Writing): Script {
  return writing === 'mixed' ? draw.one(scripts) : writing;
}

/** A word of this thing, in this writing, that this half may use. */
export function wordOf(draw: Draw, words: Words, writing: Writing, half: Half, turn: number): string {
  return draw.one(wordsOfHalf(words[scriptOf(draw, writing)], half, turn));
}

/** Rows dealt out whole: every other row to each half. */
export function rowsOfHalf<T>(rows: readonly T[], half: Half): T[] {
  return rows.filter((_, place) => (place % 2 === 0) === (half === 'tuning'));
}
