import { buildCatalogue, type Catalogue } from '@khaacho/shared/intake/reader.ts';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

type Version = { products: number; aliases: number; latest: Date | null };

/**
 * The catalogue as the order reader wants it, kept in memory and read again only when a product or alias has changed
 * (one indexed look per call).
 */
export function createCatalogueCache(db: Db): () => Promise<Catalogue> {
  let kept: { key: string; catalogue: Catalogue } | null = null;
  let loading: Promise<Catalogue> | null = null;
  return async () => {
    const { rows } =
      await sql<Version>`SELECT count(*)::int AS products, (SELECT count(*)::int FROM product_aliases) AS aliases,
      max(updated_at) AS latest FROM products`.execute(db);
    const key = JSON.stringify(rows[0]);
    if (kept?.key === key) return kept.catalogue;
    loading ??= loadCatalogue(db).finally(() => {
      loading = null;
    });
    const catalogue = await loading;
    kept = { key, catalogue };
    return catalogue;
  };
}

async function loadCatalogue(db: Db): Promise<Catalogue> {
  const goods = await db
    .selectFrom('products as p')
    .leftJoin('productAliases as a', 'a.productId', 'p.id')
    .select((eb) => [
      'p.id',
      'p.sku',
      'p.name',
      'p.nameNe',
      'p.unit',
      'p.baseUnit',
      'p.basePerUnit',
      eb.fn.agg<(string | null)[]>('array_agg', ['a.alias']).as('aliases'),
    ])
    .where('p.active', '=', true)
    .groupBy('p.id')
    .orderBy('p.sku')
    .execute();
  return buildCatalogue(
    goods.map((good) => ({
      ...good,
      names: [good.nameNe, ...good.aliases.flatMap((alias) => (alias ? [alias] : []))],
    })),
  );
}
