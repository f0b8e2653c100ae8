import { setTimeout as pause } from 'node:timers/promises';
import { ok } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { changedSchema, pullAnswerSchema, pushAnswerSchema } from '@khaacho/shared/sync/protocol.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { transaction } from '../db/database.ts';
import { createDesk, type Desk } from '../testing/desk.ts';
import {
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
  truthFor,
} from '../testing/replica-world.ts';
import type { AnyCommandDoor } from './registry.ts';

let world: ReplicaWorld;
let server: ReplicaServer;
const adjustDoor: AnyCommandDoor = {
  type: 'stock.adjust',
  roles: ['VENDOR_STAFF'],
  apply: async (tx, { payload }) => {
    await tx
      .updateTable('stockLevels')
      .set((eb) => ({ onHandMilli: eb('onHandMilli', '+', payload.deltaMilli) }))
      .where('offerId', '=', payload.offerId)
      .execute();
    return ok({});
  },
};
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

describe('the handshake', () => {
  it('refuses with a code a client can act on', async () => {
    const caller = vendor(0);
    const refusals: [ClientOptions, string][] = [
      [{ auth: { token: 'nobody' } }, 'UNAUTHENTICATED'],
      [{ auth: { token: '' } }, 'UNAUTHENTICATED'],
      [{ auth: { token: { $ne: 1 } } }, 'UNAUTHENTICATED'],
      [{ deviceId: 'device-of-another' }, 'UNAUTHENTICATED'],
      [{ auth: { protocol: 0 } }, 'UPGRADE_REQUIRED'],
      [{ auth: { protocol: 99 } }, 'UPGRADE_REQUIRED'],
      [{ auth: { schemaVersion: 99 } }, 'UPGRADE_REQUIRED'],
    ];
    for (const [options, code] of refusals) await expect(connectDesk(server, caller, options)).rejects.toThrow(code);
    const [revoked, disabled] = [vendor(0), vendor(0)];
    server.tokens.set(`token-${revoked.userId}`, 'REVOKED');
    server.tokens.set(`token-${disabled.userId}`, 'DISABLED');
    await expect(connectDesk(server, revoked)).rejects.toThrow('DEVICE_REVOKED');
    await expect(connectDesk(server, disabled)).rejects.toThrow('UNAUTHENTICATED');
    await expect(connectDesk(server, callerIn('RETAILER', { retailerId: world.retailers[0] }))).rejects.toThrow(
      'UNAUTHENTICATED',
    );
    await expect(
      connectDesk(server, callerIn('ADMIN', { deviceId: null }), { deviceId: 'device-0000' }),
    ).rejects.toThrow('UNAUTHENTICATED');
  });

  it('lets no page of another origin in, but our own, the shell and programs', async () => {
    await expect(connectDesk(server, admin(), { origin: 'https://evil.example' })).rejects.toThrow();
    await expect(connectDesk(server, admin(), { origin: 'null' })).rejects.toThrow();
    await connect(admin(), { origin: server.url });
    await connect(admin(), { origin: 'app://khaacho' });
    await connect(admin());
    expect(clients.every((client) => client.socket.connected)).toBe(true);
  });
});

