import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import {
  createReplicaWorld,
  id,
  NOW,
  placeOrder,
  postDelivery,
  type ReplicaWorld,
  touchOrder,
} from '../testing/replica-world.ts';

let world: ReplicaWorld;
beforeAll(async () => {
  world = await createReplicaWorld();
});
afterAll(() => world.close());

async function number(most = 100_000): Promise<number> {
  const { rows } = await sql<{ head: number }>`select head from sync_number(${most}::integer)`.execute(world.db);
  return rows[0]?.head ?? 0;
}

type Line = { scope: string; collection: string; docId: string; op: string; position: number | null };
/** Lines not numbered yet, with the world's ids replaced by short names, once each. */
async function fresh(): Promise<string[]> {
  const lines: Line[] = await world.db
    .selectFrom('syncLog')
    .selectAll()
    .where('position', 'is', null)
    .orderBy('id')
    .execute();
  const names = new Map<string, string>();
  for (const [n, one] of world.territories.entries()) names.set(one, `T${n}`);
  for (const [n, one] of world.vendors.entries()) names.set(one, `V${n}`);
  for (const [n, one] of world.retailers.entries()) names.set(one, `R${n}`);
  const short = (text: string) => [...names].reduce((all, [long, name]) => all.replaceAll(long, name), text);
  await number();
  const words = lines.map(
    (line) => `${line.op} ${line.collection} ${names.get(line.docId) ?? '*'} @${short(line.scope)}`,
  );
  return [...new Set(words)].sort();
}

