/** Vendors for the tests of routing: one good, one shop, everything else at its plainest. */
import type { OfferFacts, RoutingQuestion, VendorFacts } from './rules.ts';

export const shop = { city: 'Birendranagar', position: { latitude: 28.6, longitude: 81.6 } };

export function offer(pricePaisa: number, freeMilli: number, more: Partial<OfferFacts> = {}): OfferFacts {
  return {
    id: 'offer',
    productId: 'rice',
    pricePaisa,
    costPaisa: 0,
    minQuantityMilli: 1000,
    onHandMilli: freeMilli,
    reservedMilli: 0,
    leadTimeHours: 24,
    ...more,
  };
}

export function vendor(id: string, more: Partial<VendorFacts> = {}): VendorFacts {
  return {
    id,
    name: id,
    active: true,
    city: 'Birendranagar',
    position: null,
    minOrderPaisa: 0,
    opensAtMinute: 480,
    closesAtMinute: 1200,
    acceptanceMinutes: null,
    commissionBasisPoints: 200,
    openOrders: 0,
    unanswered: 0,
    reliabilityScore: null,
    offers: [offer(10_000, 100_000)],
    ...more,
  };
}

export function asked(quantityMilli: number, more: Partial<RoutingQuestion> = {}): RoutingQuestion {
  return {
    lines: [{ productId: 'rice', quantityMilli }],
    retailer: shop,
    askedBefore: [],
    boundSubtotalPaisa: null,
    ...more,
  };
}
