import { readNumber } from './amounts.ts';
import type { ReadLine } from './contract.ts';
import { type Catalogue, readOrder, withProduct } from './reader.ts';

/** The draft of a chat, as far as reading is concerned. */
export type DraftState = { lines: ReadLine[] };

export type DraftStep =
  /** The draft changed: ask where something is open, else show prices. */
  | { kind: 'draft'; lines: ReadLine[] }
  /** Every line was skipped. */
  | { kind: 'empty' }
  /** Nothing in it could be used: a person should read it. */
  | { kind: 'notUnderstood' };

const firstOpen = (lines: readonly ReadLine[]) => lines.findIndex((line) => line.problem !== null);

/** `2`: picks the second choice of an open question, or is the quantity asked for. */
export function answerNumber(draft: DraftState, text: string, catalogue: Catalogue): DraftStep {
  const index = firstOpen(draft.lines);
  const line = draft.lines[index];
  const value = readNumber(text);
  if (!line || value === null) return { kind: 'notUnderstood' };
  if (line.problem === 'product') {
    const good =
      value % 1000 === 0 ? catalogue.byId.get(line.alternatives[value / 1000 - 1]?.productId ?? '') : undefined;
    if (!good) return { kind: 'notUnderstood' };
    // It may turn out to be a good that is in the draft already: the figure just written counts.
    const others = (present: ReadLine, at: number) => at === index || present.productId !== good.id;
    return { kind: 'draft', lines: replace(draft.lines, index, withProduct(line, good)).filter(others) };
  }
  if (value === 0) return skipLine(draft);
  return { kind: 'draft', lines: replace(draft.lines, index, { ...line, quantityMilli: value, problem: null }) };
}

/** Leaves the line out that was asked about. */
export function skipLine(draft: DraftState): DraftStep {
  const index = firstOpen(draft.lines);
  if (index === -1) return { kind: 'notUnderstood' };
  const lines = draft.lines.filter((_, at) => at !== index);
  return lines.length === 0 ? { kind: 'empty' } : { kind: 'draft', lines };
}

/**
 * A list: a new draft, an addition to an open one, or another way of writing the line that was asked about. A good that is
 * in the draft already takes the new quantity.
 */
export function readIntoDraft(draft: DraftState | null, text: string, catalogue: Catalogue): DraftStep {
  const read = readOrder(text, catalogue);
  const hopeless = read.every(
    (line) => line.problem === 'product' && line.alternatives.length === 0 && line.amount === null,
  );
  if (read.length === 0 || hopeless) return { kind: 'notUnderstood' };
  const open = draft ? firstOpen(draft.lines) : -1;
  const asked = open >= 0 ? draft?.lines[open] : undefined;
  // Rewriting what was asked about: the amount of the first try still counts if the second brings none.
  const rewritten =
    asked?.problem === 'product'
      ? read.map((line, index) => (index === 0 && !line.amount && asked.amount ? again(line, asked, catalogue) : line))
      : read;
  const kept = (draft?.lines ?? []).filter((_, index) => !(index === open && asked?.problem === 'product'));
  return { kind: 'draft', lines: merge(kept, rewritten) };
}

function again(line: ReadLine, asked: ReadLine, catalogue: Catalogue): ReadLine {
  const good = line.productId ? catalogue.byId.get(line.productId) : undefined;
  const withAmount = { ...line, amount: asked.amount };
  return good ? withProduct(withAmount, good) : withAmount;
}

function merge(kept: readonly ReadLine[], added: readonly ReadLine[]): ReadLine[] {
  const result = [...kept];
  for (const line of added) {
    const same = line.productId === null ? -1 : result.findIndex((present) => present.productId === line.productId);
    const present = result[same];
    if (!present) result.push(line);
    // Named twice in one message it adds up; named again later the new figure counts.
    else if (added.includes(present) && present.quantityMilli !== null && line.quantityMilli !== null) {
      result[same] = { ...present, quantityMilli: present.quantityMilli + line.quantityMilli };
    } else result[same] = line;
  }
  return result;
}

function replace(lines: readonly ReadLine[], index: number, line: ReadLine): ReadLine[] {
  return lines.map((present, at) => (at === index ? line : present));
}