describe('a request', () => {
  it('is parsed: nonsense is answered, and breaks nothing', async () => {
    const client = await connect(vendor(0));
    const nonsense: unknown[] = [
      null,
      1,
      'x',
      [],
      {},
      { collection: 'users', checkpoint: null, limit: 1 },
      { collection: 'orders', checkpoint: null, limit: 1e9 },
    ];
    for (const request of nonsense) {
      const answer: unknown = await client.socket.timeout(5000).emitWithAck('pull', request);
      expect(answer).toMatchObject({ refused: { code: 'VALIDATION_ERROR' } });
      expect(pullAnswerSchema.safeParse(answer).success).toBe(true);
      expect(await client.socket.timeout(5000).emitWithAck('push', request)).toMatchObject({
        refused: { code: 'VALIDATION_ERROR' },
      });
    }
    client.socket.emit('pull');
    client.socket.emit('pull', { collection: 'orders', checkpoint: null, limit: 1 }, 'no function');
    client.socket.emit('__proto__', {});
    expect(await client.pull({ collection: 'products' })).toMatchObject({ more: false });
  });

  it('has a size: too many or too large commands are refused whole', async () => {
    const client = await connect(vendor(0));
    const command = (n: number, note = '') => ({
      id: id(),
      type: 'stock.adjust',
      version: 1,
      payload: { note },
      issuedAt: NOW.toISOString(),
      deviceSeq: n,
    });
    expect(await client.push(Array.from({ length: 501 }, (_, n) => command(n + 1)))).toMatchObject({
      refused: { code: 'VALIDATION_ERROR' },
    });
    expect(await client.push([command(1, 'x'.repeat(257 * 1024))])).toMatchObject({
      refused: { code: 'VALIDATION_ERROR' },
    });
    client.socket.emit('push', { commands: [command(1, 'x'.repeat(1_100_000))] });
    await until(() => client.disconnected() !== null);
    expect(await world.db.selectFrom('deviceSequences').selectAll().execute()).toEqual([]);
  });

  it('is one of a budget', async () => {
    const client = await connect(vendor(0));
    const answers = await Promise.all(
      Array.from({ length: 600 }, () => client.socket.timeout(20_000).emitWithAck('pull', null)),
    );
    const codes = answers.map((answer: { refused: { code: string } }) => answer.refused.code);
    expect(codes.filter((code) => code === 'RATE_LIMITED').length).toBeGreaterThan(100);
    expect(codes.filter((code) => code === 'VALIDATION_ERROR').length).toBeGreaterThanOrEqual(400);
  });

  it('is asked who it is each time: revoked is told and cut, disabled is cut', async () => {
    const [one, two] = [vendor(0), vendor(0)];
    const [client, other] = [await connect(one), await connect(two)];
    server.tokens.set(`token-${one.userId}`, 'REVOKED');
    server.tokens.set(`token-${two.userId}`, 'DISABLED');
    expect(await client.pull({})).toMatchObject({ refused: { code: 'DEVICE_REVOKED' } });
    expect(await other.push([])).toMatchObject({ refused: { code: 'USER_DISABLED' } });
    await until(() => client.disconnected() !== null && other.disconnected() !== null);
    expect([client.revoked(), other.revoked()]).toEqual([1, 0]);
  });
});

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

describe('rights that change', () => {
  it('new territories move the socket to other rooms, and it is told to pull', async () => {
    const caller = agent(0);
    const client = await connect(caller);
    await server.sync.drain();
    server.tokens.set(`token-${caller.userId}`, { ...caller, territoryIds: [world.territories[1]] });
    server.sync.accessChanged({ userId: caller.userId, deviceId: null });
    await until(() => client.resyncs() === 1);
    const [here, there] = [
      await placeOrder(world, { retailer: 0, vendor: 0 }),
      await placeOrder(world, { retailer: 2, vendor: 0 }),
    ];
    await settle(client);
    const ids = client.changed.flatMap((change) => change.documents.map((document) => document.id));
    expect(ids).toContain(there);
    expect(ids).not.toContain(here);
  });

  it('a revoked device is told and cut at once; its person’s other devices stay', async () => {
    const caller = vendor(0);
    const other = { ...caller, deviceId: `device-${id()}` };
    const client = await connect(caller);
    server.tokens.set('other', other);
    const second = await connect(caller, { deviceId: other.deviceId, auth: { token: 'other' } });
    server.tokens.set(`token-${caller.userId}`, 'REVOKED');
    server.sync.accessChanged({ userId: caller.userId, deviceId: caller.deviceId });
    await until(() => client.disconnected() !== null);
    expect(client.revoked()).toBe(1);
    await settle(second);
    expect(second.socket.connected).toBe(true);
  });

  it('a token that ends cuts the socket', async () => {
    const kept = server.expiresAt;
    server.expiresAt = new Date(NOW.getTime() + 150);
    const client = await connect(vendor(0));
    server.expiresAt = kept;
    await until(() => client.disconnected() !== null);
    expect(client.disconnected()).toBe('io server disconnect');
  });
});

