/** A small world for replication's tests: two territories, two vendors, four shops; rows written plainly, no rules run. */
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Caller, Role } from '@khaacho/shared/people/contract.ts';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import { type CollectionName, collectionNames } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import { alertCollection } from '../alerts/documents.ts';
import { productCollection } from '../catalogue/documents.ts';
import { createDatabase, type Database, type Db } from '../db/database.ts';
import { ledgerCollection } from '../ledger/documents.ts';
import { createLog } from '../log.ts';
import { messageCollection } from '../messages/documents.ts';
import { orderCollection } from '../orders/documents.ts';
import { retailerCollection, vendorCollection } from '../parties/documents.ts';
import { offerCollection } from '../pricing/documents.ts';
import { settingCollection } from '../settings/documents.ts';
import { commandCollection } from '../sync/command-documents.ts';
import type { AnyCollectionDoor } from '../sync/registry.ts';
import { createTestDatabase } from './postgres.ts';

export const NOW = new Date('2026-11-20T06:00:00.000Z');
const log = createLog({ level: 'silent' });

export const featureCollections: readonly AnyCollectionDoor[] = [
  productCollection,
  offerCollection,
  vendorCollection,
  retailerCollection,
  orderCollection,
  ledgerCollection,
  messageCollection,
  alertCollection,
  settingCollection,
];

export type ReplicaWorld = {
  url: string;
  database: Database;
  db: Db;
  territories: [string, string];
  vendors: [string, string];
  /** The first two in the first territory. */
  retailers: [string, string, string, string];
  products: string[];
  /** Offers of the first vendor, then of the second, each in the order of the products. */
  offers: [string[], string[]];
  close(): Promise<void>;
};

export const id = () => newId(NOW);

export async function createReplicaWorld(): Promise<ReplicaWorld> {
  const made = await createTestDatabase();
  const database = createDatabase(made.url, { log, poolSize: 30 });
  const { db } = database;
  const territories: [string, string] = [id(), id()];
  const vendors: [string, string] = [id(), id()];
  const retailers: ReplicaWorld['retailers'] = [id(), id(), id(), id()];
  const products = Array.from({ length: 4 }, id);
  const offers: ReplicaWorld['offers'] = [products.map(id), products.map(id)];
  const stamps = { createdAt: NOW, updatedAt: NOW };
  await db
    .insertInto('territories')
    .values(territories.map((territory, n) => ({ id: territory, name: `T${n}` })))
    .execute();
  await db
    .insertInto('vendors')
    .values(
      vendors.map((vendor, n) => ({ id: vendor, name: `Vendor ${n}`, address: 'Bazaar', city: 'Surkhet', ...stamps })),
    )
    .execute();
  await db
    .insertInto('retailers')
    .values(
      retailers.map((retailer, n) => ({
        ...{ id: retailer, name: `Shop ${n}`, phone: `+97798000001${n}0`, address: 'Ward 4', city: 'Surkhet' },
        ...{ territoryId: territories[n < 2 ? 0 : 1] ?? null, approved: true, ...stamps },
      })),
    )
    .execute();
  await db
    .insertInto('creditAccounts')
    .values(retailers.map((retailerId) => ({ retailerId, limitPaisa: 5_000_000 })))
    .execute();
  await db
    .insertInto('products')
    .values(
      products.map((product, n) => ({
        ...{ id: product, sku: `SKU-${n}`, name: `Good ${n}`, nameNe: `सामान ${n}`, category: 'Rice', unit: 'packet' },
        ...{ baseUnit: 'g', basePerUnit: 1000, taxClass: 'VAT', ...stamps },
      })),
    )
    .execute();
  for (const [v, ids] of offers.entries()) {
    await db
      .insertInto('offers')
      .values(
        ids.map((offer, n) => ({
          ...{ id: offer, vendorId: vendors[v] ?? '', productId: products[n] ?? '', ...stamps },
          ...{ pricePaisa: 15_000, costPaisa: 12_345 + v },
        })),
      )
      .execute();
    await db
      .insertInto('stockLevels')
      .values(ids.map((offerId) => ({ offerId, onHandMilli: 120_000, reservedMilli: 20_000 })))
      .execute();
  }
  await db
    .insertInto('houseSettings')
    .values({ id: 'house', house: JSON.stringify(defaultHouseSettings), updatedAt: NOW })
    .execute();
  const close = async () => {
    await database.close();
    await made.drop();
  };
  return { url: made.url, database, db, territories, vendors, retailers, products, offers, close };
}

export type OrderAsk = {
  retailer: number;
  vendor: number | null;
  placedAt?: Date;
  state?: string;
  id?: string;
};

