import type { Milli } from '../kernel/quantity.ts';
import { sizeOf } from './amounts.ts';
import { isClass } from './classes.ts';
import { joinsIn, type NameWord, type ParsedName, parseName, type Size, sameSize } from './names.ts';
import { Vocabulary } from './vocabulary.ts';

/** A good as the reader knows it. `names` are all its other names and aliases, as written, in any script. */
export type CatalogueGood = {
  id: string;
  sku: string;
  name: string;
  unit: string;
  baseUnit: string;
  basePerUnit: number;
  names: readonly string[];
  packs?: readonly { unit: string; quantityMilli: Milli }[];
};

/** A good with what the reader asks of it often. */
export type IndexedGood = {
  good: CatalogueGood;
  /** What one sold unit holds and every size its names tell. */
  sizes: readonly Size[];
  /** Class words in its names: a soap is no shampoo. */
  classes: ReadonlySet<string>;
};

/** One name of one good. `total` is the weight of its words, `sized` whether it tells a size, `sku` whether it is the SKU. */
type Key = { good: number; total: number; sized: boolean; sku: boolean };

/**
 * The catalogue folded once: names by their words, so that a message costs its own length and not the catalogue's. A change
 * of one good costs that good's names. What a name is compared by stands in names.ts.
 */
export class ReaderIndex {
  readonly vocabulary = new Vocabulary();
  readonly byId = new Map<string, CatalogueGood>();
  readonly bySku = new Map<string, CatalogueGood>();
  readonly #goods: (IndexedGood | null)[] = [];
  readonly #places = new Map<string, number>();
  readonly #keys: Key[] = [];
  readonly #byWord: number[][] = [];
  /** All words of a name in their order without spaces: `waiwai` is `wai wai`. */
  readonly #byText = new Map<string, number[]>();
  /** Two neighbours of a name as one word, and the weight they have together. */
  readonly #pairs = new Map<number, number>();
  /** Names with a cutting word inside: `hide and seek`. The words on its two sides. */
  readonly #joined = new Set<string>();

  /** Adds a good, or puts it in the place of what it was. A SKU belongs to the good that had it last. */
  put(good: CatalogueGood): void {
    this.remove(good.id);
    const place = this.#goods.length;
    const names = namesOf(good);
    const classes = new Set(names.flatMap((name) => name.words.map((word) => word.sound)).filter(isClass));
    this.#goods.push({ good, sizes: sizesOf(good, names), classes });
    this.#places.set(good.id, place);
    this.byId.set(good.id, good);
    this.bySku.set(good.sku.toUpperCase(), good);
    for (const name of names) this.#addKey(place, name);
  }

  remove(id: string): void {
    const place = this.#places.get(id);
    const good = this.byId.get(id);
    if (place === undefined || !good) return;
    this.#goods[place] = null;
    this.#places.delete(id);
    this.byId.delete(id);
    if (this.bySku.get(good.sku.toUpperCase()) === good) this.bySku.delete(good.sku.toUpperCase());
  }

  #addKey(place: number, name: GoodName): void {
    const key = this.#keys.length;
    const distinct = new Map(name.words.map((word) => [word.sound, word.weight]));
    const total = [...distinct.values()].reduce((sum, weight) => sum + weight, 0);
    this.#keys.push({ good: place, total, sized: name.sizes.length > 0, sku: name.sku });
    for (const sound of distinct.keys()) this.#post(this.vocabulary.add(sound), key);
    if (!name.sku) append(this.#byText, name.text, key);
    for (const [sound, weight] of pairsOf(name.words, total)) {
      const pair = this.vocabulary.add(sound);
      if (!this.#pairs.has(pair)) this.#pairs.set(pair, weight);
      this.#post(pair, key);
    }
    for (const [before, after] of name.joins) this.#joined.add(`${before} ${after}`);
  }

  #post(word: number, key: number): void {
    const keys = this.#byWord[word];
    if (keys) keys.push(key);
    else this.#byWord[word] = [key];
  }

  /** Keys that hold a word (or pair of words). */
  keysWith(word: number): readonly number[] {
    return this.#byWord[word] ?? [];
  }

  /** Keys that read exactly so, spaces apart. */
  keysReading(text: string): readonly number[] {
    return this.#byText.get(text) ?? [];
  }

  /** The weight a pair stands for; undefined for a single word. */
  pairWeight(word: number): number | undefined {
    return this.#pairs.get(word);
  }

  key(key: number): Key | undefined {
    return this.#keys[key];
  }

  good(place: number): IndexedGood | null {
    return this.#goods[place] ?? null;
  }

  placeOf(id: string): number | undefined {
    return this.#places.get(id);
  }

  /** Whether a cutting word between these two belongs to a name. */
  isJoined(before: string, after: string): boolean {
    return this.#joined.has(`${before} ${after}`);
  }
}

/** A name of a good as it is looked up. `text` is all its words; `joins` the words around a cutting word inside it. */
export type GoodName = ParsedName & { text: string; sku: boolean; joins: [string, string][] };

/** The names of a good, each way of reading once; the SKU last, so that a name that reads alike stands for itself. */
export function namesOf(good: Pick<CatalogueGood, 'name' | 'sku' | 'names'>): GoodName[] {
  const seen = new Set<string>();
  return [...new Set([good.name, ...good.names, good.sku])].flatMap((written) => {
    const name = parseName(written);
    const text = textOf(name.words);
    const key = `${text} ${name.sizes.length > 0}`;
    if (name.words.length === 0 || seen.has(key)) return [];
    seen.add(key);
    return [{ ...name, text, sku: written === good.sku && written !== good.name, joins: joinsIn(written) }];
  });
}

/** Neighbours of a name written as one word, and the whole of it (`cocacola`), each with the weight it stands for. */
export function pairsOf(words: readonly NameWord[], total: number): [string, number][] {
  const pairs = words.flatMap((word, at): [string, number][] => {
    const next = words[at + 1];
    if (!next || !isLetters(word) || !isLetters(next)) return [];
    return [[word.raw + next.raw, word.sound === next.sound ? word.weight : word.weight + next.weight]];
  });
  const whole = words.length > 2 && words.every(isLetters) ? words.map((word) => word.raw).join('') : null;
  return whole === null ? pairs : [...pairs, [whole, total]];
}

export function textOf(words: readonly Pick<NameWord, 'sound'>[]): string {
  return words.map((word) => word.sound).join('');
}

function isLetters(word: NameWord): boolean {
  return /^[a-z]/.test(word.sound);
}

function append(map: Map<string, number[]>, text: string, key: number): void {
  const keys = map.get(text);
  if (keys) keys.push(key);
  else map.set(text, [key]);
}

/** What one sold unit holds, and other sizes in its names: a carton of 1 l packets is found by the litre too. */
function sizesOf(good: CatalogueGood, named: readonly ParsedName[]): Size[] {
  const sold = sizeOf(good);
  const sizes: Size[] = sold ? [{ base: sold.base, amount: sold.perUnit }] : [];
  for (const size of named.flatMap((name) => name.sizes))
    if (!sizes.some((one) => sameSize(one, size))) sizes.push(size);
  return sizes;
}
