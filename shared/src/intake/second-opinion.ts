import type { ReadLine } from './contract.ts';
import { withProduct } from './line.ts';
import type { Catalogue } from './reader-catalogue.ts';

/** The lines a second reader may be asked about: the first one wavers between goods. */
export function unsureLines(lines: readonly ReadLine[]): ReadLine[] {
  return lines.filter((line) => line.problem === 'product' && line.alternatives.length > 0);
}

/**
 * From here on a line is taken where the second reader, asked apart, picks the very good that the first had in front.
 * Below it two guesses are still two guesses, and the person is asked with that good in front.
 */
const TAKE_TOGETHER = 0.65;

/**
 * A line after a second opinion: `productId` of one of its alternatives, or null for none of them. Nothing outside the
 * alternatives counts, so the worst a second reader can do is to put another good in front of a question.
 */
export function withOpinion(line: ReadLine, productId: string | null, catalogue: Catalogue): ReadLine {
  const [first] = line.alternatives;
  const picked = line.alternatives.find((one) => one.productId === productId);
  const good = picked && catalogue.byId.get(picked.productId);
  if (line.problem !== 'product' || !first || !picked || !good) return line;
  if (picked === first && first.confidence >= TAKE_TOGETHER)
    return { ...withProduct(line, good), confidence: first.confidence };
  return { ...line, alternatives: [picked, ...line.alternatives.filter((one) => one !== picked)] };
}
