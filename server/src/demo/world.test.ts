import { readOrder } from '@khaacho/shared/intake/reader.ts';
import { daysBetween, nepalDay } from '@khaacho/shared/kernel/clock.ts';
import { paymentState } from '@khaacho/shared/payments/rules.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCatalogueCache } from '../catalogue/service.ts';
import { createDatabase, type Database, type Db, transaction } from '../db/database.ts';
import { checkInvariants } from '../invariants/check.ts';
import { createLog } from '../log.ts';
import { take } from '../orders/take-service.ts';
import { createPasswords } from '../people/passwords.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { demoId } from './random.ts';
import { DEMO_PASSWORD } from './users.ts';
import { seedDemoWorld } from './world.ts';

const NOON = new Date('2026-11-20T06:15:00Z');
const opened: { database: Database; made: TestDatabase }[] = [];

async function emptyDatabase(): Promise<Db> {
  const made = await createTestDatabase();
  const database = createDatabase(made.url, { log: createLog({ level: 'silent' }) });
  opened.push({ database, made });
  return database.db;
}

async function seeded(now = NOON, scale = 1): Promise<Db> {
  const db = await emptyDatabase();
  expect((await seedDemoWorld(db, { now, scale })).seeded).toBe(true);
  return db;
}

/** One hash for each table; the feed's own times, its keys and the salted passwords are no part of the world. */
async function digest(db: Db): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>`select tablename as name from pg_tables where schemaname = 'public'
    and tablename not like 'sync%' and tablename not like '%migration%' order by 1`.execute(db);
  const result: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const row = name === 'users' ? sql`to_jsonb(t) - 'password_hash'` : sql`to_jsonb(t)`;
    const { rows } = await sql<{
      hash: string | null;
    }>`select md5(string_agg(line::text, '|' order by line::text)) as hash
      from (select ${row} as line from ${sql.table(name)} t) lines`.execute(db);
    result[name] = rows[0]?.hash ?? 'empty';
  }
  return result;
}

async function rowsOf<T>(db: Db, query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await query.execute(db)).rows;
}

