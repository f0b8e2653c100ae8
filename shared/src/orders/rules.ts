import type { ProductDocument } from '../catalogue/contract.ts';
import { type CreditFigures, checkCredit } from '../credit/rules.ts';
import { addDays, nepalDay } from '../kernel/clock.ts';
import { type Detail, type Refusal, refusal } from '../kernel/errors.ts';
import { formatMoney, type Paisa } from '../kernel/money.ts';
import { formatQuantity, type Milli } from '../kernel/quantity.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Position } from '../parties/contract.ts';
import type { Quote } from '../pricing/contract.ts';
import { type LineToPrice, priceLines } from '../pricing/rules.ts';
import { checkMayOrder } from '../risk/rules.ts';
import type { Candidate } from '../routing/contract.ts';
import { acceptBy, decisionSentence, type OfferFacts, rankVendors, type VendorFacts } from '../routing/rules.ts';
import type { HouseSettings } from '../settings/contract.ts';
import { freeStock } from '../stock/rules.ts';
import type { AskedLine } from './contract.ts';

export type RetailerFacts = {
  id: string;
  city: string;
  position: Position | null;
  approved: boolean;
  block: { reason: string } | null;
  credit: CreditFigures & { oldestDueDay: string | null };
};

export type ProductFacts = Pick<ProductDocument, 'id' | 'sku' | 'name' | 'nameNe' | 'unit' | 'taxClass' | 'active'>;

/** Everything taking an order depends on. The server reads it from its rows, the desktop from its replica. */
export type OrderFacts = {
  retailer: RetailerFacts;
  products: readonly ProductFacts[];
  vendors: readonly VendorFacts[];
  settings: HouseSettings;
};

export type OrderAsk = {
  lines: readonly AskedLine[];
  /** Ask this vendor only (admins). */
  vendorId?: string | undefined;
  /** What the person agreed to pay with tax; more is refused with the new figure. */
  seenTotalPaisa?: Paisa | undefined;
};

export type OrderDecision = {
  /** Null while every vendor who could fill it is full: the order waits. */
  vendor: VendorFacts | null;
  quote: Quote;
  /** Parallel to `quote.lines`. */
  offers: OfferFacts[];
  acceptBy: Date | null;
  expectedDeliveryDay: string;
  candidates: Candidate[];
  sentence: string;
};

/** Adds up lines that name the same good twice, keeping the first one's place. */
export function mergeLines(lines: readonly AskedLine[]): AskedLine[] {
  const merged = new Map<string, Milli>();
  for (const line of lines) merged.set(line.productId, (merged.get(line.productId) ?? 0) + line.quantityMilli);
  return [...merged].map(([productId, quantityMilli]) => ({ productId, quantityMilli }));
}

/** May it be taken, by whom, at what price? The same answer on the server, in chat and on a desk without network. */
export function takeOrder(facts: OrderFacts, ask: OrderAsk, now: Date): Result<OrderDecision, Refusal> {
  const quoted = quoteOrder(facts, ask, now);
  if (!quoted.ok) return quoted;
  const credit = checkCredit(facts.retailer.credit, quoted.value.quote.totalPaisa);
  if (!credit.ok) return credit;
  if (ask.seenTotalPaisa !== undefined && quoted.value.quote.totalPaisa > ask.seenTotalPaisa) {
    const { totalPaisa } = quoted.value.quote;
    return err(
      refusal(
        'PRICE_CHANGED',
        `The price has changed from ${formatMoney(ask.seenTotalPaisa)} to ${formatMoney(totalPaisa)}. Look at the new total and order again.`,
        [{ field: 'seenTotalPaisa', issue: 'price rose', figures: { seenTotalPaisa: ask.seenTotalPaisa, totalPaisa } }],
      ),
    );
  }
  return quoted;
}

/** Prices an order with the vendor routing would choose now; no credit asked. */
export function quoteOrder(facts: OrderFacts, ask: OrderAsk, now: Date): Result<OrderDecision, Refusal> {
  const today = nepalDay(now);
  const mayOrder = checkMayOrder(
    {
      approved: facts.retailer.approved,
      block: facts.retailer.block,
      oldestDueDay: facts.retailer.credit.oldestDueDay,
    },
    facts.settings,
    today,
  );
  if (!mayOrder.ok) return mayOrder;
  const lines = mergeLines(ask.lines);
  const unknown = lines.filter(
    (line) => !facts.products.some((product) => product.id === line.productId && product.active),
  );
  if (unknown.length > 0) {
    return err(
      refusal(
        'PRODUCT_UNKNOWN',
        'Some goods are not in the catalogue, or no longer sold.',
        unknown.map(
          (line): Detail => ({ field: 'items', issue: 'unknown product', figures: { productId: line.productId } }),
        ),
      ),
    );
  }
  const vendors = ask.vendorId ? facts.vendors.filter((vendor) => vendor.id === ask.vendorId) : facts.vendors;
  const question = { lines, retailer: facts.retailer, askedBefore: [], boundSubtotalPaisa: null };
  const candidates = rankVendors(vendors, question, facts.settings);
  const best = candidates[0];
  const waits = candidates.find((candidate) => candidate.ineligible.length === 1 && candidate.ineligible[0] === 'FULL');
  const chosen = best?.eligible ? best : waits;
  if (!chosen) return err(whyNobody(facts, lines, vendors, candidates));
  const vendor = vendors.find((candidate) => candidate.id === chosen.vendorId);
  if (!vendor) throw new Error('routing chose a vendor that was not asked');
  return ok(decisionFor(facts, lines, vendor, { candidates, waits: !chosen.eligible, now, today }));
}

