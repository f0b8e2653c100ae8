import { pullAnswerSchema } from '@khaacho/shared/sync/protocol.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { adjustDoor, type ReplicaServer, startReplicaServer } from '../testing/replica-server.ts';
import { callerIn, createReplicaWorld, id, NOW, type ReplicaWorld } from '../testing/replica-world.ts';

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

const vendor = (n: 0 | 1) => callerIn('VENDOR_STAFF', { vendorId: world.vendors[n] });

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
