import { foldDigits } from './fold.ts';
import type { SignKind, Subject } from './intent-sign.ts';
import { weakSigns } from './intent-weak-words.ts';
import { courtesy, fillers, noWords, signs, skipWords, yesWords } from './intent-words.ts';

/** What a message is about by its words alone, before anybody looks for goods in it. */
export type Intent =
  | {
      kind: SignKind;
      about: Subject | null;
      orderNumber: string | null;
      confidence: number;
      /** What is written around the words that gave it away: goods, perhaps. */
      rest: string;
    }
  /** To whatever was asked last. */
  | { kind: 'yes' | 'no' | 'skip' }
  /** A bare number: the answer to a numbered question. */
  | { kind: 'number'; text: string }
  | { kind: 'text' };

/** Said with nothing beside it that matters. */
const ALONE = 0.97;

/**
 * One spelling for the ways a word is written by ear: chh and x are ch, v and w are b, z is j, ph is f; long vowels,
 * doubled letters and the signs that everyday Nepali mixes up are one.
 */
function plainWord(word: string): string {
  return word
    .toLowerCase()
    .replace(/chh|x(?=[aeiou]|$)/g, 'ch')
    .replace(/ph/g, 'f')
    .replace(/[vw]/g, 'b')
    .replace(/z/g, 'j')
    .replace(/ee/g, 'i')
    .replace(/oo/g, 'u')
    .replace(/([a-z])\1+/g, '$1')
    .replace(/़/g, '')
    .replace(/ी/g, 'ि')
    .replace(/ू/g, 'ु')
    .replace(/ँ/g, 'ं')
    .replace(/[शष]/g, 'स')
    .replace(/व/g, 'ब');
}

type Word = { text: string; from: number; end: number };

/** What is said, without what is not seen (bidi marks, zero width). */
function visible(text: string): string {
  return foldDigits(text.normalize('NFKC')).replace(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff’'`]/g, '');
}

/** The words of a text as written, letters and figures, with their places in it. */
function wordsIn(text: string): Word[] {
  return [...text.matchAll(/[\p{L}\p{M}\d]+/gu)].map((found) => {
    return { text: found[0], from: found.index, end: found.index + found[0].length };
  });
}

const plainWords = (text: string): string[] => wordsIn(visible(text)).map((word) => plainWord(word.text));

type Step = { words: readonly { text: string; open: boolean }[] } | 'gap' | 'any';
type Phrase = { steps: readonly Step[]; kind: SignKind; about: Subject | null; weight: number };

function stepOf(part: string): Step {
  if (part === '..') return 'gap';
  if (part === '*') return 'any';
  const words = part
    .split('/')
    .map((each) => ({ text: plainWords(each.replace('*', ''))[0] ?? '', open: each.endsWith('*') }));
  return { words: words.filter((word) => word.text !== '') };
}

const phrases: readonly Phrase[] = [...signs, ...weakSigns].flatMap(({ phrases: written, ...sign }) =>
  written.map((phrase) => ({ ...sign, steps: phrase.split(' ').map(stepOf) })),
);
const plainSet = (words: readonly string[]) => new Set(words.flatMap(plainWords));
const FILLERS = plainSet(fillers);
const COURTESY = plainSet(courtesy);
const YES = plainSet(yesWords);
const NO = plainSet(noWords);
const SKIP = plainSet(skipWords);
const ORDER_NUMBER = /\bord\d{9,}\b/i;

/** Words that `..` may stand for. */
const MOST_BETWEEN = 3;

/** How far a phrase reaches that begins at a word; null where it does not begin there. */
function endOf(steps: readonly Step[], words: readonly string[], from: number, at = 0): number | null {
  const step = steps[at];
  if (step === undefined) return from;
  if (step === 'gap') {
    for (let skipped = 0; skipped <= MOST_BETWEEN; skipped += 1) {
      const end = endOf(steps, words, from + skipped, at + 1);
      if (end !== null) return end;
    }
    return null;
  }
  const word = words[from];
  if (word === undefined) return null;
  const fits = step === 'any' || step.words.some(({ text, open }) => (open ? word.startsWith(text) : word === text));
  return fits ? endOf(steps, words, from + 1, at + 1) : null;
}

/** Words of one answer, and else only of courtesy. */
const isAnswer = (words: readonly string[], set: ReadonlySet<string>) =>
  words.some((word) => set.has(word)) && words.every((word) => set.has(word) || COURTESY.has(word));

/** The kind a message's words speak for most. Never throws, whatever the text. */
export function detectIntent(text: string): Intent {
  const number = ORDER_NUMBER.exec(foldDigits(text.normalize('NFKC')))?.[0].toUpperCase() ?? null;
  const shown = visible(text);
  const written = wordsIn(shown).filter((word) => !/^ord\d{9,}$/i.test(word.text));
  const words = written.map((word) => plainWord(word.text));
  const bare = foldDigits(text.normalize('NFKC')).replace(/["'“”‘’.!।\s]+$|^["'“”‘’\s]+/g, '');
  if (/^\d{1,6}(?:\.\d{1,3})?$/.test(bare)) return { kind: 'number', text: bare };
  if (/^\s*\?+\s*$/.test(text)) return { kind: 'help', about: null, orderNumber: null, confidence: ALONE, rest: '' };
  if (isAnswer(words, SKIP)) return { kind: 'skip' };
  if (isAnswer(words, YES)) return { kind: 'yes' };
  if (isAnswer(words, NO)) return { kind: 'no' };
  const best = strongest(words);
  if (best) {
    const { kind, about, confidence, from, end } = best;
    // Around the words themselves, so that what is written with signs (RICE-1KG) stays whole.
    const rest = `${shown.slice(0, written[from]?.from)} ${shown.slice(written[end - 1]?.end)}`
      .replace(/\s+/g, ' ')
      .trim();
    return { kind, about, orderNumber: number, confidence, rest };
  }
  // A number and nothing that says why: where it stands, most likely.
  return number
    ? { kind: 'status', about: null, orderNumber: number, confidence: 0.85, rest: shown }
    : { kind: 'text' };
}

type Found = { kind: SignKind; about: Subject | null; confidence: number; from: number; end: number };

function strongest(words: readonly string[]): Found | null {
  let best: Found | null = null;
  for (const { steps, kind, about, weight } of phrases) {
    const span = find(steps, words);
    if (!span) continue;
    const rest = words.filter((_, at) => at < span.from || at >= span.end);
    // A thank-you or a hello around something else is not what it is about.
    const confidence = rest.every((word) => FILLERS.has(word)) ? ALONE : weight;
    if (!best || confidence > best.confidence || (best.kind === 'greeting' && kind !== 'greeting'))
      best = kind === 'greeting' && best ? best : { kind, about, confidence, ...span };
  }
  return best;
}

function find(steps: readonly Step[], words: readonly string[]): { from: number; end: number } | null {
  for (let from = 0; from < words.length; from += 1) {
    const end = endOf(steps, words, from);
    if (end !== null) return { from, end };
  }
  return null;
}