describe('lines written by triggers', () => {
  beforeEach(async () => void (await number()));

  it('an order lies in the scopes of the back office, its vendor and its territory', async () => {
    await placeOrder(world, { retailer: 0, vendor: 0 });
    expect(await fresh()).toEqual(['put orders * @all', 'put orders * @territory:T0', 'put orders * @vendor:V0']);
    await placeOrder(world, { retailer: 2, vendor: null });
    expect(await fresh()).toEqual(['put orders * @all', 'put orders * @territory:T1']);
  });

  it('an order that changes hands leaves one vendor and enters the other', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await fresh();
    await touchOrder(world.db, order, { vendorId: world.vendors[1] });
    expect(await fresh()).toEqual([
      'del orders * @vendor:V0',
      'put orders * @all',
      'put orders * @territory:T0',
      'put orders * @vendor:V1',
    ]);
    await touchOrder(world.db, order, { vendorId: null });
    expect(await fresh()).toContain('del orders * @vendor:V1');
  });

  it('a bill changes its shop as well, for the oldest due day', async () => {
    const order = await placeOrder(world, { retailer: 0, vendor: 0 });
    await fresh();
    await touchOrder(world.db, order, { dueDay: '2026-11-30', deliveredAt: NOW });
    expect(await fresh()).toEqual(expect.arrayContaining(['put retailers R0 @all', 'put retailers R0 @territory:T0']));
  });

  it('stock and prices change the offer for the vendor, the agents and the back office', async () => {
    const offer = world.offers[0][0] ?? '';
    await world.db.updateTable('stockLevels').set({ onHandMilli: 130_000 }).where('offerId', '=', offer).execute();
    const lines = ['put offers * @agents', 'put offers * @all', 'put offers * @vendor:V0'];
    expect(await fresh()).toEqual(lines);
    await world.db.updateTable('offers').set({ pricePaisa: 16_000 }).where('id', '=', offer).execute();
    expect(await fresh()).toEqual(lines);
  });

  it('products, their other names, settings and vendors', async () => {
    const productId = world.products[0] ?? '';
    await world.db.insertInto('productAliases').values({ productId, alias: 'chamal', folded: 'chamal' }).execute();
    expect(await fresh()).toEqual(['put products * @everyone']);
    await world.db.updateTable('houseSettings').set({ updatedAt: NOW }).execute();
    expect(await fresh()).toEqual(['put settings * @everyone']);
    await world.db.updateTable('vendors').set({ phone: '+9779800000099' }).where('id', '=', world.vendors[0]).execute();
    expect(await fresh()).toEqual(['put vendors V0 @agents', 'put vendors V0 @all', 'put vendors V0 @vendor:V0']);
  });

  it('a new SKU reaches the offers that show it', async () => {
    await world.db
      .updateTable('products')
      .set({ sku: 'SKU-NEW' })
      .where('id', '=', world.products[3] ?? '')
      .execute();
    const lines = await fresh();
    expect(lines).toContain('put offers * @vendor:V0');
    expect(lines).toContain('put offers * @vendor:V1');
  });

  it('entries of a shop go to its agents, those of a vendor to the vendor', async () => {
    await postDelivery(world.db, world.retailers[0], world.vendors[0]);
    expect(await fresh()).toEqual([
      'put ledger * @all',
      'put ledger * @territory:T0',
      'put ledger * @vendor:V0',
      'put retailers R0 @all',
      'put retailers R0 @territory:T0',
    ]);
  });

  it('a shop that moves takes its statement along', async () => {
    await postDelivery(world.db, world.retailers[1], world.vendors[0]);
    await fresh();
    await world.db
      .updateTable('retailers')
      .set({ territoryId: world.territories[1] })
      .where('id', '=', world.retailers[1])
      .execute();
    expect(await fresh()).toEqual([
      'del ledger * @territory:T0',
      'del retailers R1 @territory:T0',
      'put ledger * @territory:T1',
      'put retailers R1 @all',
      'put retailers R1 @territory:T1',
    ]);
    await world.db
      .updateTable('retailers')
      .set({ territoryId: world.territories[0] })
      .where('id', '=', world.retailers[1])
      .execute();
    await fresh();
  });

  it('a new name of a shop or a vendor reaches the orders that show it', async () => {
    await placeOrder(world, { retailer: 3, vendor: 1 });
    await fresh();
    await world.db.updateTable('retailers').set({ name: 'New name' }).where('id', '=', world.retailers[3]).execute();
    expect(await fresh()).toEqual(
      expect.arrayContaining(['put orders * @all', 'put orders * @territory:T1', 'put orders * @vendor:V1']),
    );
    await world.db.updateTable('vendors').set({ name: 'New vendor' }).where('id', '=', world.vendors[1]).execute();
    expect(await fresh()).toEqual(expect.arrayContaining(['put orders * @all', 'put orders * @vendor:V1']));
  });

  it('what is no part of a document leaves no line', async () => {
    const chatId = id();
    await world.db
      .insertInto('chats')
      .values({ id: chatId, provider: 'twilio', externalId: 'x', createdAt: NOW })
      .execute();
    const message = {
      id: id(),
      chatId,
      direction: 'OUTBOUND',
      kind: 'TEXT',
      body: 'b',
      status: 'QUEUED',
      at: NOW,
      updatedAt: NOW,
    };
    await world.db.insertInto('messages').values(message).execute();
    expect(await fresh()).toEqual(['put messages * @all']);
    await world.db.updateTable('messages').set({ attempts: 2, nextTryAt: NOW }).where('id', '=', message.id).execute();
    expect(await fresh()).toEqual([]);
    await world.db.updateTable('messages').set({ status: 'SENT' }).where('id', '=', message.id).execute();
    expect(await fresh()).toEqual(['put messages * @all']);
  });

  it('nothing is left by a transaction that rolls back', async () => {
    await expect(
      transaction(world.db, async (tx) => {
        await placeOrder(world, { retailer: 0, vendor: 0 }, tx);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await fresh()).toEqual([]);
  });

  it('many orders in one statement are one trigger call each, not one a row', async () => {
    const plan = await transaction(world.db, async (tx) => {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`
        explain analyze insert into orders (id, order_number, state, source, retailer_id, vendor_id, subtotal_paisa, tax_paisa,
          total_paisa, reserved_paisa, placed_at, updated_at)
        select gen_random_uuid(), 'BULK-' || n, 'ASSIGNED', 'DESKTOP', ${world.retailers[0]}::uuid, ${world.vendors[0]}::uuid,
          1, 0, 1, 0, now(), now() from generate_series(1, 500) n`.execute(tx);
      return rows.map((row) => Object.values(row)[0]).join('\n');
    });
    expect(plan).toMatch(/Trigger feed_orders_insert: time=[\d.]+ calls=1/);
    await number();
  });
});

/** A line that names a scope its document has left by the time it commits would leave a replica without the change. */
describe('a scope that comes from another row', () => {
  it('is the one the row has when the transaction commits, whoever comes first', async () => {
    const shop = world.retailers[0];
    const [here, there] = world.territories;
    const rounds = 12;
    for (let round = 0; round < rounds; round += 1) {
      await number();
      const target = round % 2 === 0 ? there : here;
      const moved = Promise.withResolvers<void>();
      const posting = Promise.withResolvers<void>();
      const mover = transaction(world.db, async (tx) => {
        if (round % 3 === 0) await posting.promise;
        await tx.updateTable('retailers').set({ territoryId: target }).where('id', '=', shop).execute();
        moved.resolve();
        await sql`select pg_sleep(0.02)`.execute(tx);
      });
      const poster = transaction(world.db, async (tx) => {
        if (round % 3 === 1) await moved.promise;
        const write = postDelivery(tx, shop, world.vendors[0], 100 + round);
        posting.resolve();
        await write;
        await sql`select pg_sleep(0.02)`.execute(tx);
      });
      await Promise.all([mover, poster]);
      await number();
      // Whatever the order of the two: each entry of the shop lies in its territory and in no other.
      const { rows } = await sql<{ astray: number; missing: number }>`
        with entries as (select e.uid::text as doc from journal_entries e join accounts a on a.id = e.account_id
                         where a.kind = 'RECEIVABLE' and a.party = ${shop}),
          held as (select l.doc_id, l.scope from sync_log l where l.collection = 'ledger' and l.op = 'put' and l.position is not null)
        select (select count(*) from entries join held on held.doc_id = doc
                where scope like 'territory:%' and scope <> ${`territory:${target}`}) as astray,
               (select count(*) from entries where not exists (select 1 from held where held.doc_id = doc
                and scope = ${`territory:${target}`})) as missing`.execute(world.db);
      expect(rows[0]).toEqual({ astray: 0, missing: 0 });
    }
  });
});

describe('numbering', () => {
  it('is dense, keeps the order of writing, and holds one line for a document of a scope', async () => {
    const before = await number();
    const a = await placeOrder(world, { retailer: 0, vendor: 0 });
    const b = await placeOrder(world, { retailer: 0, vendor: 0 });
    for (let n = 0; n < 5; n += 1) await touchOrder(world.db, a);
    const head = await number();
    const lines = await world.db
      .selectFrom('syncLog')
      .selectAll()
      .where('position', '>', before)
      .orderBy('position')
      .execute();
    expect(lines.map((line) => line.position)).toEqual(Array.from({ length: head - before }, (_, n) => before + 1 + n));
    expect(lines.filter((line) => line.scope === 'all').map((line) => line.docId)).toEqual([b, a]);
    await touchOrder(world.db, b);
    await number();
    const all = await world.db
      .selectFrom('syncLog')
      .selectAll()
      .where('docId', 'in', [a, b])
      .where('scope', '=', 'all')
      .orderBy('position')
      .execute();
    expect(all.map((line) => line.docId)).toEqual([a, b]);
  });

  it('goes on past a transaction that stays open', async () => {
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const open = transaction(world.db, async (tx) => {
      await placeOrder(world, { retailer: 0, vendor: 0 }, tx);
      begun.resolve();
      await end.promise;
    });
    await begun.promise;
    const before = await number();
    await Promise.all(Array.from({ length: 20 }, () => placeOrder(world, { retailer: 0, vendor: 0 })));
    expect(await number()).toBe(before + 60);
    end.resolve();
    await open;
    expect(await number()).toBe(before + 63);
  });

  /**
   * Sixteen writers, each commit held back by up to 40 ms after its lines were written. Two readers page through the feed
   * meanwhile: one by the number given on commit order, one by the number given at insert. The second is the control: it
   * shows that the race this test is about did happen.
   */
  it('loses nothing to a reader that pages while sixteen writers commit late; a serial number at insert does', async () => {
    const WRITERS = 16;
    const ROUNDS = 25;
    await number();
    const { rows } = await sql<{ position: number; id: number }>`
      select h.position, (select coalesce(max(id), 0) from sync_log) as id from sync_head h`.execute(world.db);
    const start = { position: rows[0]?.position ?? 0, id: rows[0]?.id ?? 0 };
    let writing = true;
    let numbering = true;
    const reader = (column: 'position' | 'id') => {
      const seen = new Set<string>();
      let last = start[column];
      const page = async () => {
        const lines = await world.db
          .selectFrom('syncLog')
          .select([column, 'docId'])
          .where('scope', '=', 'everyone')
          .where(column, '>', last)
          .orderBy(column)
          .limit(50)
          .execute();
        for (const line of lines) seen.add(line.docId);
        last = lines.at(-1)?.[column] ?? last;
        return lines.length;
      };
      const run = (async () => {
        while (numbering) if ((await page()) === 0) await pause(1);
        while ((await page()) > 0);
      })();
      return { seen, run };
    };
    const sequencer = (async () => {
      while (writing) {
        await number(1_000);
        await pause(1);
      }
      await number();
    })();
    const byPosition = reader('position');
    const byId = reader('id');
    const written: string[] = [];
    await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        for (let round = 0; round < ROUNDS; round += 1) {
          const product = id();
          await transaction(world.db, async (tx) => {
            const row = {
              sku: product,
              name: 'n',
              nameNe: 'n',
              category: 'c',
              unit: 'u',
              baseUnit: 'g',
              basePerUnit: 1,
              taxClass: 'VAT',
            };
            await tx
              .insertInto('products')
              .values({ id: product, ...row, createdAt: NOW, updatedAt: NOW })
              .execute();
            await sql`select pg_sleep(${((writer * 7 + round * 3) % 5) / 100}::float8)`.execute(tx);
          });
          written.push(product);
        }
      }),
    );
    writing = false;
    await sequencer;
    numbering = false;
    await Promise.all([byPosition.run, byId.run]);
    const missed = (seen: Set<string>) => written.filter((product) => !seen.has(product)).length;
    expect(written).toHaveLength(WRITERS * ROUNDS);
    expect(missed(byPosition.seen)).toBe(0);
    expect(missed(byId.seen)).toBeGreaterThan(0);
    console.log(
      `${written.length} rows; missed by position ${missed(byPosition.seen)}, by a number given at insert ${missed(byId.seen)}`,
    );
  });
});
