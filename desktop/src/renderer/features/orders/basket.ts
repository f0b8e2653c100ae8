import type { ProductDocument } from '@khaacho/shared/catalogue/contract.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';

/** What a shop usually takes of one good. */
export type UsualLine = { productId: string; quantityMilli: number };

const LOOK_BACK = 8; // Orders; about two months of a weekly customer.
const USUAL_IN = 2; // Taken at least so often to be called usual.
const SHOWN = 6;

/** The goods a shop takes again and again, most often first, in the quantity it takes most often last. Orders come newest first. */
export function usualBasket(orders: readonly OrderDocument[]): UsualLine[] {
  const seen = new Map<string, { times: number; quantityMilli: number }>();
  const real = orders.filter((order) => !['CANCELLED', 'REJECTED', 'FAILED'].includes(order.state)).slice(0, LOOK_BACK);
  for (const order of real) {
    for (const line of order.lines) {
      const known = seen.get(line.productId);
      if (known) known.times += 1;
      else seen.set(line.productId, { times: 1, quantityMilli: line.quantityMilli });
    }
  }
  return [...seen]
    .filter(([, { times }]) => times >= Math.min(USUAL_IN, real.length))
    .sort(([, a], [, b]) => b.times - a.times)
    .slice(0, SHOWN)
    .map(([productId, { quantityMilli }]) => ({ productId, quantityMilli }));
}

const textOf = new WeakMap<ProductDocument, string>();

function searchText(product: ProductDocument): string {
  const known = textOf.get(product);
  if (known !== undefined) return known;
  const text = [product.sku, product.name, product.nameNe, product.barcode ?? '', ...product.aliases]
    .join('\n')
    .toLowerCase();
  textOf.set(product, text);
  return text;
}

/** Goods by SKU, either name, alias or barcode; those that begin with the text first. An exact barcode or SKU stands alone. */
export function findGoods(products: readonly ProductDocument[], query: string, limit = 8): ProductDocument[] {
  const text = query.trim().toLowerCase();
  if (text === '') return [];
  const exact = products.filter((product) => product.barcode === text || product.sku.toLowerCase() === text);
  if (exact.length > 0) return exact;
  const words = text.split(/\s+/);
  const begins = (product: ProductDocument) =>
    Number(
      searchText(product)
        .split('\n')
        .some((name) => name.startsWith(text)),
    );
  return products
    .filter((product) => product.active && words.every((word) => searchText(product).includes(word)))
    .sort((a, b) => begins(b) - begins(a) || a.name.localeCompare(b.name))
    .slice(0, limit);
}
