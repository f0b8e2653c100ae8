/** Verdicts counted up to one row of the table. */
import { figure, type Row } from '../lib/report.ts';
import type { ExamGood, Reader } from './adapter.ts';
import { upperBound, wilson } from './bounds.ts';
import type { LabelledMessage } from './corpus/types.ts';
import { isRight, judge, type MessageVerdict } from './score.ts';

/** Messages and the catalogue they are read against. */
export type ExamSet = { name: string; goods: readonly ExamGood[]; messages: readonly LabelledMessage[] };

export type Tally = {
  lines: number;
  right: number;
  atOnce: number;
  asked: number;
  wrongProduct: number;
  wrongQuantity: number;
};

/** Whether the message asks for this product at all: then a line too many has a wrong amount, not a wrong product. */
function isMeant({ message }: MessageVerdict, sku: string | null): boolean {
  return message.lines.some((line) => line.kind === 'take' && line.anyOf.some((each) => each.sku === sku));
}

/** `wrongProduct` counts every line taken as a product that was not meant, the made-up ones too. */
export function tally(judged: readonly MessageVerdict[]): Tally {
  const verdicts = judged.flatMap((each) => each.verdicts);
  const extra = judged.flatMap((each) => each.extra.map((answer) => ({ ...answer, meant: isMeant(each, answer.sku) })));
  const made = (meant: boolean) => extra.filter((answer) => answer.state === 'taken' && answer.meant === meant).length;
  const count = (wanted: (verdict: (typeof verdicts)[number]) => boolean) => verdicts.filter(wanted).length;
  return {
    lines: verdicts.length,
    right: count(isRight),
    atOnce: count((verdict) => verdict.outcome === 'taken' || verdict.outcome === 'leftAlone'),
    asked: count((verdict) => verdict.asked) + extra.filter((answer) => answer.state === 'asked').length,
    wrongProduct: count((verdict) => verdict.outcome === 'wrongProduct') + made(false),
    wrongQuantity: count((verdict) => verdict.outcome === 'wrongQuantity') + made(true),
  };
}

const percent = (part: number, whole: number, digits = 1) => figure(whole === 0 ? 0 : (100 * part) / whole, digits);

export function tallyRow(set: string, counted: Tally): Row {
  const { lines, right, atOnce, asked, wrongProduct, wrongQuantity } = counted;
  const [low, high] = wilson(right, lines);
  return {
    set,
    lines,
    'right %': percent(right, lines),
    '95 % interval': `${figure(100 * low)}–${figure(100 * high)}`,
    'at once %': percent(atOnce, lines),
    'asked %': percent(asked, lines),
    'wrong product': wrongProduct,
    'that is %': percent(wrongProduct, lines, 2),
    'at most %': figure(100 * upperBound(wrongProduct, lines), 2),
    'wrong amount %': percent(wrongQuantity, lines, 2),
  };
}

export function judgeAll(reader: Reader, messages: readonly LabelledMessage[]): MessageVerdict[] {
  return messages.map((message) => judge(message, reader.read(message.text)));
}
