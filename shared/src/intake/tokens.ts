import type { Milli } from '../kernel/quantity.ts';
import { foldDigits } from './fold.ts';
import { type NumberWord, numberAt, readNumber } from './numbers.ts';
import { isCut, isTalk } from './small-talk.ts';
import { soundOf } from './sound.ts';
import { readUnit, type Unit, unitBehindFigure, unitOfSound } from './units.ts';

/** A word, a figure or a sign of a message, with everything it may mean by itself. */
export type Token = {
  kind: 'word' | 'number' | 'times' | 'dash' | 'cut';
  /** As written, figures in ASCII. */
  text: string;
  sound: string;
  /** Thousandths, of a figure or a number word. */
  valueMilli: Milli | null;
  unit: Unit | null;
  /** Says nothing about a good: please, dai, ko. */
  talk: boolean;
  /** The good of a SKU. */
  productId?: string;
};

/** Longer messages are read up to here: a list of two hundred goods is shorter. */
export const MAX_TEXT = 4000;

/** Everything invisible, as spaces: controls, directions, variation selectors. A new line stays. */
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufe00-\ufe0f]/gu;

/** One spelling of signs and figures: ASCII digits, `½` as 1/2, no thousands commas, no invisible characters. */
export function cleanText(text: string): string {
  return foldDigits(
    text
      .slice(0, MAX_TEXT)
      .replace(/(\d)?\s*([½¼¾])/g, (_, before: string | undefined, part: string) => {
        const decimal = part === '½' ? '.5' : part === '¼' ? '.25' : '.75';
        return `${before ?? ' 0'}${decimal} `;
      })
      .normalize('NFKC')
      .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
      .replace(/[\u200c\u200d\u093c]/g, '')
      .replace(INVISIBLE, ' '),
  ).replace(/(?<=\d),(?=\d{2,3}\b)(?=(?:\d\d,)*\d{3}\b)/g, '');
}

