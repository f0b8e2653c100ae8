import type { TaxClass } from '../catalogue/contract.ts';
import { type Paisa, shareOf, spread } from '../kernel/money.ts';
import { type Milli, priceOf } from '../kernel/quantity.ts';
import type { HouseSettings } from '../settings/contract.ts';
import type { PricedLine } from './contract.ts';

/** What pricing needs to know of a line: the good, the quantity and one vendor's price for it. */
export type LineToPrice = {
  product: { id: string; sku: string; name: string; nameNe: string; unit: string; taxClass: TaxClass };
  quantityMilli: Milli;
  unitPricePaisa: Paisa;
};

export type Totals = { subtotalPaisa: Paisa; taxPaisa: Paisa; totalPaisa: Paisa };

/** Basis points of a tax class on a Nepali day: the last rate that has begun by then; 0 where none has. */
export function taxRateOn(taxRates: HouseSettings['taxRates'], taxClass: TaxClass, day: string): number {
  const begun = (taxRates[taxClass] ?? []).filter((rate) => rate.from <= day);
  return begun.at(-1)?.basisPoints ?? 0;
}

/**
 * Prices lines and taxes them. Tax is computed per class over the whole order, half up to the paisa, and spread on the
 * lines by largest remainder, so that the lines' tax sums to the order's tax exactly. 2100.00 at 13 % → 273.00.
 */
export function priceLines(
  lines: readonly LineToPrice[],
  taxRates: HouseSettings['taxRates'],
  day: string,
): { lines: PricedLine[] } & Totals {
  const priced = lines.map((line): PricedLine => {
    const { product, quantityMilli, unitPricePaisa } = line;
    return {
      productId: product.id,
      sku: product.sku,
      name: product.name,
      nameNe: product.nameNe,
      unit: product.unit,
      quantityMilli,
      unitPricePaisa,
      lineTotalPaisa: priceOf(unitPricePaisa, quantityMilli),
      taxClass: product.taxClass,
      taxBasisPoints: taxRateOn(taxRates, product.taxClass, day),
      taxPaisa: 0,
    };
  });
  let taxPaisa = 0;
  for (const taxClass of new Set(priced.map((line) => line.taxClass))) {
    const members = priced.filter((line) => line.taxClass === taxClass);
    const net = members.reduce((sum, line) => sum + line.lineTotalPaisa, 0);
    const tax = shareOf(net, members[0]?.taxBasisPoints ?? 0);
    const parts = spread(
      tax,
      members.map((line) => line.lineTotalPaisa),
    );
    members.forEach((line, index) => {
      line.taxPaisa = parts[index] ?? 0;
    });
    taxPaisa += tax;
  }
  const subtotalPaisa = priced.reduce((sum, line) => sum + line.lineTotalPaisa, 0);
  return { lines: priced, subtotalPaisa, taxPaisa, totalPaisa: subtotalPaisa + taxPaisa };
}
