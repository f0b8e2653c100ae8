import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { changedSchema, pushAnswerSchema } from '@khaacho/shared/sync/protocol.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import {
  adjustDoor,
  type Client,
  type ClientOptions,
  connectDesk,
  type ReplicaServer,
  startReplicaServer,
} from '../testing/replica-server.ts';
import {
  callerIn,
  createReplicaWorld,
  id,
  NOW,
  placeOrder,
  postDelivery,
  type ReplicaWorld,
  touchOrder,
} from '../testing/replica-world.ts';

let world: ReplicaWorld;
let server: ReplicaServer;
beforeAll(async () => {
  world = await createReplicaWorld();
  server = await startReplicaServer(world, [adjustDoor]);
  await server.sync.drain();
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const clients: Client[] = [];
afterEach(() => {
  for (const client of clients) client.close();
  clients.length = 0;
});
async function connect(caller: Caller, options: ClientOptions = {}): Promise<Client> {
  const client = await connectDesk(server, caller, options);
  clients.push(client);
  return client;
}
async function until(what: () => boolean): Promise<void> {
  while (!what()) await pause(5);
}
/** Everything committed is numbered and sent, and what was sent before this request has been received. */
async function settle(...among: Client[]): Promise<void> {
  await server.sync.drain();
  for (const client of among) await client.pull({ collection: 'settings', limit: 1 });
}
const admin = () => callerIn('ADMIN');
const vendor = (n: 0 | 1) => callerIn('VENDOR_STAFF', { vendorId: world.vendors[n] });
const agent = (...n: (0 | 1)[]) => callerIn('FIELD_AGENT', { territoryIds: n.map((one) => world.territories[one]) });

describe('a live change', () => {
  it('reaches every desk in its scope, in its own shape, and no other desk', async () => {
    const [boss, v0, v1, a0, a1] = [
      await connect(admin()),
      await connect(vendor(0)),
      await connect(vendor(1)),
      await connect(agent(0)),
      await connect(agent(1)),
    ];
    await server.sync.drain();
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await world.db
      .updateTable('stockLevels')
      .set({ onHandMilli: 90_000 })
      .where('offerId', '=', world.offers[0][0] ?? '')
      .execute();
    await settle(boss, v0, v1, a0, a1);
    const got = (client: Client) =>
      client.changed.flatMap((change) =>
        change.documents.map((document) => `${change.collection} ${document.id === order ? 'order' : 'offer'}`),
      );
    expect(got(boss).sort()).toEqual(['offers offer', 'orders order']);
    expect(got(v0).sort()).toEqual(['offers offer', 'orders order']);
    expect(got(v1)).toEqual([]);
    expect(got(a0).sort()).toEqual(['offers offer', 'orders order']);
    expect(got(a1)).toEqual(['offers offer']);
    const offerOf = (client: Client) => client.changed.find((change) => change.collection === 'offers')?.documents[0];
    expect(offerOf(v0)).toMatchObject({ costPaisa: 12_345, onHandMilli: 90_000, reservedMilli: 20_000 });
    expect(offerOf(a0)).toMatchObject({ costPaisa: null, onHandMilli: 70_000, reservedMilli: 0 });
    for (const client of clients)
      for (const change of client.changed) expect(changedSchema.parse(change)).toEqual(change);
  });

  it('a change of hands is a tombstone with the id and nothing else for the one, the order for the other', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await server.sync.drain();
    const [v0, v1] = [await connect(vendor(0)), await connect(vendor(1))];
    await server.sync.drain();
    await touchOrder(world.db, order, { vendorId: world.vendors[1] });
    await settle(v0, v1);
    expect(v0.changed.map((change) => change.documents)).toEqual([[{ id: order, _deleted: true }]]);
    expect(v1.changed.map((change) => change.documents)).toMatchObject([[{ id: order, vendorId: world.vendors[1] }]]);
  });

  it('an agent of both territories keeps an order that moves between them', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await server.sync.drain();
    for (const n of [0, 1] as const) await connect(agent(n));
    const both = await connect(agent(0, 1));
    await touchOrder(world.db, order, { territoryId: world.territories[1] });
    await touchOrder(world.db, order, { territoryId: world.territories[0] });
    await settle(both);
    const documents = both.changed.flatMap((change) => change.documents);
    expect(documents.length).toBeGreaterThan(0);
    expect(documents.every((document) => !('_deleted' in document))).toBe(true);
  });

  it('follows on: each names the last position of its scope and collection before it', async () => {
    const boss = await connect(admin());
    await server.sync.drain();
    for (let n = 0; n < 12; n += 1) {
      await placeOrder(world, { retailer: n % 4, vendor: n % 2 });
      await postDelivery(world.db, world.retailers[0], world.vendors[0]);
      await server.sync.drain();
    }
    await settle(boss);
    const chains = new Map<string, number>();
    for (const { scope, collection, previous, position } of boss.changed) {
      expect(previous).toBe(chains.get(`${scope} ${collection}`) ?? previous);
      expect(position).toBeGreaterThan(previous);
      chains.set(`${scope} ${collection}`, position);
    }
    expect([...chains.keys()].sort()).toEqual(['all ledger', 'all orders', 'all retailers']);
  });

  it('too much at once is told as resync and pulled', async () => {
    const boss = await connect(admin());
    await server.sync.drain();
    await transaction(world.db, async (tx) => {
      for (let n = 0; n < 201; n += 1) await placeOrder(world, { retailer: 0, vendor: 0 }, tx);
    });
    await settle(boss);
    expect(boss.changed).toEqual([]);
    expect(boss.resyncs()).toBe(1);
  });

  it('a verdict comes to its device alone', async () => {
    const [one, two] = [vendor(0), vendor(0)];
    const [mine, other] = [await connect(one), await connect(two)];
    await server.sync.drain();
    const command = {
      id: id(),
      type: 'stock.adjust',
      version: 1,
      payload: { offerId: world.offers[0][1], deltaMilli: 1_000, reason: 'OTHER' },
      issuedAt: NOW.toISOString(),
      deviceSeq: 1,
    };
    const answer = pushAnswerSchema.parse(await mine.push([command]));
    await settle(mine, other);
    expect(answer).toMatchObject({ verdicts: [{ id: command.id, status: 'applied', position: expect.any(Number) }] });
    const collections = (client: Client) => client.changed.map((change) => change.collection).sort();
    expect(collections(mine)).toEqual(['commands', 'offers']);
    expect(collections(other)).toEqual(['offers']);
    const [effect, verdict] = [
      mine.changed.find((change) => change.collection === 'offers'),
      mine.changed.find((change) => change.collection === 'commands'),
    ];
    expect(verdict?.position).toBe('verdicts' in answer ? answer.verdicts[0]?.position : 0);
    expect(effect?.position).toBeLessThan(verdict?.position ?? 0);
  });

  it('a socket that does not read is not queued for without end; it is told to pull once it reads', async () => {
    const slow = await connect(admin());
    const fast = await connect(admin());
    await server.sync.drain();
    // The line is full: the server's side is not writable, as with a reader that has stopped reading.
    const raw = slow.socket.io.engine.transport;
    const stream: unknown = 'ws' in raw && raw.ws instanceof Object && '_socket' in raw.ws ? raw.ws._socket : null;
    if (
      !(
        stream instanceof Object &&
        'pause' in stream &&
        'resume' in stream &&
        typeof stream.pause === 'function' &&
        typeof stream.resume === 'function'
      )
    )
      throw new Error('no stream');
    stream.pause();
    const notes = 'x'.repeat(60_000);
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    for (let n = 0; n < 300; n += 1) {
      await touchOrder(world.db, order, { notes: `${n}${notes}` });
      await server.sync.drain();
    }
    await until(() => fast.changed.length >= 300);
    stream.resume();
    await until(() => slow.resyncs() > 0);
    expect(slow.changed.length).toBeLessThan(300);
    expect(fast.resyncs()).toBe(0);
    const seen = slow.changed.length;
    await touchOrder(world.db, order, { notes: 'last' });
    await settle(slow);
    expect(slow.changed.length).toBeGreaterThan(seen);
  });
});
