import { CONFIDENCE, MAX_ALTERNATIVES, type ReadLine } from './contract.ts';
import type { DraftState, DraftStep } from './conversation.ts';
import { mergeLines } from './edits.ts';
import type { HeardLine } from './media-contract.ts';
import { readOrder } from './reader.ts';
import type { Catalogue } from './reader-catalogue.ts';

/**
 * What a photo or voice note says, for the draft. It only ever adds goods: a word in a picture is never a command, so that
 * nobody confirms, cancels or removes by what was photographed. A line that was hard to read is asked about, however well
 * it fits a good.
 */
export function readHeardIntoDraft(
  draft: DraftState | null,
  heard: readonly HeardLine[],
  catalogue: Catalogue,
): DraftStep {
  const present = draft?.lines ?? [];
  const turn = Math.max(0, ...present.map((line) => line.turn)) + 1;
  const read = heard.flatMap(({ text, confidence }) => {
    const lines = readOrder(text, catalogue).filter(isOfGoods);
    const sure = isTorn(lines, confidence) ? Math.min(confidence, DOUBTED) : confidence;
    return lines.map((line) => ({ ...doubted(line, sure), turn }));
  });
  const known = read.some((line) => line.productId !== null || line.alternatives.length > 0);
  return known ? { kind: 'draft', lines: mergeLines(present, read, 'set') } : { kind: 'notUnderstood' };
}

/** What a photo or voice note says with the words written under it, which are as sure as any typed ones. */
export function withCaption(caption: string, heard: readonly HeardLine[]): HeardLine[] {
  return [...(caption.trim() === '' ? [] : [{ text: caption, confidence: 1 }]), ...heard];
}

/** Names of shops, dates and headings stand on every list: what names no good and counts nothing is none. */
function isOfGoods(line: ReadLine): boolean {
  return line.productId !== null || line.alternatives.length > 0 || line.amount !== null;
}

/**
 * `Toor Dal 1IKG 5`: a good with an amount, and a rest that is nothing. On a page one letter was misread then, and the amount is
 * not to be trusted either. Speech and typing, which are sure of every word, have such rests of their own.
 */
function isTorn(lines: readonly ReadLine[], confidence: number): boolean {
  const isRest = (line: ReadLine) => line.productId === null && line.alternatives.length === 0;
  return confidence < 1 && lines.some(isRest) && !lines.every(isRest);
}

/** Below what two readers together may take: they would agree about words that nobody has read well. */
const DOUBTED = 0.6;

/** A good taken from words that may have been misread becomes a question with that good in front. */
function doubted(line: ReadLine, confidence: number): ReadLine {
  if (confidence >= CONFIDENCE.take) return line;
  const most = Math.min(confidence, DOUBTED);
  const alternatives = line.alternatives.map((one) => ({ ...one, confidence: Math.min(one.confidence, most) }));
  if (line.productId === null) return { ...line, confidence: Math.min(line.confidence, most), alternatives };
  const first = { productId: line.productId, confidence: Math.min(line.confidence, most) };
  return {
    ...line,
    productId: null,
    quantityMilli: null,
    unit: null,
    problem: 'product',
    confidence: first.confidence,
    alternatives: [first, ...alternatives].slice(0, MAX_ALTERNATIVES),
  };
}
