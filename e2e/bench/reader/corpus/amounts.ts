/** Draws an amount a shop would order of a good and computes from the catalogue what it is worth in sold units. */
import type { Good } from '../../../../server/src/demo/goods.ts';
import type { Draw } from './draw.ts';
import { contentOf, type Family } from './families.ts';
import type { Half, Take, Writing } from './types.ts';
import { numberWords, partWords } from './vocabulary/numbers.ts';
import { unitWords } from './vocabulary/units.ts';
import { readWords, scriptOf, type Words, wordOf } from './words.ts';

/** A count in thousandths and the class of its unit; null is a bare number. */
export type Amount = { valueMilli: number; unit: string | null };

const UNITS = new Map(readWords(unitWords, true).map(({ key, words }, turn) => [key, { words, turn }]));
const NUMBERS = byValue(numberWords);
const PARTS = byValue(partWords);
const COUNTS = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 24, 25, 30, 40, 48, 50, 60, 100, 120].map((n) => n * 1000);
const FEW = [1, 2, 3, 4, 5, 6, 8, 10, 12].map((count) => count * 1000);

function byValue(table: string): Map<number, { words: Words; turn: number }> {
  return new Map(readWords(table, true).map(({ key, words }, turn) => [Number(key), { words, turn }]));
}

/** Unit words of a good that count it one by one. */
function ownUnits(good: Good): string[] {
  if (good.unit === 'packet' || good.unit === 'bottle' || good.unit === 'can') return [good.unit, good.unit, 'piece'];
  // A crate of bottles is also called a case; of eggs only crate.
  if (good.unit === 'crate' && good.baseUnit === 'bottle') return ['crate', 'carton'];
  return [good.unit];
}

/** Weighs and measures that come out as whole sold units, or as parts where the good is sold by the kilo. */
function measured(draw: Draw, good: Good): Amount | null {
  const big = good.baseUnit === 'g' ? 'kg' : 'litre';
  if ((good.baseUnit !== 'g' && good.baseUnit !== 'ml') || good.unit === 'piece') return null;
  if (good.unit === 'kg') {
    return draw.weighted<Amount>([
      [5, { valueMilli: draw.one(COUNTS), unit: 'kg' }],
      [3, { valueMilli: draw.one([500, 1500, 2500, 3500, 4500, 1250, 250]), unit: 'kg' }],
      [1, { valueMilli: draw.one([250, 500, 750]) * 1000, unit: 'g' }],
    ]);
  }
  const count = draw.one(FEW);
  const total = count * good.basePerUnit;
  if (total % 1_000_000 === 0 && good.basePerUnit >= 500) return { valueMilli: total / 1000, unit: big };
  // Smaller packs are counted: "250 gram" of coffee in packets of 50 might as well be a size that is not kept.
  return null;
}

/** An amount for a good. `sized`: the size stands in the name, so what follows counts packs. */
export function drawAmount(draw: Draw, good: Good, packNamed: boolean, sized: boolean): Amount {
  const counts = ['bori', 'carton', 'crate', 'jar', 'ream', 'dozen'].includes(good.unit) ? FEW : COUNTS;
  if (packNamed) return { valueMilli: draw.one(FEW), unit: draw.one(ownUnits(good)) };
  if (good.unit === 'kg') {
    const weighed = sized || draw.chance(0.15) ? null : measured(draw, good);
    return weighed ?? { valueMilli: draw.one(COUNTS), unit: null };
  }
  if (!sized && draw.chance(0.15)) {
    const weighed = measured(draw, good);
    if (weighed) return weighed;
  }
  const dozens = ['piece', 'packet', 'bottle'].includes(good.unit) && draw.chance(0.05);
  if (dozens || good.unit === 'dozen') {
    if (draw.chance(0.8)) return { valueMilli: draw.one([1000, 2000, 3000, 500, 1500, 5000]), unit: 'dozen' };
  }
  return { valueMilli: draw.one(counts), unit: draw.chance(0.3) ? null : draw.one(ownUnits(good)) };
}

