import { documentSchemas } from '@khaacho/shared/sync/documents.ts';
import { CamelCasePlugin, type CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../db/database.ts';
import { loadOrders } from '../orders/documents.ts';
import {
  callerIn,
  createReplicaWorld,
  featureCollections,
  id,
  NOW,
  placeOrder,
  postDelivery,
  type ReplicaWorld,
  truthFor,
} from '../testing/replica-world.ts';
import { commandCollection } from './command-documents.ts';

let world: ReplicaWorld;
const admin = callerIn('ADMIN');
beforeAll(async () => {
  world = await createReplicaWorld();
  const chatId = id();
  const [shop] = world.retailers;
  await world.db
    .insertInto('productAliases')
    .values({ productId: world.products[0] ?? '', alias: 'चामल', folded: 'chamal' })
    .execute();
  await world.db
    .insertInto('chats')
    .values({ id: chatId, provider: 'twilio', externalId: 'x', createdAt: NOW })
    .execute();
  await world.db
    .insertInto('messages')
    .values({
      id: id(),
      chatId,
      retailerId: shop,
      direction: 'INBOUND',
      kind: 'TEXT',
      body: 'chamal 10',
      status: 'RECEIVED',
      raw: '{"secret": 1}',
      at: NOW,
      updatedAt: NOW,
    })
    .execute();
  await world.db
    .insertInto('alerts')
    .values({
      id: id(),
      kind: 'UNKNOWN_SENDER',
      severity: 'INFO',
      cause: 'c',
      message: 'm',
      figures: '{"a": 1}',
      openedAt: NOW,
      updatedAt: NOW,
    })
    .execute();
  await world.db
    .updateTable('vendors')
    .set({ latitude: 28.6, longitude: 81.6 })
    .where('id', '=', world.vendors[0])
    .execute();
  await world.db
    .updateTable('retailers')
    .set({ blockReason: 'late', blockedAt: NOW, blockedBy: 'Admin' })
    .where('id', '=', world.retailers[3])
    .execute();
  await placeOrder(world, { retailer: 0, vendor: 0 });
  await placeOrder(world, { retailer: 2, vendor: null });
  await postDelivery(world.db, shop, world.vendors[0]);
  const command = {
    id: id(),
    deviceId: admin.deviceId ?? '',
    deviceSeq: 1,
    userId: admin.userId,
    type: 'order.accept',
    version: 1,
    payload: '{}',
  };
  await world.db
    .insertInto('commandLog')
    .values({
      ...command,
      issuedAt: NOW,
      receivedAt: NOW,
      decidedAt: NOW,
      status: 'rejected',
      code: 'ORDER_UNKNOWN',
      message: 'No such order.',
      details: '[{"issue": "unknown"}]',
    })
    .execute();
});
afterAll(() => world.close());

describe('documents', () => {
  it('are exactly what the contracts say, in every collection and for every role', async () => {
    const vendor = callerIn('VENDOR_STAFF', { vendorId: world.vendors[0] });
    const agent = callerIn('FIELD_AGENT', { territoryIds: [...world.territories] });
    const sizes: Record<string, number[]> = {};
    for (const caller of [admin, vendor, agent]) {
      for (const [collection, documents] of await truthFor(world.db, caller)) {
        for (const document of documents.values())
          expect(documentSchemas[collection].parse(document)).toEqual(document);
        sizes[collection] = [...(sizes[collection] ?? []), documents.size];
      }
    }
    expect(sizes).toEqual({
      products: [4, 4, 4],
      offers: [8, 4, 8],
      vendors: [2, 1, 2],
      retailers: [4, 0, 4],
      orders: [2, 1, 2],
      ledger: [2, 1, 1],
      messages: [1, 0, 0],
      alerts: [1, 0, 0],
      settings: [1, 1, 1],
      commands: [1, 0, 0],
    });
  });

  it('of a vendor or an agent without any are none, and of a role without a desk none either', async () => {
    const lost = [callerIn('VENDOR_STAFF'), callerIn('FIELD_AGENT'), callerIn('RETAILER')];
    for (const caller of lost) {
      const truth = await truthFor(world.db, caller);
      for (const collection of ['retailers', 'orders', 'ledger', 'messages', 'alerts', 'commands'] as const) {
        expect(truth.get(collection)?.size).toBe(0);
      }
    }
  });

  it('an order shows its new vendor nothing of what the one before said', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 1 });
    const [t0, t1, t2] = [0, 60_000, 120_000].map((ms) => new Date(NOW.getTime() + ms));
    const step = { orderId: order, byLabel: 'Ram, Vendor 0', reason: 'OUT_OF_STOCK: no rice' };
    await world.db
      .insertInto('orderHistory')
      .values({ ...step, step: 2, fromState: 'ASSIGNED', toState: 'PENDING', at: t0 ?? NOW })
      .execute();
    await world.db
      .insertInto('assignments')
      .values([
        { orderId: order, number: 1, vendorId: world.vendors[0], assignedAt: NOW, acceptBy: NOW, outcome: 'REJECTED' },
        { orderId: order, number: 2, vendorId: world.vendors[1], assignedAt: t1 ?? NOW, acceptBy: NOW },
      ])
      .execute();
    await world.db
      .insertInto('orderHistory')
      .values({
        ...step,
        step: 3,
        fromState: 'PENDING',
        toState: 'ASSIGNED',
        at: t2 ?? NOW,
        byLabel: 'Routing',
        reason: null,
      })
      .execute();
    await world.db.updateTable('orders').set({ assignment: 2 }).where('id', '=', order).execute();
    const [seen] = await loadOrders(world.db, [order], callerIn('VENDOR_STAFF', { vendorId: world.vendors[1] }));
    const [whole] = await loadOrders(world.db, [order], admin);
    expect(seen?.history.map((line) => [line.to, line.by, line.reason])).toEqual([
      ['PENDING', 'Khaacho', null],
      ['PENDING', 'Khaacho', null],
      ['ASSIGNED', 'Routing', null],
    ]);
    expect(whole?.history[1]).toMatchObject({ by: 'Ram, Vendor 0', reason: 'OUT_OF_STOCK: no rice' });
  });

  it('are loaded by one statement a call, through indexes only', async () => {
    const statements: CompiledQuery[] = [];
    const watched: Db = new Kysely({
      dialect: new PostgresDialect({ pool: world.database.pool }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
      log: (event) => void statements.push(event.query),
    });
    const client = await world.database.pool.connect();
    try {
      // Small tables are read whole by choice; here it is asked whether an index can serve.
      await client.query('set enable_seqscan = off');
      for (const door of [...featureCollections, commandCollection]) {
        for (const caller of [
          admin,
          callerIn('VENDOR_STAFF', { vendorId: id() }),
          callerIn('FIELD_AGENT', { territoryIds: [id()] }),
        ]) {
          statements.length = 0;
          await door.load(watched, [id()], caller, NOW);
          const plans = statements.map(async ({ sql: text, parameters }) =>
            client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...parameters]),
          );
          const lines = (await Promise.all(plans)).flatMap(({ rows }) => rows.map((row) => row['QUERY PLAN']));
          expect(statements.length).toBeLessThanOrEqual(1);
          expect(lines.filter((line) => line.includes('Seq Scan'))).toEqual([]);
        }
      }
    } finally {
      await client.query('reset enable_seqscan');
      client.release();
    }
  });
});
