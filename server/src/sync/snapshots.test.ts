import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { PullAnswer } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDesk, type Desk, unpackBlock } from '../testing/desk.ts';
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
import { prune } from './prune.ts';
import { createPull, type Pull } from './pull.ts';
import { type AnyCollectionDoor, createRegistry } from './registry.ts';
import { createSnapshots } from './snapshots.ts';

/** So small that a few dozen orders make several chunks. */
const SIZES = { chunkLines: 10, worthIt: 15, mostLinesSince: 12 };
const DAY_MS = 86_400_000;

let world: ReplicaWorld;
const orders: string[] = [];
/** Ids of orders that were loaded from their tables. */
let loaded: string[] = [];
const counting = featureCollections.map((door): AnyCollectionDoor => {
  if (door.name !== 'orders') return door;
  return {
    ...door,
    load: async (db, ids, caller, now) => {
      loaded.push(...ids);
      return door.load(db, ids, caller, now);
    },
  };
});
const registry = createRegistry([...counting, commandCollection], []);
/** A server process: nothing but the database is common to two of them. */
const process_ = (): Pull => createPull({ db: world.db, registry, snapshots: createSnapshots(world.db, SIZES) });

beforeAll(async () => {
  world = await createReplicaWorld();
  for (let n = 0; n < 64; n += 1) orders.push(await placeOrder(world, { retailer: n % 4, vendor: n % 2 }));
});
afterAll(() => world.close());
beforeEach(async () => {
  await sql`DELETE FROM sync_snapshots`.execute(world.db);
  await number();
  loaded = [];
});

const number = () => sql`select sync_number(100000)`.execute(world.db);
const chunks = async () => {
  const { rows } = await sql<{ count: number }>`SELECT count(*) FROM sync_snapshot_chunks`.execute(world.db);
  return rows[0]?.count ?? 0;
};
const admin = () => callerIn('ADMIN');
const vendor = (n: 0 | 1) => callerIn('VENDOR_STAFF', { vendorId: world.vendors[n] });
const agent = (...n: (0 | 1)[]) => callerIn('FIELD_AGENT', { territoryIds: n.map((one) => world.territories[one]) });
function desk(caller: Caller, { pull = process_(), packed = true, now = NOW } = {}): Desk {
  return createDesk((who, request) => pull(who, request, now), caller, { packed });
}
const holdsTheTruth = async (one: Desk) =>
  expect(one.holds('orders')).toEqual((await truthFor(world.db, one.caller)).get('orders'));
function pageOf(answer: PullAnswer) {
  if (!('documents' in answer)) throw new Error(`no page: ${JSON.stringify(answer)}`);
  return answer;
}

describe('a first sync from chunks', () => {
  it('brings every document of the caller and nothing else, for every role', async () => {
    for (const caller of [admin(), vendor(0), vendor(1), agent(0), agent(1), agent(0, 1), callerIn('READONLY')]) {
      const one = desk(caller);
      await one.pullAll(20);
      expect(one.everything()).toEqual(await truthFor(world.db, caller));
    }
    expect(await chunks()).toBeGreaterThan(20);
  });

  it('loads each document once, however many devices of the same grants there are and however they come', async () => {
    const pull = process_();
    const together = Array.from({ length: 12 }, () => desk(admin(), { pull }));
    await Promise.all(together.map((one) => one.pullToEnd('orders', 30)));
    for (const one of together) await holdsTheTruth(one);
    const later = desk(admin());
    await later.pullToEnd('orders');
    await holdsTheTruth(later);
    expect(loaded).toHaveLength(orders.length);
    const newest = await desk(admin()).pull('orders', 10);
    expect(pageOf(newest).packed).toHaveLength(1);
    expect(pageOf(newest)).toMatchObject({ documents: [], more: true, remaining: orders.length - 10 });
  });

  it('is for those who ask for it: others get plain pages, and `commands` are never in a chunk', async () => {
    const plain = desk(admin(), { packed: false });
    const answer = await plain.pull('orders', 20);
    expect(pageOf(answer).packed).toBeUndefined();
    expect(pageOf(answer).documents).toHaveLength(20);
    await desk(admin()).pullToEnd('commands');
    const { rows } = await sql`SELECT 1 FROM sync_snapshots`.execute(world.db);
    expect(rows).toEqual([]);
  });

  it('misses nothing that changes while it is read, by the device that reads and by those that come later', async () => {
    const one = desk(vendor(0));
    await one.pull('orders', 10);
    for (const [n, order] of orders.entries()) {
      if (n % 8 === 0) await touchOrder(world.db, order, { vendorId: world.vendors[1] });
      if (n % 8 === 1) await touchOrder(world.db, order, { vendorId: world.vendors[0] });
      if (n % 8 === 2) await touchOrder(world.db, order, { notes: `changed ${n}` });
    }
    await number();
    await one.pullToEnd('orders', 10);
    await holdsTheTruth(one);
    const later = desk(vendor(0));
    await later.pullToEnd('orders');
    await holdsTheTruth(later);
  });
});