function decisionFor(
  facts: OrderFacts,
  lines: readonly AskedLine[],
  vendor: VendorFacts,
  context: { candidates: Candidate[]; waits: boolean; now: Date; today: string },
): OrderDecision {
  const offers = lines.map((line) => offerOf(vendor, line.productId));
  const toPrice = lines.map((line, index): LineToPrice => {
    const product = facts.products.find((candidate) => candidate.id === line.productId);
    const offer = offers[index];
    if (!product || !offer) throw new Error('a chosen vendor has an offer on every line');
    return { product, quantityMilli: line.quantityMilli, unitPricePaisa: offer.pricePaisa };
  });
  const leadTimeHours = Math.max(...offers.map((offer) => offer.leadTimeHours));
  return {
    vendor: context.waits ? null : vendor,
    quote: { vendorId: vendor.id, ...priceLines(toPrice, facts.settings.taxRates, context.today) },
    offers,
    acceptBy: context.waits ? null : acceptBy(context.now, vendor, facts.settings),
    expectedDeliveryDay: addDays(context.today, Math.max(1, Math.ceil(leadTimeHours / 24))),
    candidates: context.candidates,
    sentence: decisionSentence(context.candidates, facts.settings.routingWeights),
  };
}

function offerOf(vendor: VendorFacts, productId: string): OfferFacts {
  const offer = vendor.offers.find((candidate) => candidate.productId === productId);
  if (!offer) throw new Error('a chosen vendor has an offer on every line');
  return offer;
}

/** Nobody can fill it: says why in the order a person can act on, with the most that would pass. */
function whyNobody(
  facts: OrderFacts,
  lines: readonly AskedLine[],
  vendors: readonly VendorFacts[],
  candidates: readonly Candidate[],
): Refusal {
  const offersOn = (productId: string) =>
    vendors
      .filter((vendor) => vendor.active)
      .flatMap((vendor) => vendor.offers.filter((offer) => offer.productId === productId));
  const nameOf = (productId: string) => facts.products.find((product) => product.id === productId)?.name ?? productId;

  const tooLittle = lines.flatMap((line): Detail[] => {
    const least = Math.min(...offersOn(line.productId).map((offer) => offer.minQuantityMilli));
    if (!Number.isFinite(least) || line.quantityMilli >= least) return [];
    return [
      {
        field: nameOf(line.productId),
        issue: 'below the smallest quantity',
        figures: {
          productId: line.productId,
          name: nameOf(line.productId),
          askedMilli: line.quantityMilli,
          minQuantityMilli: least,
        },
      },
    ];
  });
  if (tooLittle.length > 0) {
    return refusal(
      'MIN_QUANTITY',
      tooLittle.map((d) => `${d.field} is sold from ${formatQuantity(Number(d.figures?.minQuantityMilli))}.`).join(' '),
      tooLittle,
    );
  }

  const short = lines.flatMap((line): Detail[] => {
    const most = Math.max(0, ...offersOn(line.productId).map(freeStock));
    if (line.quantityMilli <= most) return [];
    return [
      {
        field: nameOf(line.productId),
        issue: 'not enough in stock',
        figures: {
          productId: line.productId,
          name: nameOf(line.productId),
          askedMilli: line.quantityMilli,
          availableMilli: most,
        },
      },
    ];
  });
  if (short.length > 0) {
    return refusal(
      'INSUFFICIENT_STOCK',
      short
        .map(
          (d) => `Only ${formatQuantity(Number(d.figures?.availableMilli))} of ${d.field} can be had from one vendor.`,
        )
        .join(' '),
      short,
    );
  }

  const almost = candidates.filter(
    (candidate) => candidate.ineligible.length === 1 && candidate.ineligible[0] === 'BELOW_MIN_ORDER',
  );
  if (almost.length > 0) {
    // The vendor where the least is missing: its own smallest order and its own price of the basket.
    const [nearest] = almost
      .map((candidate) => ({
        least: vendors.find((vendor) => vendor.id === candidate.vendorId)?.minOrderPaisa ?? 0,
        basket: candidate.inputs.basketPaisa ?? 0,
      }))
      .sort((a, b) => a.least - a.basket - (b.least - b.basket));
    const { least, basket } = nearest ?? { least: 0, basket: 0 };
    return refusal(
      'MIN_ORDER_AMOUNT',
      `The smallest order is ${formatMoney(least)} before tax; this one is ${formatMoney(basket)}.`,
      [{ field: 'items', issue: 'below the smallest order', figures: { minOrderPaisa: least, orderPaisa: basket } }],
    );
  }
  const partly = lines.map(
    (line): Detail => ({
      field: nameOf(line.productId),
      issue: 'vendors who have it',
      figures: {
        productId: line.productId,
        name: nameOf(line.productId),
        vendors: offersOn(line.productId).filter((offer) => freeStock(offer) >= line.quantityMilli).length,
      },
    }),
  );
  return refusal(
    'NO_VENDOR',
    'No single vendor has all of these goods now. Order some of them in a message of their own.',
    partly,
  );
}

/**
 * The lowest price before tax, per sold unit, at which a vendor who is open for orders has each good free in stock; goods
 * nobody has are left out.
 */
export function pricesOf(facts: OrderFacts, productIds: readonly string[]): { productId: string; fromPaisa: Paisa }[] {
  return productIds.flatMap((productId) => {
    const prices = facts.vendors
      .filter((vendor) => vendor.active)
      .flatMap((vendor) => vendor.offers)
      .filter((offer) => offer.productId === productId && freeStock(offer) > 0)
      .map((offer) => offer.pricePaisa);
    return prices.length === 0 ? [] : [{ productId, fromPaisa: Math.min(...prices) }];
  });
}