/** Lines of a message: each begins a new good, whatever stands in it. List marks (`1.`, `2)`, `-`) are left out. */
export function hardLines(clean: string): string[] {
  return clean
    .split(/[\n;•|।॥]+|(?<=[\p{L}\p{M})]{3})\.\s+(?=\p{L})/u)
    .map((line) => line.replace(/^\s*(?:\(?\d{1,2}\s*[.)](?!\d)\s*|[-*>#]+\s*)/, '').trim())
    .filter((line) => line !== '');
}

const LEXER = /\d{1,3}\/\d{1,3}(?![\d/])|\d+(?:\.\d+)?|\p{L}[\p{L}\p{M}']*|[-–—]|[×*=:@+/&,()]/gu;
/** Prices that stand with a good say nothing about how many: `@ 150`, `Rs 50`, `50 rupees`, `10/-`. */
const PRICE =
  /(?:@\s*|\brate\s*|(?<![\p{L}\p{M}])(?:rs|nrs|npr|ru|रु|रू)\.?\s*)\d+(?:\.\d+)?(?:\s*\/-)?|\d+(?:\.\d+)?\s*(?:\/-|(?:rs|rupees?|rupaiya|rupiya|रुपैयाँ|रुपियाँ|रु)(?![\p{L}\p{M}]))/giu;

/** `मासको`, `masuko`: a case ending grown on the word. Words that end so by themselves lose it on both sides alike. */
const GENITIVE = /(?<=\p{L}[\p{L}\p{M}]+)को$|(?<=[a-z]{3})ko$/iu;

/** The tokens of one line. */
export function tokensOf(line: string): Token[] {
  const written = [...line.replace(PRICE, ' ').matchAll(LEXER)].flatMap((match) => apart(match[0]));
  const plain = written
    .map((text) => ({ text, sound: /^\p{L}/u.test(text) ? soundOf(text.replace(GENITIVE, '')) : text }))
    .filter((word, at, all) => !isArticle(word, all[at - 1], all[at + 1]));
  const hasUnit = (at: number) => unitOfSound(plain[at]?.sound ?? '') !== null;
  const tokens: Token[] = [];
  for (let index = 0; index < plain.length; index += 1) {
    const word = plain[index];
    if (!word) break;
    const number = numberAt(plain, index, hasUnit);
    const last = index + (number?.length ?? 1) - 1;
    const before = tokens.at(-1);
    const counts = number !== null && isNumber(word, hasUnit(last + 1), before);
    if (/^\d/.test(word.text) && !number) tokens.push({ ...tokenOf(word.text, word.sound, null), kind: 'number' });
    else tokens.push(tokenOf(word.text, word.sound, counts ? number.valueMilli : null, before));
    if (counts) index = last;
  }
  return tokens.filter((token, at) => !isRange(tokens, at, token));
}

/** From this to that is no number that anybody can deliver: `५ से ७` stands as one figure without a value. */
const RANGE = /^(?:to|se|dekhi|or|ki|से|देखि|कि)$/i;

function isRange(tokens: readonly Token[], at: number, token: Token): boolean {
  const [first, between] = [tokens[at - 2], tokens[at - 1]];
  if (token.kind === 'number' && first?.kind === 'number' && RANGE.test(between?.text ?? '')) {
    token.valueMilli = null;
    return false;
  }
  const [after, second] = [tokens[at + 1], tokens[at + 2]];
  if (token.kind === 'number' && RANGE.test(after?.text ?? '') && second?.kind === 'number') return true;
  return RANGE.test(token.text) && tokens[at - 1]?.kind === 'number' && after?.kind === 'number';
}

/** `half a dozen`, `a packet`: the a that counts nothing; the one of A4 stays. */
function isArticle(word: NumberWord, before: NumberWord | undefined, after: NumberWord | undefined): boolean {
  if (word.text.toLowerCase() !== 'a' || !after) return false;
  return unitOfSound(after.sound) !== null || readNumber(after.text) === 500 || readNumber(before?.text ?? '') === 500;
}

/** A figure always is one. A word that is talk too (`cha`: six, and is) only before a unit; a tin after a figure is a tin. */
function isNumber(word: NumberWord, unitNext: boolean, before: Token | undefined): boolean {
  if (/^\d/.test(word.text)) return true;
  if (word.sound === 'tin' && before?.kind === 'number') return false;
  return !isTalk(word.text) || unitNext;
}

/** `kgx` of `5kgx2`: the sign grown on the unit. */
function apart(text: string): string[] {
  const grown = /^(\p{L}+)[xX]$/u.exec(text)?.[1];
  return grown && unitOfSound(soundOf(grown)) ? [grown, 'x'] : [text];
}

const TIMES = /^[x×*=:@]$/i;
const DASH = /^[-–—()]$/;

function tokenOf(text: string, sound: string, valueMilli: Milli | null, before?: Token): Token {
  const base = { text, sound, valueMilli, unit: null, talk: false };
  if (TIMES.test(text)) return { ...base, kind: 'times', valueMilli: null };
  if (DASH.test(text)) return { ...base, kind: 'dash' };
  if (/^[,+/&]$/.test(text) || isCut(text)) return { ...base, kind: 'cut', valueMilli: null };
  if (/^\d/.test(text)) return { ...base, kind: 'number' };
  // Tin is three before a unit, and the tin itself after a figure.
  const tin = sound === 'tin' && valueMilli === null ? unitOfSound('tins') : null;
  const behind = before?.kind === 'number' && valueMilli === null ? unitBehindFigure(sound) : null;
  const unit = readUnit(text) ?? behind ?? tin;
  // `10 pani`, `५ पनि`: also ten. Before a figure it is water.
  if (before?.kind === 'number' || before?.unit) {
    if (/^(?:pani|पनि)$/i.test(text)) return { ...base, kind: 'word', talk: true };
  }
  return { ...base, kind: valueMilli === null ? 'word' : 'number', unit, talk: valueMilli === null && isTalk(text) };
}
