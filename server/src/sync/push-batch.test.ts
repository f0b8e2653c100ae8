import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../db/database.ts';
import { createPushBench, type PushBench, verdictsOf } from '../testing/replica-push.ts';
import { createReplicaWorld, NOW, type ReplicaWorld } from '../testing/replica-world.ts';

let world: ReplicaWorld;
let bench: PushBench;
beforeAll(async () => {
  world = await createReplicaWorld();
});
beforeEach(async () => {
  bench = createPushBench(world);
  await bench.setStock(100_000);
});
afterAll(() => world.close());

const logOf = (deviceId: string | null) =>
  world.db
    .selectFrom('commandLog')
    .select((eb) => ['id', 'deviceSeq', 'status', eb.cast<string>(sql`xmin::text`, 'text').as('commit')])
    .where('deviceId', '=', deviceId ?? '')
    .orderBy('deviceSeq')
    .execute();

const kill = async (tx: Tx) => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
  await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(world.db);
  await sql`select 1`.execute(tx);
};

const sales = (count: number) => Array.from({ length: count }, (_, n) => bench.adjust(n + 1, -1_000));

/** What must hold however a batch went: every command once, in its order, with its effect. */
async function expectEachOnce(caller: { deviceId: string | null }, commands: readonly { id: string }[]): Promise<void> {
  const log = await logOf(caller.deviceId);
  expect(log.map((row) => [row.deviceSeq, row.id])).toEqual(commands.map(({ id }, n) => [n + 1, id]));
  const moves = await world.db
    .selectFrom('stockMoves')
    .select('commandId')
    .where(
      'commandId',
      'in',
      commands.map(({ id }) => id),
    )
    .execute();
  const applied = log.filter((row) => row.status === 'applied').map((row) => row.id);
  expect(moves.map((row) => row.commandId ?? '').sort()).toEqual([...applied].sort());
}

