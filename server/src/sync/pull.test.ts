import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { PullAnswer } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDesk, type Desk } from '../testing/desk.ts';
import {
  callerIn,
  createReplicaWorld,
  featureCollections,
  NOW,
  placeOrder,
  type ReplicaWorld,
  touchOrder,
  truthFor,
} from '../testing/replica-world.ts';
import { commandCollection } from './command-documents.ts';
import { beginEpoch } from './epoch.ts';
import { prune } from './prune.ts';
import { createPull, type Pull } from './pull.ts';
import { createRegistry } from './registry.ts';

let world: ReplicaWorld;
let pull: Pull;
const registry = createRegistry([...featureCollections, commandCollection], []);
beforeAll(async () => {
  world = await createReplicaWorld();
  pull = createPull({ db: world.db, registry });
});
afterAll(() => world.close());

const number = () => sql`select sync_number(100000)`.execute(world.db);
const desk = (caller: Caller, now = NOW): Desk => createDesk((who, request) => pull(who, request, now), caller);
const admin = () => callerIn('ADMIN');
const vendor = (n: 0 | 1) => callerIn('VENDOR_STAFF', { vendorId: world.vendors[n] });
const agent = (...n: (0 | 1)[]) => callerIn('FIELD_AGENT', { territoryIds: n.map((one) => world.territories[one]) });

function pageOf(answer: PullAnswer) {
  if (!('documents' in answer)) throw new Error(`no page: ${JSON.stringify(answer)}`);
  return answer;
}

describe('a first sync', () => {
  it('brings every document of the caller and nothing else, for every role', async () => {
    for (let n = 0; n < 8; n += 1) await placeOrder(world, { retailer: n % 4, vendor: n % 2 });
    await number();
    for (const caller of [admin(), vendor(0), vendor(1), agent(0), agent(1), agent(0, 1), callerIn('READONLY')]) {
      const one = desk(caller);
      await one.pullAll(3);
      expect(one.everything()).toEqual(await truthFor(world.db, caller));
    }
  });

  it('fills its pages, newest first, says how many remain, and ends with a short page', async () => {
    for (let n = 0; n < 30; n += 1) await placeOrder(world, { retailer: 0, vendor: 0 });
    await number();
    const one = desk(admin());
    const total = (await truthFor(world.db, one.caller)).get('orders')?.size ?? 0;
    const pages = [];
    for (;;) {
      const page = pageOf(await one.pull('orders', 10));
      pages.push(page);
      if (!page.more) break;
    }
    const sizes = pages.map((page) => page.documents.length);
    expect(sizes.slice(0, -1).every((size) => size === 10)).toBe(true);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(total);
    expect(pages[0]?.remaining).toBe(total - 10);
    const newest = await world.db
      .selectFrom('syncLog')
      .select('docId')
      .where('collection', '=', 'orders')
      .where('scope', '=', 'all')
      .orderBy('position', 'desc')
      .limit(10)
      .execute();
    expect(pages[0]?.documents.map((document) => document.id)).toEqual(newest.map((line) => line.docId));
  });

  it('misses nothing that changes while it is paged', async () => {
    const orders: string[] = [];
    for (let n = 0; n < 40; n += 1) orders.push(await placeOrder(world, { retailer: 0, vendor: 0 }));
    await number();
    const one = desk(vendor(0));
    await one.pull('orders', 7);
    for (const [n, order] of orders.entries()) {
      if (n % 4 === 0) await touchOrder(world.db, order, { vendorId: world.vendors[1] });
      if (n % 4 === 1) await touchOrder(world.db, order, { notes: `changed ${n}` });
      if (n % 10 === 0) {
        await placeOrder(world, { retailer: 1, vendor: 0 });
        await number();
        await one.pull('orders', 7);
      }
    }
    await number();
    await one.pullToEnd('orders', 7);
    expect(one.holds('orders')).toEqual((await truthFor(world.db, one.caller)).get('orders'));
  });

  it('holds open orders of any age and what was placed in the last 180 days', async () => {
    const old = new Date(NOW.getTime() - 200 * 86_400_000);
    const edge = new Date(NOW.getTime() - 179 * 86_400_000);
    const closedLongAgo = await placeOrder(world, { retailer: 0, vendor: 0, placedAt: old, state: 'COMPLETED' });
    const openLongAgo = await placeOrder(world, { retailer: 0, vendor: 0, placedAt: old, state: 'ACCEPTED' });
    const owed = await placeOrder(world, { retailer: 0, vendor: 0, placedAt: old, state: 'DELIVERED' });
    await touchOrder(world.db, owed, { dueDay: '2026-06-01', deliveredAt: old });
    const recent = await placeOrder(world, { retailer: 0, vendor: 0, placedAt: edge, state: 'COMPLETED' });
    await number();
    const one = desk(admin());
    await one.pullToEnd('orders');
    expect([openLongAgo, owed, recent].every((order) => one.holds('orders').has(order))).toBe(true);
    expect(one.sent.has(closedLongAgo)).toBe(false);
  });
});

