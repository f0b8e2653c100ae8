import { foldName } from '@khaacho/shared/intake/fold.ts';
import type { Insertable } from 'kysely';
import type { OfferPrices, Offers, ProductAliases, Products, StockLevels, StockMoves } from '../../db/schema.ts';
import { packsOf } from '../goods/packs.ts';
import { type Good, goods } from '../goods.ts';
import type { History } from '../history/history.ts';
import { demoId } from '../random.ts';

export type CatalogueRows = {
  products: Insertable<Products>[];
  productAliases: Insertable<ProductAliases>[];
  offers: Insertable<Offers>[];
  offerPrices: Insertable<OfferPrices>[];
  stockLevels: Insertable<StockLevels>[];
  stockMoves: Insertable<StockMoves>[];
};

/** The shared catalogue, what each vendor offers of it, and what lies in their stores. */
export function catalogueRows(history: History): CatalogueRows {
  const { opening, offers } = history;
  return {
    products: goods.map(({ sku, name, nameNe, category, unit, baseUnit, basePerUnit, taxClass }) => ({
      id: demoId('product', sku),
      sku,
      name,
      nameNe,
      category,
      unit,
      baseUnit,
      basePerUnit,
      packs: packsOf(sku),
      taxClass,
      active: true,
      createdAt: opening,
      updatedAt: opening,
    })),
    productAliases: goods.flatMap(aliasRows),
    offers: offers.map((offer) => ({
      id: offer.id,
      vendorId: offer.vendor.id,
      productId: offer.productId,
      pricePaisa: offer.prices.at(-1)?.pricePaisa ?? offer.good.pricePaisa,
      costPaisa: offer.costPaisa,
      minQuantityMilli: offer.minQuantityMilli,
      leadTimeHours: offer.leadTimeHours,
      lowStockMilli: offer.lowStockMilli,
      version: offer.prices.length,
      createdAt: opening,
      updatedAt: offer.prices.at(-1)?.at ?? opening,
    })),
    offerPrices: offers.flatMap((offer) =>
      offer.prices.map(({ at, pricePaisa }, index) => ({
        offerId: offer.id,
        oldPricePaisa: offer.prices[index - 1]?.pricePaisa ?? null,
        pricePaisa,
        changedAt: at,
        changedBy: offer.vendor.staff.id,
      })),
    ),
    stockLevels: history.levels.map(({ offer, onHandMilli, reservedMilli }) => ({
      offerId: offer.id,
      onHandMilli,
      reservedMilli,
    })),
    stockMoves: history.moves.map(({ offer, kind, deltaMilli, onHandMilli, order, at }) => ({
      offerId: offer.id,
      kind,
      deltaMilli,
      onHandMilli,
      reason: kind === 'ADJUST' ? 'RECEIVED' : null,
      orderId: order?.id ?? null,
      byUser: offer.vendor.staff.id,
      at,
    })),
  };
}

/** Several spellings fold to one: the first stands for them. */
function aliasRows(good: Good): Insertable<ProductAliases>[] {
  const byFold = new Map<string, string>();
  for (const alias of good.aliases) if (!byFold.has(foldName(alias))) byFold.set(foldName(alias), alias);
  return [...byFold].map(([folded, alias]) => ({ productId: demoId('product', good.sku), alias, folded }));
}