describe('what must not be sent', () => {
  it('is no document that has left the scope since its chunk was made, numbered or only just committed', async () => {
    await desk(vendor(0)).pullToEnd('orders');
    const mine = [...((await truthFor(world.db, vendor(0))).get('orders')?.keys() ?? [])];
    const [leaves, leavesToo] = [mine[3] ?? '', mine[mine.length - 2] ?? ''];
    await touchOrder(world.db, leaves, { vendorId: world.vendors[1] });
    await number();
    await touchOrder(world.db, leavesToo, { vendorId: world.vendors[1] });
    const later = desk(vendor(0));
    await later.pullToEnd('orders');
    const whole = (id: string) => (later.sent.get(id) ?? []).filter((one) => !Object.hasOwn(Object(one), '_deleted'));
    expect([whole(leaves), whole(leavesToo)]).toEqual([[], []]);
    await number();
    await later.pullToEnd('orders');
    await holdsTheTruth(later);
    expect(later.sent.size).toBeLessThan(mine.length + 2);
  });

  it('is no document that leaves while another device has the same chunk made', async () => {
    const target = [...((await truthFor(world.db, vendor(0))).get('orders')?.keys() ?? [])][0] ?? '';
    const snapshots = createSnapshots(world.db, SIZES);
    const second = desk(vendor(0), { pull: createPull({ db: world.db, registry, snapshots }) });
    const pulled: Promise<void>[] = [];
    const leaving = counting.map((door): AnyCollectionDoor => {
      if (door.name !== 'orders') return door;
      const load: typeof door.load = async (db, ids, caller, now) => {
        const documents = await door.load(db, ids, caller, now);
        if (pulled.length > 0 || !ids.includes(target)) return documents;
        await touchOrder(world.db, target, { vendorId: world.vendors[1] });
        pulled.push(second.pullToEnd('orders', 10));
        // Meanwhile it finds the chunk being made here, and waits for it.
        for (let n = 0; n < 10; n += 1) await second.pull('settings');
        return documents;
      };
      return { ...door, load };
    });
    const first = desk(vendor(0), {
      pull: createPull({ db: world.db, registry: createRegistry(leaving, []), snapshots }),
    });
    await first.pullToEnd('orders', 10);
    await Promise.all(pulled);
    const sent = second.sent.get(target) ?? [];
    expect(sent.filter((one) => !Object.hasOwn(Object(one), '_deleted'))).toEqual([]);
    expect(first.sent.has(target)).toBe(true);
    await touchOrder(world.db, target, { vendorId: world.vendors[0] });
  });

  it('is nothing in the shape of another role, nor of another vendor or territory', async () => {
    const pull = process_();
    await desk(admin(), { pull }).pullAll();
    const offers = [...world.offers[0], ...world.offers[1]];
    for (const caller of [agent(0, 1), vendor(1), callerIn('READONLY')]) {
      const one = desk(caller, { pull });
      await one.pullAll();
      expect(one.everything()).toEqual(await truthFor(world.db, caller));
    }
    expect(offers.length).toBeGreaterThan(0);
  });

  it('is the rest of a snapshot once the grants have changed in the middle of it', async () => {
    const one = desk(agent(0, 1));
    await one.pull('orders', 10);
    one.caller = { ...one.caller, territoryIds: [world.territories[1]] };
    await one.pullToEnd('orders', 10);
    expect(one.resets).toBe(1);
    await holdsTheTruth(one);
    const other = desk(vendor(0));
    await other.pull('orders', 10);
    other.caller = { ...other.caller, vendorId: world.vendors[1] };
    await other.pullToEnd('orders', 10);
    await holdsTheTruth(other);
  });
});

