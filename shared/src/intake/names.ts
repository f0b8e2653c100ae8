import { soundOf } from './sound.ts';
import { cleanText, type Token, tokensOf } from './tokens.ts';
import type { Unit } from './units.ts';

/** A weight or volume in its smallest unit: 250 ml, 5000 g. */
export type Size = { base: 'g' | 'ml'; amount: number };

export const sameSize = (a: Size, b: Size) => a.base === b.base && a.amount === b.amount;

/** A word of a name as it is compared: its sound, `#carton` for a pack whatever it is called, or a figure. */
export type NameWord = { sound: string; weight: number };

/** What is left of a name once its sizes are taken out. */
export type ParsedName = { words: NameWord[]; sizes: Size[] };

/** Words that name a class and not a good: they matter little where another word names the good itself. */
const CLASS_WORDS = new Set(
  `noodles noodle chauchau chaucau biscuit biskut bisket soap sabun tea chia oil tel rice chamal dal daal powder pauder dulo dhulo masala
  masla juice jus milk dud drink water pani flour pito cream krim paste manjan shampoo sampu chips cips chocolate chaklet candy
  salt nun sugar chini bread pasta pickle achar sauce ketchup jam coffee kofi kafi detergent
  brush cookies kukis cookie snack snacks`
    .split(/\s+/)
    .filter(Boolean)
    .map(soundOf),
);

const CLASS_WEIGHT = 0.5;
const NUMBER_WEIGHT = 0.3;
const SHORT_WEIGHT = 0.6;
/** The pack a good is sold in, where its name says so: who does not say carton rarely means one. */
const PACK_WEIGHT = 0.6;

export function weightOf(sound: string): number {
  if (sound.startsWith('#')) return PACK_WEIGHT;
  if (/^\d/.test(sound)) return NUMBER_WEIGHT;
  if (CLASS_WORDS.has(sound)) return CLASS_WEIGHT;
  return sound.length <= 2 ? SHORT_WEIGHT : 1;
}

/** The word by which a pack is compared: carton, peti and crate are one. */
export function packWord(unit: Unit): string | null {
  return unit.kind === 'pack' ? `#${likePack(unit.name)}` : null;
}

function likePack(name: string): string {
  return name === 'crate' ? 'carton' : name === 'pouch' || name === 'sachet' ? 'packet' : name;
}

/** Reads a product's name or alias. */
export function parseName(name: string): ParsedName {
  const tokens = tokensOf(cleanText(name));
  const words: NameWord[] = [];
  const sizes: Size[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    const unit = tokens[index + 1]?.unit;
    if (token.kind === 'number' && token.valueMilli !== null && unit && unit.kind !== 'pack') {
      if (unit.kind === 'base') sizes.push({ base: unit.base, amount: (token.valueMilli * unit.factor) / 1000 });
      index += 1;
    } else words.push(...wordsOfToken(token));
  }
  const named = words.filter((word) => word.sound !== '');
  return { words: named.length > 0 ? named : tokens.flatMap((token) => allOf(token)), sizes };
}

function wordsOfToken(token: Token): NameWord[] {
  if (token.kind !== 'word' && token.kind !== 'number') return [];
  return token.talk ? [] : allOf(token);
}

function allOf(token: Token): NameWord[] {
  if (token.kind !== 'word' && token.kind !== 'number') return [];
  const sound = (token.unit && packWord(token.unit)) ?? token.sound;
  return [{ sound, weight: weightOf(sound) }];
}

/** The words on both sides of a cutting word inside a name: `hide and seek`. */
export function joinsIn(name: string): [string, string][] {
  const tokens = tokensOf(cleanText(name));
  return tokens.flatMap((token, index): [string, string][] => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    return token.kind === 'cut' && before && after ? [[before.sound, after.sound]] : [];
  });
}
