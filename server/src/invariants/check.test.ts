import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database, transaction } from '../db/database.ts';
import { demoId } from '../demo/random.ts';
import { seedDemoWorld } from '../demo/world.ts';
import { createLog } from '../log.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { checkInvariants, type InvariantReport } from './check.ts';

const NOW = new Date('2026-11-20T06:15:00Z');
const sita = demoId('retailer', 1);

/** Rolls back what a test has broken: the next one starts from the same sound books. */
class Undo extends Error {}

let made: TestDatabase;
let database: Database;

beforeAll(async () => {
  made = await createTestDatabase();
  database = createDatabase(made.url, { log: createLog({ level: 'silent' }) });
  await seedDemoWorld(database.db, { now: NOW });
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

/** What the checks say after some damage that triggers, and constraints where they must be dropped, would not have let through. */
async function after(damage: RawBuilder<unknown>[], options: { now?: Date } = {}): Promise<InvariantReport> {
  let report: InvariantReport | undefined;
  await transaction(database.db, async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const statement of damage) await statement.execute(tx);
    report = await checkInvariants(tx, options);
    throw new Undo();
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  if (!report) throw new Error('nothing was checked');
  return report;
}

const anOrder = (state: string) => sql`(select id from orders where state = ${state} order by order_number limit 1)`;
const twoOrders = sql`(select id from orders order by order_number limit 2)`;
const aReply = sql`(select id from messages where business_key like 'reply:%' order by at limit 1)`;
const device = sql`'device-0001'`;
const command = (
  seq: number,
  more: { id?: string; type?: string; status?: string; code?: string | null; decidedAt?: string } = {},
) => sql`
  insert into command_log (id, device_id, device_seq, user_id, type, version, payload, issued_at, received_at, decided_at, status, code, message)
  values (${more.id ?? `01990000-0000-7000-8000-00000000000${seq}`}, ${device}, ${seq}, gen_random_uuid(), ${more.type ?? 'order.accept'}, 1, '{}',
    now(), now(), ${more.decidedAt ?? '2026-11-20T06:00:00Z'}, ${more.status ?? 'applied'}, ${more.code ?? null}, 'because')`;
const next = (seq: number) => sql`insert into device_sequences (device_id, next_seq) values (${device}, ${seq})`;
const someCommand = '01990000-0000-7000-8000-00000000000a';

/** Every check, broken once on purpose. */
const damages: Record<string, RawBuilder<unknown>[]> = {
  '1/order-number-once': [
    sql`alter table orders drop constraint orders_order_number_key`,
    sql`update orders set order_number = (select min(order_number) from orders) where id in ${twoOrders}`,
  ],
  '1/order-number-of-its-day': [sql`update orders set order_number = 'ORD200101001' where id = ${anOrder('ASSIGNED')}`],
  '1/order-once-for-its-origin': [
    sql`alter table orders drop constraint orders_origin_key_key`,
    sql`update orders set origin_key = 'api:1:key' where id in ${twoOrders}`,
  ],
  '1/order-once-for-a-command': [
    sql`update order_history set command_id = ${someCommand} where from_state is null and order_id in ${twoOrders}`,
  ],
  '1/order-once-for-a-confirm': [
    sql`insert into drafts (id, chat_id, retailer_id, state, lines, expires_at, created_at, updated_at)
      values (gen_random_uuid(), ${demoId('chat', 2)}, ${demoId('retailer', 2)}, 'CONFIRMED', '[]', now(), now(), now())`,
  ],
  '2/journal-sums-to-zero': [
    sql`update journal_entries set amount_paisa = amount_paisa + 1 where id = (select min(id) from journal_entries)`,
  ],
  '2/balance-is-the-sum': [sql`update account_balances set balance_paisa = balance_paisa + 1 where account_id = 1`],
  '2/balance-as-it-ran': [sql`update journal_entries set balance_paisa = balance_paisa + 1 where id = 7`],
  '2/owed-is-the-receivable': [sql`update credit_accounts set outstanding_paisa = 100 where retailer_id = ${sita}`],
  '2/delivery-is-billed': [sql`update journals set order_id = null where order_id = ${anOrder('DELIVERED')}`],
  '2/payment-is-booked': [
    sql`update payments set amount_paisa = amount_paisa + 1 where id = (select id from payments order by id limit 1)`,
  ],
  '2/paid-is-what-was-allocated': [
    sql`update orders set paid_paisa = paid_paisa - 1 where id = ${anOrder('COMPLETED')}`,
  ],
  '2/allocated-within-the-payment': [
    sql`update payment_allocations set amount_paisa = amount_paisa + 1 where id = (select min(id) from payment_allocations)`,
  ],
  '2/open-bills-are-what-is-owed': [
    sql`update orders set total_paisa = total_paisa + 1, tax_paisa = tax_paisa + 1 where id = ${anOrder('DELIVERED')}`,
  ],
  '2/order-is-the-sum-of-its-lines': [
    sql`delete from order_lines where order_id = ${anOrder('PACKING')} and line_number = 1`,
  ],
  '2/audit-chain-is-whole': [
    sql`insert into audit_log (id, at, action, subject_type) values (${someCommand}, now(), 'credit.setLimit', 'retailer')`,
    sql`insert into audit_chain (position, audit_id, hash) values (1, ${someCommand}, 'not the hash of this line')`,
  ],
  '3/within-the-limit-when-taken': [sql`update credit_limit_changes set limit_paisa = 100 where retailer_id = ${sita}`],
  '3/reserved-is-what-open-orders-hold': [
    sql`update credit_accounts set reserved_paisa = reserved_paisa + 1 where retailer_id = ${sita}`,
  ],
  '3/order-holds-its-total-while-open': [sql`update orders set reserved_paisa = 1 where id = ${anOrder('COMPLETED')}`],
  '4/promised-is-on-the-shelf': [
    sql`update stock_levels set reserved_milli = on_hand_milli + 1000, short_since = now() where offer_id = (select offer_id from stock_levels order by 1 limit 1)`,
  ],
  '4/offer-has-a-place-in-the-store': [
    sql`delete from stock_levels where offer_id = (select offer_id from stock_levels order by 1 limit 1)`,
  ],
  '4/reserved-is-what-orders-hold': [
    sql`update stock_levels set reserved_milli = reserved_milli + 1 where offer_id = (select offer_id from stock_levels order by 1 limit 1)`,
  ],
  '4/order-holds-stock-while-promised': [sql`update orders set stock_held = false where id = ${anOrder('ACCEPTED')}`],
  '4/moves-lead-to-the-shelf': [
    sql`update stock_levels set on_hand_milli = on_hand_milli + 1 where offer_id = (select offer_id from stock_levels order by 1 limit 1)`,
  ],
  '4/order-leaves-the-store-once': [
    sql`insert into stock_moves (offer_id, kind, delta_milli, on_hand_milli, order_id, at)
      select offer_id, kind, delta_milli, on_hand_milli, order_id, at from stock_moves where kind = 'DISPATCH' order by id limit 1`,
  ],
  '5/message-is-answered': [sql`delete from messages where id = ${aReply}`],
  '5/message-is-answered-once': [
    sql`alter table messages drop constraint messages_business_key_key`,
    sql`update messages set business_key = 'reply:x' where id in (select id from messages where direction = 'OUTBOUND' order by at limit 2)`,
  ],
  '5/message-is-sent-or-shown-as-failed': [
    sql`update messages set status = 'FAILED', error_code = '63016' where id = ${aReply}`,
  ],
  '6/device-numbers-without-gap': [command(1), command(3), next(4)],
  '6/commands-decided-in-order': [command(1), command(2, { decidedAt: '2026-11-20T05:00:00Z' }), next(3)],
  '6/refusal-says-why': [command(1, { status: 'rejected' }), next(2)],
  '6/fact-is-kept': [command(1, { status: 'rejected', type: 'payment.record', code: 'COMMAND_MALFORMED' }), next(2)],
  '6/no-effect-without-verdict': [
    sql`update payments set command_id = ${someCommand} where id = (select id from payments order by id limit 1)`,
    command(1, { id: someCommand, status: 'rejected', code: 'RETAILER_BLOCKED' }),
    next(2),
  ],
  '7/history-steps-follow': [sql`delete from order_history where order_id = ${anOrder('DELIVERED')} and step = 3`],
  '7/history-moves-are-allowed': [
    sql`update order_history set from_state = 'ASSIGNED' where to_state = 'DELIVERED' and order_id = ${anOrder('DELIVERED')}`,
  ],
  '7/state-is-the-last-step': [sql`update orders set state = 'PACKING' where id = ${anOrder('ACCEPTED')}`],
  '7/history-in-order-of-time': [
    sql`update order_history set at = at - interval '2 days' where step = 3 and order_id = ${anOrder('DELIVERED')}`,
  ],
  '7/history-says-who-and-why': [
    sql`update order_history set reason = ' ' where to_state = 'CANCELLED' and order_id = ${anOrder('CANCELLED')}`,
  ],
  '7/assignment-fits-the-state': [sql`update assignments set outcome = null where order_id = ${anOrder('PACKING')}`],
  '7/delivered-and-completed-fit': [sql`update orders set paid_paisa = 0 where id = ${anOrder('COMPLETED')}`],
};

describe('checkInvariants', () => {
  it('finds nothing in sound books, and says what it looked at', async () => {
    const report = await checkInvariants(database.db);
    expect(report.broken).toEqual([]);
    expect(report.checked.toSorted()).toEqual(Object.keys(damages).toSorted());
  });

  it.each(Object.entries(damages))('%s is reported when it is broken', async (name, damage) => {
    const report = await after(damage);
    const found = report.broken.find((broken) => broken.invariant === name);
    expect(report.broken.map((broken) => broken.invariant)).toContain(name);
    expect(found?.sentence).toMatch(/^\d+ .*\.$/);
    expect(found?.sample.length).toBeGreaterThan(0);
    expect(found?.sample.length).toBeLessThanOrEqual(5);
  });

  it('undid what the tests have broken', async () => {
    expect((await checkInvariants(database.db)).broken).toEqual([]);
  });

  it('counts all rows that are wrong and shows five of them', async () => {
    const { broken } = await after([
      sql`update account_balances set balance_paisa = balance_paisa + 1 where account_id <= 12`,
    ]);
    const found = broken.find((line) => line.invariant === '2/balance-is-the-sum');
    expect(found?.sentence).toBe('12 account(s) have a balance that is not the sum of their entries.');
    expect(found?.sample).toHaveLength(5);
  });

  it('lets an order over the limit pass beside an override with a reason', async () => {
    const override = (reason: string) => sql`insert into audit_log (id, at, action, subject_type, subject_id, reason)
      select gen_random_uuid(), now(), 'order.override', 'order', id::text, ${reason} from orders where retailer_id = ${sita}`;
    const cut = sql`update credit_limit_changes set limit_paisa = 100 where retailer_id = ${sita}`;
    expect((await after([cut, override('The owner came in person')])).broken).toEqual([]);
    expect((await after([cut, override(' ')])).broken).toHaveLength(1);
  });

  it('sees two orders that used the last rupee at the same moment', async () => {
    const copy = (number: number) => sql`with copied as (
        insert into orders (id, order_number, state, source, retailer_id, subtotal_paisa, tax_paisa, total_paisa, reserved_paisa, placed_at, updated_at)
        values (${`01990000-0000-7000-8000-00000000010${number}`}, ${`ORD26112090${number}`}, 'PENDING', 'API', ${sita}, 3000000, 0, 3000000, 3000000, ${NOW}, ${NOW})
        returning id)
      insert into order_history (order_id, step, to_state, at, by_label) select id, 1, 'PENDING', ${NOW}, 'Sita Kirana' from copied`;
    const limits = (report: InvariantReport) =>
      report.broken.filter((broken) => broken.invariant === '3/within-the-limit-when-taken');
    expect(limits(await after([copy(1)]))).toEqual([]);
    expect(limits(await after([copy(1), copy(2)]))).toHaveLength(1);
  });

  it('takes a shortage that was told for what it is', async () => {
    const offer = sql`(select s.offer_id from stock_levels s where s.reserved_milli = 0 order by 1 limit 1)`;
    const report = await after([
      sql`insert into alerts (id, kind, severity, cause, message, opened_at, updated_at)
        select gen_random_uuid(), 'COUNT_BELOW_PROMISED', 'WARNING', 'count:' || ${offer}, 'short', now(), now()`,
      sql`update stock_levels set reserved_milli = on_hand_milli + 1, short_since = now() where offer_id = ${offer}`,
    ]);
    expect(report.broken.map((broken) => broken.invariant)).toEqual(['4/reserved-is-what-orders-hold']);
  });

  it('gives messages under way their time, and none after everything has come to rest', async () => {
    const arrived = (minutesAgo: number) => [
      sql`insert into messages (id, chat_id, direction, kind, body, status, provider_id, at, updated_at)
        values (gen_random_uuid(), ${demoId('chat', 2)}, 'INBOUND', 'TEXT', 'rice 5', 'RECEIVED', 'SM1', ${new Date(NOW.getTime() - minutesAgo * 60_000)}, ${NOW})`,
      sql`insert into messages (id, chat_id, direction, kind, body, status, at, updated_at)
        values (gen_random_uuid(), ${demoId('chat', 2)}, 'OUTBOUND', 'TEXT', 'ok', 'QUEUED', ${new Date(NOW.getTime() - minutesAgo * 60_000)}, ${NOW})`,
    ];
    const names = ['5/message-is-answered', '5/message-is-sent-or-shown-as-failed'];
    expect((await after(arrived(2), { now: NOW })).broken).toEqual([]);
    expect((await after(arrived(20), { now: NOW })).broken.map((broken) => broken.invariant)).toEqual(names);
    expect((await after(arrived(2))).broken.map((broken) => broken.invariant)).toEqual(names);
  });
});