describe('the same over HTTP', () => {
  const answerSchema = z.object({ data: z.unknown().optional(), error: z.object({ code: z.string() }).optional() });
  const call = async (path: string, token: string, body?: unknown) => {
    const response = await fetch(`${server.url}/api/v1/replica/${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    return { status: response.status, ...answerSchema.parse(await response.json()) };
  };

  it('pulls by pages with a checkpoint, and pushes for the device of the token', async () => {
    const caller = vendor(1);
    server.tokens.set('http', caller);
    const first = await call('products?limit=3', 'http');
    expect(first).toMatchObject({ status: 200, data: { more: true, documents: expect.any(Array) } });
    const { checkpoint } = pullAnswerSchema.parse(first.data) as { checkpoint: string };
    const rest = await call(`products?limit=50&checkpoint=${encodeURIComponent(checkpoint)}`, 'http');
    expect(rest).toMatchObject({ status: 200, data: { more: false } });
    expect(await call('products?checkpoint=nonsense', 'http')).toMatchObject({ status: 200, data: { reset: true } });
    const command = {
      id: id(),
      type: 'stock.adjust',
      version: 1,
      payload: { offerId: world.offers[1][0], deltaMilli: 1_000, reason: 'OTHER' },
      issuedAt: NOW.toISOString(),
      deviceSeq: 1,
    };
    expect(await call('commands', 'http', { commands: [command] })).toMatchObject({
      status: 200,
      data: { verdicts: [{ id: command.id, status: 'applied' }] },
    });
    const row = await world.db
      .selectFrom('commandLog')
      .select(['deviceId', 'userId'])
      .where('id', '=', command.id)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ deviceId: caller.deviceId, userId: caller.userId });
  });

  it('refuses whom the socket refuses', async () => {
    server.tokens.set('shop', callerIn('RETAILER', { retailerId: world.retailers[0] }));
    server.tokens.set('key', callerIn('ADMIN', { deviceId: null }));
    server.tokens.set('gone', 'REVOKED');
    const statuses = [
      await call('orders', 'nobody'),
      await call('orders', 'shop'),
      await call('orders', 'gone'),
      await call('users', 'key'),
      await call('orders?limit=99999', 'key'),
      await call('commands', 'key', { commands: [] }),
    ];
    expect(statuses.map((answer) => answer.error?.code)).toEqual([
      'UNAUTHENTICATED',
      'FORBIDDEN',
      'DEVICE_REVOKED',
      'VALIDATION_ERROR',
      'VALIDATION_ERROR',
      'FORBIDDEN',
    ]);
  });
});

/** Guarantees 1, 4 and 5 together: many writers, desks that come and go, and in the end every replica is the truth. */
describe('after quiet', () => {
  type Live = { desk: Desk; client: Client | null };
  const seeded = (seed: number) => () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };

  it('every replica equals the rows in its scope, whatever moved, and none was ever sent a foreign one', async () => {
    const random = seeded(20_261_120);
    const pick = <T>(among: readonly T[]): T => among[Math.floor(random() * among.length)] ?? (among[0] as T);
    const desks: Live[] = [admin(), vendor(0), vendor(1), agent(0), agent(1), agent(0, 1)].map((caller) => ({
      desk: createDesk((who, request) => server.sync.pull(who, request), caller),
      client: null,
    }));
    const orders: string[] = [];
    const writers = [0, 1, 2, 3].map(async () => {
      for (let n = 0; n < 60; n += 1) {
        const dice = random();
        await transaction(world.db, async (tx) => {
          if (dice < 0.3 || orders.length < 4)
            orders.push(
              await placeOrder(world, { retailer: Math.floor(random() * 4), vendor: Math.floor(random() * 2) }, tx),
            );
          else if (dice < 0.5) await touchOrder(tx, pick(orders), { vendorId: pick([...world.vendors, null]) });
          else if (dice < 0.6) await touchOrder(tx, pick(orders), { notes: `n${n}` });
          else if (dice < 0.7) await postDelivery(tx, pick(world.retailers), pick(world.vendors), 100 + n);
          else if (dice < 0.8)
            await tx
              .updateTable('retailers')
              .set({ territoryId: pick(world.territories) })
              .where('id', '=', pick(world.retailers))
              .execute();
          else if (dice < 0.87)
            await tx
              .updateTable('retailers')
              .set({ name: `Shop ${n}` })
              .where('id', '=', pick(world.retailers))
              .execute();
          else if (dice < 0.92)
            await tx
              .updateTable('vendors')
              .set({ name: `Vendor ${n}` })
              .where('id', '=', pick(world.vendors))
              .execute();
          else
            await tx
              .updateTable('stockLevels')
              .set((eb) => ({ onHandMilli: eb('onHandMilli', '+', 1_000) }))
              .where('offerId', '=', pick(pick(world.offers)))
              .execute();
          await pause(random() * 8);
        });
      }
    });
    let writing = true;
    const lives = desks.map(async (live) => {
      while (writing) {
        if (live.client && random() < 0.2) {
          live.client.close();
          live.client = null;
        }
        live.client ??= await connect(live.desk.caller);
        await live.desk.pullAll(5 + Math.floor(random() * 100));
        await pause(random() * 30);
        const arrived = live.client.changed.splice(0);
        if (live.client.resyncs() > 0 || arrived.some((change) => !live.desk.apply(change)))
          await live.desk.pullAll(20);
      }
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(lives);
    await server.sync.drain();
    for (const { desk } of desks) {
      await desk.pullAll();
      expect(desk.everything()).toEqual(await truthFor(world.db, desk.caller));
    }
    const [v0, v1] = world.vendors;
    const [ofV0, ofV1] = desks.slice(1, 3).map(({ desk }) => JSON.stringify([...desk.sent.values()]));
    expect(ofV0).not.toContain(v1);
    expect(ofV1).not.toContain(v0);
    console.log(
      `${orders.length} orders, ${desks.reduce((sum, { desk }) => sum + desk.pulls, 0)} pulls, ${desks.length} desks`,
    );
  });
});