describe('a first sync that is interrupted', () => {
  it('goes on where it was, on another process, and sends nothing twice', async () => {
    const one = desk(admin());
    await one.pull('orders', 20);
    const other = process_();
    const resumed = createDesk((who, request) => other(who, request, NOW), one.caller, { packed: true });
    const checkpoint = one.checkpoint('orders');
    let at = checkpoint;
    const seen: string[] = [];
    for (;;) {
      const page = pageOf(
        await other(resumed.caller, { collection: 'orders', checkpoint: at, limit: 20, packed: true }, NOW),
      );
      seen.push(...(page.packed ?? []).flatMap(unpackBlock).map((document) => document.id));
      seen.push(...page.documents.map((document) => document.id));
      at = page.checkpoint;
      if (!page.more) break;
    }
    const before = [...one.holds('orders').keys()];
    expect(seen.filter((id) => before.includes(id))).toEqual([]);
    expect(new Set([...seen, ...before]).size).toBe(orders.length);
  });

  it('goes on from the feed where the snapshot is gone, and for a client that has turned packing off', async () => {
    for (const packed of [true, false]) {
      const pull = process_();
      const one = desk(admin(), { pull });
      await one.pull('orders', 10);
      if (packed) await sql`DELETE FROM sync_snapshots`.execute(world.db);
      const checkpoint = one.checkpoint('orders');
      const rest: string[] = [];
      for (let at = checkpoint, more = true; more; ) {
        const page = pageOf(await pull(one.caller, { collection: 'orders', checkpoint: at, limit: 20, packed }, NOW));
        rest.push(
          ...(page.packed ?? []).flatMap(unpackBlock).map(({ id }) => id),
          ...page.documents.map(({ id }) => id),
        );
        ({ checkpoint: at, more } = page);
      }
      expect(rest).toHaveLength(orders.length - 10);
    }
  });

  it('takes small pages of the feed on a slow line, then chunks again where they begin', async () => {
    await desk(admin()).pullToEnd('orders');
    const made = await chunks();
    loaded = [];
    const one = desk(admin());
    await one.pull('orders', 10);
    await one.pull('orders', 4);
    await one.pull('orders', 3);
    expect(loaded).toHaveLength(7);
    await one.pullToEnd('orders', 30);
    await holdsTheTruth(one);
    // What was left of the chunk it stood in; everything below came from the chunks that were there.
    expect(loaded).toHaveLength(10);
    expect(await chunks()).toBe(made);
  });
});

describe('a snapshot', () => {
  it('is made anew when too much has come after it, or a day has gone by', async () => {
    const begun = async (now = NOW) => {
      const one = desk(admin(), { now });
      await one.pullToEnd('orders');
      await holdsTheTruth(one);
      const { rows } = await sql<{ count: number }>`SELECT count(*) FROM sync_snapshots`.execute(world.db);
      return rows[0]?.count;
    };
    expect(await begun()).toBe(1);
    for (const order of orders.slice(0, SIZES.mostLinesSince)) await touchOrder(world.db, order);
    await number();
    expect(await begun()).toBe(1);
    await touchOrder(world.db, orders[SIZES.mostLinesSince] ?? '');
    await number();
    expect(await begun()).toBe(2);
    expect(await begun(new Date(NOW.getTime() + DAY_MS - 1))).toBe(2);
    expect(await begun(new Date(NOW.getTime() + DAY_MS + 1))).toBe(3);
  });

  it('of an older shape of documents is not gone on with', async () => {
    const one = desk(admin());
    await one.pull('orders', 10);
    await sql`UPDATE sync_snapshots SET audience = 'of the version before'`.execute(world.db);
    const before = await chunks();
    await one.pullToEnd('orders', 20);
    await holdsTheTruth(one);
    expect(await chunks()).toBe(before);
  });

  it('is pruned two days after it was made, with its chunks', async () => {
    await desk(admin()).pullToEnd('orders');
    await prune(world.db, registry, new Date(NOW.getTime() + 2 * DAY_MS - 1));
    expect(await chunks()).toBeGreaterThan(0);
    await prune(world.db, registry, new Date(NOW.getTime() + 2 * DAY_MS + 1));
    expect(await chunks()).toBe(0);
  });

  it('of another epoch is not used', async () => {
    await desk(admin()).pullToEnd('orders');
    await sql`UPDATE sync_epoch SET epoch = 'restored'`.execute(world.db);
    const one = desk(admin());
    await one.pullToEnd('orders');
    await holdsTheTruth(one);
    expect(loaded).toHaveLength(2 * orders.length);
    expect(pageOf(await desk(admin()).pull('orders', 10)).packed).toHaveLength(1);
  });
});
