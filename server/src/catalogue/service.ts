import type { ProductDocument } from '@khaacho/shared/catalogue/contract.ts';
import type { Catalogue } from '@khaacho/shared/intake/reader.ts';
import type { Db } from '../db/database.ts';
import { loadProducts } from './documents.ts';
import { catalogueVersion, loadCatalogue, searchIds } from './store.ts';

/**
 * The catalogue as the order reader wants it, kept in memory and read again only when a product or alias has changed
 * (one indexed look per call).
 */
export function createCatalogueCache(db: Db): () => Promise<Catalogue> {
  let kept: { key: string; catalogue: Catalogue } | null = null;
  let loading: Promise<Catalogue> | null = null;
  return async () => {
    const key = await catalogueVersion(db);
    if (kept?.key === key) return kept.catalogue;
    loading ??= loadCatalogue(db).finally(() => {
      loading = null;
    });
    const catalogue = await loading;
    kept = { key, catalogue };
    return catalogue;
  };
}

/** Goods near a text in any script, best first, as documents. */
export async function searchProducts(db: Db, text: string, limit: number): Promise<ProductDocument[]> {
  const ids = await searchIds(db, text, limit);
  const byId = new Map((await loadProducts(db, ids)).map((product) => [product.id, product]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
