import type { ProductDocument } from '@khaacho/shared/catalogue/contract.ts';
import { foldedText } from '@khaacho/shared/intake/look-up.ts';
import { buildReaderIndex, type Catalogue, updateReaderIndex } from '@khaacho/shared/intake/reader.ts';
import { rankGoods } from '@khaacho/shared/intake/search.ts';
import type { Db } from '../db/database.ts';
import { loadProducts } from './documents.ts';
import { idsWithSku, idsWithText } from './index-store.ts';
import { ownNames } from './learned-store.ts';
import { lookUpGoods, refreshProductIndex } from './look-up-service.ts';
import { catalogueVersion, changedSince, hasMoreThan, loadGoods } from './store.ts';

/** What a message needs of the catalogue: the texts to be read, goods of the open draft, and who writes. */
export type Need = { texts: readonly string[]; productIds?: readonly string[]; retailerId?: string | null };
export type CatalogueSource = (need?: Need) => Promise<Catalogue>;

/**
 * Up to so many goods the whole catalogue is held in memory; above, each message brings its own candidates from the database.
 * Measured: 5 kB a good (48 MB for 10,000 with long names), so this is 100 MB of a process.
 */
export const HELD_GOODS = 20_000;
/** A door makes so many rows of the index itself; what an import leaves is the schedule's. */
const AT_A_DOOR = 500;

/**
 * The catalogue as the order reader wants it. Held in memory it follows changes at the cost of what has changed (one look at
 * the feed per call); too big for that, a catalogue of candidates is made for every message.
 */
export function createCatalogueCache(db: Db, held = HELD_GOODS): CatalogueSource {
  const whole = createHeld(db);
  let big: { version: number; is: boolean } | null = null;
  return async (need) => {
    const version = await catalogueVersion(db);
    if (big?.version !== version) big = { version, is: await hasMoreThan(db, held) };
    const catalogue = big.is ? await catalogueFor(db, need ?? { texts: [] }) : await whole(version);
    if (!need?.retailerId) return catalogue;
    return { ...catalogue, own: await ownNames(db, need.retailerId) };
  };
}

function createHeld(db: Db): (version: number) => Promise<Catalogue> {
  let kept: { version: number; catalogue: Catalogue } | null = null;
  let loading: Promise<Catalogue> | null = null;
  const load = async (version: number): Promise<Catalogue> => {
    if (kept) {
      const ids = await changedSince(db, kept.version);
      const goods = await loadGoods(db, ids);
      const present = new Set(goods.map((good) => good.id));
      updateReaderIndex(
        kept.catalogue,
        goods,
        ids.filter((id) => !present.has(id)),
      );
    }
    const catalogue = kept?.catalogue ?? buildReaderIndex(await loadGoods(db));
    kept = { version, catalogue };
    return catalogue;
  };
  return async (version) => {
    if (kept && kept.version >= version) return kept.catalogue;
    loading ??= load(version).finally(() => {
      loading = null;
    });
    return loading;
  };
}

/** A catalogue of the goods that these texts may name, found in the database. */
async function catalogueFor(db: Db, need: Need): Promise<Catalogue> {
  await refreshProductIndex(db, AT_A_DOOR);
  const ids = new Set([...(await lookUpGoods(db, need.texts)), ...(need.productIds ?? [])]);
  return buildReaderIndex(await loadGoods(db, [...ids]));
}

/** Goods looked at before the best are chosen. */
const SEARCHED = 60;

/** Goods near a text in any script, best first, as documents: by SKU, name or alias, begun, whole or misspelt. */
export async function searchProducts(db: Db, text: string, limit: number): Promise<ProductDocument[]> {
  await refreshProductIndex(db, AT_A_DOOR);
  const folded = foldedText(text);
  const begins = folded.length >= 2;
  const [begun, read] = await Promise.all([begins ? idsWithSku(db, folded, SEARCHED) : [], lookUpGoods(db, [text])]);
  // A word begun is in no index of words. Looking inside names costs most, so only where the words have found too little.
  const inside = begins && begun.length + read.length < limit ? await idsWithText(db, folded, SEARCHED) : [];
  const goods = await loadGoods(db, [...new Set([...begun, ...read, ...inside])]);
  const ids = rankGoods(goods, text, limit);
  const byId = new Map((await loadProducts(db, ids)).map((product) => [product.id, product]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