/** An order of one line, written as a store would: order, line and history in one transaction. */
export async function placeOrder(world: ReplicaWorld, ask: OrderAsk, db: Db = world.db): Promise<string> {
  const order = ask.id ?? id();
  const vendorId = ask.vendor === null ? null : (world.vendors[ask.vendor] ?? null);
  const at = ask.placedAt ?? NOW;
  const territoryId = world.territories[ask.retailer < 2 ? 0 : 1] ?? null;
  const money = { subtotalPaisa: 15_000, taxPaisa: 1_950, totalPaisa: 16_950, reservedPaisa: 16_950 };
  const write = async (on: Db) => {
    await on
      .insertInto('orders')
      .values({
        ...{ id: order, orderNumber: `ORD-${order.slice(-12)}`, state: ask.state ?? 'ASSIGNED', source: 'DESKTOP' },
        ...{ retailerId: world.retailers[ask.retailer] ?? '', territoryId, vendorId, ...money },
        ...{ assignment: vendorId === null ? 0 : 1, placedAt: at, updatedAt: at },
      })
      .execute();
    await on
      .insertInto('orderLines')
      .values({
        ...{ orderId: order, lineNumber: 1, productId: world.products[0] ?? '', sku: 'SKU-0', name: 'Good 0' },
        ...{ nameNe: 'सामान', unit: 'packet', quantityMilli: 1000, unitPricePaisa: 15_000, unitCostPaisa: 12_345 },
        ...{ lineTotalPaisa: 15_000, taxClass: 'VAT', taxBasisPoints: 1300, taxPaisa: 1_950 },
      })
      .execute();
    await on
      .insertInto('orderHistory')
      .values({ orderId: order, step: 1, fromState: null, toState: 'PENDING', at, byLabel: 'Test' })
      .execute();
  };
  if (db.isTransaction) await write(db);
  else await db.transaction().execute(write);
  return order;
}

/** A change of an order as a store would make it: the row is touched and its version rises. */
export async function touchOrder(
  db: Db,
  order: string,
  set: Partial<{
    vendorId: string | null;
    state: string;
    territoryId: string;
    notes: string;
    dueDay: string;
    deliveredAt: Date;
  }> = {},
): Promise<void> {
  await db
    .updateTable('orders')
    .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
    .where('id', '=', order)
    .execute();
}

/** A balanced journal: the shop owes, the vendor is owed. */
export async function postDelivery(db: Db, retailerId: string, vendorId: string, amountPaisa = 16_950): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute((tx) => postDelivery(tx, retailerId, vendorId, amountPaisa));
  const journal = {
    ...{
      id: id(),
      kind: 'DELIVERY',
      memo: 'Delivery',
      orderId: null,
      paymentId: null,
      occurredAt: NOW,
      recordedAt: NOW,
    },
    entries: [
      { uid: id(), account: 'RECEIVABLE', party: retailerId, amountPaisa },
      { uid: id(), account: 'PAYABLE', party: vendorId, amountPaisa: -amountPaisa },
    ],
  };
  await sql`select post_journal(${JSON.stringify(journal)}::jsonb)`.execute(db);
  await db
    .updateTable('creditAccounts')
    .set((eb) => ({ outstandingPaisa: eb('outstandingPaisa', '+', amountPaisa), version: eb('version', '+', 1) }))
    .where('retailerId', '=', retailerId)
    .execute();
}

export function callerIn(role: Role, more: Partial<Caller> = {}): Caller {
  return {
    userId: id(),
    role,
    deviceId: `device-${id()}`,
    vendorId: null,
    retailerId: null,
    territoryIds: [],
    ...more,
  };
}

const TABLES: Record<CollectionName, string> = {
  products: 'select id from products',
  offers: 'select id from offers',
  vendors: 'select id from vendors',
  retailers: 'select id from retailers',
  orders: 'select id from orders',
  ledger: 'select uid as id from journal_entries',
  messages: 'select id from messages',
  alerts: 'select id from alerts',
  settings: 'select id from house_settings',
  commands: 'select id from command_log',
};

/** Every document of the database that this caller may see, by collection: what his replica must equal. */
export async function truthFor(db: Db, caller: Caller, now = NOW): Promise<Map<CollectionName, Map<string, unknown>>> {
  const truth = new Map<CollectionName, Map<string, unknown>>();
  for (const name of collectionNames) {
    const door = [...featureCollections, commandCollection].find((one) => one.name === name);
    const { rows } = await sql.raw<{ id: string }>(TABLES[name]).execute(db);
    const ids = rows.map((row) => row.id);
    const documents: { id: string }[] = (await door?.load(db, ids, caller, now)) ?? [];
    truth.set(name, new Map(documents.map((document) => [document.id, document])));
  }
  return truth;
}

export type AnyDocument = Documents[CollectionName];
