/** What befalls the line of a desk: tokens that end, a server that is full, a clock that is wrong. */
import 'fake-indexeddb/auto';
import type { Command } from '@khaacho/shared/sync/protocol.ts';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeWorld } from './testing/fake-desk.ts';
import { truthOf } from './testing/fake-server.ts';
import { fairWeather } from './testing/fake-transport.ts';
import { idOf, offerOf, orderOf } from './testing/samples.ts';
import { adjustBy } from './testing/toy-rules.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
let world: FakeWorld;

function newWorld(orders = 20): FakeWorld {
  world = new FakeWorld(1);
  for (let n = 1; n <= 3; n += 1) world.server.put('offers', offerOf(n));
  for (let n = 1; n <= orders; n += 1) world.server.put('orders', orderOf(100 + n, { state: 'ASSIGNED' }));
  world.server.sequence();
  return world;
}

/** Every state the connection goes through from now on. */
function watchLine(): string[] {
  const seen: string[] = [];
  world.desk.status.subscribe(() => seen.push(world.desk.status.get().connection));
  return seen;
}

const offline = (): void => {
  world.transport.weather = { ...fairWeather, up: false };
  world.transport.cut();
};
const online = (): void => {
  world.transport.weather = fairWeather;
};
async function give(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await world.desk.sending.send('stock.adjust', adjustBy(1 + (n % 3), 1_000));
}
const expectSame = () => expect(world.everythingShown()).toEqual(truthOf(world.server, world.scopes));

afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
  expect(world.failures).toEqual([]);
});

describe('a token that ends', () => {
  it('is renewed on the line before: hours pass and nobody sees it go', async () => {
    await newWorld().open();
    await world.time.pass(5_000);
    const seen = watchLine();
    await world.time.pass(3 * 60 * MINUTE_MS);
    expect(seen.filter((state) => state !== 'online')).toEqual([]);
    const renewals = world.transport.questions.filter((one) => one.event === 'renew');
    expect(renewals).toHaveLength(12);
    expect(new Set(renewals.map((one) => one.detail)).size).toBe(12);
  });

  it('on a server that cannot renew ends the line; the next one is opened with a new token', async () => {
    newWorld().transport.renews = false;
    await world.open();
    await world.time.pass(5_000);
    const seen = watchLine();
    await world.time.pass(17 * MINUTE_MS);
    expect(seen).toContain('offline');
    expect(world.desk.status.get().connection).toBe('online');
    expect(world.tokens).toBe(3);
  });

  it('with nobody to renew it ends the line and asks for the person', async () => {
    await newWorld().open();
    await world.time.pass(5_000);
    world.signInNeeded = true;
    await world.time.pass(14 * MINUTE_MS + 45_000);
    expect(world.desk.status.get()).toMatchObject({ connection: 'online', problem: null });
    await world.time.pass(2 * MINUTE_MS);
    expect(world.desk.status.get()).toMatchObject({ connection: 'offline', problem: { code: 'SIGN_IN_AGAIN' } });
  });

  it('in the middle of a push and of a first sync of many pages loses nothing and keeps the order', async () => {
    newWorld(1_500).transport.renews = false;
    // Each line holds for a few answers only.
    world.transport.tokenLifeMs = 31_000;
    world.transport.weather = { ...fairWeather, delay: () => 2_500 };
    await world.open();
    await world.time.pass(20_000);
    for (let n = 0; n < 40 && !world.desk.usable.get(); n += 1) await world.time.pass(10_000);
    await give(30);
    const ids = world.outbox.waiting().map((entry) => entry.id);
    for (let n = 0; n < 60; n += 1) {
      world.server.sequence();
      await world.time.pass(10_000);
    }
    expect(world.tokens).toBeGreaterThan(10);
    online();
    world.transport.tokenLifeMs = 15 * MINUTE_MS;
    await world.settle();
    expect(world.server.effects).toEqual(ids);
    expectSame();
  });
});

