import { isSoldIn, toSoldUnit } from './amounts.ts';
import { type Figure, type Understanding, understandings } from './figures.ts';
import { fitOf, type Match, matchGoods } from './match.ts';
import { type NameWord, nameWord, packWord, type Size, sameSize, weightOf } from './names.ts';
import type { CatalogueGood, IndexedGood, ReaderIndex } from './reader-index.ts';
import type { Token } from './tokens.ts';

/** A good that a line may mean, how sure that is (0 … 1), and how its figures were understood for it. */
export type Candidate = {
  good: CatalogueGood;
  score: number;
  amount: Figure | null;
  /** Words alone, without sizes and units. */
  fit: number;
  sizes: readonly Size[];
  /** Sold in the very unit that was written; false where it is converted, or none was written. */
  soldSo: boolean;
};

/** Another size than the one that was written is another good. */
const OTHER_SIZE = 0.5;
const NO_SIZE = 0.75;
/** A name that tells a size, where none was written: one good of that name is taken, of two sizes neither. */
const SIZE_UNSAID = 0.88;
/** `75 g` of what is packed by 75 g is its size; nobody orders one packet by its grams. */
const SIZE_AS_AMOUNT = 0.9;
const CONVERTED = 0.97;
const NOT_IN_UNIT = 0.8;
/** A figure that is neither amount nor size nor part of the name. */
const FIGURE_TOO_MANY = 0.7;
/** Goods of one fit stand in the order of the catalogue; a written amount goes before none. */
const EPSILON = 1e-6;

/** Goods for the words and figures of one line, surest first. */
export function candidatesFor(index: ReaderIndex, tokens: readonly Token[], figures: readonly Figure[]): Candidate[] {
  const words = tokens.flatMap(nameWord);
  const extra = figures.flatMap((figure) => extraOf(figure));
  if (words.length === 0 && extra.length === 0) return [];
  const ways = understandings(figures);
  const found = matchGoods(
    index,
    words,
    extra.map((one) => one.word),
  ).flatMap((match): Candidate[] => {
    const indexed = index.good(match.good);
    return indexed ? [bestWay(indexed, match, ways, extra)] : [];
  });
  return found.sort((a, b) => b.score - a.score);
}

type Extra = { figure: Figure; word: NameWord; isPack: boolean };

/** What of a figure may stand in a name: its pack (`carton`), or the number itself (`2` of 2PM). */
function extraOf(figure: Figure): Extra[] {
  const sound = figure.unit ? packWord(figure.unit) : figure.word;
  return sound
    ? [{ figure, word: { sound, weight: weightOf(sound), text: sound, raw: sound }, isPack: figure.unit !== null }]
    : [];
}

function bestWay(
  indexed: IndexedGood,
  match: Match,
  ways: readonly Understanding[],
  extra: readonly Extra[],
): Candidate {
  let best: Candidate | null = null;
  for (const way of ways) {
    const candidate = judge(indexed, match, way, extra);
    if (!best || candidate.score > best.score + EPSILON) best = candidate;
  }
  if (!best) throw new Error('there is always the way without figures');
  return best;
}

function judge({ good, sizes }: IndexedGood, match: Match, way: Understanding, extra: readonly Extra[]): Candidate {
  let named = match.named;
  let score = 1;
  for (const [at, one] of extra.entries()) {
    const share = match.extra[at] ?? 0;
    // A number is part of the name or an amount; a pack may be both (`wai wai 2 carton`).
    if (one.isPack || way.rest.includes(one.figure)) named += share;
  }
  for (const figure of way.rest) {
    const at = extra.findIndex((one) => one.figure === figure);
    if (at === -1 || extra[at]?.isPack || (match.extra[at] ?? 0) === 0) score *= FIGURE_TOO_MANY;
  }
  const fit = wordsFit(match, named);
  const soldSo = way.amount?.unit ? isSoldIn(good, way.amount.unit) : false;
  score *= fit * sizeFactor(sizes, match.sized, way) * unitFactor(good, sizes, way.amount, soldSo);
  return { good, score, amount: way.amount, fit, sizes, soldSo };
}

/** `soap`, `chips` alone: one of many, unless that is all there is to a good's name. */
const CLASS_ALONE = 0.7;
/** A whole name with words around it that are in none: worth a question. */
const NAME_INSIDE = 0.55;
const WHOLE = 0.99;

function wordsFit(match: Match, named: number): number {
  const fit = fitOf(match.asked, named);
  if (match.classOnly) return named >= WHOLE ? fit : Math.min(fit, CLASS_ALONE);
  return named >= WHOLE && match.asked > 0 ? Math.max(fit, NAME_INSIDE) : fit;
}

function sizeFactor(sizes: readonly Size[], sized: boolean, { size, amount }: Understanding): number {
  if (size) {
    if (sizes.length === 0) return NO_SIZE;
    return sizes.some((one) => sameSize(one, size)) ? 1 : OTHER_SIZE;
  }
  if (!sized) return 1;
  return amount && isItsSize(sizes, amount) ? 1 : SIZE_UNSAID;
}

/** Whether a written weight is just what one sold unit holds. */
export function isItsSize(sizes: readonly Size[], { unit, valueMilli }: Figure): boolean {
  if (unit?.kind !== 'base') return false;
  const written = { base: unit.base, amount: (valueMilli * unit.factor) / 1000 };
  return sizes.some((one) => sameSize(one, written));
}

function unitFactor(good: CatalogueGood, sizes: readonly Size[], amount: Figure | null, soldSo: boolean): number {
  if (!amount?.unit || amount.vague) return 1;
  if (toSoldUnit(amount.valueMilli, amount.unit, good) === null) return NOT_IN_UNIT;
  if (amount.unit.kind === 'base') {
    const inGrams = amount.unit.factor === 1 && isItsSize(sizes, amount);
    return inGrams ? SIZE_AS_AMOUNT : 1;
  }
  return soldSo || amount.unit.kind === 'pieces' ? 1 : CONVERTED;
}
