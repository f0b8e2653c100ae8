import type { ProductDocument } from '@khaacho/shared/catalogue/contract.ts';
import type { LedgerDocument } from '@khaacho/shared/ledger/contract.ts';
import type { HistoryLine, OrderDocument, OrderState } from '@khaacho/shared/orders/contract.ts';
import type { RetailerDocument, VendorDocument } from '@khaacho/shared/parties/contract.ts';
import type { User } from '@khaacho/shared/people/contract.ts';
import type { OfferDocument } from '@khaacho/shared/pricing/contract.ts';
import { priceLines } from '@khaacho/shared/pricing/rules.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';

/** Made-up documents for the story pages and the component tests. Everything counts from this moment. */
export const NOW = new Date('2026-11-20T06:15:00.000Z'); // noon in Nepal

let counter = 0;
export function fixtureId(): string {
  counter += 1;
  return `0193a000-0000-7000-8000-${counter.toString(16).padStart(12, '0')}`;
}

export const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const dayOf = (days: number) => new Date(NOW.getTime() + days * 86_400_000).toISOString().slice(0, 10);

export function productFixture(over: Partial<ProductDocument> = {}): ProductDocument {
  return {
    id: fixtureId(),
    sku: 'RICE-1KG',
    name: 'Basmati Rice 1KG',
    nameNe: 'बासमती चामल १ केजी',
    category: 'Rice',
    unit: 'packet',
    baseUnit: 'g',
    basePerUnit: 1000,
    taxClass: 'VAT',
    aliases: [],
    barcode: null,
    active: true,
    updatedAt: minutesAgo(5000),
    ...over,
  };
}

export function vendorFixture(over: Partial<VendorDocument> = {}): VendorDocument {
  return {
    id: fixtureId(),
    name: 'ABC Distributors',
    phone: '+9779802000001',
    address: 'Mangalgadhi Chok, Birendranagar-6',
    city: 'Birendranagar',
    position: { latitude: 28.5991, longitude: 81.6312 },
    opensAtMinute: 480,
    closesAtMinute: 1200,
    acceptanceMinutes: null,
    minOrderPaisa: 50_000,
    commissionBasisPoints: 300,
    active: true,
    updatedAt: minutesAgo(5000),
    ...over,
  };
}

export function retailerFixture(
  over: Partial<Omit<RetailerDocument, 'credit'>> & { credit?: Partial<RetailerDocument['credit']> } = {},
): RetailerDocument {
  return {
    id: fixtureId(),
    name: 'Sita Kirana',
    phone: '+9779800000001',
    ownerName: 'Sita Sharma',
    address: 'Mangalgadhi, Birendranagar-6',
    city: 'Birendranagar',
    territoryId: null,
    position: { latitude: 28.5978, longitude: 81.6289 },
    language: 'ne',
    panNumber: null,
    termsDays: 7,
    approved: true,
    block: null,
    updatedAt: minutesAgo(60),
    ...over,
    credit: {
      limitPaisa: 5_000_000,
      outstandingPaisa: 0,
      reservedPaisa: 0,
      version: 1,
      oldestDueDay: null,
      ...over.credit,
    },
  };
}

export function offerFixture(over: Partial<OfferDocument> = {}): OfferDocument {
  return {
    id: fixtureId(),
    vendorId: fixtureId(),
    productId: fixtureId(),
    sku: 'RICE-1KG',
    pricePaisa: 15_000,
    costPaisa: 13_200,
    minQuantityMilli: 1000,
    leadTimeHours: 24,
    onHandMilli: 240_000,
    reservedMilli: 30_000,
    lowStockMilli: 40_000,
    active: true,
    version: 1,
    updatedAt: minutesAgo(300),
    ...over,
  };
}

const path: readonly OrderState[] = [
  'PENDING',
  'ASSIGNED',
  'ACCEPTED',
  'PACKING',
  'DISPATCHED',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
];

