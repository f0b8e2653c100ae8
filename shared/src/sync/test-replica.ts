/** A replica in memory for tests of projections: two vendors, one shop, two goods. */
import type { OfferDocument } from '../pricing/contract.ts';
import { defaultHouseSettings } from '../settings/contract.ts';
import type { Documents } from './documents.ts';
import { lookups, searched } from './lookups.ts';
import type { Actor, Change, ReplicaReader } from './projection.ts';
import type { CollectionName } from './protocol.ts';

export const AT = '2026-11-20T04:15:00.000Z';
export const NOW = new Date(AT);
const id = (kind: number, n: number) => `00000000-0000-7000-800${kind}-${String(n).padStart(12, '0')}`;
export const SHOP = id(1, 1);
export const VENDORS = [id(2, 1), id(2, 2)] as const;
export const GOODS = [id(3, 1), id(3, 2)] as const;
export const offerId = (vendor: number, good: number) => id(4, vendor * 10 + good);
export const orderId = (n: number) => id(5, n);
export const commandId = (n: number) => id(6, n);
export const paymentId = (n: number) => id(7, n);

export type TestReplica = ReplicaReader & { apply(changes: readonly Change[]): void };

type Held = { [C in CollectionName]: Map<string, Documents[C]> };

export function createTestReplica(limitPaisa = 5_000_000): TestReplica {
  const held: Held = {
    products: new Map(GOODS.map((good, n) => [good, product(good, n)])),
    offers: new Map(),
    vendors: new Map(VENDORS.map((vendor, n) => [vendor, vendorOf(vendor, n)])),
    retailers: new Map([[SHOP, retailer(limitPaisa)]]),
    orders: new Map(),
    ledger: new Map(),
    messages: new Map(),
    alerts: new Map(),
    settings: new Map([['house', { id: 'house', house: defaultHouseSettings, updatedAt: AT }]]),
    commands: new Map(),
  };
  VENDORS.forEach((vendor, v) => {
    GOODS.forEach((good, g) => held.offers.set(offerId(v, g), offer(vendor, good, v, g)));
  });
  const put = <C extends CollectionName>(collection: C, document: Documents[C]) =>
    held[collection].set(document.id, document);
  return {
    get: (collection, key) => held[collection].get(key),
    all: (collection) => [...held[collection].values()],
    group: (name, key) => searched([...held[lookups[name].collection].values()], name, key),
    apply: (changes) => {
      for (const { collection, document } of changes) put(collection, document);
    },
  };
}

export const actors = {
  admin: actor('ADMIN', null),
  support: actor('SUPPORT', null),
  agent: actor('FIELD_AGENT', null),
  readonly: actor('READONLY', null),
  vendor1: actor('VENDOR_STAFF', VENDORS[0]),
  vendor2: actor('VENDOR_STAFF', VENDORS[1]),
} as const;

function actor(role: Actor['role'], vendorId: string | null): Actor {
  return { userId: id(8, 1), role, deviceId: 'device-0001', vendorId, retailerId: null, territoryIds: [], name: role };
}

function product(good: string, n: number): Documents['products'] {
  const name = ['Rice', 'Dal'][n] ?? '';
  return {
    id: good,
    sku: `${name.toUpperCase()}-1KG`,
    name,
    nameNe: ['चामल', 'दाल'][n] ?? '',
    category: 'Food',
    unit: 'packet',
    baseUnit: 'g',
    basePerUnit: 1000,
    taxClass: 'VAT',
    aliases: [],
    barcode: null,
    active: true,
    updatedAt: AT,
  };
}

function vendorOf(vendor: string, n: number): Documents['vendors'] {
  return {
    id: vendor,
    name: `Vendor ${n + 1}`,
    phone: null,
    address: 'Surkhet',
    city: 'Birendranagar',
    position: null,
    opensAtMinute: 480,
    closesAtMinute: 1200,
    acceptanceMinutes: null,
    minOrderPaisa: 0,
    commissionBasisPoints: 200,
    active: true,
    updatedAt: AT,
  };
}

function offer(vendorId: string, productId: string, v: number, g: number): OfferDocument {
  return {
    id: offerId(v, g),
    vendorId,
    productId,
    sku: ['RICE-1KG', 'DAL-1KG'][g] ?? '',
    // The second vendor is a rupee dearer, so that routing has a first choice.
    pricePaisa: ([15_000, 12_000][g] ?? 0) + v * 100,
    costPaisa: 9_000,
    minQuantityMilli: 1000,
    leadTimeHours: 24,
    onHandMilli: 50_000,
    reservedMilli: 0,
    lowStockMilli: 0,
    active: true,
    version: 1,
    updatedAt: AT,
  };
}

function retailer(limitPaisa: number): Documents['retailers'] {
  return {
    id: SHOP,
    name: 'Sita Kirana',
    phone: '+9779800000001',
    ownerName: null,
    address: 'Surkhet',
    city: 'Birendranagar',
    territoryId: null,
    position: null,
    language: 'ne',
    panNumber: null,
    termsDays: 7,
    approved: true,
    block: null,
    credit: { limitPaisa, outstandingPaisa: 0, reservedPaisa: 0, version: 1, oldestDueDay: null },
    updatedAt: AT,
  };
}