/** Everything of the family that this amount may rightly be taken as; empty where it fits nothing in whole units. */
export function worth(family: Family, good: Good, amount: Amount, sized: boolean): Take[] {
  const { valueMilli, unit } = amount;
  const same = contentOf(family, good);
  const wanted = contentWanted(good, same.amount, amount);
  const takes = wanted === null ? [] : [take(good, wanted, same.amount)];
  // Fifty kilos are fifty packets or one sack, two dozen two dozens or 24 pieces: the same goods, so both are right.
  const weighed = unit !== null && ['kg', 'g', 'litre', 'ml'].includes(unit);
  const packed = unit !== null && ['bori', 'carton', 'crate', 'dozen', 'box'].includes(unit);
  for (const other of sized || wanted === null ? [] : family.goods) {
    const fits = weighed || (packed && (other === family.goods[0] || other.unit === unit));
    const content = contentOf(family, other);
    if (other !== good && fits && content.measure === same.measure)
      takes.push(take(other, wanted ?? 0, content.amount));
  }
  return takes.filter((each): each is Take => each !== null && each.milli > 0 && valueMilli > 0);
}

/** The content asked for, in thousandths of the base measure; null where the unit says nothing about this good. */
function contentWanted(good: Good, perUnit: number, { valueMilli, unit }: Amount): number | null {
  if (unit === 'kg') return good.baseUnit === 'g' ? valueMilli * 1000 : null;
  if (unit === 'litre') return good.baseUnit === 'ml' ? valueMilli * 1000 : null;
  if (unit === 'g' || unit === 'ml') return good.baseUnit === unit ? valueMilli : null;
  if (unit === 'dozen') return valueMilli * perUnit * (good.unit === 'dozen' ? 1 : 12);
  return valueMilli * perUnit;
}

/** That content in sold units of a good: whole ones, except where it is sold by weight or by the dozen. */
function take(good: Good, contentMilli: number, perUnit: number): Take | null {
  const milli = contentMilli / perUnit;
  const divisible = good.unit === 'kg' || good.unit === 'dozen';
  return Number.isInteger(milli) && (divisible || milli % 1000 === 0) ? { sku: good.sku, milli } : null;
}

export function inDevanagariDigits(text: string): string {
  return text.replace(/\d/g, (digit) => String.fromCodePoint(0x966 + Number(digit)));
}

function asFigure(draw: Draw, valueMilli: number, script: string): string {
  const plain = String(valueMilli / 1000);
  const written = valueMilli === 500 && draw.chance(0.3) ? draw.one(['1/2', '½']) : plain;
  if (script === 'nepali' ? draw.chance(0.8) : draw.chance(0.01)) return inDevanagariDigits(written);
  return written;
}

/** The number and the unit in writing; `words` tells whether the number is spelt out. */
export function writeAmount(draw: Draw, { valueMilli, unit }: Amount, writing: Writing, half: Half) {
  const script = scriptOf(draw, writing);
  const part = unit === 'kg' || unit === 'litre' || unit === 'dozen' ? PARTS.get(valueMilli) : undefined;
  const entry = part ?? NUMBERS.get(valueMilli);
  const spelt = entry !== undefined && unit !== null && draw.chance(part ? 0.6 : 0.15);
  const number = spelt ? wordOf(draw, entry.words, script, half, entry.turn) : asFigure(draw, valueMilli, script);
  return { number, unit: unit === null ? null : unitWord(draw, unit, script, half), spelt };
}

export function unitWord(draw: Draw, unit: string, writing: Writing, half: Half): string {
  const entry = UNITS.get(unit);
  if (!entry) throw new Error(`There is no word for the unit ${unit}.`);
  return wordOf(draw, entry.words, writing, half, entry.turn);
}
