import type { ReadLine } from './contract.ts';
import { readStretch } from './figures.ts';
import { type ReadItem, readItem, writtenAmount } from './line.ts';
import type { Catalogue } from './reader-catalogue.ts';
import { type Token, tokensOf } from './tokens.ts';

const SKU_CANDIDATE = /[^\s:=×*,;()]+/g;
/** A SKU that is all letters may be a word of a name (EGG, `egg crate`); one of few figures may be an amount. */
const LOOKS_LIKE_SKU = /(?=.*[\p{L}].*)(?=.*[\d\-_/.])|^\d{4,}$/u;

/** The stretches of a line between cutting words and signs, without talk. SKUs are one token each. */
export function partsOf(line: string, catalogue: Catalogue): Token[][] {
  const parts: Token[][] = [[]];
  const tokens = withSkus(line, catalogue);
  for (const [at, token] of tokens.entries()) {
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    if (token.kind !== 'cut') parts.at(-1)?.push(token);
    else if (!(before && after && catalogue.index.isJoined(before.sound, after.sound))) parts.push([]);
  }
  return parts.map((part) => withoutTalk(part, catalogue)).filter((part) => part.length > 0);
}

/** Talk goes, unless a part is nothing else or it stands in a name (`ok soap`): then it may be a name after all. */
function withoutTalk(part: readonly Token[], catalogue: Catalogue): Token[] {
  const isKept = (token: Token, at: number) =>
    !token.talk || (token.unit !== null && part[at - 1]?.kind === 'number') || isNamed(part, at, catalogue);
  const rest = part.filter(isKept);
  return rest.some((token) => token.kind !== 'dash') ? rest : [...part];
}

function isNamed(part: readonly Token[], at: number, { index }: Catalogue): boolean {
  const soundAt = (place: number) => (place < 0 ? undefined : part[place]?.sound) ?? ' ';
  const pairs = [soundAt(at - 1) + soundAt(at), soundAt(at) + soundAt(at + 1)];
  return pairs.some((pair) => index.vocabulary.find(pair) !== undefined);
}

function withSkus(line: string, catalogue: Catalogue): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const match of line.matchAll(SKU_CANDIDATE)) {
    const found = skuIn(match[0], catalogue);
    if (!found) continue;
    tokens.push(...tokensOf(line.slice(from, match.index)), found.token);
    from = match.index + found.length;
  }
  return [...tokens, ...tokensOf(line.slice(from))];
}

