import type { Paisa } from '@khaacho/shared/kernel/money.ts';
import type { Milli } from '@khaacho/shared/kernel/quantity.ts';
import { type Good, goods } from '../goods.ts';
import type { DemoOffer } from '../market.ts';
import type { Random } from '../random.ts';
import type { DemoRetailer } from '../retailers.ts';

export type BasketLine = { offer: DemoOffer; quantityMilli: Milli };

/** What every kirana sells daily, and so buys most often. */
const STAPLES = new Set(
  (
    'RICE-1KG RICE-5KG RICE-SONA-25KG RICE-JEERA-25KG DAL-1KG DAL-MASOOR-1KG DAL-MOONG-1KG OIL-1L OIL-TORI-1L SUGAR-1KG SALT-1KG ' +
    'ATTA-5KG TEA-200G WAIWAI-75G WAIWAI-CARTON RARA-75G PARLEG-80G TURMERIC-200G CUMIN-100G COKE-250ML WATER-1L MATCHES-10 ' +
    'LUX-100G LIFEBUOY-100G WHEEL-500G VIM-BAR-200G COLGATE-100G POTATO-1KG ONION-1KG CHIURA-1KG EGG-CRATE KURKURE-70G COPY-100P'
  ).split(' '),
);

/** The goods a shop keeps coming back for. */
export function favouritesOf(random: Random): Good[] {
  const staples = random.shuffle(goods.filter((good) => STAPLES.has(good.sku))).slice(0, 16);
  const others = random.shuffle(goods.filter((good) => !STAPLES.has(good.sku))).slice(0, 16);
  return [...staples, ...others];
}

const ROUND = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 24, 30, 36, 40, 48, 50, 60, 72, 80, 100, 120, 150, 200];

/** A quantity a shopkeeper would write: round pieces, half kilos of what is weighed. */
function roundQuantity(good: Good, units: number): Milli {
  if (good.unit === 'kg' && units < 10) return Math.max(1, Math.round(units * 2)) * 500;
  return (ROUND.findLast((round) => round <= units) ?? 1) * 1000;
}

/** One order's worth of a vendor's goods, from the favourites first; about `basketPaisa` before tax. */
export function fillBasket(
  random: Random,
  retailer: DemoRetailer,
  favourites: readonly Good[],
  offers: ReadonlyMap<string, DemoOffer>,
): BasketLine[] {
  const wanted = favourites.flatMap((good) => {
    const offer = offers.get(good.sku);
    return offer ? [offer] : [];
  });
  const count = Math.min(wanted.length, random.whole(3, 7));
  const chosen = random.shuffle(wanted).slice(0, count);
  const size = 0.6 + random.unit() * 0.8;
  return chosen.map((offer) => {
    const share = (retailer.basketPaisa * size * (0.5 + random.unit())) / count;
    const quantityMilli = roundQuantity(offer.good, share / offer.good.pricePaisa);
    return { offer, quantityMilli: Math.max(offer.minQuantityMilli, quantityMilli) };
  });
}

/** What the lines come to at the bazaar's prices: close enough to see whether a vendor takes so small an order. */
export function roughWorth(lines: readonly BasketLine[]): Paisa {
  return lines.reduce((sum, line) => sum + (line.offer.good.pricePaisa * line.quantityMilli) / 1000, 0);
}
