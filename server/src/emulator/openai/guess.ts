/**
 * The demo's "model": picks the candidate whose name sounds most like what was written. It shares no code and no word list
 * with the product's own reader, so that the two do not agree by construction. Its results are the emulator's, not a
 * language model's.
 */
import { z } from 'zod';

const questionSchema = z.object({
  lines: z.array(
    z.object({
      line: z.number().int(),
      written: z.string(),
      candidates: z.array(z.object({ key: z.string(), name: z.string() })),
    }),
  ),
});

// Sounds only: aspiration, length and the doubled letters of romanising are left out on purpose.
const SOUNDS: Record<string, string> = {
  अ: 'a',
  आ: 'a',
  इ: 'i',
  ई: 'i',
  उ: 'u',
  ऊ: 'u',
  ए: 'e',
  ऐ: 'e',
  ओ: 'o',
  औ: 'o',
  ऋ: 'ri',
  क: 'k',
  ख: 'k',
  ग: 'g',
  घ: 'g',
  ङ: 'n',
  च: 'c',
  छ: 'c',
  ज: 'j',
  झ: 'j',
  ञ: 'n',
  ट: 't',
  ठ: 't',
  ड: 'd',
  ढ: 'd',
  ण: 'n',
  त: 't',
  थ: 't',
  द: 'd',
  ध: 'd',
  न: 'n',
  प: 'p',
  फ: 'p',
  ब: 'b',
  भ: 'b',
  म: 'm',
  य: 'y',
  र: 'r',
  ल: 'l',
  व: 'b',
  श: 's',
  ष: 's',
  स: 's',
  ह: 'h',
  'ा': 'a',
  'ि': 'i',
  'ी': 'i',
  'ु': 'u',
  'ू': 'u',
  'े': 'e',
  'ै': 'e',
  'ो': 'o',
  'ौ': 'o',
  'ं': 'n',
  'ँ': 'n',
  '्': '',
};

function sound(text: string): string {
  return [...text.normalize('NFC').toLowerCase()]
    .map((letter) => {
      const digit = '०१२३४५६७८९'.indexOf(letter);
      return digit >= 0 ? String(digit) : (SOUNDS[letter] ?? letter);
    })
    .join('')
    .replace(/[^a-z0-9 ]/g, ' ')
    .replace(/ph/g, 'p')
    .replace(/([ckgjtdbps])h/g, '$1')
    .replace(/[vw]/g, 'b')
    .replace(/z/g, 'j')
    .replace(/q/g, 'k')
    .replace(/([a-z])\1+/g, '$1')
    .trim();
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/** 0 … 1: the best word of the written against each word of the name, averaged over the name. */
function likeness(written: string, name: string): number {
  const words = sound(written).split(/\s+/).filter(Boolean);
  const parts = sound(name)
    .split(/\s+/)
    .filter((part) => /[a-z]/.test(part));
  if (words.length === 0 || parts.length === 0) return 0;
  const best = (part: string) =>
    Math.max(...words.map((word) => 1 - distance(word, part) / Math.max(word.length, part.length, 1)));
  return parts.reduce((sum, part) => sum + best(part), 0) / parts.length;
}

/** Below it the model says that none of them is meant. */
const LEAST = 0.55;

/** The answer to a choosing request, in the shape the product asks for. Null where the request is none. */
export function chooseProducts(question: string): unknown {
  const asked = questionSchema.safeParse(parseJson(question));
  if (!asked.success) return null;
  return {
    lines: asked.data.lines.map(({ line, written, candidates }) => {
      const ranked = candidates
        .map(({ key, name }) => ({ key, score: likeness(written, name) }))
        .sort((a, b) => b.score - a.score);
      const first = ranked[0];
      return { line, choice: first && first.score >= LEAST ? first.key : null };
    }),
  };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
