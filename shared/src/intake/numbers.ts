import type { Milli } from '../kernel/quantity.ts';
import { soundOf } from './sound.ts';

/** Whole numbers as shops write them, in both languages and scripts; spellings that sound alike stand here once. */
const WHOLE: readonly [number, string][] = [
  [1, 'one ek euta yeuta एउटा एक'],
  [2, 'two dui duita दुई दुइ'],
  [3, 'three tin teen tinta तीन'],
  [4, 'four char chaar चार'],
  [5, 'five panch paanch pach पाँच पांच'],
  [6, 'six chha cha छ'],
  [7, 'seven sat saat सात'],
  [8, 'eight aath ath आठ'],
  [9, 'nine nau नौ'],
  [10, 'ten das dash dus दस दश'],
  [11, 'eleven eghara egara egaara yeghara एघार एघारह'],
  [12, 'twelve bara barha bahra baahra बाह्र'],
  [13, 'thirteen tera terha tehra तेह्र'],
  [14, 'fourteen chaudha chauda चौध'],
  [15, 'fifteen pandhra pandra पन्ध्र'],
  [16, 'sixteen sora sorha sohra सोह्र'],
  [17, 'seventeen satra सत्र'],
  [18, 'eighteen athara athaara अठार'],
  [19, 'nineteen unnais unais उन्नाइस'],
  [20, 'twenty bis bees बीस बिस'],
  [21, 'ekkais एक्काइस'],
  [22, 'bais बाइस'],
  [24, 'chaubis चौबीस चौबिस'],
  [25, 'pachis pacchis pachchis पच्चीस पच्चिस'],
  [30, 'thirty tis tees तीस तिस'],
  [35, 'paintis पैंतीस पैतिस'],
  [36, 'chhattis छत्तीस छत्तिस'],
  [40, 'forty chalis chaalis चालीस चालिस'],
  [45, 'paintalis पैंतालीस पैतालिस'],
  [48, 'athchalis adtalis अठचालीस'],
  [50, 'fifty pachas pachaas पचास'],
  [60, 'sixty sathi saathi साठी'],
  [70, 'seventy sattari सत्तरी'],
  [72, 'bahattar बहत्तर'],
  [75, 'pachahattar पचहत्तर'],
  [80, 'eighty asi assi असी'],
  [90, 'ninety nabbe नब्बे'],
];

/** Halves and quarters that stand alone: aadha is a half, dedh one and a half. */
const PARTS: readonly [Milli, string][] = [
  [500, 'half haf aadha adha aada आधा'],
  [250, 'quarter pau paau पाउ'],
  [1500, 'dedh ded डेढ डेड'],
  [2500, 'adhai adhaai aadhai अढाइ अढाई'],
];

/** Before a number: साढे तीन is three and a half, सवा दुई two and a quarter, पौने दुई a quarter less than two. */
const SHIFTS: readonly [Milli, string][] = [
  [500, 'sadhe saadhe sade साढे साढ़े'],
  [250, 'sawa saba सवा'],
  [-250, 'paune pauna पौने'],
];

const HUNDREDS: readonly [number, string][] = [
  [100, 'hundred saya sau say सय'],
  [1000, 'thousand hajar hazar हजार'],
];

function bySound<T>(table: readonly (readonly [T, string])[]): ReadonlyMap<string, T> {
  return new Map(table.flatMap(([value, words]) => words.split(' ').map((word) => [soundOf(word), value] as const)));
}

const WHOLE_OF = bySound(WHOLE);
const PART_OF = bySound(PARTS);
const SHIFT_OF = bySound(SHIFTS);
const HUNDREDS_OF = bySound(HUNDREDS);
/** A number with its counting word grown on: dui + ta, panch + ota. */
const GROWN = /^(.{2,8}?)(?:uta|ota|bata|gota|ta)$/;

/** The value of one word, null where it is none. */
function ofWord(sound: string): Milli | null {
  const part = PART_OF.get(sound);
  if (part !== undefined) return part;
  const whole = WHOLE_OF.get(sound) ?? WHOLE_OF.get(GROWN.exec(sound)?.[1] ?? '');
  return whole === undefined ? null : whole * 1000;
}

/** Figures longer than six digits are telephone numbers and bills, not amounts. */
const FIGURE = /^(\d{1,6})(?:\.(\d{1,3}))?$/;

/** `10`, `0.5`, `1/2`. Null for anything else; figures must already be ASCII. */
function ofFigure(text: string): Milli | null {
  const fraction = /^(\d{1,3})\/(\d{1,3})$/.exec(text);
  if (fraction) {
    const value = (Number(fraction[1]) * 1000) / Number(fraction[2]);
    return Number.isInteger(value) && value > 0 ? value : null;
  }
  const decimal = FIGURE.exec(text);
  return decimal ? Number(decimal[1]) * 1000 + Number((decimal[2] ?? '').padEnd(3, '0')) : null;
}

/** A single word or figure in thousandths: `10`, `1/2`, `das`, `आधा`. Null where it is no number. */
export function readNumber(word: string): Milli | null {
  return ofFigure(word) ?? ofWord(soundOf(word));
}

/** One word of a sentence, as far as numbers are concerned. */
export type NumberWord = { text: string; sound: string };

/**
 * The number that begins at `start` and how many words it takes: `साढे तीन`, `dui saya`, `four and a half`. `hasUnit` tells
 * whether a unit stands at a place: `sawa kilo` is a kilo and a quarter, `saya wota` a hundred. Null where none begins there.
 */
export function numberAt(
  words: readonly NumberWord[],
  start: number,
  hasUnit: (at: number) => boolean,
): { valueMilli: Milli; length: number } | null {
  const first = words[start];
  if (!first) return null;
  const shift = SHIFT_OF.get(first.sound);
  if (shift !== undefined) {
    const base = numberAt(words, start + 1, hasUnit);
    if (base)
      return base.valueMilli % 1000 === 0 ? { valueMilli: base.valueMilli + shift, length: base.length + 1 } : null;
    return hasUnit(start + 1) ? { valueMilli: 1000 + shift, length: 1 } : null;
  }
  const one = ofFigure(first.text) ?? ofWord(first.sound);
  const times = HUNDREDS_OF.get(words[start + (one === null ? 0 : 1)]?.sound ?? '');
  if (one === null) return times !== undefined && hasUnit(start + 1) ? { valueMilli: times * 1000, length: 1 } : null;
  if (times !== undefined) return withRest({ valueMilli: one * times, length: 2 }, words, start, times);
  return withPart({ valueMilli: one, length: 1 }, words, start);
}

/** `four and a half`, `two and quarter`. */
function withPart(
  base: { valueMilli: Milli; length: number },
  words: readonly NumberWord[],
  start: number,
): { valueMilli: Milli; length: number } {
  if (words[start + 1]?.text.toLowerCase() !== 'and') return base;
  const skipped = words[start + 2]?.text.toLowerCase() === 'a' ? 3 : 2;
  const part = PART_OF.get(words[start + skipped]?.sound ?? '');
  return part === undefined || part >= 1000 ? base : { valueMilli: base.valueMilli + part, length: skipped + 1 };
}

/** What is added to hundreds: `dui saya pachas`. */
function withRest(
  base: { valueMilli: Milli; length: number },
  words: readonly NumberWord[],
  start: number,
  below: number,
): { valueMilli: Milli; length: number } {
  const next = words[start + base.length];
  const rest = next ? WHOLE_OF.get(next.sound) : undefined;
  if (rest === undefined || rest >= below) return base;
  return { valueMilli: base.valueMilli + rest * 1000, length: base.length + 1 };
}
