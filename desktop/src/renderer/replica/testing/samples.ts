import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import type { OfferDocument } from '@khaacho/shared/pricing/contract.ts';
import { pack } from '@khaacho/shared/sync/packing/pack.ts';
import { deflated } from '../deflate.ts';
import { type Seal, sealWith } from '../sealing.ts';

export async function newSeal(): Promise<Seal> {
  return sealWith(await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']));
}

/** A stable UUID for small numbers. */
export function idOf(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

const DAY_MS = 86_400_000;

/** An order of the usual size: three lines, five steps of history. */
export function orderOf(number: number, changes: Partial<OrderDocument> = {}): OrderDocument {
  const placedAt = new Date(Date.UTC(2026, 5, 1) + (number % 180) * DAY_MS + number * 1000).toISOString();
  const vendor = number % 6;
  return {
    id: idOf(number),
    orderNumber: `ORD2606${String(number).padStart(6, '0')}`,
    state: 'DELIVERED',
    source: 'WHATSAPP',
    platform: 'organic',
    retailerId: idOf(900_000 + (number % 300)),
    retailer: {
      name: `Sita Kirana Pasal ${number % 300}`,
      phone: `+97798000${String(number % 300).padStart(5, '0')}`,
      address: 'Birendranagar-6, Mangalgadhi Chowk',
      city: 'Surkhet',
      position: { latitude: 28.6 + (number % 97) / 1000, longitude: 81.6 + (number % 89) / 1000 },
    },
    vendorId: idOf(800_000 + vendor),
    vendorName: `Karnali Traders ${vendor}`,
    lines: [1, 2, 3].map((lineNumber) => ({
      lineNumber,
      offerId: idOf(700_000 + vendor * 100 + lineNumber),
      productId: idOf(600_000 + lineNumber),
      sku: `RICE-${lineNumber}KG`,
      name: 'Basmati Rice 1KG',
      nameNe: 'बासमती चामल १ किलो',
      unit: 'packet',
      quantityMilli: 10_000,
      unitPricePaisa: 15_000,
      lineTotalPaisa: 150_000,
      taxClass: 'VAT' as const,
      taxBasisPoints: 1300,
      taxPaisa: 19_500,
    })),
    itemCount: 3,
    subtotalPaisa: 450_000,
    taxPaisa: 58_500,
    totalPaisa: 508_500,
    paidPaisa: 0,
    dueDay: '2026-07-01',
    expectedDeliveryDay: '2026-06-02',
    acceptBy: null,
    assignment: 1,
    notes: null,
    reason: null,
    history: (['PENDING', 'ASSIGNED', 'ACCEPTED', 'DISPATCHED', 'DELIVERED'] as const).map((to) => {
      return { from: null, to, at: placedAt, deviceAt: null, by: 'Khaacho', reason: null };
    }),
    version: 5,
    placedAt,
    deliveredAt: placedAt,
    updatedAt: placedAt,
    ...changes,
  };
}

export function offerOf(number: number, changes: Partial<OfferDocument> = {}): OfferDocument {
  return {
    id: idOf(number),
    vendorId: idOf(800_000),
    productId: idOf(600_001),
    sku: 'RICE-1KG',
    pricePaisa: 15_000,
    costPaisa: null,
    minQuantityMilli: 1000,
    leadTimeHours: 24,
    onHandMilli: 120_000,
    reservedMilli: 0,
    lowStockMilli: 10_000,
    active: true,
    version: 1,
    updatedAt: '2026-06-01T00:00:00.000Z',
    ...changes,
  };
}

/** Documents as a server that packs sends them. */
export async function blockOf(documents: readonly object[]): Promise<Uint8Array<ArrayBuffer>> {
  return deflated(pack(documents));
}
