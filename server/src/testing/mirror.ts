/** What one desk holds, kept up by the feed's own lines: for tests that compare a desk's projections with the server's rows. */
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { scopesOf } from '@khaacho/shared/people/rules.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import { lookups, searched } from '@khaacho/shared/sync/lookups.ts';
import type { Change, ReplicaReader } from '@khaacho/shared/sync/projection.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { loadProducts } from '../catalogue/documents.ts';
import type { Db } from '../db/database.ts';
import { loadOrders } from '../orders/documents.ts';
import { loadRetailers, loadVendors } from '../parties/documents.ts';
import { loadOffers } from '../pricing/documents.ts';
import { loadHouse } from '../settings/service.ts';

/** Collections a projection reads or writes, but for the ledger (its entries are numbered by the server). */
const MIRRORED = ['products', 'offers', 'vendors', 'retailers', 'orders'] as const;
type Mirrored = (typeof MIRRORED)[number];
type Held = { [C in CollectionName]: Map<string, Documents[C]> };
/** Documents by `collection/id`, without what only the server counts. */
export type Plain = Record<string, unknown>;

export type Overlay = ReplicaReader & {
  apply(changes: readonly Change[]): void;
  /** Mirrored documents that are shown otherwise than they are held. */
  changed(): Plain;
};

export type Mirror = ReplicaReader & {
  overlay(): Overlay;
  /** Reads again what the feed says has changed; answers what is different now. */
  catchUp(): Promise<Plain>;
};

export async function createMirror(db: Db, caller: Caller): Promise<Mirror> {
  const held = empty();
  held.settings.set('house', { id: 'house', house: await loadHouse(db), updatedAt: '' });
  let seen = await lastLine(db);
  for (const collection of MIRRORED) await load(db, caller, held, collection, await allIds(db, collection));
  return {
    ...readerOf(held),
    overlay: () => overlayOn(held),
    catchUp: async () => {
      const lines = await db
        .selectFrom('syncLog')
        .select(['id', 'collection', 'docId'])
        .where('id', '>', seen)
        .where('scope', 'in', scopesOf(caller))
        .execute();
      const changed: Plain = {};
      for (const collection of MIRRORED) {
        const ids = [...new Set(lines.filter((line) => line.collection === collection).map((line) => line.docId))];
        const before = new Map(ids.map((id) => [id, plain(collection, held[collection].get(id))]));
        await load(db, caller, held, collection, ids);
        for (const [id, was] of before) note(changed, collection, id, was, held[collection].get(id));
      }
      seen = Math.max(seen, ...lines.map((line) => line.id));
      return changed;
    },
  };
}

function empty(): Held {
  return {
    products: new Map(),
    offers: new Map(),
    vendors: new Map(),
    retailers: new Map(),
    orders: new Map(),
    ledger: new Map(),
    messages: new Map(),
    alerts: new Map(),
    settings: new Map(),
    commands: new Map(),
  };
}

function readerOf(held: Held): ReplicaReader {
  return {
    get: (collection, id) => held[collection].get(id),
    all: (collection) => [...held[collection].values()],
    group: (name, key) => searched([...held[lookups[name].collection].values()], name, key),
  };
}

function overlayOn(base: Held): Overlay {
  const written = empty();
  const put = <C extends CollectionName>(collection: C, document: Documents[C]) =>
    written[collection].set(document.id, document);
  const all = <C extends CollectionName>(collection: C): Documents[C][] => [
    ...new Map([...base[collection], ...written[collection]]).values(),
  ];
  return {
    get: (collection, id) => written[collection].get(id) ?? base[collection].get(id),
    all,
    group: (name, key) => searched(all(lookups[name].collection), name, key),
    apply: (changes) => {
      for (const { collection, document } of changes) put(collection, document);
    },
    changed: () => {
      const changed: Plain = {};
      for (const collection of MIRRORED)
        for (const [id, document] of written[collection])
          note(changed, collection, id, plain(collection, base[collection].get(id)), document);
      return changed;
    },
  };
}

function note(changed: Plain, collection: Mirrored, id: string, was: unknown, document: unknown): void {
  const is = plain(collection, document);
  if (JSON.stringify(is) !== JSON.stringify(was)) changed[`${collection}/${id}`] = is;
}

async function lastLine(db: Db): Promise<number> {
  const row = await db
    .selectFrom('syncLog')
    .select((eb) => eb.fn.max('id').as('last'))
    .executeTakeFirst();
  return row?.last ?? 0;
}

async function allIds(db: Db, collection: Mirrored): Promise<string[]> {
  return (await db.selectFrom(collection).select('id').execute()).map((row) => row.id);
}

async function load(db: Db, caller: Caller, held: Held, collection: Mirrored, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const fill = <C extends Mirrored>(name: C, documents: readonly Documents[C][]) => {
    for (const id of ids) held[name].delete(id);
    for (const document of documents) held[name].set(document.id, document);
  };
  if (collection === 'products') fill('products', await loadProducts(db, [...ids]));
  if (collection === 'offers') fill('offers', await loadOffers(db, ids, caller));
  if (collection === 'vendors') fill('vendors', await loadVendors(db, ids, caller));
  if (collection === 'retailers') fill('retailers', await loadRetailers(db, ids, caller));
  if (collection === 'orders') fill('orders', await loadOrders(db, ids, caller));
}

/** A document without versions and the server's own times and numbers, which a desk cannot know before it is answered. */
function plain(collection: CollectionName, document: unknown): unknown {
  const own = new Set(['version', 'updatedAt', ...(collection === 'orders' ? ['orderNumber', 'at'] : [])]);
  return JSON.parse(JSON.stringify(document ?? null, (key, value: unknown) => (own.has(key) ? undefined : value)));
}