describe('a later pull', () => {
  it('brings a changed document once, however often and in however many scopes it changed', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await number();
    const one = desk(agent(0, 1));
    await one.pullAll();
    for (let n = 0; n < 5; n += 1) {
      await touchOrder(world.db, order, { territoryId: world.territories[n % 2 === 0 ? 1 : 0] });
      await number();
    }
    const page = pageOf(await one.pull('orders'));
    expect(page.documents.map((document) => document.id)).toEqual([order]);
    expect(page.documents[0]).not.toHaveProperty('_deleted');
    expect(pageOf(await one.pull('orders')).documents).toEqual([]);
  });

  it('tells of what has left with the id and nothing else', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await number();
    const [left, entered, all] = [desk(vendor(0)), desk(vendor(1)), desk(admin())];
    for (const one of [left, entered, all]) await one.pullToEnd('orders');
    await touchOrder(world.db, order, { vendorId: world.vendors[1] });
    await number();
    expect(pageOf(await left.pull('orders')).documents).toEqual([{ id: order, _deleted: true }]);
    expect(pageOf(await entered.pull('orders')).documents).toMatchObject([{ id: order, vendorId: world.vendors[1] }]);
    expect(pageOf(await all.pull('orders')).documents).toMatchObject([{ id: order, vendorName: 'Vendor 1' }]);
  });

  it('goes on over pages without losing or repeating', async () => {
    const one = desk(admin());
    await one.pullToEnd('orders');
    const orders: string[] = [];
    for (let n = 0; n < 23; n += 1) orders.push(await placeOrder(world, { retailer: n % 4, vendor: 1 }));
    await number();
    const before = one.pulls;
    await one.pullToEnd('orders', 5);
    expect(one.pulls - before).toBe(5);
    expect(orders.every((order) => one.sent.get(order)?.length === 1)).toBe(true);
  });
});

