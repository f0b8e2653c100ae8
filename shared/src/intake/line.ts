import { toSoldUnit } from './amounts.ts';
import { type Candidate, candidatesFor, isItsSize } from './candidates.ts';
import { type Alternative, CONFIDENCE, MAX_ALTERNATIVES, type ReadLine, type WrittenAmount } from './contract.ts';
import { type Figure, readStretch, type Stretch } from './figures.ts';
import { nameWord } from './names.ts';
import type { Catalogue } from './reader-catalogue.ts';
import { type CatalogueGood, textOf } from './reader-index.ts';
import type { Token } from './tokens.ts';
import { unitNamed } from './units.ts';

/** A stretch of tokens read as one good. */
export type ReadItem = {
  line: ReadLine;
  /** How many words it explains, and how well: what a list is cut by. */
  words: number;
  score: number;
  each: boolean;
};

/** As sure as a question can be: what is asked about was not sure enough, whatever its score. */
const ASKED = 0.79;
/** Goods whose words fit so well rival a converted amount where their size is just that amount. */
const SIZE_RIVAL = 0.75;
const MAX_RAW = 200;

/**
 * Reads a stretch of tokens as one good; null where it has no word. `only` narrows it to some goods (choices, or what is in
 * the draft): then a likely one is sure enough.
 */
export function readItem(tokens: readonly Token[], catalogue: Catalogue, only?: ReadonlySet<string>): ReadItem | null {
  const stretch = readStretch(tokens);
  const read = readWith(tokens, stretch, catalogue, only);
  if (!stretch.turned) return read;
  const straight = readWith(tokens, readStretch(tokens, false), catalogue, only);
  return straight && straight.score >= (read?.score ?? 0) ? straight : read;
}

function readWith(
  tokens: readonly Token[],
  { figures, words }: Stretch,
  catalogue: Catalogue,
  only?: ReadonlySet<string>,
): ReadItem | null {
  const raw = tokens
    .map((token) => token.text)
    .join(' ')
    .slice(0, MAX_RAW);
  if (words.length === 0) return nameOfFigures(tokens, figures, catalogue, raw);
  const skus = words.flatMap((token) => (token.productId ? [token.productId] : []));
  const known = skus[0] ?? ownName(words, catalogue);
  const good = known ? catalogue.byId.get(known) : undefined;
  if (good) return { ...certain(good, figures, raw, skus.length), words: words.length, each: hasEach(figures) };
  const found = candidatesFor(catalogue.index, words, figures).filter((one) => !only || only.has(one.good.id));
  const line = decide(found, figures, raw, only !== undefined);
  return { line, words: words.length, score: found[0]?.score ?? 0, each: hasEach(figures) };
}

/** `555`, `50-50 6`, `fifty fifty 6 pkt`: a good whose name is figures, and perhaps how many. */
function nameOfFigures(
  tokens: readonly Token[],
  figures: readonly Figure[],
  catalogue: Catalogue,
  raw: string,
): ReadItem | null {
  const numbers = tokens.filter((token) => token.kind === 'number');
  for (const count of [numbers.length, numbers.length - 1]) {
    const names = numbers.slice(0, count);
    if (names.length === 0 || catalogue.index.keysReading(textOf(names)).length === 0) continue;
    const amount = figures.slice(-1).filter(() => count < numbers.length);
    const words = names.map((token) => ({ ...token, kind: 'word' as const, valueMilli: null }));
    const found = candidatesFor(catalogue.index, words, amount);
    return { line: decide(found, amount, raw, false), words: count, score: found[0]?.score ?? 0, each: false };
  }
  return null;
}

const hasEach = (figures: readonly Figure[]) => figures.some((figure) => figure.each);

/** What this shop has called a good before, and was understood. */
function ownName(words: readonly Token[], catalogue: Catalogue): string | undefined {
  if (catalogue.own.size === 0) return undefined;
  return catalogue.own.get(textOf(words.flatMap(nameWord)));
}