/** `RICE-1KG`, and with what is written onto it: `RICE-1KGx10`, `RICE-1KG.` */
function skuIn(written: string, catalogue: Catalogue): { token: Token; length: number } | null {
  for (const length of [written.length, written.search(/x\d+$/i), written.search(/[-.!?'"]+$/)]) {
    if (length <= 0) continue;
    const text = written.slice(0, length);
    const good = catalogue.index.bySku.get(text.toUpperCase());
    if (!good || !LOOKS_LIKE_SKU.test(text)) continue;
    const token = {
      kind: 'word',
      text,
      sound: '',
      valueMilli: null,
      unit: null,
      talk: false,
      productId: good.id,
    } as const;
    return { token, length };
  }
  return null;
}

export type ReadPart = { items: ReadItem[]; bare: ReadLine['amount'] };

/** Reads a part as the goods it most likely names, or as an amount alone. */
export function readPart(tokens: readonly Token[], catalogue: Catalogue): ReadPart {
  const atoms = atomsOf(tokens);
  const items = atoms.length <= 2 ? null : bestCut(atoms, catalogue);
  if (items) return { items, bare: null };
  const whole = readItem(tokens, catalogue);
  if (whole)
    return isPureTalk(tokens, whole)
      ? { items: [], bare: null }
      : { items: namesApart(tokens, whole, catalogue), bare: null };
  const [figure] = readStretch(tokens).figures;
  return { items: [], bare: figure ? writtenAmount(figure) : null };
}

function isPureTalk(tokens: readonly Token[], item: ReadItem): boolean {
  return item.line.problem === 'product' && tokens.every((token) => token.talk || token.kind === 'dash');
}

/** Words together, a SKU, or a figure with its unit: what a list is never cut inside of. */
function atomsOf(tokens: readonly Token[]): Token[][] {
  const atoms: Token[][] = [];
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1];
    if (!before || begins(token, before, tokens[at + 1], tokens[at - 2])) atoms.push([token]);
    else atoms.at(-1)?.push(token);
  }
  return atoms;
}

const isWord = (token: Token | undefined) => token?.kind === 'word';

/** Whether a token begins something new after the one before it. */
function begins(token: Token, before: Token, after: Token | undefined, earlier: Token | undefined): boolean {
  if (token.productId || before.productId) return true;
  if (token.kind === 'times') return before.kind !== 'number' && !isUnitOf(before, earlier);
  if (token.kind === 'dash') return false;
  if (token.kind === 'number') return before.kind === 'word' || before.kind === 'number';
  if (before.kind === 'number' && token.unit) return false;
  if (isUnitOf(before, earlier)) return true;
  return !isWord(before) && !(token.unit !== null && after === undefined);
}

function isUnitOf(token: Token, before: Token | undefined): boolean {
  return token.unit !== null && before?.kind === 'number';
}

/** A good and its figures: name, size, amount, and a word behind them. */
const MAX_ATOMS = 5;
/** Longer runs without a cut are read to here. */
const MAX_RUN = 120;
const NO_AMOUNT = 0.25;
const NO_UNIT = 0.15;
/** Cutting must pay: two half-guesses are no better than one. */
const CUT = 0.05;

type Cut = { items: ReadItem[]; value: number };

/** `rice 10 dal 5 kg`, `10 kg chamal 5 dal`: goods one after the other with nothing between them, cut where they read best. */
function bestCut(atoms: readonly Token[][], catalogue: Catalogue): ReadItem[] | null {
  const run = atoms.slice(0, MAX_RUN);
  const upTo: (Cut | null)[] = [{ items: [], value: 0 }];
  for (let end = 1; end <= run.length; end += 1) {
    upTo[end] = null;
    for (let start = Math.max(0, end - MAX_ATOMS); start < end; start += 1) {
      const before = upTo[start];
      const item = before ? readItem(run.slice(start, end).flat(), catalogue) : null;
      if (!before || !item) continue;
      const value = before.value + valueOf(item) - CUT;
      if (value > (upTo[end]?.value ?? Number.NEGATIVE_INFINITY)) upTo[end] = { items: [...before.items, item], value };
    }
  }
  return upTo[run.length]?.items ?? null;
}

function valueOf({ line, words, score }: ReadItem): number {
  const open = line.problem === 'unit' ? NO_UNIT : 0;
  return score * Math.max(1, words) - (line.amount === null ? NO_AMOUNT : open);
}

/** Names that follow each other without figures: `chamal dal chini 5 kg`. */
const MAX_NAMES = 12;
const SURE = 0.97;

/** Cuts words that are no name together into names that are, where every one of them is sure. */
function namesApart(tokens: readonly Token[], whole: ReadItem, catalogue: Catalogue): ReadItem[] {
  const words = tokens.filter(isWord);
  if (whole.score >= 0.8 || words.length < 2 || words.length > MAX_NAMES) return [whole];
  const first = tokens.findIndex(isWord);
  const upTo: (ReadItem[] | null)[] = [[]];
  for (let end = 1; end <= words.length; end += 1) {
    upTo[end] = null;
    for (let start = 0; start < end && !upTo[end]; start += 1) {
      const before = upTo[start];
      if (!before || (start === 0 && end === words.length)) continue;
      const item = readItem(piece(tokens, words, start, end, first), catalogue);
      if (item && item.score >= SURE && item.line.productId) upTo[end] = [...before, item];
    }
  }
  return upTo[words.length] ?? [whole];
}

/** The words from start to end; figures before the first word go with the first, those after the last with the last. */
function piece(tokens: readonly Token[], words: readonly Token[], start: number, end: number, first: number): Token[] {
  const last = words.at(-1);
  const lastAt = last ? tokens.lastIndexOf(last) : tokens.length - 1;
  return [
    ...(start === 0 ? tokens.slice(0, first) : []),
    ...words.slice(start, end),
    ...(end === words.length ? tokens.slice(lastAt + 1) : []),
  ];
}
