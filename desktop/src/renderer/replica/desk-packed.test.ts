import 'fake-indexeddb/auto';
import type { PullRequest } from '@khaacho/shared/sync/protocol.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { newsOrder, syncOrder } from './collections.ts';
import { FakeWorld } from './testing/fake-desk.ts';
import { truthOf } from './testing/fake-server.ts';
import { idOf, offerOf, orderOf } from './testing/samples.ts';

const ORDERS = 2_500;
let world: FakeWorld;
let asked: PullRequest[];

function newWorld(packs: number | null): void {
  world = new FakeWorld(1);
  world.server.packs = packs;
  world.server.put('offers', offerOf(1));
  for (let n = 1; n <= ORDERS; n += 1) world.server.put('orders', orderOf(n));
  world.server.sequence();
  asked = [];
  const pull = world.server.pull.bind(world.server);
  world.server.pull = (request, scopes) => {
    asked.push(request);
    return pull(request, scopes);
  };
}

afterEach(async () => {
  await world.close();
  expect(world.failures).toEqual([]);
});

/** Blocks are inflated by the machine, in its own time: the virtual clock goes on until it is so. */
const until = (holds: () => boolean) =>
  vi.waitFor(
    async () => {
      await world.time.pass(50);
      expect(holds()).toBe(true);
    },
    { timeout: 20_000, interval: 1 },
  );
const progress = () => world.desk.status.get().firstSync.collections.find((one) => one.collection === 'orders');
const expectSame = () => expect(world.everythingShown()).toEqual(truthOf(world.server, world.scopes));
const askedFor = (collection: string) => asked.filter((request) => request.collection === collection);

describe('a first sync in packed pages', () => {
  it('brings what the server has, and says how far it is', async () => {
    newWorld(400);
    // Neither quick nor slow: the pages stay as large as the first one.
    world.transport.weather = { ...world.transport.weather, delay: () => 400 };
    await world.open();
    const seen = new Set<number>();
    world.desk.status.subscribe(() => seen.add(progress()?.received ?? 0));
    await until(() => world.desk.status.get().caughtUp);
    expect(progress()).toMatchObject({ received: ORDERS, total: ORDERS, done: true });
    expect([...seen].some((received) => received > 0 && received < ORDERS)).toBe(true);
    expectSame();
    expect(world.desk.shown.get('orders', idOf(7))?.lines).toEqual(orderOf(7).lines);
  });

  it('asks for more at a time only where pages come packed', async () => {
    newWorld(400);
    await world.open();
    await until(() => world.desk.status.get().caughtUp);
    expect(askedFor('orders').map((request) => request.limit)[0]).toBeGreaterThan(1_000);
    await world.close();
    newWorld(null);
    await world.open();
    await until(() => world.desk.status.get().caughtUp);
    expect(Math.max(...asked.map((request) => request.limit))).toBe(1_000);
    expectSame();
  });

  it('goes on behind the last page on disk after the line was cut, and after the desk was closed', async () => {
    newWorld(100);
    world.transport.weather = { ...world.transport.weather, delay: () => 400 };
    await world.open();
    const begun = () => (progress()?.received ?? 0) > 0 && !progress()?.done;
    await until(begun);
    world.transport.cut();
    await until(() => world.desk.status.get().connection === 'online');
    await until(begun);
    await world.close();
    const kept = world.desk.shown.store;
    expect(kept).toBeNull();
    asked = [];
    await world.open();
    await until(() => world.desk.status.get().caughtUp);
    const [again] = askedFor('orders');
    expect(JSON.parse(again?.checkpoint ?? '{}').position).toBeGreaterThanOrEqual(1_000);
    expect(progress()).toMatchObject({ received: ORDERS, done: true });
    expectSame();
  });

  it('lays what comes live over packed documents', async () => {
    newWorld(400);
    await world.open();
    await until(() => world.desk.status.get().caughtUp);
    world.server.put('orders', orderOf(7, { notes: 'live' }));
    world.server.remove('orders', idOf(8));
    world.server.sequence();
    await until(() => world.desk.shown.get('orders', idOf(8)) === undefined);
    expectSame();
  });
});

it('asks for verdicts and orders first when it comes back, and for every collection', async () => {
  newWorld(400);
  await world.open();
  await until(() => world.desk.status.get().caughtUp);
  world.transport.cut();
  asked = [];
  await until(() => asked.length >= syncOrder.length);
  expect(asked.slice(0, 2).map((request) => request.collection)).toEqual(['commands', 'orders']);
  expect(asked.map((request) => request.collection).sort()).toEqual([...syncOrder].sort());
  expect([...newsOrder].sort()).toEqual([...syncOrder].sort());
});
