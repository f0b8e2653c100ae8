/** The goods of the demo catalogue with the names the examiner's vocabulary gives them. */
import type { Good } from '../../../../server/src/demo/goods.ts';
import { home } from './vocabulary/home.ts';
import { packaged } from './vocabulary/packaged.ts';
import { staples } from './vocabulary/staples.ts';
import { readWords, type Words } from './words.ts';

/** What one name may mean: `goods[0]` where nothing more is said, the others by their size or pack. */
export type Family = { goods: Good[]; words: Words; turn: number };

/** Units that are packs of the family's first good, and are named by their pack and not by their size. */
const PACKS = new Set(['bori', 'carton', 'crate', 'dozen', 'box']);

export function isPackOf(family: Family, good: Good): boolean {
  return good !== family.goods[0] && PACKS.has(good.unit);
}

/** What a sold unit holds, in g, ml or pieces; a carton of packets holds what its packets hold. Thousandths are exact. */
export function contentOf(family: Family, good: Good): { measure: string; amount: number } {
  const first = family.goods[0];
  if (first && good !== first && ['packet', 'bottle', 'piece'].includes(good.baseUnit)) {
    const inside = contentOf(family, first);
    return { measure: inside.measure, amount: inside.amount * good.basePerUnit };
  }
  return { measure: good.baseUnit, amount: good.basePerUnit };
}

/** Every family of the vocabulary. Throws where a row names a SKU that the catalogue lacks. */
export function familiesOf(goods: readonly Good[]): Family[] {
  const bySku = new Map(goods.map((good) => [good.sku, good]));
  return readWords(staples + packaged + home, true).map(({ key, words }, turn) => ({
    words,
    turn,
    goods: key.split(' ').map((sku) => {
      const good = bySku.get(sku);
      if (!good) throw new Error(`The vocabulary names ${sku}, which the catalogue does not have.`);
      return good;
    }),
  }));
}
