import { NEAR, nearness } from './near.ts';
import { skeletonOf } from './sound.ts';

/** A word of the catalogue near a written one, and how near. */
export type NearWord = { word: number; near: number };

const REMEMBERED = 2000;
/** A misspelt word is looked for among so many. */
const NEAR_WORDS = 8;
/** A word that is longer by more letters is another word. */
const MAX_LONGER = 3;

/**
 * Every word of the catalogue's names once, by its sound. A misspelt word is found by its consonants with at most one of
 * them wrong on either side (deletion neighbourhood of the skeleton), which costs a few look-ups whatever the size.
 */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #sounds: string[] = [];
  readonly #bySkeleton = new Map<string, number[]>();

  /** What was looked for lately: the words of a message are looked for in every way it may be cut. */
  readonly #near = new Map<string, readonly NearWord[]>();

  get size(): number {
    return this.#sounds.length;
  }

  /** The number of a word, made where it is new. */
  add(sound: string): number {
    const known = this.#ids.get(sound);
    if (known !== undefined) return known;
    const id = this.#sounds.length;
    this.#near.clear();
    this.#ids.set(sound, id);
    this.#sounds.push(sound);
    for (const key of skeletonKeys(sound)) {
      const list = this.#bySkeleton.get(key);
      if (list) list.push(id);
      else this.#bySkeleton.set(key, [id]);
    }
    return id;
  }

  find(sound: string): number | undefined {
    return this.#ids.get(sound);
  }

  soundOf(word: number): string {
    return this.#sounds[word] ?? '';
  }

  /** Words near a sound, nearest first; none where it is too short to be guessed at. */
  near(sound: string): readonly NearWord[] {
    if (sound.length < 3) return [];
    const known = this.#near.get(sound);
    if (known) return known;
    if (this.#near.size >= REMEMBERED) this.#near.clear();
    const found = this.#search(sound);
    this.#near.set(sound, found);
    return found;
  }

  #search(sound: string): NearWord[] {
    const seen = new Set<number>();
    for (const key of skeletonKeys(sound)) for (const word of this.#bySkeleton.get(key) ?? []) seen.add(word);
    const found: NearWord[] = [];
    for (const word of seen) {
      const other = this.soundOf(word);
      if (Math.abs(other.length - sound.length) > MAX_LONGER) continue;
      const near = nearness(sound, other);
      if (near >= NEAR) found.push({ word, near });
    }
    return found.sort((a, b) => b.near - a.near || a.word - b.word).slice(0, NEAR_WORDS);
  }
}

/** A skeleton and, where it is long enough to be told by the rest, each of it with one consonant left out. */
export function skeletonKeys(sound: string): string[] {
  const skeleton = skeletonOf(sound);
  if (skeleton.length < 3) return [skeleton];
  const keys = new Set([skeleton]);
  for (let index = 0; index < skeleton.length; index += 1)
    keys.add(skeleton.slice(0, index) + skeleton.slice(index + 1));
  return [...keys];
}
