import { isClass, meaningOf } from './classes.ts';
import { isParticle } from './small-talk.ts';
import { cleanText, type Token, tokensOf } from './tokens.ts';
import type { Unit } from './units.ts';

/** A weight or volume in its smallest unit: 250 ml, 5000 g. */
export type Size = { base: 'g' | 'ml'; amount: number };

export const sameSize = (a: Size, b: Size) => a.base === b.base && a.amount === b.amount;

/** A word of a name as it is compared: its sound, `#carton` for a pack whatever it is called, or a figure. */
export type NameWord = {
  sound: string;
  weight: number /** As written, and how that sounds before it is taken by its meaning. */;
  text: string;
  raw: string;
};

/** What is left of a name once its sizes are taken out. */
export type ParsedName = { words: NameWord[]; sizes: Size[] };

const CLASS_WEIGHT = 0.5;
const NUMBER_WEIGHT = 0.3;
const SHORT_WEIGHT = 0.6;
/** The pack a good is sold in, where its name says so: who does not say carton rarely means one. */
const PACK_WEIGHT = 0.6;

export function weightOf(sound: string): number {
  if (sound.startsWith('#')) return PACK_WEIGHT;
  if (/^\d/.test(sound)) return NUMBER_WEIGHT;
  if (isClass(sound)) return CLASS_WEIGHT;
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
  return isParticle(token.text) ? [] : allOf(token);
}

function allOf(token: Token): NameWord[] {
  if (token.kind !== 'word' && token.kind !== 'number') return [];
  return nameWord(token);
}

/** A token as a word of a name, by its meaning. */
export function nameWord(token: Token): NameWord[] {
  const sound = (token.unit && packWord(token.unit)) ?? meaningOf(token.sound);
  return sound === '' ? [] : [{ sound, weight: weightOf(sound), text: token.text, raw: token.sound }];
}

/** The words on both sides of a cutting word inside a name: `hide and seek`. */
export function joinsIn(name: string): [string, string][] {
  const tokens = tokensOf(cleanText(name));
  return tokens.flatMap((token, index): [string, string][] => {
    const [before, after] = [tokens[index - 1], tokens[index + 1]];
    return token.kind === 'cut' && before && after ? [[before.sound, after.sound]] : [];
  });
}
