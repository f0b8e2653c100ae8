import { meaningOf, membersOf, swapsOf } from './classes.ts';
import { type NameWord, nameWord } from './names.ts';
import { type CatalogueGood, namesOf, pairsOf, textOf } from './reader-index.ts';
import { cleanText, hardLines, tokensOf } from './tokens.ts';
import { skeletonKeys } from './vocabulary.ts';

/** Rises with every change of how names are folded: rows of another version are made again. */
export const FOLD_VERSION = 1;

/** A good as a database looks it up where the catalogue is too big to be held. */
export type LookUpEntry = { words: string[]; texts: string[]; folded: string };

export function lookUpEntry(good: Pick<CatalogueGood, 'name' | 'sku' | 'names'>): LookUpEntry {
  const names = namesOf(good);
  const words = new Set(
    names.flatMap((name) => [...name.words.map((word) => word.sound), ...pairsOf(name.words, 1).map(([pair]) => pair)]),
  );
  return {
    words: [...words],
    texts: [...new Set(names.filter((name) => !name.sku).map((name) => name.text))],
    folded: foldedText([good.sku, good.name, ...good.names].join('\n')),
  };
}

/** One spelling for searching while somebody types: lower case, without signs, in both scripts. */
export function foldedText(text: string): string {
  return cleanText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\n]+/gu, ' ')
    .trim();
}

export function skeletonsOf(word: string): string[] {
  return skeletonKeys(word);
}

/** What a message asks a database for. */
export type Sought = {
  /** Whole names that may stand in it. */
  texts: string[];
  /** Words that follow each other without a figure between them: each run names a good, or some. */
  runs: SoughtWord[][];
  /** What may be a SKU, upper case. */
  skus: string[];
};
export type SoughtWord = { sound: string; raw: string; also: string[] };

/** A run of more words is a sentence; a name of more words nobody writes. */
const MAX_RUN_WORDS = 12;
const MAX_NAME_WORDS = 6;
/** Longer messages are looked up to here. */
const MAX_RUNS = 60;

/** Every name, run of words and SKU that a message may hold. */
export function soughtIn(text: string): Sought {
  const clean = cleanText(text);
  const runs = hardLines(clean).flatMap(runsOf).slice(0, MAX_RUNS);
  return {
    texts: [...new Set(runs.flatMap(textsOf))],
    runs: runs.map((run) => run.slice(0, MAX_RUN_WORDS).map((word, at) => soughtWord(run, word, at))),
    skus: [...new Set(clean.toUpperCase().match(/[^\s:=×*,;()]+/g) ?? [])]
      .flatMap((word) => [word, word.replace(/X\d+$/, '')])
      .slice(0, 200),
  };
}

function runsOf(line: string): NameWord[][] {
  const runs: NameWord[][] = [[]];
  for (const token of tokensOf(line)) {
    // A number word may be a word of a name (`five star`); a figure ends the run and may be a name itself (`50-50`).
    if (token.kind === 'word' && !token.unit) runs.at(-1)?.push(...nameWord(token));
    else if (token.kind === 'number') runs.push(nameWord(token), []);
    else if (token.kind === 'word') runs.at(-1)?.push(...nameWord(token));
    else if (token.kind === 'cut') runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function textsOf(run: readonly NameWord[]): string[] {
  return run.flatMap((_, from) =>
    Array.from({ length: Math.min(MAX_NAME_WORDS, run.length - from) }, (_unused, more) =>
      textOf(run.slice(from, from + more + 1)),
    ),
  );
}

function soughtWord(run: readonly NameWord[], word: NameWord, at: number): SoughtWord {
  const next = run[at + 1];
  const before = run[at - 1];
  const joined = [before ? before.raw + word.raw : '', next ? word.raw + next.raw : ''].filter(Boolean);
  const also = [...joined.flatMap((pair) => [pair, meaningOf(pair)]), ...swapsOf(word.text), ...membersOf(word.sound)];
  return { sound: word.sound, raw: word.raw, also };
}
