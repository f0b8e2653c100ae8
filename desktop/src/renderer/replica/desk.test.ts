import 'fake-indexeddb/auto';
import { collectionNames } from '@khaacho/shared/sync/protocol.ts';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { syncOrder } from './collections.ts';
import { FakeWorld } from './testing/fake-desk.ts';
import { truthOf } from './testing/fake-server.ts';
import { fairWeather } from './testing/fake-transport.ts';
import { idOf, offerOf, orderOf } from './testing/samples.ts';
import { adjustBy, cancelOf, createOf } from './testing/toy-rules.ts';

let world: FakeWorld;

async function newWorld(orders = 20): Promise<FakeWorld> {
  world = new FakeWorld(1);
  for (let n = 1; n <= 3; n += 1) world.server.put('offers', offerOf(n));
  for (let n = 1; n <= orders; n += 1) world.server.put('orders', orderOf(100 + n, { state: 'ASSIGNED' }));
  world.server.put('orders', orderOf(500), 'vendor:2');
  world.server.sequence();
  await world.open();
  return world;
}

afterEach(async () => {
  vi.restoreAllMocks();
  await world.close();
  expect(world.failures).toEqual([]);
});

const expectSame = () => expect(world.everythingShown()).toEqual(truthOf(world.server, world.scopes));
const stock = (number: number) => world.desk.shown.get('offers', idOf(number))?.onHandMilli;
const pulls = () => world.transport.questions.filter((one) => one.event === 'pull').map((one) => one.detail);

