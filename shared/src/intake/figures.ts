import type { Milli } from '../kernel/quantity.ts';
import type { Size } from './names.ts';
import type { Token } from './tokens.ts';
import type { Unit } from './units.ts';

/** A number of a line with the unit beside it. */
export type Figure = {
  valueMilli: Milli;
  unit: Unit | null;
  /** Stands behind `x`, `:` or `=`, or before `x`: how many, nothing else. */
  counted: boolean;
  /** `5-5`, `2/2`: so many of each good before it. */
  each: boolean;
  /** `2-3`: not a number anybody can deliver. */
  vague: boolean;
  /** As a word of a name (`2` of 2PM); null where it cannot be one. */
  word: string | null;
};

/** The figures of a stretch of tokens, and what is left: the words of a name. */
export type Stretch = { figures: Figure[]; words: Token[] /** A unit stood before its figure. */; turned: boolean };

/** Reads `10 kg`, `x 10`, `10 x`, `5-5`, `2-3` out of tokens; and `kg 10` unless that is told not to be (`parle g 10`). */
export function readStretch(tokens: readonly Token[], turnUnits = true): Stretch {
  const figures: Figure[] = [];
  let turned = false;
  const words: Token[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    const pair = pairAt(tokens, index);
    if (token.kind === 'number') {
      const last = index + (pair ? 2 : 0);
      const behind = tokens[last + 1]?.unit ?? null;
      const before = behind === null && turnUnits ? unitBefore(tokens, index) : null;
      if (before) {
        words.pop();
        turned = true;
      }
      figures.push({
        valueMilli: token.valueMilli ?? 0,
        unit: behind ?? before,
        counted: isTimes(tokens[index - 1]) || isTimes(tokens[last + (behind ? 2 : 1)]),
        each: pair === 'each',
        vague: pair === 'range' || token.valueMilli === null,
        word: pair === null && behind === null ? token.sound : null,
      });
      index = last + (behind ? 1 : 0);
    } else if (token.kind === 'word') {
      const alone = loneUnit(tokens, index);
      if (alone) figures.push(alone);
      else words.push(token);
    }
  }
  return { figures, words, turned };
}

const isTimes = (token: Token | undefined) => token?.kind === 'times';

/** `5-5` and `2-3`; a fraction whose parts are equal (`5/5`) is read by the lexer as one. */
function pairAt(tokens: readonly Token[], index: number): 'each' | 'range' | null {
  const [first, dash, second] = [tokens[index], tokens[index + 1], tokens[index + 2]];
  if (first?.kind !== 'number' || dash?.text !== '-' || second?.kind !== 'number') return null;
  return first.valueMilli === second.valueMilli ? 'each' : 'range';
}

/** `kg 10`: a unit that no figure claims, with a word before it and nothing of the kind behind. */
function unitBefore(tokens: readonly Token[], index: number): Unit | null {
  const unit = tokens[index - 1]?.unit ?? null;
  const earlier = tokens[index - 2];
  if (unit === null || tokens[index - 1]?.kind !== 'word') return null;
  return earlier && earlier.kind === 'word' ? unit : null;
}

/** `dozen eggs`, `a dozen`: one of it. Only dozens and pairs are written so. */
function loneUnit(tokens: readonly Token[], index: number): Figure | null {
  const token = tokens[index];
  if (token?.unit?.kind !== 'pieces' || token.unit.count === 1 || tokens[index + 1]?.kind === 'number') return null;
  return { valueMilli: 1000, unit: token.unit, counted: false, each: false, vague: false, word: null };
}

/** One way to understand the figures of a line: which is how many, which the size of the good. */
export type Understanding = {
  amount: Figure | null;
  size: Size | null;
  /** Figures that are neither: part of a name, or one too many. */
  rest: Figure[];
};

/** More figures on one good than this nobody writes; the rest are ignored. */
const MAX_FIGURES = 4;

/** Every way to understand the figures, likeliest first. */
export function understandings(figures: readonly Figure[]): Understanding[] {
  const known = figures.slice(0, MAX_FIGURES);
  const counted = known.filter((figure) => figure.counted && figure.unit?.kind !== 'base');
  const counts = counted.length > 0 ? counted : [...known].reverse();
  const result: Understanding[] = [];
  for (const amount of [...counts, null])
    for (const size of [...known.filter((figure) => figure !== amount && isSize(figure)), null])
      result.push({
        amount,
        size: size && sizeOfFigure(size),
        rest: known.filter((figure) => figure !== amount && figure !== size),
      });
  return result;
}

function isSize(figure: Figure): boolean {
  return figure.unit?.kind === 'base' && !figure.each && !figure.vague;
}

export function sizeOfFigure(figure: Figure): Size | null {
  return figure.unit?.kind === 'base'
    ? { base: figure.unit.base, amount: (figure.valueMilli * figure.unit.factor) / 1000 }
    : null;
}
