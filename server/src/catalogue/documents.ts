import { type ProductDocument, packSchema } from '@khaacho/shared/catalogue/contract.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';

const packsSchema = z.array(packSchema);

/** Goods of the shared catalogue with all their names; the same for everybody. */
export async function loadProducts(db: Db, ids: readonly string[]): Promise<ProductDocument[]> {
  const rows = await db
    .selectFrom('products as p')
    .select((eb) => [
      'p.id',
      'p.sku',
      'p.name',
      'p.nameNe',
      'p.category',
      'p.unit',
      'p.baseUnit',
      'p.basePerUnit',
      'p.packs',
      // CHECK of the table: nothing else is stored.
      eb.ref('p.taxClass').$castTo<ProductDocument['taxClass']>().as('taxClass'),
      eb
        .selectFrom('productAliases as a')
        .select((a) => a.fn.jsonAgg('a.alias').orderBy('a.folded').$castTo<string[] | null>().as('aliases'))
        .whereRef('a.productId', '=', 'p.id')
        .as('aliases'),
      'p.barcode',
      'p.active',
      'p.updatedAt',
    ])
    .where((eb) => eb('p.id', '=', eb.fn.any(eb.val(ids))))
    .execute();
  return rows.map((row) => ({
    ...row,
    packs: packsSchema.parse(row.packs),
    aliases: row.aliases ?? [],
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export const productCollection: CollectionDoor<'products'> = { name: 'products', load: loadProducts };