/** A good named by its SKU: nothing to be guessed but the figures. */
function certain(
  good: CatalogueGood,
  figures: readonly Figure[],
  raw: string,
  skus: number,
): { line: ReadLine; score: number } {
  const amount = figures.find((figure) => figure.counted) ?? figures.at(0) ?? null;
  const tooMany = figures.length > 1 && !figures.some((figure) => figure.counted);
  const line = withProduct(openLine(raw, amount, 1), good);
  return { line, score: tooMany || skus > 1 ? 0.7 : 1 };
}

function decide(found: readonly Candidate[], figures: readonly Figure[], raw: string, narrowed: boolean): ReadLine {
  const [best] = found;
  const alternatives = found.filter((one) => one.score >= CONFIDENCE.ask).map(toAlternative);
  if (!best || alternatives.length === 0) return openLine(raw, onlyAmount(figures), clamp(best?.score ?? 0));
  const rivals = found.filter((one) => one !== best && isRival(one, best));
  const take = narrowed ? CONFIDENCE.ask : CONFIDENCE.take;
  const others = alternatives.filter((one) => one.productId !== best.good.id).slice(0, MAX_ALTERNATIVES - 1);
  if (best.score >= take && rivals.length === 0)
    return { ...withProduct(openLine(raw, best.amount, clamp(best.score)), best.good), alternatives: others };
  const bySize = rivals.filter(
    (one) => one.score < CONFIDENCE.ask || !alternatives.some((a) => a.productId === one.good.id),
  );
  const choices = [toAlternative(best), ...bySize.map(toAlternative), ...others].slice(0, MAX_ALTERNATIVES);
  const amount = best.amount ?? rivals.find((one) => one.amount)?.amount ?? null;
  return { ...openLine(raw, amount, Math.min(ASKED, clamp(best.score))), alternatives: choices };
}

const clamp = (score: number) => Math.min(1, Math.max(0, Math.round(score * 1000) / 1000));

function toAlternative(candidate: Candidate): Alternative {
  return { productId: candidate.good.id, confidence: clamp(candidate.score) };
}

/**
 * Whether a second good makes it a question: nearly as sure as the best, unless only the best is sold in the unit that was
 * written; or its size is just the amount that the best would be counted in (5 l of oil: five packets or one jar).
 */
function isRival(one: Candidate, best: Candidate): boolean {
  if (one.score > best.score * (1 - CONFIDENCE.margin) && one.score >= CONFIDENCE.ask)
    return !(best.soldSo && !one.soldSo);
  const { amount } = best;
  if (amount?.unit?.kind !== 'base' || isItsSize(best.sizes, amount)) return false;
  return one.fit >= SIZE_RIVAL && isItsSize(one.sizes, amount);
}

function onlyAmount(figures: readonly Figure[]): Figure | null {
  return figures.find((figure) => figure.counted) ?? figures.at(-1) ?? null;
}

export function writtenAmount(figure: Figure): WrittenAmount | null {
  return figure.vague || figure.valueMilli <= 0
    ? null
    : { valueMilli: figure.valueMilli, unit: figure.unit?.name ?? null };
}

export function openLine(raw: string, amount: Figure | null, confidence: number): ReadLine {
  return {
    raw,
    productId: null,
    quantityMilli: null,
    unit: null,
    confidence,
    problem: 'product',
    alternatives: [],
    amount: amount && writtenAmount(amount),
    turn: 0,
    chosen: false,
  };
}

/** A line whose product is known now: its amount is counted in the sold unit, or asked for. */
export function withProduct(line: ReadLine, good: CatalogueGood): ReadLine {
  const known = { ...line, productId: good.id, unit: good.unit, alternatives: [] };
  if (!line.amount) return { ...known, quantityMilli: null, problem: 'quantity' };
  const unit = line.amount.unit === null ? null : unitNamed(line.amount.unit);
  const quantityMilli = toSoldUnit(line.amount.valueMilli, unit, good);
  return quantityMilli === null
    ? { ...known, quantityMilli: null, problem: 'unit' }
    : { ...known, quantityMilli, problem: null };
}
