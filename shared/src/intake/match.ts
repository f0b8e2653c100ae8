import { isClass, meaningOf, membersOf, swapsOf } from './classes.ts';
import type { NameWord } from './names.ts';
import { type IndexedGood, type ReaderIndex, textOf } from './reader-index.ts';

/** How well a good's names fit the written words, before sizes and units are looked at. */
export type Match = {
  /** Place in the index. */
  good: number;
  /** Share of the written words (by weight) that its names have, 0 … 1. */
  asked: number;
  /** Share of its best name's words that were written, without the extra ones. */
  named: number;
  /** The share each extra word adds; 0 where the name has it not. */
  extra: readonly number[];
  /** Whether that name tells a size. */
  sized: boolean;
  /** Nothing but class words was written. */
  classOnly: boolean;
};

/** Words in more names than this only add to what rarer words have found. */
const COMMON = 3000;
/** A fit so good needs no second look. */
const GOOD_FIT = 0.8;
/** So many goods are compared further. */
const KEPT = 24;
/** A written word may still mean a near one where both are in the catalogue; not quite as likely as itself. */
const OTHER_WORD = 0.9;
/** Two neighbouring letters in the wrong order (`wehel`). */
const SWAPPED = 0.9;
/** A good that its class was written for (`chiso`, Coke): worth a question, never more. */
const MEMBER = 0.75;
/** People call goods by their names; a SKU's words are an abbreviation of one. */
const SKU_NAME = 0.7;
/** A class word that says nothing against a good of no stated class (`titos chips`). */
const IDLE_CLASS = 0.15;

/** Per written word how near a good's names come to it. */
type Asked = number[];
/**
 * Per written word the weight it has in one name; behind them, of two written neighbours that the name has as one word. One
 * plain array: a common word makes thousands of them.
 */
type Named = number[];
type Found = { asked: Map<number, Asked>; named: Map<number, Named> };

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
  const straight = matchWith(index, words, extra, false);
  // Every word may be known and still be the wrong one; asked again only where it did not fit.
  const [best] = straight;
  return best && fullFit(best) >= GOOD_FIT ? straight : matchWith(index, words, extra, true);
}

function matchWith(
  index: ReaderIndex,
  written: readonly NameWord[],
  extra: readonly NameWord[],
  doubted: boolean,
): Match[] {
  // `wai wai` is one word twice: names count each word once, so the message does too.
  const words = written.filter((word, at) => written.findIndex((one) => one.sound === word.sound) === at);
  const all = [...words, ...extra];
  const sought = soughtWords(index, words, all, doubted).sort(
    (a, b) => index.keysWith(a.word).length - index.keysWith(b.word).length,
  );
  const found: Found = { asked: new Map(), named: new Map() };
  for (const one of sought) {
    const keys = index.keysWith(one.word);
    const fresh = keys.length <= COMMON || found.named.size === 0;
    const weight = (index.pairWeight(one.word) ?? weightIn(all, one)) * one.near;
    for (const key of keys) collect(index, found, key, one, weight, fresh, all.length);
  }
  return bestOfGoods(index, words, all, found, index.keysReading(textOf(written)));
}

function weightIn(all: readonly NameWord[], one: Sought): number {
  let weight = 0;
  for (let at = one.at; at < one.at + one.span; at += 1) weight += all[at]?.weight ?? 0;
  return weight;
}

function collect(
  index: ReaderIndex,
  found: Found,
  key: number,
  one: Sought,
  weight: number,
  fresh: boolean,
  count: number,
) {
  let named = found.named.get(key);
  const { good } = index.key(key) ?? { good: -1 };
  if (!named) {
    if ((!fresh && !found.asked.has(good)) || !index.good(good)) return;
    named = zeros(2 * count);
    found.named.set(key, named);
  }
  let asked = found.asked.get(good);
  if (!asked) {
    asked = zeros(count);
    found.asked.set(good, asked);
  }
  for (let at = one.at; at < one.at + one.span; at += 1) if (one.near > (asked[at] ?? 0)) asked[at] = one.near;
  const at = one.span === 1 ? one.at : count + one.at;
  if (weight > (named[at] ?? 0)) named[at] = weight;
}

function zeros(count: number): number[] {
  const list: number[] = [];
  for (let at = 0; at < count; at += 1) list.push(0);
  return list;
}

