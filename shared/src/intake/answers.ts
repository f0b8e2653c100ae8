import { CONFIDENCE, type ReadLine } from './contract.ts';
import { bareAmount, put, withAmount } from './edits.ts';
import { readItem, withProduct } from './line.ts';
import type { Catalogue } from './reader-catalogue.ts';
import { cleanText, tokensOf } from './tokens.ts';

/** `pahilo`, `the second one`: the place in a list of choices, from 1. */
const ORDINALS: readonly [number, RegExp][] = [
  [1, /^(?:first|1st|pahilo|paila|pailo|pahila|पहिलो)$/],
  [2, /^(?:second|2nd|dosro|dosra|दोस्रो)$/],
  [3, /^(?:third|3rd|tesro|tesra|तेस्रो)$/],
  [4, /^(?:fourth|4th|chautho|चौथो)$/],
  [5, /^(?:fifth|5th|panchau|pachau|पाँचौं)$/],
];

/** Words that may stand around an ordinal and change nothing. */
const AROUND = /^(?:the|one|wala|number|no|option|chai|ko|wali|please|dinus|नम्बर|वाला)$/;

/** The choice that a text of few words points at by its place; null where it names no place. */
function ordinalIn(text: string): number | null {
  const words = cleanText(text)
    .toLowerCase()
    .split(/[^\p{L}\p{M}\d]+/u)
    .filter((word) => word !== '' && !AROUND.test(word));
  const [only] = words;
  if (words.length !== 1 || !only) return null;
  return ORDINALS.find(([, pattern]) => pattern.test(only))?.[0] ?? (/^\d$/.test(only) ? Number(only) : null);
}

/** A line with the product that the person chose for it. */
export function choose(line: ReadLine, productId: string, catalogue: Catalogue, turn: number): ReadLine | null {
  const good = catalogue.byId.get(productId);
  return good ? { ...withProduct(line, good), turn, chosen: isLesson(line, productId) } : null;
}

/** A choice teaches a name where the reader was unsure of it; where two goods had it alike, it means both the next time too. */
function isLesson({ alternatives }: ReadLine, productId: string): boolean {
  const picked = alternatives.find((one) => one.productId === productId)?.confidence ?? 0;
  return alternatives.every((one) => one.productId === productId || one.confidence <= picked * (1 - CONFIDENCE.margin));
}

/**
 * The lines once the open question at `at` is answered by words: the place of a choice, part of its name, an amount. Null
 * where the text is no answer to it.
 */
export function answerWords(
  lines: readonly ReadLine[],
  at: number,
  text: string,
  catalogue: Catalogue,
  turn: number,
): ReadLine[] | null {
  const line = lines[at];
  if (!line) return null;
  if (line.problem !== 'product') {
    const amount = bareAmount(text);
    return amount ? put(lines, at, { ...withAmount(line, amount, catalogue), turn }) : null;
  }
  const place = ordinalIn(text);
  const picked = place === null ? undefined : line.alternatives[place - 1]?.productId;
  const chosen = picked ? choose(line, picked, catalogue, turn) : byName(line, text, catalogue, turn);
  if (!chosen) return null;
  return put(lines, at, chosen).filter((one, index) => index === at || one.productId !== chosen.productId);
}

/** `the big one`, `1.5l wala`, `lux`: read against the choices alone. */
function byName(line: ReadLine, text: string, catalogue: Catalogue, turn: number): ReadLine | null {
  if (line.alternatives.length === 0 || /[\n;]|\p{L}\s*,/u.test(text)) return null;
  const tokens = tokensOf(cleanText(text)).filter((token) => token.kind !== 'cut' && !token.talk);
  const choices = new Set(line.alternatives.map((one) => one.productId));
  const read = readItem(tokens, catalogue, choices)?.line;
  if (!read?.productId) return null;
  const answered = { ...line, amount: sizeOnly(read, line) ? line.amount : (read.amount ?? line.amount) };
  return choose(answered, read.productId, catalogue, turn);
}

/** An answer whose only figure is the size that tells the choices apart brings no new amount. */
function sizeOnly(read: ReadLine, asked: ReadLine): boolean {
  return (
    asked.amount !== null && read.amount?.unit !== undefined && ['g', 'kg', 'ml', 'l'].includes(read.amount?.unit ?? '')
  );
}