function historyTo(state: OrderState, placedMinutesAgo: number): HistoryLine[] {
  const reached = path.indexOf(state);
  const states = reached >= 0 ? path.slice(0, reached + 1) : (['PENDING', 'ASSIGNED', state] as const);
  return states.map((to, index) => {
    const at = minutesAgo(placedMinutesAgo * (1 - index / states.length));
    const deviceAt = index === 2 ? minutesAgo(placedMinutesAgo * (1 - index / states.length) + 18) : null;
    return {
      from: states[index - 1] ?? null,
      to,
      at,
      deviceAt,
      by: index === 0 ? 'Sita Sharma' : index === 1 ? 'Khaacho' : 'Ramesh Thapa',
      reason: null,
    };
  });
}

export type OrderFixture = Partial<OrderDocument> & {
  goods?: { product: ProductDocument; quantity: number; pricePaisa?: number; offerId?: string | null }[];
  shop?: RetailerDocument;
  vendor?: VendorDocument | null;
  placedMinutesAgo?: number;
};

export function orderFixture({
  goods,
  shop,
  vendor,
  placedMinutesAgo = 40,
  ...over
}: OrderFixture = {}): OrderDocument {
  const retailer = shop ?? retailerFixture();
  const seller = vendor === undefined ? vendorFixture() : vendor;
  const wanted = goods ?? [{ product: productFixture(), quantity: 10 }];
  const priced = priceLines(
    wanted.map(({ product, quantity, pricePaisa = 15_000 }) => ({
      product,
      quantityMilli: quantity * 1000,
      unitPricePaisa: pricePaisa,
    })),
    defaultHouseSettings.taxRates,
    dayOf(0),
  );
  const state = over.state ?? 'ASSIGNED';
  const delivered = state === 'DELIVERED' || state === 'COMPLETED';
  const deliveredAt = delivered ? minutesAgo(Math.min(60, placedMinutesAgo / 2)) : null;
  const number = `ORD261120${String(counter % 1000).padStart(3, '0')}`;
  return {
    id: fixtureId(),
    orderNumber: number,
    state,
    source: 'WHATSAPP',
    platform: 'organic',
    retailerId: retailer.id,
    retailer: {
      name: retailer.name,
      phone: retailer.phone,
      address: retailer.address,
      city: retailer.city,
      position: retailer.position,
    },
    vendorId: seller?.id ?? null,
    vendorName: seller?.name ?? null,
    lines: priced.lines.map((line, index) => ({
      ...line,
      lineNumber: index + 1,
      offerId: wanted[index]?.offerId ?? null,
    })),
    itemCount: priced.lines.length,
    subtotalPaisa: priced.subtotalPaisa,
    taxPaisa: priced.taxPaisa,
    totalPaisa: priced.totalPaisa,
    paidPaisa: 0,
    dueDay: delivered ? dayOf(7) : null,
    expectedDeliveryDay: dayOf(1),
    acceptBy: state === 'ASSIGNED' ? minutesAgo(placedMinutesAgo - 120) : null,
    assignment: 1,
    notes: null,
    reason: null,
    history: historyTo(state, placedMinutesAgo),
    version: 1,
    placedAt: minutesAgo(placedMinutesAgo),
    deliveredAt,
    updatedAt: minutesAgo(placedMinutesAgo / 2),
    ...over,
  };
}

export function ledgerFixture(over: Partial<LedgerDocument> = {}): LedgerDocument {
  return {
    id: fixtureId(),
    journalId: fixtureId(),
    kind: 'DELIVERY',
    accountKind: 'RECEIVABLE',
    retailerId: null,
    vendorId: null,
    orderId: null,
    orderNumber: null,
    paymentId: null,
    memo: '',
    amountPaisa: 0,
    balancePaisa: 0,
    at: minutesAgo(1000),
    ...over,
  };
}

export function userFixture(over: Partial<User> = {}): User {
  return {
    id: fixtureId(),
    name: 'Ramesh Thapa',
    role: 'VENDOR_STAFF',
    email: 'vendor1@khaacho.test',
    phone: null,
    language: 'en',
    vendorId: null,
    vendorName: null,
    territoryIds: [],
    ...over,
  };
}
