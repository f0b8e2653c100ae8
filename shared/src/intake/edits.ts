import { MAX_MILLI } from '../kernel/quantity.ts';
import { toSoldUnit } from './amounts.ts';
import type { ReadLine, WrittenAmount } from './contract.ts';
import type { Clause } from './edit-words.ts';
import { readStretch } from './figures.ts';
import { readItem, withProduct, writtenAmount } from './line.ts';
import { readOrder } from './reader.ts';
import type { Catalogue } from './reader-catalogue.ts';
import { cleanText, tokensOf } from './tokens.ts';
import { unitNamed } from './units.ts';

/** The lines after a clause; null where the clause makes no sense for this draft. */
type Edited = ReadLine[] | null;

/** Does to the lines what a clause with markers says. `turn` marks the lines it touches. */
export function applyClause(lines: readonly ReadLine[], clause: Clause, catalogue: Catalogue, turn: number): Edited {
  const { markers } = clause;
  if (markers.has('remove')) return removeNamed(lines, clause, catalogue, turn);
  if (markers.has('swap')) return swap(lines, clause.before, clause.after, catalogue, turn);
  if (markers.has('instead'))
    return (
      swap(lines, clause.after, clause.before, catalogue, turn) ??
      swap(lines, clause.before, clause.after, catalogue, turn)
    );
  if (markers.has('no')) return correct(lines, clause, catalogue, turn);
  if (markers.has('more') || markers.has('less'))
    return shift(lines, clause, catalogue, turn, markers.has('more') ? 1 : -1);
  return addPlain(lines, clause.text, catalogue, turn, 'set');
}

/** Where the line stands that was touched last; -1 in an empty draft. */
export function lastTouched(lines: readonly ReadLine[]): number {
  return lines.reduce((last, line, at) => (last === -1 || line.turn >= (lines[last]?.turn ?? 0) ? at : last), -1);
}

/** The line of the draft that a text names; -1 where it names none of them, or two alike. */
export function lineNamed(lines: readonly ReadLine[], text: string, catalogue: Catalogue): number {
  const inDraft = new Set(lines.flatMap((line) => line.productId ?? []));
  const bySku = catalogue.index.bySku.get(text.trim().toUpperCase());
  if (bySku && inDraft.has(bySku.id)) return lines.findIndex((line) => line.productId === bySku.id);
  const read = readItem(wordsOnly(text), catalogue, inDraft);
  if (read?.line.productId) return lines.findIndex((line) => line.productId === read.line.productId);
  const [whole] = readOrder(text, catalogue);
  return whole?.productId ? lines.findIndex((line) => line.productId === whole.productId) : -1;
}

function wordsOnly(text: string) {
  return tokensOf(cleanText(text)).filter((token) => token.kind !== 'cut' && !token.talk);
}

/** The amount of a text without words: `5`, `5 kg`. Null where it has words, or no amount. */
export function bareAmount(text: string): WrittenAmount | null {
  const tokens = wordsOnly(text);
  const { figures, words } = readStretch(tokens);
  const [figure] = figures;
  return figure && figures.length === 1 && words.length === 0 ? writtenAmount(figure) : null;
}

function hasWords(text: string): boolean {
  return readStretch(wordsOnly(text)).words.length > 0;
}

function removeNamed(lines: readonly ReadLine[], clause: Clause, catalogue: Catalogue, turn: number): Edited {
  if (clause.markers.has('all') && !hasWords(clause.text)) return [];
  const at = hasWords(clause.text) ? lineNamed(lines, clause.text, catalogue) : lastTouched(lines);
  const line = lines[at];
  if (!line) return null;
  const { figures } = readStretch(wordsOnly(clause.text));
  const amount = figures[0] && writtenAmount(figures[0]);
  const less = amount ? counted(amount, line, catalogue) : null;
  const left = less !== null && line.quantityMilli !== null ? line.quantityMilli - less : 0;
  // `2 rice hataideu` of ten leaves eight; of two it takes the line away.
  return left > 0 ? put(lines, at, { ...line, quantityMilli: left, turn }) : lines.filter((_, index) => index !== at);
}

function counted(amount: WrittenAmount, line: ReadLine, catalogue: Catalogue): number | null {
  const good = line.productId ? catalogue.byId.get(line.productId) : undefined;
  return good ? toSoldUnit(amount.valueMilli, amount.unit === null ? null : unitNamed(amount.unit), good) : null;
}

/** Puts another good in the place of one; without an amount of its own it takes what was asked for before. */
function swap(lines: readonly ReadLine[], from: string, to: string, catalogue: Catalogue, turn: number): Edited {
  const at = lineNamed(lines, from, catalogue);
  const old = lines[at];
  const read = readOrder(to, catalogue);
  if (!old || read.length === 0 || !hasWords(to)) return null;
  const [first, ...rest] = read;
  if (!first) return null;
  const fresh = {
    ...(first.amount === null && old.amount !== null ? withAmount(first, old.amount, catalogue) : first),
    turn,
  };
  const others = lines.filter(
    (line, index) => index !== at && (fresh.productId === null || line.productId !== fresh.productId),
  );
  const place = lines.slice(0, at).filter((line) => others.includes(line)).length;
  return [...others.slice(0, place), fresh, ...rest.map((line) => ({ ...line, turn })), ...others.slice(place)];
}