/** The weight of a name that was written: neighbours count as the one word they are, or each, never both. */
function namedIn(named: Named, upTo: number, count: number): number {
  let sum = 0;
  for (let at = 0; at < upTo; at += 1) {
    const single = named[at] ?? 0;
    const both = named[count + at] ?? 0;
    if (both > single + (named[at + 1] ?? 0)) {
      sum += both;
      at += 1;
    } else sum += single;
  }
  return sum;
}

/** Each written word as the catalogue has it, or the words near it; neighbours also as one word (`coca cola`, cocacola). */
function soughtWords(
  index: ReaderIndex,
  words: readonly NameWord[],
  all: readonly NameWord[],
  doubted: boolean,
): Sought[] {
  const { vocabulary } = index;
  const sought: Sought[] = [];
  const add = (sound: string, near: number, at: number, span = 1) => {
    const word = vocabulary.find(sound);
    if (word !== undefined) sought.push({ word, near, at, span });
    return word;
  };
  const classOnly = isClassOnly(words);
  for (const [at, { sound, text, raw }] of all.entries()) {
    const exact = add(sound, 1, at);
    if (at >= words.length || !/^[a-z]/.test(sound)) continue;
    for (const { word, near } of exact === undefined || doubted ? vocabulary.near(sound) : [])
      if (word !== exact) sought.push({ word, near: exact === undefined ? near : near * OTHER_WORD, at, span: 1 });
    if (exact === undefined) for (const swapped of swapsOf(text)) add(swapped, SWAPPED, at);
    if (classOnly) for (const member of membersOf(sound)) add(member, MEMBER, at);
    const next = words[at + 1];
    if (!next) continue;
    const joined = raw + next.raw;
    if (add(joined, 1, at, 2) !== undefined) continue;
    add(meaningOf(joined), 1, at, 2);
    if (exact === undefined)
      for (const { word, near } of vocabulary.near(joined)) sought.push({ word, near: near * OTHER_WORD, at, span: 2 });
  }
  return sought;
}

function isClassOnly(words: readonly NameWord[]): boolean {
  return words.length > 0 && words.every((word) => isClass(word.sound));
}

/** Share of the written words that a good's names have. A class word that contradicts nothing hardly counts. */
function askedShare(words: readonly NameWord[], asked: Asked | undefined, { classes }: IndexedGood): number {
  let sum = 0;
  let total = 0;
  for (const [at, word] of words.entries()) {
    const near = asked?.[at] ?? 0;
    const idle = near === 0 && words.length > 1 && isClass(word.sound) && classes.size === 0;
    const weight = idle ? IDLE_CLASS : word.weight;
    sum += weight * near;
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}

/** Below this share of what the best good has of the written words, a good is not looked at further. */
const FAR = 0.5;

/** The share of every good that comes near the best of them. */
function askedShares(index: ReaderIndex, words: readonly NameWord[], found: Found): Map<number, number> {
  const shares = new Map<number, number>();
  let most = 0;
  for (const [place, asked] of found.asked) {
    const good = index.good(place);
    const share = good ? askedShare(words, asked, good) : 0;
    most = Math.max(most, share);
    shares.set(place, share);
  }
  for (const [place, share] of shares) if (share < most * FAR) shares.delete(place);
  return shares;
}

function bestOfGoods(
  index: ReaderIndex,
  words: readonly NameWord[],
  all: readonly NameWord[],
  found: Found,
  exact: readonly number[],
): Match[] {
  const best = new Map<number, Match>();
  const classOnly = isClassOnly(words);
  const consider = (place: number, asked: number, named: number, extra: readonly number[], sized: boolean) => {
    const match = { good: place, asked, named, extra, sized, classOnly };
    const known = best.get(place);
    const better = known ? fullFit(match) - fullFit(known) : 1;
    if (better > 0 || (better === 0 && known?.sized && !sized)) best.set(place, match);
  };
  const none = all.slice(words.length).map(() => 0);
  for (const key of exact) {
    const { good, sized } = index.key(key) ?? { good: -1, sized: false };
    if (index.good(good)) consider(good, 1, 1, none, sized);
  }
  const shares = askedShares(index, words, found);
  for (const [key, entry] of found.named) {
    const one = index.key(key);
    const asked = one && shares.get(one.good);
    if (!one || asked === undefined) continue;
    const share = (one.sku ? SKU_NAME : 1) / one.total;
    const extra = entry.slice(words.length, all.length).map((weight) => weight * share);
    consider(one.good, asked, namedIn(entry, words.length, all.length) * share, extra, one.sized);
  }
  return [...best.values()].sort((a, b) => fullFit(b) - fullFit(a) || a.good - b.good).slice(0, KEPT);
}