describe('a batch', () => {
  it('decides many commands in few commits, each refused one alone', async () => {
    const caller = bench.staff();
    const commands = sales(70);
    commands[10] = bench.adjust(11, -999_000);
    commands[11] = bench.adjust(12, -1_000, { dependsOn: [commands[10].id] });
    commands[12] = bench.adjust(13, -1_000, { dependsOn: [commands[9]?.id ?? ''] });
    const verdicts = verdictsOf(await bench.pusher()(caller, commands));
    const others = verdicts.filter((_, n) => n !== 10 && n !== 11);
    expect(others.every((verdict) => verdict.status === 'applied')).toBe(true);
    expect(verdicts.slice(10, 12).map((verdict) => verdict.code)).toEqual([
      'STOCK_BELOW_RESERVED',
      'DEPENDENCY_REFUSED',
    ]);
    expect(await bench.onHand()).toBe(32_000);
    await expectEachOnce(caller, commands);
    const commits = new Set((await logOf(caller.deviceId)).map((row) => row.commit));
    expect(commits.size).toBeLessThan(35);
    expect(bench.afterCommit).toEqual(commands.filter((_, n) => n !== 10 && n !== 11).map(({ id }) => id));
    const positions = verdicts.map((verdict) => verdict.position ?? 0);
    expect([...positions].sort((a, b) => a - b)).toEqual(positions);
  });

  it('killed in the middle leaves nothing, and every command takes effect once', async () => {
    const caller = bench.staff();
    const commands = sales(20);
    bench.fail = async (tx, call) => void (call === 9 && (await kill(tx)));
    expect(verdictsOf(await bench.pusher()(caller, commands)).every((one) => one.status === 'applied')).toBe(true);
    expect(bench.calls).toBeGreaterThan(20);
    expect(await bench.onHand()).toBe(80_000);
    await expectEachOnce(caller, commands);
  });

  it('whose commit is cut off is not decided twice', async () => {
    const caller = bench.staff();
    const commands = sales(12);
    // While it commits, once; a sequence outlives the transaction.
    await sql`create sequence kills`.execute(world.db);
    await sql`create function die() returns trigger language plpgsql as $$
      begin
        if nextval('kills') = 1 then
          perform pg_terminate_backend(pg_backend_pid());
          perform pg_sleep(1);
        end if;
        return null;
      end $$`.execute(world.db);
    await sql`create constraint trigger die after insert on command_log deferrable initially deferred
      for each row execute function die()`.execute(world.db);
    const verdicts = verdictsOf(await bench.pusher()(caller, commands));
    await sql`drop trigger die on command_log`.execute(world.db);
    expect(verdicts.every((one) => one.status === 'applied')).toBe(true);
    expect(bench.calls).toBeGreaterThan(12);
    expect(await bench.onHand()).toBe(88_000);
    await expectEachOnce(caller, commands);
  });

  it('with a poison in the middle: what stands before it is kept, it is tried three times, the rest goes on', async () => {
    const caller = bench.staff();
    const commands = sales(20);
    const poison = commands[7]?.id ?? '';
    let tried = 0;
    bench.fail = async (tx) => {
      const moved = tx.selectFrom('stockMoves').select('id').where('commandId', '=', poison);
      if ((await moved.execute()).length === 0) return;
      tried += 1;
      await sql`select 1 / 0`.execute(tx);
    };
    const verdicts = verdictsOf(await bench.pusher()(caller, commands));
    expect(tried).toBe(3);
    expect(verdicts.map((one) => one.code ?? one.status)).toEqual(
      commands.map((_, n) => (n === 7 ? 'INTERNAL' : 'applied')),
    );
    expect(bench.calls).toBe(22);
    expect(await bench.onHand()).toBe(81_000);
    await expectEachOnce(caller, commands);
  });

  it('with a fact that fails in the middle keeps the fact for a person, told once', async () => {
    const caller = bench.staff();
    const commands = [
      bench.adjust(1, -1_000),
      bench.count(2, { payload: {} }),
      bench.count(3),
      bench.adjust(4, -1_000),
    ];
    bench.fail = async (_tx, call) => {
      if (call >= 2 && call <= 4) throw new Error('a bug');
    };
    const verdicts = verdictsOf(await bench.pusher()(caller, commands));
    expect(verdicts.map((one) => one.status)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect(bench.parked.map((fact) => fact.commandId)).toEqual([commands[1]?.id, commands[2]?.id]);
    expect(await bench.onHand()).toBe(98_000);
  });

  it('a serialization failure in the middle runs that command again and no other', async () => {
    const caller = bench.staff();
    const commands = sales(12);
    bench.fail = async (tx, call) => {
      if (call === 6) await sql`do $$ begin raise exception 'again' using errcode = '40001'; end $$`.execute(tx);
    };
    expect(verdictsOf(await bench.pusher()(caller, commands)).every((one) => one.status === 'applied')).toBe(true);
    expect(bench.calls).toBe(13);
    expect(await bench.onHand()).toBe(88_000);
    await expectEachOnce(caller, commands);
  });

  it('what fails only at the commit is found alone, and takes nothing else with it', async () => {
    const caller = bench.staff();
    const commands = sales(8);
    const poison = commands[4]?.id ?? '';
    await sql`create function refuse_late() returns trigger language plpgsql as $$
      begin if new.command_id::text = tg_argv[0] then raise exception 'not at all'; end if; return null; end $$`.execute(
      world.db,
    );
    await sql`create constraint trigger late after insert on stock_moves deferrable initially deferred
      for each row execute function refuse_late(${sql.lit(poison)})`.execute(world.db);
    const verdicts = verdictsOf(await bench.pusher()(caller, commands));
    await sql`drop trigger late on stock_moves`.execute(world.db);
    expect(verdicts.map((one) => one.code ?? one.status)).toEqual(
      commands.map((_, n) => (n === 4 ? 'INTERNAL' : 'applied')),
    );
    expect(await bench.onHand()).toBe(93_000);
    await expectEachOnce(caller, commands);
  });

  it('ends at a gap and at an id that comes twice', async () => {
    const caller = bench.staff();
    const [a, b, c] = [bench.adjust(1, -1_000), bench.adjust(2, -1_000), bench.adjust(4, -1_000)];
    const verdicts = verdictsOf(await bench.pusher()(caller, [a, b, { ...a, deviceSeq: 3 }, c]));
    expect(verdicts.map((one) => one.status)).toEqual(['applied', 'applied', 'applied', 'retry']);
    expect(verdicts[3]).toMatchObject({ code: 'COMMAND_OUT_OF_ORDER', expectedSeq: 3 });
    expect(await bench.onHand()).toBe(98_000);
  });
});

describe('two devices that take the same rows in opposite order', () => {
  it('do not block each other: no deadlock, each command once', async () => {
    const other = world.offers[0][1] ?? '';
    await world.db.updateTable('stockLevels').set({ onHandMilli: 500_000 }).where('offerId', '=', other).execute();
    await bench.setStock(500_000);
    const onOther = { payload: { offerId: other, deltaMilli: -1_000, reason: 'OTHER' } };
    const crossing = (first: boolean) =>
      Array.from({ length: 96 }, (_, n) => bench.adjust(n + 1, -1_000, (n % 2 === 0) === first ? onOther : {}));
    const devices = [bench.staff(), bench.staff(), bench.staff(), bench.staff()];
    const before = await deadlocks();
    const lines = devices.map((_, n) => crossing(n % 2 === 0));
    const answers = await Promise.all(devices.map((caller, n) => bench.pusher()(caller, lines[n] ?? [])));
    expect(answers.flatMap(verdictsOf).every((one) => one.status === 'applied')).toBe(true);
    expect(await deadlocks()).toBe(before);
    expect(await bench.onHand()).toBe(500_000 - 4 * 48_000);
    for (const [n, caller] of devices.entries()) await expectEachOnce(caller, lines[n] ?? []);
  });

  it('a batch lets go of its rows where it would have to wait for one', async () => {
    const other = world.offers[0][1] ?? '';
    const held = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const holder = world.db.transaction().execute(async (tx) => {
      await tx.updateTable('stockLevels').set({ shortSince: NOW }).where('offerId', '=', other).execute();
      held.resolve();
      await release.promise;
      // What the batch has done before it had to wait is here: it neither holds the row nor has lost the effect.
      const level = tx.selectFrom('stockLevels').select('onHandMilli').where('offerId', '=', bench.offer);
      return (await level.forUpdate().executeTakeFirstOrThrow()).onHandMilli;
    });
    await held.promise;
    const caller = bench.staff();
    const payload = { offerId: other, deltaMilli: -1_000, reason: 'OTHER' };
    const pushing = bench.pusher()(caller, [bench.adjust(1, -1_000), bench.adjust(2, 0, { payload })]);
    while ((await logOf(caller.deviceId)).length === 0) await new Promise((resolve) => setImmediate(resolve));
    release.resolve();
    expect(await holder).toBe(99_000);
    expect(verdictsOf(await pushing).map((one) => one.status)).toEqual(['applied', 'applied']);
  });
});

async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks::int from pg_stat_database where datname = current_database()`.execute(world.db);
  return rows[0]?.deadlocks ?? 0;
}