describe('the demo world', () => {
  let db: Db;
  beforeAll(async () => {
    db = await seeded();
  });
  afterAll(async () => {
    for (const { database, made } of opened) {
      await database.close();
      await made.drop();
    }
  });

  it('adds up by every invariant', async () => {
    expect((await checkInvariants(db)).broken).toEqual([]);
  });

  // The first minute of a Nepali day, before the shops open, and the end of a year.
  it.each(['2026-11-19T18:15:00Z', '2026-11-20T22:40:00Z', '2026-12-31T17:59:00Z'])(
    'adds up when it is seeded at %s',
    async (now) => {
      expect((await checkInvariants(await seeded(new Date(now)))).broken).toEqual([]);
    },
  );

  it('changes nothing when it is seeded again', async () => {
    const before = await digest(db);
    expect(await seedDemoWorld(db, { now: new Date('2026-12-01T06:00:00Z'), scale: 3 })).toEqual({
      seeded: false,
      rows: {},
    });
    expect(await digest(db)).toEqual(before);
  });

  it('is made once by two servers that start together, the same as on any other database', async () => {
    const empty = await emptyDatabase();
    const seeds = await Promise.all([1, 2].map(() => seedDemoWorld(empty, { now: NOON })));
    expect(seeds.filter((seed) => seed.seeded)).toHaveLength(1);
    expect(await digest(empty)).toEqual(await digest(db));
  });

  it('leaves nothing behind when it cannot be finished, and is whole the next time', async () => {
    const blocked = await emptyDatabase();
    // Comes late in the seed: the address of a chat that is there already.
    await sql`insert into chats (id, provider, external_id, created_at) values (gen_random_uuid(), 'whatsapp', 'whatsapp:+9779800000002', now())`.execute(
      blocked,
    );
    await expect(seedDemoWorld(blocked, { now: NOON })).rejects.toThrow('chats');
    expect(
      await rowsOf(blocked, sql`select (select count(*) from retailers) + (select count(*) from orders) as rows`),
    ).toEqual([{ rows: 0 }]);
    await sql`delete from chat_identities`.execute(blocked);
    await sql`delete from chats`.execute(blocked);
    expect((await seedDemoWorld(blocked, { now: NOON })).seeded).toBe(true);
    expect((await checkInvariants(blocked)).broken).toEqual([]);
    // Rows with numbers from a sequence have later ones after the first try; all others are the same.
    const [second, usual] = [await digest(blocked), await digest(db)];
    for (const table of ['orders', 'order_history', 'journals', 'payments', 'credit_accounts', 'messages'])
      expect([table, second[table]]).toEqual([table, usual[table]]);
  });

  it('has the sign-ins of the contract', async () => {
    const users = await rowsOf<{ email: string; role: string; passwordHash: string }>(
      db,
      sql`select email, role, password_hash from users order by email`,
    );
    expect(users.map((user) => `${user.email} ${user.role}`)).toEqual([
      'admin@khaacho.test ADMIN',
      'agent1@khaacho.test FIELD_AGENT',
      'agent2@khaacho.test FIELD_AGENT',
      'readonly@khaacho.test READONLY',
      'support@khaacho.test SUPPORT',
      ...[1, 2, 3, 4, 5, 6].map((number) => `vendor${number}@khaacho.test VENDOR_STAFF`),
    ]);
    expect(await createPasswords().matches(DEMO_PASSWORD, users[0]?.passwordHash ?? null)).toBe(true);
    expect(await rowsOf(db, sql`select phone from users where role = 'ADMIN'`)).toEqual([{ phone: '+9779801000001' }]);
    expect(await rowsOf(db, sql`select count(distinct territory_id)::int as n from user_territories`)).toEqual([
      { n: 2 },
    ]);
  });

  it('has thirty shops, the first of them free to order', async () => {
    const phones = await rowsOf<{ phone: string }>(db, sql`select phone from retailers order by phone`);
    expect(phones.map((row) => row.phone)).toEqual(
      Array.from({ length: 30 }, (_, index) => `+97798000000${String(index + 1).padStart(2, '0')}`),
    );
    expect(
      await rowsOf(
        db,
        sql`select r.name, r.language, c.limit_paisa, c.outstanding_paisa, c.reserved_paisa,
          (select count(*)::int from orders o where o.retailer_id = r.id and o.state not in ('COMPLETED', 'CANCELLED')) as open,
          (select count(*)::int from orders o where o.retailer_id = r.id and o.state = 'COMPLETED') >= 10 as regular
        from retailers r join credit_accounts c on c.retailer_id = r.id where r.phone = '+9779800000001'`,
      ),
    ).toEqual([
      {
        name: 'Sita Kirana',
        language: 'en',
        limitPaisa: 5_000_000,
        outstandingPaisa: 0,
        reservedPaisa: 0,
        open: 0,
        regular: true,
      },
    ]);
  });

  it('offers rice and dal everywhere at one price, and every good at two vendors', async () => {
    const offers = await rowsOf<{ sku: string; prices: number[]; offers: number; least: number }>(
      db,
      sql`select p.sku, array_agg(distinct f.price_paisa) as prices, count(*)::int as offers, min(s.on_hand_milli - s.reserved_milli) as least
        from offers f join products p on p.id = f.product_id join stock_levels s on s.offer_id = f.id group by p.sku`,
    );
    expect(offers.length).toBeGreaterThanOrEqual(220);
    expect(offers.filter((row) => row.offers < 2)).toEqual([]);
    expect(offers.find((row) => row.sku === 'RICE-1KG')).toMatchObject({ prices: [15_000], offers: 6 });
    expect(offers.find((row) => row.sku === 'DAL-1KG')).toMatchObject({ prices: [12_000], offers: 6 });
    for (const sku of ['RICE-1KG', 'DAL-1KG'])
      expect(offers.find((row) => row.sku === sku)?.least).toBeGreaterThanOrEqual(5_000_000);
    expect(
      await rowsOf(
        db,
        sql`select id from offers where cost_paisa not between price_paisa * 0.79 and price_paisa * 0.93`,
      ),
    ).toEqual([]);
  });

  it('is read and priced as the contract says', async () => {
    const catalogue = await createCatalogueCache(db)();
    for (const text of ['rice 10 kg, dal 5', 'RICE-1KG x 10\nDAL-1KG x 5', 'chamal 10, daal 5', 'चामल १०\nदाल ५']) {
      const lines = readOrder(text, catalogue);
      expect([text, ...lines.map((line) => [line.productId, line.quantityMilli, line.problem])]).toEqual([
        text,
        [demoId('product', 'RICE-1KG'), 10_000, null],
        [demoId('product', 'DAL-1KG'), 5000, null],
      ]);
    }
    const taken = await transaction(db, (tx) =>
      take(
        tx,
        {
          orderId: '01990000-0000-7000-8000-000000000001',
          retailerId: demoId('retailer', 1),
          lines: [
            { productId: demoId('product', 'RICE-1KG'), quantityMilli: 10_000 },
            { productId: demoId('product', 'DAL-1KG'), quantityMilli: 5000 },
          ],
          source: 'WHATSAPP',
          originKey: 'test:1',
          by: { userId: null, label: 'Sita Kirana', deviceId: null },
          commandId: null,
          deviceAt: null,
        },
        NOON,
      ),
    );
    const decision = taken.ok && 'decision' in taken.value ? taken.value.decision : null;
    expect(decision?.quote).toMatchObject({ subtotalPaisa: 210_000, taxPaisa: 27_300, totalPaisa: 237_300 });
    expect((await checkInvariants(db)).broken).toEqual([]);
  });

  it('keeps vendors within their capacity and the desks alive', async () => {
    const desks = await rowsOf<{ active: number; unanswered: number }>(
      db,
      sql`select count(*) filter (where state in ('ASSIGNED', 'ACCEPTED', 'PACKING', 'DISPATCHED', 'OUT_FOR_DELIVERY'))::int as active,
          count(*) filter (where state = 'ASSIGNED' and accept_by > ${NOON})::int as unanswered
        from orders where vendor_id is not null group by vendor_id`,
    );
    expect(desks).toHaveLength(6);
    for (const desk of desks) {
      expect(desk.active).toBeLessThan(40);
      expect(desk.unanswered).toBeGreaterThan(0);
      expect(desk.unanswered).toBeLessThan(10);
    }
    const states = await rowsOf<{ state: string }>(db, sql`select distinct state from orders`);
    expect(states.map((row) => row.state).sort()).toEqual([
      'ACCEPTED',
      'ASSIGNED',
      'CANCELLED',
      'COMPLETED',
      'DELIVERED',
      'DISPATCHED',
      'OUT_FOR_DELIVERY',
      'PACKING',
    ]);
    expect(
      await rowsOf(
        db,
        sql`select count(*)::int as n from orders o where state = 'ASSIGNED'
        and not exists (select 1 from routing_decisions d where d.order_id = o.id and d.number = o.assignment and d.chosen_vendor_id = o.vendor_id)
        and origin_key like 'demo:%'`,
      ),
    ).toEqual([{ n: 0 }]);
    expect(await rowsOf(db, sql`select count(*) > 10 as some from orders where assignment > 1`)).toEqual([
      { some: true },
    ]);
  });

  it('has one shop more than 30 days overdue, not blocked by hand, and one with three delays in a row', async () => {
    const today = nepalDay(NOON);
    const bills = await rowsOf<{
      retailerId: string;
      dueDay: string;
      totalPaisa: number;
      paidPaisa: number;
      settledAt: Date | null;
    }>(
      db,
      sql`select o.retailer_id, o.due_day, o.total_paisa, o.paid_paisa,
          case when o.paid_paisa = o.total_paisa then (select max(a.at) from payment_allocations a where a.order_id = o.id) end as settled_at
        from orders o where o.due_day is not null order by o.due_day, o.placed_at`,
    );
    const overdue = bills.filter(
      (bill) => paymentState(bill, today) === 'OVERDUE' && daysBetween(bill.dueDay, today) > 30,
    );
    expect([...new Set(overdue.map((bill) => bill.retailerId))]).toEqual([demoId('retailer', 7)]);
    expect(await rowsOf(db, sql`select id from retailers where block_reason is not null`)).toEqual([]);
    const late = bills
      .filter((bill) => bill.retailerId === demoId('retailer', 12) && bill.settledAt !== null)
      .map((bill) => bill.settledAt !== null && nepalDay(bill.settledAt) > bill.dueDay);
    expect(late.slice(-3)).toEqual([true, true, true]);
    expect(late.slice(0, -3)).not.toContain(true);
  });

  it('multiplies the shops and their history', async () => {
    const larger = await seeded(NOON, 3);
    expect((await checkInvariants(larger)).broken).toEqual([]);
    const [counts] = await rowsOf<{ retailers: number; orders: number }>(
      larger,
      sql`select (select count(*)::int from retailers) as retailers, (select count(*)::int from orders) as orders`,
    );
    expect(counts?.retailers).toBe(90);
    expect(counts?.orders).toBeGreaterThan(2500);
  });
});