describe('first sync and live changes', () => {
  it('pulls one collection after the other, basics before orders, and shows how far it is', async () => {
    await newWorld(1_200);
    const seen: (string | null)[] = [];
    world.desk.status.subscribe(() => seen.push(world.desk.status.get().firstSync.current));
    await world.time.pass(10_000);
    expect([...new Set(pulls().slice(1))]).toEqual([...syncOrder]);
    expect(seen.filter((one) => one === 'orders').length).toBeGreaterThan(0);
    const status = world.desk.status.get();
    expect(status).toMatchObject({ connection: 'online', caughtUp: true, problem: null, epoch: 'e1' });
    expect(status.firstSync.done).toBe(true);
    const orders = status.firstSync.collections.find((one) => one.collection === 'orders');
    expect(orders).toMatchObject({ received: 1_200, total: 1_200, done: true });
    expect(world.desk.usable.get()).toBe(true);
    expect(status.sizeOnDiskBytes).toBeGreaterThan(100_000);
    expectSame();
  });

  it('applies a live change without asking when it follows on what is here', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.transport.questions = [];
    world.server.put('offers', offerOf(1, { onHandMilli: 7 }));
    world.server.sequence();
    await world.time.pass(50);
    expect(stock(1)).toBe(7);
    expect(pulls()).toEqual([]);
  });

  it('pulls where a live change leaves a gap', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.transport.questions = [];
    world.server.put('offers', offerOf(1, { onHandMilli: 7 }));
    world.server.sequence(false);
    world.server.put('offers', offerOf(2, { onHandMilli: 8 }));
    world.server.sequence();
    await world.time.pass(100);
    expect([stock(1), stock(2)]).toEqual([7, 8]);
    expect(pulls()).toEqual(['offers']);
  });

  it('does not write an older answer over a newer live change', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.server.put('offers', offerOf(1, { onHandMilli: 6 }));
    world.server.sequence();
    await world.time.pass(50);
    world.transport.weather = { ...fairWeather, delay: () => 200 };
    world.desk.syncNow();
    // Four at a time: offers are asked for at 400 and answered by the server at 600; this overtakes the answer.
    await world.time.pass(610);
    expect(pulls().slice(-6)).toContain('offers');
    world.server.put('offers', offerOf(1, { onHandMilli: 7 }));
    world.server.sequence();
    await world.time.pass(1_000);
    expect(stock(1)).toBe(7);
    expectSame();
  });

  it('finds what a lost nudge said at the next lap', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.server.put('offers', offerOf(3, { onHandMilli: 9 }));
    world.server.sequence(false);
    await world.time.pass(7 * 60_000);
    expect(stock(3)).toBe(9);
  });

  it('removes what was deleted or has left its scopes, keeps what another of its scopes covers', async () => {
    await newWorld();
    await world.time.pass(5_000);
    const { server } = world;
    server.remove('offers', idOf(1));
    // Its entering the one scope is told before its leaving the other.
    server.put('orders', orderOf(102, { notes: 'other scope' }), 'vendor:1');
    server.put('orders', orderOf(101), 'vendor:2');
    server.put('orders', orderOf(500), 'vendor:1');
    server.sequence();
    await world.time.pass(2_000);
    expect(stock(1)).toBeUndefined();
    expect(world.desk.shown.get('orders', idOf(101))).toBeUndefined();
    expect(world.desk.shown.get('orders', idOf(102))?.notes).toBe('other scope');
    expectSame();
  });

  it('wipes and starts a collection again when told to', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.transport.cut();
    world.server.remove('offers', idOf(2));
    world.server.sequence();
    world.server.floor = world.server.position;
    await world.time.pass(10_000);
    expectSame();
    expect(world.desk.shown.store?.mark('offers').complete).toBe(true);
  });

  it('asks for everything on resync', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.server.put('offers', offerOf(3, { onHandMilli: 9 }));
    world.server.sequence(false);
    world.transport.tell('resync');
    await world.time.pass(3_000);
    expect(stock(3)).toBe(9);
  });

  it('says when it is shut out', async () => {
    await newWorld();
    await world.time.pass(1_000);
    world.transport.tell('revoked');
    expect(world.revoked).toBe(1);
  });

  it('tries again where a page cannot be kept, from where the disk is', async () => {
    await newWorld();
    const add = IDBObjectStore.prototype.add;
    let failures = 3;
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === 'orders' && failures > 0) {
        failures -= 1;
        throw new DOMException('full', 'QuotaExceededError');
      }
      return add.apply(this, args);
    });
    await world.time.pass(700);
    expect(world.desk.status.get().problem).toMatchObject({ code: 'DISK_FULL' });
    expect(world.desk.shown.store?.mark('orders')).toMatchObject({ checkpoint: null, complete: false });
    await world.time.pass(60_000);
    expect(world.desk.status.get().problem).toBeNull();
    await world.close();
    await world.open();
    expect(world.desk.shown.all('orders')).toHaveLength(20);
    await world.settle();
    expectSame();
  });

  it('opens without a line and shows what it has', async () => {
    await newWorld();
    await world.time.pass(5_000);
    const asOf = world.desk.status.get().lastSyncedAt;
    await world.close();
    world.transport.weather = { ...fairWeather, up: false };
    await world.open();
    expect(world.desk.usable.get()).toBe(true);
    expect(world.desk.shown.all('orders')).toHaveLength(20);
    expect(world.desk.status.get()).toMatchObject({ caughtUp: false, epoch: 'e1' });
    expect(asOf?.slice(0, 16)).toBe(world.desk.status.get().lastSyncedAt?.slice(0, 16));
  });
});

