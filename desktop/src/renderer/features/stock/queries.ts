import type { ProductDocument } from '@khaacho/shared/catalogue/contract.ts';
import type { OfferDocument } from '@khaacho/shared/pricing/contract.ts';
import { freeStock } from '@khaacho/shared/stock/rules.ts';
import { useMemo } from 'react';
import { useDocuments } from '../../replica/hooks.tsx';
import type { PendingMark } from '../../replica/replica-api.ts';

/** A vendor's offer with the good it offers. */
export type StockRow = {
  offer: OfferDocument;
  product: ProductDocument;
  freeMilli: number;
  low: boolean;
  pending: PendingMark | undefined;
};

/** Every good this vendor offers, by name. An offer whose good has not arrived yet is left out until it has. */
export function useStockRows(): { rows: readonly StockRow[]; ready: boolean } {
  const offers = useDocuments('offers');
  const products = useDocuments('products');
  const rows = useMemo(() => {
    const byId = new Map(products.documents.map((product) => [product.id, product]));
    return offers.documents
      .flatMap((offer): StockRow[] => {
        const product = byId.get(offer.productId);
        if (!product) return [];
        const freeMilli = freeStock(offer);
        const low = offer.active && freeMilli <= offer.lowStockMilli;
        return [{ offer, product, freeMilli, low, pending: offers.pending.get(offer.id) }];
      })
      .sort((a, b) => a.product.name.localeCompare(b.product.name));
  }, [offers, products]);
  return { rows, ready: offers.ready && products.ready };
}