describe('a checkpoint', () => {
  it('is refused with reset when it is malformed, altered, of another collection or of another person', async () => {
    const [one, other] = [desk(vendor(0)), desk(vendor(1))];
    await one.pullToEnd('orders');
    await other.pullToEnd('orders');
    const mine = one.checkpoint('orders') ?? '';
    const [body = '', signature = ''] = mine.split('.');
    const raised: unknown = { ...JSON.parse(Buffer.from(body, 'base64url').toString()), position: 0 };
    const forged = `${Buffer.from(JSON.stringify(raised)).toString('base64url')}.${signature}`;
    const ask = (checkpoint: string, collection: 'orders' | 'offers' = 'orders', who = one.caller) =>
      pull(who, { collection, checkpoint, limit: 10 }, NOW);
    for (const bad of ['', 'x', 'e30.AAAA', `${body}.`, forged, '.'.repeat(50)])
      expect(await ask(bad)).toEqual({ reset: true });
    expect(await ask(mine, 'offers')).toEqual({ reset: true });
    expect(await ask(other.checkpoint('orders') ?? '')).toEqual({ reset: true });
    expect(await ask(mine)).toMatchObject({ more: false });
  });

  it('is refused when tombstones below it are forgotten, and taken above', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await number();
    const [away, here] = [desk(vendor(0)), desk(vendor(0))];
    await away.pullToEnd('orders');
    await away.pullToEnd('offers');
    await touchOrder(world.db, order, { vendorId: world.vendors[1] });
    await number();
    await here.pullToEnd('orders');
    await sql`update sync_log set at = ${new Date(NOW.getTime() - 91 * 86_400_000)} where op = 'del'`.execute(world.db);
    expect((await prune(world.db, registry, NOW)).forgotten).toBeGreaterThan(0);
    await number();
    expect(await away.pull('orders')).toEqual({ reset: true });
    expect(await away.pull('offers')).toMatchObject({ more: false });
    expect(await here.pull('orders')).toMatchObject({ more: false });
    await away.pullToEnd('orders');
    expect(away.holds('orders')).toEqual((await truthFor(world.db, away.caller)).get('orders'));
  });

  it('is not pruned early: tombstones of 89 days are still told', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await number();
    const one = desk(vendor(0));
    await one.pullToEnd('orders');
    await touchOrder(world.db, order, { vendorId: null });
    await number();
    await sql`update sync_log set at = ${new Date(NOW.getTime() - 89 * 86_400_000)} where op = 'del'`.execute(world.db);
    await prune(world.db, registry, NOW);
    expect(pageOf(await one.pull('orders')).documents).toEqual([{ id: order, _deleted: true }]);
  });

  it('of another epoch is refused; so is one that is ahead of the feed', async () => {
    const one = desk(admin());
    await one.pullToEnd('orders');
    const { epoch } = pageOf(await one.pull('orders'));
    await world.db.updateTable('syncHead').set({ position: 1 }).execute();
    expect(await one.pull('orders')).toEqual({ reset: true });
    await sql`update sync_head set position = (select max(position) from sync_log)`.execute(world.db);
    await one.pullToEnd('orders');
    await beginEpoch(world.db);
    expect(await one.pull('orders')).toEqual({ reset: true });
    expect(pageOf(await one.pull('orders')).epoch).not.toBe(epoch);
  });
});

describe('a change of grants', () => {
  it('takes away what left and brings what is new, without a new first sync', async () => {
    for (let n = 0; n < 12; n += 1) await placeOrder(world, { retailer: n % 4, vendor: n % 2 });
    await number();
    const one = desk(agent(0));
    await one.pullAll();
    const sentBefore = new Map([...one.sent].map(([doc, list]) => [doc, list.length]));
    const shops = world.retailers;
    expect([...one.holds('retailers').keys()].sort()).toEqual([shops[0], shops[1]].sort());
    one.caller = { ...one.caller, territoryIds: [world.territories[1]] };
    const page = pageOf(await one.pull('retailers', 5000));
    const gone = page.documents.filter((document) => '_deleted' in document);
    expect(gone.map((document) => document.id).sort()).toEqual([shops[0], shops[1]].sort());
    for (const tombstone of gone) expect(tombstone).toEqual({ id: tombstone.id, _deleted: true });
    await one.pullAll(3);
    expect(one.resets).toBe(0);
    expect(one.everything()).toEqual(await truthFor(world.db, one.caller));
    // What lies in scopes that were kept is not sent again.
    const offers = [...one.holds('products').keys()];
    expect(offers.every((offer) => one.sent.get(offer)?.length === sentBefore.get(offer))).toBe(true);
  });

  it('an added territory keeps the others; a document covered by a kept scope stays', async () => {
    const one = desk(agent(0));
    await one.pullAll();
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await number();
    await one.pullToEnd('orders');
    await touchOrder(world.db, order, { territoryId: world.territories[1] });
    one.caller = { ...one.caller, territoryIds: [...world.territories] };
    await number();
    await one.pullAll(4);
    expect(one.holds('orders').has(order)).toBe(true);
    expect(one.holds('orders')).toEqual((await truthFor(world.db, one.caller)).get('orders'));
    one.caller = { ...one.caller, territoryIds: [world.territories[1]] };
    await one.pullAll(4);
    expect(one.holds('orders')).toEqual((await truthFor(world.db, one.caller)).get('orders'));
    expect(one.resets).toBe(0);
  });

  it('another role of the same person gets the documents in their new shape', async () => {
    const one = desk(agent(0, 1));
    await one.pullAll();
    expect([...one.holds('offers').values()].every((offer) => JSON.stringify(offer).includes('"costPaisa":null'))).toBe(
      true,
    );
    one.caller = { ...one.caller, role: 'SUPPORT', territoryIds: [] };
    await one.pullAll(3);
    expect(one.everything()).toEqual(await truthFor(world.db, one.caller));
    expect(one.resets).toBe(0);
  });

  it('changes that happen in the middle of it are not lost', async () => {
    const orders: string[] = [];
    for (let n = 0; n < 20; n += 1) orders.push(await placeOrder(world, { retailer: n % 4, vendor: 0 }));
    await number();
    const one = desk(agent(0));
    await one.pullToEnd('orders');
    one.caller = { ...one.caller, territoryIds: [world.territories[1]] };
    for (const [n, order] of orders.entries()) {
      await one.pull('orders', 2);
      await touchOrder(world.db, order, { territoryId: world.territories[n % 3 === 0 ? 0 : 1], notes: `n${n}` });
      await number();
    }
    await one.pullToEnd('orders', 2);
    expect(one.holds('orders')).toEqual((await truthFor(world.db, one.caller)).get('orders'));
  });
});

