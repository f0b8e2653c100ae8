import { addMinutes } from '@khaacho/shared/kernel/clock.ts';
import type { Paisa } from '@khaacho/shared/kernel/money.ts';
import type { Milli } from '@khaacho/shared/kernel/quantity.ts';
import { type Good, goods } from './goods.ts';
import { demoId, type Random, randomFrom } from './random.ts';
import { type DemoVendor, demoVendors } from './vendors.ts';

export type DemoOffer = {
  id: string;
  vendor: DemoVendor;
  good: Good;
  productId: string;
  /** Newest last; the first is the opening price. */
  prices: { at: Date; pricePaisa: Paisa }[];
  costPaisa: Paisa;
  minQuantityMilli: Milli;
  leadTimeHours: number;
  lowStockMilli: Milli;
  /** What a delivery from its own supplier brings. */
  lotMilli: Milli;
};

/** Sold by all six at one price, in plenty: the contract's example must come out the same whoever is asked. */
const EVERYWHERE = new Set(['RICE-1KG', 'DAL-1KG']);
const PLENTY_MILLI = 12_000_000;

const DAY_MINUTES = 1440;

/** What every vendor offers, with the prices of the days since `opening`. */
export function demoMarket(opening: Date, historyDays: number): DemoOffer[] {
  return goods.flatMap((good) =>
    sellersOf(good).map((vendor) =>
      offerOf(vendor, good, opening, historyDays, randomFrom(`offer ${vendor.number} ${good.sku}`)),
    ),
  );
}

/** Each good is to be had from two vendors at least. */
function sellersOf(good: Good): DemoVendor[] {
  if (EVERYWHERE.has(good.sku)) return [...demoVendors];
  const ranked = demoVendors.map((vendor) => ({
    vendor,
    // Below zero: it belongs to the vendor's assortment.
    distance: randomFrom(`assortment ${vendor.number} ${good.sku}`).unit() - vendor.assortment,
  }));
  const second = [...ranked].sort((a, b) => a.distance - b.distance)[1]?.distance ?? 0;
  return ranked.filter(({ distance }) => distance < 0 || distance <= second).map(({ vendor }) => vendor);
}

function offerOf(vendor: DemoVendor, good: Good, opening: Date, historyDays: number, random: Random): DemoOffer {
  const fixed = EVERYWHERE.has(good.sku);
  const pricePaisa = fixed ? good.pricePaisa : leaning(good.pricePaisa, vendor.priceLean + (random.unit() - 0.5) * 0.1);
  const prices = [{ at: opening, pricePaisa }];
  if (!fixed && random.chance(0.25)) {
    const earlier = leaning(pricePaisa, random.pick([-0.05, -0.04, -0.03, 0.03]));
    const changedAt = addMinutes(opening, random.whole(10, historyDays - 8) * DAY_MINUTES + random.whole(0, 600));
    prices.splice(0, 1, { at: opening, pricePaisa: earlier }, { at: changedAt, pricePaisa });
  }
  const lotMilli = fixed ? PLENTY_MILLI : lotOf(good.pricePaisa, random);
  return {
    id: demoId('offer', `${vendor.number} ${good.sku}`),
    vendor,
    good,
    productId: demoId('product', good.sku),
    prices,
    costPaisa: Math.round(pricePaisa * (0.8 + random.unit() * 0.12)),
    // The grain house does not open a box for two pens.
    minQuantityMilli: vendor.number === 3 && good.pricePaisa < 2000 ? 6000 : 1000,
    leadTimeHours: vendor.pace > 1 ? 48 : 24,
    lowStockMilli: fixed ? PLENTY_MILLI / 2 : Math.ceil(lotMilli / 5000) * 1000,
    lotMilli,
  };
}

/** A price moved by a share, within eight percent of the bazaar's, in coins that exist. */
function leaning(base: Paisa, share: number): Paisa {
  const coin = base < 5000 ? 25 : base < 50_000 ? 100 : 500;
  const within = Math.max(-0.08, Math.min(0.08, share));
  const rounded = Math.round((base * (1 + within)) / coin) * coin;
  return Math.max(Math.ceil(base * 0.92), Math.min(Math.floor(base * 1.08), rounded));
}

/** About Rs 40,000 worth of a good, at least a dozen and at most two thousand units. */
function lotOf(pricePaisa: Paisa, random: Random): Milli {
  const units = (4_000_000 / pricePaisa) * (0.6 + random.unit() * 0.8);
  return Math.round(Math.max(12, Math.min(2000, units))) * 1000;
}

export function priceAt(offer: DemoOffer, at: Date): Paisa {
  const price = offer.prices.findLast((candidate) => candidate.at <= at) ?? offer.prices[0];
  if (!price) throw new Error('an offer without a price');
  return price.pricePaisa;
}
