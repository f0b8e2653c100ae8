/** What it costs to take one sound for another, in consonants. Vowels are misheard all day, consonants seldom. */
const VOWEL_CHANGED = 0.35;
const VOWEL_LOST = 0.4;
/** A final e that is not spoken: coke, कोक. */
const SILENT_E = 0.15;
/** Consonants that one ear in three hears alike. */
const ALIKE: ReadonlySet<string> = new Set(
  ['sj', 'td', 'kg', 'bp', 'fb', 'mn', 'rl', 'sc', 'cj'].flatMap((pair) => [pair, `${pair[1]}${pair[0]}`]),
);
const ALIKE_CHANGED = 0.7;
const WEAK_LOST = 0.5;
/** The plural of a word that stands there in the singular. */
const FINAL_S = 0.3;
const SWAPPED = 0.9;

const isVowel = (letter: string) => 'aeiou'.includes(letter);

function lostCost(word: string, at: number): number {
  const letter = word[at] ?? '';
  if (letter === 'e' && at === word.length - 1) return SILENT_E;
  if (letter === 's' && at === word.length - 1) return FINAL_S;
  if (isVowel(letter)) return VOWEL_LOST;
  return 'nhy'.includes(letter) ? WEAK_LOST : 1;
}

function changedCost(a: string, b: string): number {
  if (a === b) return 0;
  if (isVowel(a) && isVowel(b)) return VOWEL_CHANGED;
  return ALIKE.has(a + b) ? ALIKE_CHANGED : 1;
}

/** Longer words of a message are no words; comparing them would cost more than they are worth. */
const MAX_LETTERS = 24;
/** One table for all comparisons: a message makes thousands of them. */
const WIDTH = MAX_LETTERS + 1;
const costs = new Float64Array(WIDTH * WIDTH);

/** Weighted edit distance of two sounds, neighbours swapped counting once; infinite once it must exceed `most`. */
function distance(a: string, b: string, most: number): number {
  for (let i = 0; i <= a.length; i += 1) {
    let least = Number.POSITIVE_INFINITY;
    for (let j = 0; j <= b.length; j += 1) {
      let best = i === 0 && j === 0 ? 0 : Number.POSITIVE_INFINITY;
      if (i > 0) best = Math.min(best, (costs[(i - 1) * WIDTH + j] ?? 0) + lostCost(a, i - 1));
      if (j > 0) best = Math.min(best, (costs[i * WIDTH + j - 1] ?? 0) + lostCost(b, j - 1));
      if (i > 0 && j > 0)
        best = Math.min(best, (costs[(i - 1) * WIDTH + j - 1] ?? 0) + changedCost(a.charAt(i - 1), b.charAt(j - 1)));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (costs[(i - 2) * WIDTH + j - 2] ?? 0) + SWAPPED);
      costs[i * WIDTH + j] = best;
      least = Math.min(least, best);
    }
    // Two neighbours swapped look one row further back, at less than one letter.
    if (least > most + SWAPPED) return Number.POSITIVE_INFINITY;
  }
  return costs[a.length * WIDTH + b.length] ?? 0;
}

/** Below this a word is another word. */
export const NEAR = 0.6;

/**
 * How near two sounds are, 0 … 1. A short word has no letter to spare: til for tel, dal for dahi must not pass as a slip, so
 * what is wrong in it counts more.
 */
export function nearness(a: string, b: string): number {
  if (a === b) return 1;
  const length = Math.max(a.length, b.length);
  if (length > MAX_LETTERS) return 0;
  const shortness = Math.min(a.length, b.length);
  const weight = shortness <= 3 ? 2 : shortness <= 5 ? 1.5 : 1.15;
  const most = ((1 - NEAR) * length) / weight;
  return Math.max(0, 1 - (weight * distance(a, b, most)) / length);
}
