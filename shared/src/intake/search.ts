import { foldedText } from './look-up.ts';
import { fitOf, matchGoods } from './match.ts';
import { nameWord } from './names.ts';
import { buildReaderIndex } from './reader-catalogue.ts';
import { type CatalogueGood, type ReaderIndex } from './reader-index.ts';
import { cleanText, tokensOf } from './tokens.ts';

/** A typed text is the SKU, begins it, begins a name, or stands in one: each goes before what only sounds like it. */
const SCORES = { sku: 4, skuStart: 3, nameStart: 2, inside: 1 } as const;

const BREVITY = 0.5;

/** Ids of the goods that fit a search text, best first: typed in part, whole or misspelt, in either script. */
export function rankGoods(goods: readonly CatalogueGood[], text: string, limit: number): string[] {
  return rankIn(buildReaderIndex(goods).index, goods, text, limit);
}

/** The same over an index that is there already. */
export function rankIn(index: ReaderIndex, goods: Iterable<CatalogueGood>, text: string, limit: number): string[] {
  const folded = foldedText(text);
  const heard = heardFit(index, text);
  const ranked: { id: string; sku: string; score: number }[] = [];
  for (const good of goods) {
    const score = typedScore(good, text.trim(), folded) + (heard.get(good.id) ?? 0);
    if (score >= LEAST) ranked.push({ id: good.id, sku: good.sku, score });
  }
  return ranked
    .sort((a, b) => b.score - a.score || (a.sku < b.sku ? -1 : 1))
    .slice(0, limit)
    .map((one) => one.id);
}

/** Below this a good has nothing to do with what was typed. */
const LEAST = 0.4;

function typedScore(good: CatalogueGood, text: string, folded: string): number {
  const sku = good.sku.toUpperCase();
  const typed = text.toUpperCase();
  if (sku === typed) return SCORES.sku;
  if (typed.length >= 2 && sku.startsWith(typed)) return SCORES.skuStart;
  if (folded === '') return 0;
  const names = [good.name, ...good.names].map(foldedText);
  // Of names that begin so, the one that says least besides goes first.
  const share = (fits: (name: string) => boolean) =>
    Math.max(0, ...names.filter(fits).map((name) => folded.length / name.length));
  const begins = share((name) => name.startsWith(folded));
  if (begins > 0) return SCORES.nameStart + begins * BREVITY;
  const inside = share((name) => name.includes(folded));
  return inside > 0 ? SCORES.inside + inside * BREVITY : 0;
}

/** How well the goods' names sound like the text, 0 … 1. */
function heardFit(index: ReaderIndex, text: string): Map<string, number> {
  const words = tokensOf(cleanText(text)).flatMap((token) =>
    token.kind === 'word' || token.kind === 'number' ? nameWord(token) : [],
  );
  const fits = new Map<string, number>();
  for (const match of words.length > 0 ? matchGoods(index, words, []) : []) {
    const good = index.good(match.good);
    if (good) fits.set(good.good.id, fitOf(match.asked, match.named));
  }
  return fits;
}
