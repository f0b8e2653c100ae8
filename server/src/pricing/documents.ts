import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import type { OfferDocument } from '@khaacho/shared/pricing/contract.ts';
import { freeStock } from '@khaacho/shared/stock/rules.ts';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';

/**
 * Offers as the caller may see them: the back office all of them, vendors their own, both with cost and stock levels;
 * agents every offer with its price and what is free of it, and neither cost nor levels.
 */
export async function loadOffers(db: Db, ids: readonly string[], caller: Caller): Promise<OfferDocument[]> {
  const backOffice = BACK_OFFICE.includes(caller.role);
  const agent = caller.role === 'FIELD_AGENT';
  if (!backOffice && !agent && caller.vendorId === null) return [];
  let query = db
    .selectFrom('offers as o')
    .innerJoin('products as p', 'p.id', 'o.productId')
    .leftJoin('stockLevels as s', 's.offerId', 'o.id')
    .select([
      'o.id',
      'o.vendorId',
      'o.productId',
      'p.sku',
      'o.pricePaisa',
      'o.costPaisa',
      'o.minQuantityMilli',
      'o.leadTimeHours',
      's.onHandMilli',
      's.reservedMilli',
      'o.lowStockMilli',
      'o.active',
      'o.version',
      'o.updatedAt',
    ])
    .where((eb) => eb('o.id', '=', eb.fn.any(eb.val(ids))));
  if (!backOffice && !agent) query = query.where('o.vendorId', '=', caller.vendorId);
  const rows = await query.execute();
  return rows.map((row) => {
    const level = { onHandMilli: row.onHandMilli ?? 0, reservedMilli: row.reservedMilli ?? 0 };
    const document = { ...row, ...level, updatedAt: row.updatedAt.toISOString() };
    if (!agent) return document;
    return { ...document, costPaisa: null, onHandMilli: freeStock(level), reservedMilli: 0, lowStockMilli: 0 };
  });
}

export const offerCollection: CollectionDoor<'offers'> = { name: 'offers', load: loadOffers };