describe('a server that is full', () => {
  it('says when to come; the desk waits so long and a little more, says so, and is not in trouble', async () => {
    await newWorld().open();
    await world.time.pass(5_000);
    offline();
    await give(4);
    const asked: number[] = [];
    const push = world.server.push.bind(world.server);
    vi.spyOn(world.server, 'push').mockImplementation((commands: readonly Command[], device, scope) => {
      asked.push(world.time.now().getTime());
      if (asked.length > 2) return push(commands, device, scope);
      return { refused: { code: 'BUSY', message: 'later', retryAfterMs: 8_000 } };
    });
    online();
    world.desk.syncNow();
    await world.time.pass(1_000);
    const status = world.desk.status.get();
    expect(status).toMatchObject({ connection: 'online', problem: null, waiting: 4, sending: 0 });
    const until = Date.parse(status.pacedUntil ?? '') - (asked[0] ?? 0);
    expect(until).toBeGreaterThan(8_000);
    expect(until).toBeLessThan(10_100);
    await world.settle();
    expect(asked).toHaveLength(3);
    for (const n of [1, 2]) {
      const waited = (asked[n] ?? 0) - (asked[n - 1] ?? 0);
      expect(waited).toBeGreaterThanOrEqual(8_000);
      expect(waited).toBeLessThan(10_100);
    }
    expect(world.desk.status.get()).toMatchObject({ pacedUntil: null, waiting: 0 });
    expectSame();
  });

  it('is not asked sooner by what a person gives meanwhile, and asked at once on a new line', async () => {
    await newWorld().open();
    await world.time.pass(5_000);
    let asked = 0;
    const push = world.server.push.bind(world.server);
    vi.spyOn(world.server, 'push').mockImplementation((commands: readonly Command[], device, scope) => {
      asked += 1;
      if (asked > 1) return push(commands, device, scope);
      return { refused: { code: 'BUSY', message: 'later', retryAfterMs: 20_000 } };
    });
    await give(1);
    await world.time.pass(1_000);
    await give(3);
    await world.time.pass(2_000);
    expect(asked).toBe(1);
    world.transport.cut();
    await world.time.pass(3_000);
    expect([asked, world.desk.status.get().pacedUntil]).toEqual([2, null]);
  });
});

describe.each([
  ['ahead', DAY_MS],
  ['behind', -DAY_MS],
])('a clock a day %s', (_, clockAheadMs) => {
  it('writes the time by the server on what is given, and keeps the order', async () => {
    newWorld().clockAheadMs = clockAheadMs;
    await world.open();
    await world.time.pass(5_000);
    offline();
    await give(5);
    const trueNow = world.time.now().getTime() - clockAheadMs;
    const waiting = world.outbox.waiting();
    for (const { issuedAt } of waiting) expect(Math.abs(Date.parse(issuedAt) - trueNow)).toBeLessThan(MINUTE_MS);
    const { since, oldestWaitingSince } = world.desk.status.get();
    for (const time of [since, oldestWaitingSince])
      expect(Math.abs(Date.parse(time ?? '') - trueNow)).toBeLessThan(MINUTE_MS);
    online();
    await world.settle();
    expect(world.server.effects).toEqual(waiting.map((entry) => entry.id));
    expectSame();
  });

  it('that jumps while the desk is open neither ends the session nor the line, and the order stays', async () => {
    await newWorld().open();
    await world.time.pass(5_000);
    const seen = watchLine();
    await give(2);
    world.time.jump(clockAheadMs);
    await give(3);
    const ids = [...world.server.effects, ...world.outbox.waiting().map((entry) => entry.id)];
    await world.time.pass(2 * 60 * MINUTE_MS);
    expect(seen.filter((state) => state !== 'online')).toEqual([]);
    await world.settle();
    expect(world.server.effects).toEqual(ids);
    expect(ids).toHaveLength(5);
    expectSame();
  });
});

describe('what was answered', () => {
  it('is forgotten after 30 days by the server’s clock, whatever this one says', async () => {
    await newWorld().open();
    await world.time.pass(5_000);
    await give(1);
    await world.settle();
    await world.close();
    // Offline, and the clock a year ahead: nobody knows, so everything stays for a server that may be restored.
    world.time.jump(365 * DAY_MS);
    offline();
    await world.open();
    await world.time.pass(MINUTE_MS);
    expect(await world.outbox.lastApplied()).not.toBeNull();
    await world.close();
    world.clockAheadMs = 365 * DAY_MS;
    online();
    await world.open();
    await world.time.pass(5_000);
    expect(await world.outbox.lastApplied()).not.toBeNull();
    await world.close();
    world.clockAheadMs = 334 * DAY_MS;
    await world.open();
    await world.time.pass(5_000);
    expect(await world.outbox.lastApplied()).toBeNull();
  });
});

describe('a full disk', () => {
  it('that cannot keep a page of the replica takes commands all the same, and leaves no hole', async () => {
    await newWorld().open();
    await world.time.pass(5_000);
    const add = IDBObjectStore.prototype.add;
    const full = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name !== 'commands' || !this.transaction.db.name.includes('outbox')) {
        throw new DOMException('full', 'QuotaExceededError');
      }
      return add.apply(this, args);
    });
    for (let n = 1; n <= 10; n += 1) world.server.put('orders', orderOf(100 + n, { state: 'PACKING' }));
    world.server.sequence();
    await world.time.pass(2_000);
    expect(world.desk.status.get().problem).toMatchObject({ code: 'DISK_FULL' });
    const sent = await world.desk.sending.send('stock.adjust', adjustBy(1, 500));
    expect(sent.ok).toBe(true);
    await world.time.pass(5_000);
    expect(world.server.effects).toHaveLength(1);
    full.mockRestore();
    await world.settle();
    expect(world.desk.status.get().problem).toBeNull();
    expectSame();
    await world.close();
    await world.open();
    await world.settle();
    expectSame();
    expect(world.desk.shown.get('orders', idOf(101))).toMatchObject({ state: 'PACKING' });
  });
});
