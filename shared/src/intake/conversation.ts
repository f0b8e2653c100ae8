import { answerWords, choose } from './answers.ts';
import { isClass, meaningOf } from './classes.ts';
import type { Correction, ReadLine } from './contract.ts';
import { clausesOf, hasMarker, isRemoval, withoutBesides } from './edit-words.ts';
import { addPlain, applyClause, bareAmount, isHopeless, lastTouched, mergeLines, put, withAmount } from './edits.ts';
import { readStretch } from './figures.ts';
import { readNumber } from './numbers.ts';
import { readOrder } from './reader.ts';
import type { Catalogue } from './reader-catalogue.ts';
import { cleanText, tokensOf } from './tokens.ts';

/** The draft of a chat, as far as reading is concerned. */
export type DraftState = { lines: ReadLine[] };

export type DraftStep =
  /** The draft changed: ask where something is open, else show prices. */
  | { kind: 'draft'; lines: ReadLine[] }
  /** Nothing is left of it. */
  | { kind: 'empty' }
  /** Nothing in it could be used: a person should read it. */
  | { kind: 'notUnderstood' };

const firstOpen = (lines: readonly ReadLine[]) => lines.findIndex((line) => line.problem !== null);
const nextTurn = (lines: readonly ReadLine[]) => Math.max(0, ...lines.map((line) => line.turn)) + 1;

function stepOf(lines: ReadLine[]): DraftStep {
  return lines.length === 0 ? { kind: 'empty' } : { kind: 'draft', lines };
}

/** `2`: picks the second choice of an open question, or is the quantity asked for. */
export function answerNumber(draft: DraftState, text: string, catalogue: Catalogue): DraftStep {
  const index = firstOpen(draft.lines);
  const line = draft.lines[index];
  const value = readNumber(text);
  if (!line || value === null) return { kind: 'notUnderstood' };
  const turn = nextTurn(draft.lines);
  if (line.problem === 'product') {
    const picked = value % 1000 === 0 ? line.alternatives[value / 1000 - 1]?.productId : undefined;
    const chosen = picked ? choose(line, picked, catalogue, turn) : null;
    if (!chosen) return { kind: 'notUnderstood' };
    // It may turn out to be a good that is in the draft already: the figure just written counts.
    const lines = put(draft.lines, index, chosen);
    return { kind: 'draft', lines: lines.filter((one, at) => at === index || one.productId !== chosen.productId) };
  }
  if (value === 0) return skipLine(draft);
  const answered = { ...line, quantityMilli: value, amount: { valueMilli: value, unit: null }, problem: null, turn };
  return { kind: 'draft', lines: put(draft.lines, index, answered) };
}

/** Leaves the line out that was asked about. */
export function skipLine(draft: DraftState): DraftStep {
  const index = firstOpen(draft.lines);
  if (index === -1) return { kind: 'notUnderstood' };
  return stepOf(draft.lines.filter((_, at) => at !== index));
}

/**
 * A message for the draft: a new list, an addition, the answer to what was asked, another way of writing it, or a change of
 * what is there (`no, 5`, `rice hataideu`, `dal ko sato chana`, `aru 2 tel`). A good that is in the draft already takes the
 * new quantity.
 */
export function readIntoDraft(draft: DraftState | null, written: string, catalogue: Catalogue): DraftStep {
  const text = withoutBesides(written);
  const lines = draft?.lines ?? [];
  if (lines.length === 0)
    return stepOrNot(hasMarker(text) ? editAll([], text, catalogue) : addPlain([], text, catalogue, 1, 'set'));
  if (hasMarker(text)) {
    const edited = editAll(lines, text, catalogue);
    if (edited) return stepOf(edited);
    if (isRemoval(text)) return { kind: 'notUnderstood' };
  }
  const open = firstOpen(lines);
  const turn = nextTurn(lines);
  const answered = open === -1 ? null : answerWords(lines, open, text, catalogue, turn);
  if (answered) return stepOf(answered);
  const amount = bareAmount(text);
  const last = lastTouched(lines);
  const touched = lines[last];
  if (amount && open === -1 && touched)
    return stepOf(put(lines, last, { ...withAmount(touched, amount, catalogue), turn }));
  return stepOrNot(readOn(lines, open, text, catalogue, turn));
}

function stepOrNot(lines: ReadLine[] | null): DraftStep {
  return lines === null ? { kind: 'notUnderstood' } : stepOf(lines);
}

/** Every clause of a message in its order; null where none of them made sense. */
function editAll(lines: readonly ReadLine[], text: string, catalogue: Catalogue): ReadLine[] | null {
  const turn = nextTurn(lines);
  let result: ReadLine[] | null = null;
  for (const clause of clausesOf(text)) result = applyClause(result ?? lines, clause, catalogue, turn) ?? result;
  return result;
}

/** Goods beside or in the place of what was asked about: written anew, the amount of the first try still counts. */
function readOn(
  lines: readonly ReadLine[],
  open: number,
  text: string,
  catalogue: Catalogue,
  turn: number,
): ReadLine[] | null {
  const read = readOrder(text, catalogue).map((line) => ({ ...line, turn }));
  const asked = lines[open];
  const [first, ...rest] = read;
  if (!first || read.every(isHopeless)) return null;
  // Something else is added where it brings its own amount beside choices that are still to be made.
  const beside =
    asked?.problem !== 'product' || (asked.alternatives.length > 0 && first.amount !== null && asked.amount !== null);
  if (beside || !asked) return mergeLines(lines, read, 'set');
  const amount = first.amount ?? asked.amount;
  const again = amount === null ? first : withAmount(first, amount, catalogue);
  const known = again.productId === null ? again : { ...again, raw: asked.raw, chosen: true };
  const kept = lines.filter((_, index) => index !== open);
  return mergeLines(kept, [known, ...rest], 'set');
}

/** A name is at least so long, and no longer; what lies outside is a slip or a sentence. */
const NAME_LETTERS = { from: 3, to: 60 } as const;

/** What confirmed lines teach: the words a person used for a product that had to be asked about. */
export function correctionsOf(lines: readonly ReadLine[]): Correction[] {
  return lines.flatMap((line) => {
    if (!line.chosen || line.productId === null) return [];
    const { words } = readStretch(tokensOf(cleanText(line.raw)));
    // `soap` was Lux this time and may be Dove the next.
    if (words.every((token) => isClass(meaningOf(token.sound)))) return [];
    const named = words.filter((token) => !token.talk).map((token) => token.text.toLowerCase());
    const written = named.join(' ');
    const fits = written.length >= NAME_LETTERS.from && written.length <= NAME_LETTERS.to && /\p{L}/u.test(written);
    return fits ? [{ written, productId: line.productId }] : [];
  });
}