/** The line with this amount, counted again where its product is known. */
export function withAmount(line: ReadLine, amount: WrittenAmount, catalogue: Catalogue): ReadLine {
  const good = line.productId ? catalogue.byId.get(line.productId) : undefined;
  const changed = { ...line, amount };
  return good ? { ...withProduct(changed, good), alternatives: line.alternatives } : changed;
}

/** `no, 5`, `10 haina 5`, `rice 12 haina 10`, `rice haina dal`: the last line, or the named one, was wrong. */
function correct(lines: readonly ReadLine[], clause: Clause, catalogue: Catalogue, turn: number): Edited {
  const { before, after, text } = clause;
  if (hasWords(before) && hasWords(after)) {
    const swapped = swap(lines, before, after, catalogue, turn);
    if (swapped) return swapped;
  }
  const amount = bareAmount(after) ?? (after.trim() === '' ? bareAmount(before) : null);
  if (amount && !hasWords(after)) {
    const at = hasWords(before) ? lineNamed(lines, before, catalogue) : lastTouched(lines);
    const line = lines[at];
    return line ? put(lines, at, { ...withAmount(line, amount, catalogue), turn }) : null;
  }
  const read = readOrder(hasWords(after) ? after : text, catalogue);
  const [first] = read;
  if (!first || (first.productId === null && first.alternatives.length === 0)) return null;
  const named = lines.findIndex((line) => line.productId !== null && line.productId === first.productId);
  // `no rice`: without an amount it is not wanted; `no rice 5` is a new figure.
  if (named !== -1 && first.amount === null && before.trim() === '') return lines.filter((_, index) => index !== named);
  if (named !== -1) return addPlain(lines, hasWords(after) ? after : text, catalogue, turn, 'set');
  const last = lastTouched(lines);
  const old = lines[last];
  if (!old) return null;
  const fresh = first.amount === null && old.amount !== null ? withAmount(first, old.amount, catalogue) : first;
  return put(lines, last, { ...fresh, turn });
}

/** `aru 2 rice`: two more of it; a good that is not there yet is added. `rice 2 ghataideu`: two less. */
function shift(lines: readonly ReadLine[], clause: Clause, catalogue: Catalogue, turn: number, sign: 1 | -1): Edited {
  if (hasWords(clause.text)) return addPlain(lines, clause.text, catalogue, turn, sign === 1 ? 'more' : 'less');
  const amount = bareAmount(clause.text);
  const at = lastTouched(lines);
  const line = lines[at];
  const by = amount && line ? counted(amount, line, catalogue) : null;
  if (!line || by === null || line.quantityMilli === null) return null;
  return moveBy(lines, at, sign * by, turn);
}

function moveBy(lines: readonly ReadLine[], at: number, byMilli: number, turn: number): ReadLine[] {
  const line = lines[at];
  const quantityMilli = (line?.quantityMilli ?? 0) + byMilli;
  if (!line || quantityMilli <= 0) return lines.filter((_, index) => index !== at);
  const amount = { valueMilli: quantityMilli, unit: null };
  return put(lines, at, { ...line, quantityMilli: Math.min(quantityMilli, MAX_MILLI), amount, turn });
}

/**
 * Goods of a clause into the lines. A good that is there already takes the new figure (`set`), or so many more or less. Named
 * twice in one clause it adds up.
 */
export function addPlain(
  lines: readonly ReadLine[],
  text: string,
  catalogue: Catalogue,
  turn: number,
  how: 'set' | 'more' | 'less',
): Edited {
  const read = readOrder(text, catalogue).map((line) => ({ ...line, turn }));
  if (read.every(isHopeless)) return null;
  return mergeLines(lines, read, how);
}

/** Names nothing and counts nothing. */
export function isHopeless(line: ReadLine): boolean {
  return line.problem === 'product' && line.alternatives.length === 0 && line.amount === null;
}

export function mergeLines(
  lines: readonly ReadLine[],
  read: readonly ReadLine[],
  how: 'set' | 'more' | 'less',
): ReadLine[] {
  let result = [...lines];
  const added = new Set<string>();
  for (const line of read) {
    const at = line.productId === null ? -1 : result.findIndex((present) => present.productId === line.productId);
    const present = result[at];
    const adds = how !== 'set' || (line.productId !== null && added.has(line.productId));
    if (line.productId !== null) added.add(line.productId);
    if (!present) {
      if (how !== 'less') result.push(line);
    } else if (adds && present.quantityMilli !== null && line.quantityMilli !== null)
      result = moveBy(result, at, how === 'less' ? -line.quantityMilli : line.quantityMilli, line.turn);
    else result[at] = line;
  }
  return result;
}

export function put(lines: readonly ReadLine[], at: number, line: ReadLine): ReadLine[] {
  return lines.map((present, index) => (index === at ? line : present));
}
