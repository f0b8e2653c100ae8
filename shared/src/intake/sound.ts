import { romanise } from './devanagari.ts';

/**
 * How a word sounds, in few Latin letters: चामल, chaamal and chamal are one, and so are cheeni, chini and चिनी. Both the
 * catalogue's names and the message go through it, so it need not be right, only the same on both sides. Takes one word
 * without signs; the sound of a sound is itself.
 */
export function soundOf(word: string): string {
  const known = sounds.get(word);
  if (known !== undefined) return known;
  const lower = word.toLowerCase();
  const sound = latinSound(stripMarks(/[\u0900-\u097f]/.test(lower) ? romanise(lower) : lower));
  if (sounds.size >= REMEMBERED) sounds.clear();
  sounds.set(word, sound);
  return sound;
}

/** The words of a catalogue and of its messages are few and come again and again. */
const REMEMBERED = 20_000;
const sounds = new Map<string, string>();

/** é → e: keyboards put accents on brand names. */
function stripMarks(word: string): string {
  return /[^a-z0-9]/.test(word) ? word.normalize('NFD').replace(/\p{M}|[^\p{L}\p{N}]/gu, '') : word;
}

/** Each says one thing that shops write in two ways. None of them makes a word longer but x → ks, which no other makes. */
const RULES: readonly [RegExp, string][] = [
  // Letters with one sound: ch and chh, ph and f, sh and s, q, ck, hard c and k, z and j; v and w are b (वनस्पति, banaspati).
  [/c+h+/g, 'ch'],
  [/ph/g, 'f'],
  [/sh+/g, 's'],
  [/x/g, 'ks'],
  [/c(?=[eiy])/g, 's'],
  [/ck|q|c(?!h)/g, 'k'],
  [/z/g, 'j'],
  // Breath is heard by few and written by fewer: dhal, dal; ghee, gee.
  [/(?<=[kgjtdbr])h/g, ''],
  // Long and short vowels; a w that is one.
  [/ee|ea(?=[a-z])/g, 'i'],
  [/oo/g, 'u'],
  [/ou|ow|aw/g, 'au'],
  [/w|v/g, 'b'],
  // English a as Nepali writes it: प्याकेट, packet; स्याम्पु, shampoo.
  [/(?<=[bchdfgjklmnprst])ya/g, 'a'],
  [/y(?![aeiou])|(?<=[bcdfghjklmnprst])y(?=[uoe])/g, 'i'],
  [/(?<=i)y/g, ''],
  [/(.)\1+/g, '$1'],
];

function latinSound(word: string): string {
  for (let sound = word; ; ) {
    const before = sound;
    for (const [pattern, letters] of RULES) sound = sound.replace(pattern, letters);
    // A rule may make what an earlier one looks for.
    if (sound === before) return sound;
  }
}

/** The consonants alone: what is left when every vowel is misheard. A first vowel counts, as one and the same. */
export function skeletonOf(sound: string): string {
  const bare = sound.slice(1).replace(/[aeiouyh]/g, '');
  return `${/^[aeiou]/.test(sound) ? 'a' : sound.slice(0, 1)}${bare}`;
}
