/** Holds what the reader answered against what was meant. */
import type { Answer } from './adapter.ts';
import type { LabelledLine, LabelledMessage } from './corpus/types.ts';

/** What became of one labelled line. The first four are right; `afterQuestion` needed one answer of the customer. */
export const outcomes = [
  'taken',
  'afterQuestion',
  'askedAsItMust',
  'leftAlone',
  'wrongProduct',
  'wrongQuantity',
  'missed',
  'askedInVain',
] as const;
export type Outcome = (typeof outcomes)[number];

export type Verdict = { line: LabelledLine; outcome: Outcome; asked: boolean; answer: Answer | null };

/** `extra`: lines taken, or asked about, that nothing in the message stands for. */
export type MessageVerdict = { message: LabelledMessage; verdicts: Verdict[]; extra: Answer[] };

const RIGHT: ReadonlySet<Outcome> = new Set<Outcome>(['taken', 'afterQuestion', 'askedAsItMust', 'leftAlone']);
export const isRight = (verdict: Verdict) => RIGHT.has(verdict.outcome);

type Match = (line: LabelledLine, answer: Answer) => Outcome | null;

const offers = (answer: Answer, sku: string) => answer.sku === sku || answer.choices.includes(sku);

/** Taken exactly as meant. */
const takenAsMeant: Match = (line, answer) =>
  line.kind === 'take' &&
  answer.state === 'taken' &&
  line.anyOf.some((each) => each.sku === answer.sku && each.milli === answer.milli)
    ? 'taken'
    : null;

/** A question that one answer settles: how many of the right product, or which product where the amount then comes out. */
const askedUsefully: Match = (line, answer) => {
  if (answer.state !== 'asked') return null;
  if (line.kind === 'ask') return line.skus.some((sku) => offers(answer, sku)) ? 'askedAsItMust' : null;
  if (line.kind !== 'take') return null;
  const settles = line.anyOf.some(({ sku, milli }) =>
    answer.sku === sku
      ? answer.about !== 'product'
      : answer.choices.includes(sku) && answer.afterChoosing(sku) === milli,
  );
  return settles ? 'afterQuestion' : null;
};

/** The right product, but another amount, or an amount where none could be known. */
const wrongAmount: Match = (line, answer) => {
  if (answer.state !== 'taken') return null;
  if (line.kind === 'take') return line.anyOf.some((each) => each.sku === answer.sku) ? 'wrongQuantity' : null;
  const known = line.kind === 'ask' && line.about !== 'product' && line.skus.includes(answer.sku ?? '');
  return known ? 'wrongQuantity' : null;
};

/** Asked about the right product, but a second question would follow. */
const askedTwice: Match = (line, answer) =>
  line.kind === 'take' && answer.state === 'asked' && line.anyOf.some((each) => offers(answer, each.sku))
    ? 'askedInVain'
    : null;

/** Words with the digits of English: a reader may give its text back with other digits, spaces, and without small words. */
function wordsOf(text: string): string[] {
  const digits = text.normalize('NFKC').replace(/[०-९]/g, (digit) => String((digit.codePointAt(0) ?? 0) - 0x966));
  return digits.toLowerCase().match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [];
}

/** Whether both are about the same stretch of the message: one holds the other, or most words of the answer are in the line. */
function alike(line: LabelledLine, answer: Answer): boolean {
  const [meant, given] = [wordsOf(line.written), wordsOf(answer.written)];
  if (meant.length === 0 || given.length === 0) return false;
  const [all, part] = [meant.join(''), given.join('')];
  return (
    all.includes(part) || part.includes(all) || given.filter((word) => meant.includes(word)).length > given.length * 0.7
  );
}

/** Whatever was answered to the same stretch of text. */
const sameText: Match = (line, answer) => {
  if (answer.state === 'taken') return 'wrongProduct';
  // A stranger may be asked about or refused; small talk may not be asked about.
  if (line.kind === 'none') return answer.state === 'refused' || line.why === 'stranger' ? 'leftAlone' : 'askedInVain';
  if (line.kind === 'ask' && line.about === 'product' && answer.state === 'refused') return 'missed';
  return answer.state === 'asked' ? 'askedInVain' : 'missed';
};

const anyTaken: Match = (_, answer) => (answer.state === 'taken' ? 'wrongProduct' : null);

const ofAlikeText =
  (match: Match): Match =>
  (line, answer) =>
    alike(line, answer) ? match(line, answer) : null;

/** The best pairings first; what stands for the same stretch of text before what only fits. */
const MATCHES: readonly Match[] = [
  takenAsMeant,
  ofAlikeText(askedUsefully),
  ofAlikeText(wrongAmount),
  ofAlikeText(askedTwice),
  ofAlikeText(sameText),
  askedUsefully,
  wrongAmount,
  askedTwice,
  anyTaken,
];

/**
 * Pairs lines and answers. An answer taken that nothing stands for is the wrong product of a line that has no answer yet,
 * else an extra.
 */
export function judge(message: LabelledMessage, answers: readonly Answer[]): MessageVerdict {
  const left = new Set(answers);
  const found = new Map<LabelledLine, Verdict>();
  for (const match of MATCHES) {
    for (const line of message.lines) {
      if (found.has(line)) continue;
      const fitting = [...left].filter((answer) => match(line, answer) !== null);
      const answer = fitting.find((each) => alike(line, each)) ?? fitting[0];
      const outcome = answer ? match(line, answer) : null;
      if (!answer || outcome === null) continue;
      left.delete(answer);
      found.set(line, { line, outcome, asked: answer.state === 'asked', answer });
    }
  }
  const verdicts = message.lines.map(
    (line): Verdict =>
      found.get(line) ?? { line, outcome: line.kind === 'none' ? 'leftAlone' : 'missed', asked: false, answer: null },
  );
  return { message, verdicts, extra: [...left].filter((answer) => answer.state !== 'refused') };
}
