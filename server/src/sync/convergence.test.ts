import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Tx, transaction } from '../db/database.ts';
import { createDesk, type Desk } from '../testing/desk.ts';
import { type Client, connectDesk, type ReplicaServer, startReplicaServer } from '../testing/replica-server.ts';
import {
  callerIn,
  createReplicaWorld,
  placeOrder,
  postDelivery,
  type ReplicaWorld,
  touchOrder,
  truthFor,
} from '../testing/replica-world.ts';

let world: ReplicaWorld;
let server: ReplicaServer;
beforeAll(async () => {
  world = await createReplicaWorld();
  server = await startReplicaServer(world);
  await server.sync.drain();
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const clients: Client[] = [];
afterEach(() => {
  for (const client of clients) client.close();
});
async function connect(caller: Caller): Promise<Client> {
  const client = await connectDesk(server, caller);
  clients.push(client);
  return client;
}

type Random = () => number;
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
const whole = (random: Random, below: number) => Math.floor(random() * below);
function pick<T>(random: Random, among: readonly T[]): T {
  const one = among[whole(random, among.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** One change of the world, of every kind that moves documents between scopes or through several collections. */
async function act(tx: Tx, random: Random, orders: string[], n: number): Promise<void> {
  const dice = random();
  const [retailer, vendor] = [pick(random, world.retailers), pick(random, world.vendors)];
  if (dice < 0.3 || orders.length < 4) {
    orders.push(await placeOrder(world, { retailer: whole(random, 4), vendor: whole(random, 2) }, tx));
  } else if (dice < 0.5) {
    await touchOrder(tx, pick(random, orders), { vendorId: pick(random, [...world.vendors, null]) });
  } else if (dice < 0.6) {
    await touchOrder(tx, pick(random, orders), { notes: `n${n}` });
  } else if (dice < 0.7) {
    await postDelivery(tx, retailer, vendor, 100 + n);
  } else if (dice < 0.8) {
    const territoryId = pick(random, world.territories);
    await tx.updateTable('retailers').set({ territoryId }).where('id', '=', retailer).execute();
  } else if (dice < 0.87) {
    await tx
      .updateTable('retailers')
      .set({ name: `Shop ${n}` })
      .where('id', '=', retailer)
      .execute();
  } else if (dice < 0.92) {
    await tx
      .updateTable('vendors')
      .set({ name: `Vendor ${n}` })
      .where('id', '=', vendor)
      .execute();
  } else {
    const offer = pick(random, pick(random, world.offers));
    const stock = tx.updateTable('stockLevels').set((eb) => ({ onHandMilli: eb('onHandMilli', '+', 1_000) }));
    await stock.where('offerId', '=', offer).execute();
  }
}

/** A desk that comes and goes: pulls when it has come, then lives on what is sent as long as it follows on. */
type Live = { desk: Desk; client: Client | null; resyncs: number; applied: number };

async function liveStep(live: Live, random: Random): Promise<void> {
  const { desk } = live;
  if (live.client && random() < 0.05) {
    live.client.close();
    live.client = null;
  }
  if (live.client === null) {
    live.client = await connect(desk.caller);
    live.resyncs = 0;
    await desk.pullAll(5 + whole(random, 100));
  }
  const arrived = live.client.changed.splice(0);
  const follows = arrived.every((change) => desk.apply(change));
  if (!follows || live.client.resyncs() > live.resyncs) {
    live.resyncs = live.client.resyncs();
    await desk.pullAll(20);
  } else live.applied += arrived.length;
  await pause(random() * 10);
}

/** Guarantees 1, 4 and 5 together: many writers, desks that come and go, and in the end every replica is the truth. */
describe('after quiet', () => {
  it('every replica equals the rows in its scope, whatever moved, and none was ever sent a foreign one', async () => {
    const random = seeded(20_261_120);
    const agent = (...territoryIds: string[]) => callerIn('FIELD_AGENT', { territoryIds });
    const [t0, t1] = world.territories;
    const [v0, v1] = world.vendors;
    const vendors = [v0, v1].map((vendorId) => callerIn('VENDOR_STAFF', { vendorId }));
    const lives = [callerIn('ADMIN'), ...vendors, agent(t0), agent(t1), agent(t0, t1)].map((caller): Live => {
      const desk = createDesk((who, request) => server.sync.pull(who, request), caller);
      return { desk, client: null, resyncs: 0, applied: 0 };
    });
    const orders: string[] = [];
    let writing = true;
    const desks = lives.map(async (live) => {
      while (writing) await liveStep(live, random);
    });
    const writers = [0, 1, 2, 3].map(async () => {
      for (let n = 0; n < 80; n += 1) {
        await transaction(world.db, async (tx) => {
          await act(tx, random, orders, n);
          await pause(random() * 8);
        });
      }
    });
    await Promise.all(writers).finally(() => {
      writing = false;
    });
    await Promise.all(desks);
    await server.sync.drain();
    for (const live of lives) {
      // An answer on the socket means that all that was sent before it has come.
      await live.client?.pull({ collection: 'settings', limit: 1 });
      live.client ??= await connect(live.desk.caller);
      if (live.client.changed.some((change) => !live.desk.apply(change)) || live.desk.checkpoint('orders') === null) {
        await live.desk.pullAll();
      }
      expect(live.desk.everything()).toEqual(await truthFor(world.db, live.desk.caller));
      await live.desk.pullAll();
      expect(live.desk.everything()).toEqual(await truthFor(world.db, live.desk.caller));
    }
    const [ofV0, ofV1] = lives.slice(1, 3).map(({ desk }) => JSON.stringify([...desk.sent.values()]));
    expect(ofV0).not.toContain(v1);
    expect(ofV1).not.toContain(v0);
    const sum = (of: (live: Live) => number) => lives.reduce((total, live) => total + of(live), 0);
    console.log(
      `${orders.length} orders, ${sum((live) => live.applied)} live changes applied, ${sum(({ desk }) => desk.pulls)} pulls`,
    );
  });
});