describe('commands', () => {
  /** Given, and not heard of again by its answer. `decide`: the server has it. `figures`: shown, at every change. */
  async function givenUnanswered(): Promise<{ figures: Set<unknown>; decide: () => void }> {
    const push = world.server.push.bind(world.server);
    vi.spyOn(world.server, 'push').mockImplementation(() => ({ refused: { code: 'BUSY', message: 'later' } }));
    await world.desk.sending.send('stock.adjust', adjustBy(1, -20_000));
    await world.time.pass(50);
    const waiting = world.outbox.waiting().map((entry) => ({ ...entry, dependsOn: [...entry.dependsOn] }));
    const figures = new Set<unknown>([stock(1)]);
    world.desk.shown.onChange(() => figures.add(stock(1)));
    return { figures, decide: () => void push(waiting, world.deviceId, `device:${world.deviceId}`) };
  }

  it('asks the rule first: a refusal is not queued', async () => {
    await newWorld();
    await world.time.pass(5_000);
    const sent = await world.desk.sending.send('stock.adjust', adjustBy(1, -500_000));
    expect(sent).toMatchObject({ ok: false, error: { code: 'INSUFFICIENT_STOCK' } });
    const malformed = await world.desk.sending.send('stock.adjust', { ...adjustBy(1, 0) });
    expect(malformed).toMatchObject({
      ok: false,
      error: { code: 'VALIDATION_ERROR', details: [{ field: 'deltaMilli' }] },
    });
    expect(world.outbox.waiting()).toEqual([]);
  });

  it('says plainly that a full disk has kept nothing', async () => {
    await newWorld();
    await world.time.pass(5_000);
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const sent = await world.desk.sending.send('stock.adjust', adjustBy(1, 500));
    expect(sent).toMatchObject({ ok: false, error: { code: 'UNAVAILABLE', details: [{ issue: 'DISK_FULL' }] } });
    expect([stock(1), world.outbox.waiting().length]).toEqual([120_000, 0]);
  });

  it('shows the effect at once and never the old figure again, nor the effect twice', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.transport.weather = { ...fairWeather, delay: () => 40 };
    await world.desk.sending.send('stock.adjust', adjustBy(1, -20_000));
    await world.desk.sending.send('order.cancel', cancelOf(101));
    const seen: unknown[] = [];
    const look = () => seen.push([stock(1), world.desk.shown.get('orders', idOf(101))?.state]);
    look();
    world.desk.shown.onChange(look);
    expect(world.desk.shown.mark('offers', idOf(1))?.commandIds).toHaveLength(1);
    for (let step = 0; step < 40; step += 1) {
      if (step % 3 === 2) world.server.sequence(step % 2 === 0);
      await world.time.pass(30);
    }
    await world.settle();
    expect(new Set(seen.map(String))).toEqual(new Set(['100000,CANCELLED']));
    expect(world.desk.shown.mark('offers', idOf(1))).toBeUndefined();
    expect(world.desk.shown.overlay.size).toBe(0);
    expectSame();
  });

  it('asks again when the answer was lost, and takes effect once', async () => {
    await newWorld();
    await world.time.pass(5_000);
    let lost = 2;
    const loses = (what: string) => what === 'answer' && lost > 0 && lost-- > 0;
    world.transport.weather = { ...fairWeather, loses };
    await world.desk.sending.send('stock.adjust', adjustBy(1, -20_000));
    await world.settle();
    expect(world.server.effects).toHaveLength(1);
    expect(world.server.get('offers', idOf(1))?.onHandMilli).toBe(100_000);
    expectSame();
  });

  /** Everything is asked for; the server decides after it has answered for verdicts, before it answers for offers. */
  async function decidedBetweenPulls(decide: () => void): Promise<void> {
    world.transport.weather = { ...fairWeather, delay: () => 40 };
    world.transport.questions = [];
    world.desk.syncNow();
    for (let tenth = 0; tenth < 200 && !pulls().includes('offers'); tenth += 1) await world.time.pass(10);
    decide();
    world.server.sequence(false);
  }

  it('shows an effect once where its answer is lost and a page brings it after the verdicts were asked for', async () => {
    await newWorld();
    await world.time.pass(5_000);
    const { figures, decide } = await givenUnanswered();
    await decidedBetweenPulls(decide);
    await world.settle();
    expect([...figures]).toEqual([100_000]);
    expect(world.outbox.waiting()).toEqual([]);
    expectSame();
  });

  it('shows an effect once where news of it comes and none of its verdict', async () => {
    await newWorld();
    await world.time.pass(5_000);
    const { figures, decide } = await givenUnanswered();
    decide();
    world.server.sequence((change) => change.collection !== 'commands');
    await world.settle();
    expect([...figures]).toEqual([100_000]);
    expectSame();
  });

  it('keeps a page back while the verdicts cannot be had, and shows an effect once', async () => {
    await newWorld();
    await world.time.pass(5_000);
    const { figures, decide } = await givenUnanswered();
    await decidedBetweenPulls(decide);
    const pull = world.server.pull.bind(world.server);
    let refusals = 2;
    vi.spyOn(world.server, 'pull').mockImplementation((request, scopes) => {
      if (request.collection !== 'commands' || refusals === 0) return pull(request, scopes);
      refusals -= 1;
      if (refusals === 0) world.transport.cut();
      return { refused: { code: 'BUSY', message: 'later' } };
    });
    await world.time.pass(250);
    expect(world.desk.shown.store?.get('offers', idOf(1))?.onHandMilli).toBe(120_000);
    await world.settle();
    expect(refusals).toBe(0);
    expect([...figures]).toEqual([100_000]);
    expectSame();
  });

  it('receives a first sync and what comes later while something waits that nobody decides', async () => {
    await newWorld(1_200);
    await world.time.pass(5_000);
    const { figures, decide } = await givenUnanswered();
    world.server.epoch = 'e2';
    world.transport.cut();
    await world.time.pass(20_000);
    expect(world.desk.status.get()).toMatchObject({ epoch: 'e2', caughtUp: true, waiting: 1 });
    world.server.put('offers', offerOf(2, { onHandMilli: 5 }));
    world.server.sequence();
    await world.time.pass(1_000);
    expect(stock(2)).toBe(5);
    decide();
    await world.settle();
    expect(figures).not.toContain(80_000);
    expectSame();
  });

  it('learns a verdict from the feed where its answer never comes', async () => {
    await newWorld();
    await world.time.pass(5_000);
    await world.desk.sending.send('stock.adjust', adjustBy(1, -20_000));
    const entry = world.outbox.waiting()[0];
    if (!entry) throw new Error('nothing waits');
    // The server had it on another connection whose answer was lost; here only the feed speaks.
    world.desk.connection.stop();
    const command = { ...entry, dependsOn: [...entry.dependsOn] };
    world.server.push([command], world.deviceId, `device:${world.deviceId}`);
    world.server.sequence();
    world.transport.weather = { ...fairWeather, loses: () => false };
    const push = vi
      .spyOn(world.server, 'push')
      .mockImplementation(() => ({ refused: { code: 'BUSY', message: 'later' } }));
    world.desk.connection.start();
    await world.settle();
    expect(push).toHaveBeenCalled();
    expect(world.outbox.waiting()).toEqual([]);
    expectSame();
  });

  it('survives being closed in the middle of a push', async () => {
    await newWorld();
    await world.time.pass(5_000);
    for (let n = 0; n < 5; n += 1) await world.desk.sending.send('stock.adjust', adjustBy(1, -1_000));
    await world.time.pass(7);
    await world.close();
    world.server.sequence();
    await world.open();
    expect(stock(1)).toBe(115_000);
    await world.settle();
    expect(world.server.effects).toHaveLength(5);
    expectSame();
  });

  it('keeps a refused one in the inbox, shows the truth again, and goes on with the next', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.transport.weather = { ...fairWeather, up: false };
    world.transport.cut();
    await world.desk.sending.send('stock.adjust', adjustBy(1, -100_000));
    await world.desk.sending.send('stock.adjust', adjustBy(2, -1_000));
    world.server.put('offers', offerOf(1, { onHandMilli: 50_000 }));
    expect([stock(1), stock(2)]).toEqual([20_000, 119_000]);
    world.transport.weather = fairWeather;
    await world.settle();
    expect([stock(1), stock(2)]).toEqual([50_000, 119_000]);
    const [refused] = world.outbox.view.get().refused;
    expect(refused?.verdict).toMatchObject({ status: 'rejected', code: 'INSUFFICIENT_STOCK' });
    expect(world.desk.status.get()).toMatchObject({ refused: 1, waiting: 0 });
    expectSame();
  });

  it('names the command that makes what it builds on; refused with it', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.transport.weather = { ...fairWeather, up: false };
    world.transport.cut();
    const made = await world.desk.sending.send('order.create', createOf(900));
    await world.desk.sending.send('order.cancel', cancelOf(900));
    const [create, cancel] = world.outbox.waiting();
    expect(cancel?.dependsOn).toEqual([create?.id]);
    expect(made).toEqual({ ok: true, value: { commandId: create?.id } });
    expect(world.desk.shown.get('orders', idOf(900))?.state).toBe('CANCELLED');
    world.transport.weather = fairWeather;
    await world.settle();
    expect(world.server.get('orders', idOf(900))?.state).toBe('CANCELLED');
    expectSame();
  });

  it('sends from where the server asks, and gives a restored server back what it has lost', async () => {
    await newWorld();
    await world.time.pass(5_000);
    await world.desk.sending.send('stock.adjust', adjustBy(1, -1_000));
    await world.settle();
    const yesterday = world.server.backup();
    for (let n = 0; n < 4; n += 1) await world.desk.sending.send('stock.adjust', adjustBy(1, -1_000));
    await world.settle();
    expect(world.server.get('offers', idOf(1))?.onHandMilli).toBe(115_000);
    world.server.restore(yesterday, 'e2');
    expect(world.server.get('offers', idOf(1))?.onHandMilli).toBe(119_000);
    world.transport.cut();
    await world.time.pass(5_000);
    await world.settle();
    expect(world.server.get('offers', idOf(1))?.onHandMilli).toBe(115_000);
    expect(world.desk.status.get()).toMatchObject({ epoch: 'e2', restored: { handedBack: 4 } });
    expectSame();
    expect(world.outbox.epoch).toBe('e2');
  });

  it('finds its place in the line where the server is further than its disk', async () => {
    await newWorld();
    await world.time.pass(5_000);
    const command = (seq: number) => {
      return {
        id: idOf(7000 + seq),
        type: 'stock.adjust',
        version: 1,
        payload: adjustBy(2, 1000),
        issuedAt: '2026-06-01T00:00:00Z',
        deviceSeq: seq,
      };
    };
    world.server.push([command(1), command(2)], world.deviceId, 'nobody');
    await world.desk.sending.send('stock.adjust', adjustBy(1, -1_000));
    await world.desk.sending.send('stock.adjust', adjustBy(1, -1_000));
    await world.settle();
    expect(world.server.get('offers', idOf(1))?.onHandMilli).toBe(118_000);
    expectSame();
  });

  it('sends a thousand in batches that keep their order', async () => {
    await newWorld();
    await world.time.pass(5_000);
    world.transport.weather = { ...fairWeather, up: false };
    world.transport.cut();
    for (let n = 0; n < 1_000; n += 1)
      await world.desk.sending.send('stock.count', { offerId: idOf(1), countedMilli: n, againstMilli: 0 });
    world.transport.weather = fairWeather;
    await world.settle();
    const batches = world.transport.questions
      .filter((one) => one.event === 'push')
      .map((one) => one.detail.split(',').length);
    expect(batches.reduce((sum, size) => sum + size, 0)).toBe(1_000);
    expect(Math.max(...batches)).toBeLessThanOrEqual(500);
    expect(stock(1)).toBe(999);
    expectSame();
  });

  it('does not hold up receiving while sending fails', async () => {
    await newWorld();
    await world.time.pass(5_000);
    vi.spyOn(world.server, 'push').mockImplementation(() => ({ refused: { code: 'BUSY', message: 'later' } }));
    await world.desk.sending.send('stock.adjust', adjustBy(1, -1_000));
    world.server.put('offers', offerOf(2, { onHandMilli: 5 }));
    world.server.sequence();
    await world.time.pass(1_000);
    expect(stock(2)).toBe(5);
    expect(world.desk.status.get()).toMatchObject({ waiting: 1, problem: { code: 'BUSY' } });
    vi.restoreAllMocks();
    await world.settle();
    expect(world.desk.status.get().problem).toBeNull();
    expectSame();
  });
});

it('covers every collection', () => {
  expect([...syncOrder].sort()).toEqual([...collectionNames].sort());
});