describe('nothing of others', () => {
  it('a vendor never receives another vendor’s cost, orders or account, in any document that was ever sent', async () => {
    for (let n = 0; n < 10; n += 1) await placeOrder(world, { retailer: n % 4, vendor: n % 2 });
    await number();
    const one = desk(vendor(0));
    await one.pullAll(4);
    const everything = JSON.stringify([...one.sent.values()]);
    // Costs are 12345 for the first vendor and 12346 for the second.
    expect(everything).toContain('"costPaisa":12345');
    expect(everything).not.toContain('12346');
    expect(everything).not.toContain(world.vendors[1]);
    expect(everything).not.toContain('Vendor 1');
  });

  it('an agent sees prices and what is free, and neither cost nor levels', async () => {
    const one = desk(agent(0));
    await one.pullAll();
    const offers = [...one.holds('offers').values()];
    expect(offers).toHaveLength(8);
    for (const offer of offers) {
      expect(offer).toMatchObject({ costPaisa: null, onHandMilli: 100_000, reservedMilli: 0, pricePaisa: 15_000 });
    }
    for (const vendorDocument of one.holds('vendors').values())
      expect(vendorDocument).toMatchObject({ commissionBasisPoints: null });
    expect(one.holds('messages').size + one.holds('alerts').size).toBe(0);
  });

  it('a caller without any desk scope gets products and settings only', async () => {
    const one = desk(callerIn('RETAILER', { retailerId: world.retailers[0] }));
    await one.pullAll();
    const sizes = Object.fromEntries(
      ['products', 'settings', 'orders', 'retailers', 'offers', 'ledger'].map((name) => [name, 0]),
    );
    for (const name of ['orders', 'retailers', 'offers', 'ledger'] as const) sizes[name] = one.holds(name).size;
    expect(sizes).toEqual({ products: 0, settings: 0, orders: 0, retailers: 0, offers: 0, ledger: 0 });
    expect(one.holds('products').size).toBeGreaterThan(0);
  });
});

// Last: it moves the clock on, and with it what is in the window.
describe('half a year later', () => {
  it('an order that grows out of the window leaves the replicas, and is in no new one', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0, state: 'COMPLETED' });
    await number();
    const later = new Date(NOW.getTime() + 182 * 86_400_000);
    let now = NOW;
    const one = createDesk((who, request) => pull(who, request, now), admin());
    await one.pullToEnd('orders');
    expect(one.holds('orders').has(order)).toBe(true);
    now = later;
    const pruned = await prune(world.db, registry, later);
    expect(pruned.aged).toBeGreaterThan(0);
    await number();
    const truth = (await truthFor(world.db, one.caller, later)).get('orders');
    const fresh = createDesk((who, request) => pull(who, request, now), admin());
    await fresh.pullToEnd('orders');
    expect(fresh.holds('orders')).toEqual(truth);
    expect(fresh.sent.has(order)).toBe(false);
    await one.pullToEnd('orders');
    expect(one.holds('orders')).toEqual(truth);
    expect(one.holds('orders').has(order)).toBe(false);
  });
});
