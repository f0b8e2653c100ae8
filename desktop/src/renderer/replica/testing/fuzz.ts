import { IDBObjectStore } from 'fake-indexeddb';
import { expect, vi } from 'vitest';
import { FakeWorld } from './fake-desk.ts';
import { type ServerState, truthOf } from './fake-server.ts';
import { fairWeather } from './fake-transport.ts';
import { idOf, offerOf, orderOf } from './samples.ts';
import { adjustBy, cancelOf, createOf } from './toy-rules.ts';

const OFFERS = 4;
const ORDERS = 30;
const STEPS = 120;
const SCOPES = ['everyone', 'vendor:1', 'vendor:2'];

/** How often each fault was injected, to be printed: nothing is called survived that was not tried. */
export type Faults = Record<string, number>;

type Run = {
  world: FakeWorld;
  sent: string[];
  backup: ServerState | null;
  epochs: number;
  faults: Faults;
  failWrites: number;
};

/**
 * One seed: a phase with every fault, then one without, in which everything has to settle and agree. Answers everything that
 * was asked of the server, in order: the same seed has to give the same again.
 */
export async function fuzzReplica(seed: number, faults: Faults): Promise<string> {
  const world = new FakeWorld(seed);
  const run: Run = { world, sent: [], backup: null, epochs: 1, faults, failWrites: 0 };
  for (let n = 1; n <= OFFERS; n += 1) world.server.put('offers', offerOf(n, { onHandMilli: 20_000 }));
  for (let n = 1; n <= ORDERS; n += 1)
    world.server.put('orders', orderOf(100 + n, { state: 'ASSIGNED' }), scopeOf(run));
  world.server.sequence();
  const spy = failingDisk(run);
  try {
    await world.open();
    for (let step = 0; step < STEPS; step += 1) await oneStep(run);
    run.failWrites = 0;
    world.transport.weather = fairWeather;
    // A lost nudge with nothing after it is found by the next lap.
    await world.time.pass(7 * 60_000);
    await world.settle();
    await agree(run);
    count(run, 'seeds');
    return world.transport.questions.map(({ event, detail }) => `${event} ${detail}`).join('\n');
  } finally {
    spy.mockRestore();
    await world.close();
  }
}

function failingDisk(run: Run) {
  const add = IDBObjectStore.prototype.add;
  return vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
    if (run.failWrites > 0) {
      run.failWrites -= 1;
      count(run, 'write failed');
      throw new DOMException('full', 'QuotaExceededError');
    }
    return add.apply(this, args);
  });
}

function count(run: Run, fault: string): void {
  run.faults[fault] = (run.faults[fault] ?? 0) + 1;
}

function scopeOf({ world }: Run): string {
  return SCOPES[world.random.below(SCOPES.length)] ?? 'everyone';
}

async function oneStep(run: Run): Promise<void> {
  const { world } = run;
  const dice = world.random.below(100);
  if (dice < 30) await send(run);
  else if (dice < 45) somebodyElse(run);
  else if (dice < 65) world.server.sequence(!world.random.chance(0.1));
  else if (dice < 75) changeWeather(run);
  else if (dice < 80) {
    count(run, 'connection cut');
    world.transport.cut();
  } else if (dice < 84) await reopen(run);
  else if (dice < 88) run.failWrites = world.random.below(4);
  else if (dice < 90) {
    count(run, 'checkpoint below the floor');
    world.server.floor = world.random.below(world.server.position + 1);
  } else if (dice < 92) run.backup ??= world.server.backup();
  else if (dice < 93) restore(run);
  else if (dice < 95) world.desk.syncNow();
  await world.time.pass(world.random.below(world.random.chance(0.1) ? 30_000 : 800));
}

async function send({ world, sent }: Run): Promise<void> {
  const { random, desk } = world;
  const offer = 1 + random.below(OFFERS);
  const kinds = [
    () => desk.sending.send('stock.adjust', adjustBy(offer, (random.below(9) - 5) * 1000 || 500)),
    () =>
      desk.sending.send('stock.count', { offerId: idOf(offer), countedMilli: random.below(30_000), againstMilli: 0 }),
    () => desk.sending.send('order.create', createOf(1000 + random.below(50))),
    () =>
      desk.sending.send(
        'order.cancel',
        cancelOf(random.chance(0.5) ? 101 + random.below(ORDERS) : 1000 + random.below(50)),
      ),
  ];
  const answer = await kinds[random.below(kinds.length)]?.();
  if (answer?.ok) sent.push(answer.value.commandId);
}

function somebodyElse(run: Run): void {
  const { server, random } = run.world;
  const order = 101 + random.below(ORDERS);
  const kind = random.below(4);
  if (kind === 0) server.put('offers', offerOf(1 + random.below(OFFERS), { onHandMilli: random.below(40_000) }));
  else if (kind === 1)
    server.put('orders', orderOf(order, { state: 'ASSIGNED', version: random.below(99) }), scopeOf(run));
  else if (kind === 2) server.remove('orders', idOf(order));
  else server.put('messages', messageOf(random.below(20)), scopeOf(run));
}

function messageOf(number: number) {
  const at = `2026-06-01T10:00:${String(number).padStart(2, '0')}.000Z`;
  const fixed = { direction: 'INBOUND' as const, kind: 'TEXT' as const, status: 'RECEIVED' as const, orderId: null };
  return { id: idOf(2000 + number), retailerId: null, body: 'RICE-1KG x 10', at, updatedAt: at, ...fixed };
}

function changeWeather(run: Run): void {
  const { random, transport } = run.world;
  const up = random.chance(0.8);
  const loss = random.chance(0.5) ? 0 : 0.3;
  const slow = random.chance(0.3) ? 2_000 : 100;
  count(run, up ? (loss > 0 ? 'lossy line' : 'good line') : 'no line');
  transport.weather = {
    up,
    delay: () => 1 + random.below(slow),
    loses(what) {
      const lost = random.chance(loss);
      if (lost) count(run, `${what} lost`);
      return lost;
    },
  };
  if (!up) transport.cut();
}

async function reopen(run: Run): Promise<void> {
  count(run, 'desk closed and opened');
  await run.world.close();
  await run.world.open();
}

function restore(run: Run): void {
  if (!run.backup) return;
  count(run, 'server restored from a backup');
  run.epochs += 1;
  run.world.server.restore(run.backup, `e${run.epochs}`);
  run.backup = null;
  run.world.transport.cut();
}

/** Everything that has to hold once it is quiet. */
async function agree({ world, sent }: Run): Promise<void> {
  const { server, outbox, desk } = world;
  expect(world.failures).toEqual([]);
  expect(outbox.waiting()).toEqual([]);
  expect(desk.shown.overlay.size).toBe(0);
  expect(desk.status.get()).toMatchObject({ caughtUp: true, waiting: 0, problem: null });
  const truth = truthOf(server, world.scopes);
  expect(world.everythingShown()).toEqual(truth);
  // At most once, and in the order given.
  expect([...new Set(server.effects)].sort()).toEqual([...server.effects]);
  const refused = new Set(outbox.view.get().refused.map((entry) => entry.id));
  for (const id of sent) expect(server.verdict(id) !== undefined || refused.has(id)).toBe(true);
  for (const id of sent) if (server.verdict(id)?.status === 'applied') expect(server.effects).toContain(id);
  // The disk holds what memory shows: without a line, the same.
  await world.close();
  world.transport.weather = { ...fairWeather, up: false };
  await world.open();
  expect(world.everythingShown()).toEqual(truth);
}
