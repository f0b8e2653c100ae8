import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { pullAnswerSchema } from '@khaacho/shared/sync/protocol.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  adjustDoor,
  type Client,
  type ClientOptions,
  connectDesk,
  type ReplicaServer,
  startReplicaServer,
} from '../testing/replica-server.ts';
import { callerIn, createReplicaWorld, id, NOW, placeOrder, type ReplicaWorld } from '../testing/replica-world.ts';

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
    const codes: string[] = [];
    // In waves: who leaves hundreds of answers unread is cut, which is another test.
    for (let wave = 0; wave < 30; wave += 1) {
      const asked = Array.from({ length: 20 }, () => client.socket.timeout(20_000).emitWithAck('pull', null));
      const answers: { refused: { code: string } }[] = await Promise.all(asked);
      codes.push(...answers.map((answer) => answer.refused.code));
    }
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

  it('a token renewed on the open socket moves the end, and answers go on as the person has them now', async () => {
    const kept = server.expiresAt;
    const caller = vendor(0);
    server.expiresAt = new Date(NOW.getTime() + 400);
    const client = await connect(caller);
    const silent = await connect(vendor(0));
    server.expiresAt = kept;
    server.tokens.set('fresh', caller);
    expect(await client.renew('fresh')).toEqual({ expiresAt: kept.toISOString() });
    await until(() => silent.disconnected() !== null);
    expect(await client.pull({ collection: 'offers' })).toHaveProperty('documents');
    // From now on it is the new one that is asked for each time.
    server.tokens.delete(`token-${caller.userId}`);
    expect(await client.pull({ collection: 'offers' })).toHaveProperty('documents');
    server.tokens.set('fresh', 'REVOKED');
    expect(await client.pull({ collection: 'offers' })).toMatchObject({ refused: { code: 'DEVICE_REVOKED' } });
  });

  it('another person’s token, another device’s or one that is none changes nothing', async () => {
    const caller = vendor(0);
    const client = await connect(caller);
    server.tokens.set('stranger', vendor(1));
    server.tokens.set('elsewhere', { ...caller, deviceId: 'another-device' });
    for (const token of ['stranger', 'elsewhere', 'none'])
      expect(await client.renew(token)).toMatchObject({ refused: { code: 'UNAUTHENTICATED' } });
    expect(await client.renew('')).toMatchObject({ refused: { code: 'VALIDATION_ERROR' } });
    expect(await client.pull({ collection: 'offers' })).toHaveProperty('documents');
    expect(client.socket.connected).toBe(true);
  });

  it('a token that ends in the middle of a push: what was begun is answered or stored, the rest follows, in order, once', async () => {
    const kept = server.expiresAt;
    const caller = vendor(0);
    const commands = Array.from({ length: 200 }, (_, n) => {
      const payload = { offerId: world.offers[0][n % 4] ?? '', deltaMilli: 1_000, reason: 'RECEIVED' };
      return { id: id(), type: 'stock.adjust', version: 1, payload, issuedAt: NOW.toISOString(), deviceSeq: n + 1 };
    });
    server.expiresAt = new Date(NOW.getTime() + 60);
    const first = await connect(caller);
    server.expiresAt = kept;
    const lost = first.push(commands).then(
      () => false,
      () => true,
    );
    await until(() => first.disconnected() !== null);
    const second = await connect(caller);
    const answer = await second.push(commands);
    expect('verdicts' in answer && answer.verdicts.every((verdict) => verdict.status === 'applied')).toBe(true);
    const rows = await world.db
      .selectFrom('commandLog')
      .select(['deviceSeq', 'id'])
      .where('deviceId', '=', caller.deviceId)
      .orderBy('deviceSeq')
      .execute();
    expect(rows.map((row) => [row.deviceSeq, row.id])).toEqual(commands.map((command, n) => [n + 1, command.id]));
    await lost;
  });
});
