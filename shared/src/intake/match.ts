import type { NameWord } from './names.ts';
import { type ReaderIndex, textOf } from './reader-index.ts';

/** How well a good's best name fits the written words, before sizes and units are looked at. */
export type Match = {
  /** Place in the index. */
  good: number;
  /** Share of the written words (by weight) that the name has, 0 … 1. */
  asked: number;
  /** Share of the name's words that were written, without the extra ones. */
  named: number;
  /** The share each extra word adds; 0 where the name has it not. */
  extra: readonly number[];
  /** Whether that name tells a size. */
  sized: boolean;
};

/** A misspelt word is looked for among so many. */
const NEAR_WORDS = 8;
/** Words in more names than this only add to what rarer words have found. */
const COMMON = 3000;
/** So many goods are compared further. */
const KEPT = 24;
/** A written word may still mean a near one where both are in the catalogue; not quite as likely as itself. */
const OTHER_WORD = 0.9;

/**
 * What each name has collected: per written word how near it was found and the weight it has in the name; and the same for
 * two written neighbours that the name has as one word.
 */
type Found = { asked: Float64Array; named: Float64Array; pairs: Float64Array };

type Sought = { word: number; near: number; at: number; span: number };

/** Score of a match: names that say more than was written lose up to 45 %, written words that are in no name count fully. */
export function fitOf(asked: number, named: number): number {
  return asked * (0.55 + 0.45 * Math.min(1, named));
}

const fullFit = (match: Match) => fitOf(match.asked, match.named + match.extra.reduce((sum, share) => sum + share, 0));

/**
 * Goods whose names have these words, best first. `extra` are words that may be part of the name or not (the pack, figures):
 * they count where a name has them and are not missed where it has not.
 */
export function matchGoods(index: ReaderIndex, words: readonly NameWord[], extra: readonly NameWord[]): Match[] {
  const all = [...words, ...extra];
  const sought = soughtWords(index, words, all).sort(
    (a, b) => index.keysWith(a.word).length - index.keysWith(b.word).length,
  );
  const found = new Map<number, Found>();
  for (const one of sought) {
    const keys = index.keysWith(one.word);
    const fresh = keys.length <= COMMON || found.size === 0;
    const weight = index.pairWeight(one.word) ?? weightIn(all, one);
    for (const key of keys) {
      let entry = found.get(key);
      if (!entry) {
        if (!fresh) continue;
        entry = emptyFound(all.length);
        found.set(key, entry);
      }
      collect(entry, one, weight);
    }
  }
  return bestOfGoods(index, words, all, found);
}

function weightIn(all: readonly NameWord[], one: Sought): number {
  let weight = 0;
  for (let at = one.at; at < one.at + one.span; at += 1) weight += all[at]?.weight ?? 0;
  return weight;
}

function collect(entry: Found, one: Sought, weight: number): void {
  for (let at = one.at; at < one.at + one.span; at += 1)
    if (one.near > (entry.asked[at] ?? 0)) entry.asked[at] = one.near;
  const into = one.span === 1 ? entry.named : entry.pairs;
  if (weight * one.near > (into[one.at] ?? 0)) into[one.at] = weight * one.near;
}

function emptyFound(count: number): Found {
  return { asked: new Float64Array(count), named: new Float64Array(count), pairs: new Float64Array(count) };
}

/** The weight of a name that was written: neighbours count as the one word they are, or each, never both. */
function namedIn({ named, pairs }: Found, upTo: number): number {
  let sum = 0;
  for (let at = 0; at < upTo; at += 1) {
    const single = named[at] ?? 0;
    const both = pairs[at] ?? 0;
    if (both > single + (named[at + 1] ?? 0)) {
      sum += both;
      at += 1;
    } else sum += single;
  }
  return sum;
}

/** Each written word as the catalogue has it, or the words near it; neighbours also as one word (`coca cola`, cocacola). */
function soughtWords(index: ReaderIndex, words: readonly NameWord[], all: readonly NameWord[]): Sought[] {
  const sought: Sought[] = [];
  for (const [at, { sound }] of all.entries()) {
    const exact = index.vocabulary.find(sound);
    if (exact !== undefined) sought.push({ word: exact, near: 1, at, span: 1 });
    if (at >= words.length || !/^[a-z]/.test(sound)) continue;
    for (const { word, near } of index.vocabulary.near(sound, NEAR_WORDS))
      if (word !== exact) sought.push({ word, near: exact === undefined ? near : near * OTHER_WORD, at, span: 1 });
    const next = words[at + 1];
    const pair = next ? index.vocabulary.find(sound + next.sound) : undefined;
    if (pair !== undefined) sought.push({ word: pair, near: 1, at, span: 2 });
  }
  return sought;
}

function bestOfGoods(
  index: ReaderIndex,
  words: readonly NameWord[],
  all: readonly NameWord[],
  found: ReadonlyMap<number, Found>,
): Match[] {
  const written = words.reduce((sum, word) => sum + word.weight, 0);
  const best = new Map<number, Match>();
  const consider = (key: number, asked: number, named: number, extra: readonly number[]) => {
    const { good, sized } = index.key(key) ?? { good: -1, sized: false };
    if (!index.good(good)) return;
    const match = { good, asked, named, extra, sized };
    const known = best.get(good);
    const better = known ? fullFit(match) - fullFit(known) : 1;
    if (better > 0 || (better === 0 && known?.sized && !sized)) best.set(good, match);
  };
  const none = all.slice(words.length).map(() => 0);
  for (const key of index.keysReading(textOf(words))) consider(key, 1, 1, none);
  for (const [key, entry] of found) {
    const { total } = index.key(key) ?? { total: 1 };
    let asked = 0;
    for (const [at, word] of words.entries()) asked += word.weight * (entry.asked[at] ?? 0);
    const extra = [...entry.named.subarray(words.length)].map((weight) => weight / total);
    consider(key, written > 0 ? asked / written : 0, namedIn(entry, words.length) / total, extra);
  }
  return [...best.values()].sort((a, b) => fullFit(b) - fullFit(a) || a.good - b.good).slice(0, KEPT);
}
