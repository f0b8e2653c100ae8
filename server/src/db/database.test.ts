import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { createDatabase, type Database, type Db, type Tx, transaction } from './database.ts';
import { isConnectionLost, isUnavailable, isUniqueViolation } from './failures.ts';

let testDatabase: TestDatabase;
let database: Database;
let db: Db;
const logged: string[] = [];
const log = createLog({ level: 'info', destination: { write: (line) => void logged.push(line) } });

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase(testDatabase.url, { log, poolSize: 5 });
  db = database.db;
  await sql`create table counters (name text primary key, value bigint not null default 0)`.execute(db);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

async function ask<T>(query: ReturnType<typeof sql<T>>): Promise<T | undefined> {
  const { rows } = await query.execute(db);
  return rows[0];
}

async function setCounter(on: Db, name: string, value: number): Promise<void> {
  await sql`insert into counters values (${name}, ${value}) on conflict (name) do update set value = ${value}`.execute(
    on,
  );
}
async function counter(name: string): Promise<number | undefined> {
  return (await ask(sql<{ value: number }>`select value from counters where name = ${name}`))?.value;
}

describe('values', () => {
  it('reads bigint as an exact number, numeric and date as text, timestamptz as a Date', async () => {
    const row = await ask(sql<
      Record<string, unknown>
    >`select 9000000000000::bigint as paisa, '12.340'::numeric as rate, '2026-11-20'::date as day,
      '2026-11-20 06:15:00.123+05:45'::timestamptz as instant, array[1, null, 2]::bigint[] as counts, array['2026-01-01']::date[] as days`);
    expect(row).toEqual({
      paisa: 9_000_000_000_000,
      rate: '12.340',
      day: '2026-11-20',
      instant: new Date('2026-11-20T00:30:00.123Z'),
      counts: [1, null, 2],
      days: ['2026-01-01'],
    });
  });

  it('throws for a bigint that a double cannot hold exactly', async () => {
    await expect(ask(sql`select 9007199254740993::bigint as paisa`)).rejects.toThrow('does not fit');
  });

  it('keeps the keys of stored JSON as they are, and makes column names camelCase', async () => {
    const row = await ask(
      sql<Record<string, unknown>>`select '{"snake_key": {"RICE_1KG": 1}}'::jsonb as some_document`,
    );
    expect(row).toEqual({ someDocument: { snake_key: { RICE_1KG: 1 } } });
  });
});

describe('transaction', () => {
  it('commits what it returns, with onCommit after it is durable', async () => {
    const seen: (number | undefined)[] = [];
    const done = Promise.withResolvers<void>();
    await transaction(db, async (tx) => {
      await setCounter(tx, 'committed', 7);
      tx.onCommit(async () => {
        seen.push(await counter('committed'));
        done.resolve();
      });
      expect(await counter('committed')).toBeUndefined();
    });
    await done.promise;
    expect(seen).toEqual([7]);
  });

  it('rolls back what throws, and forgets its callbacks', async () => {
    let called = false;
    const work = transaction(db, async (tx) => {
      await setCounter(tx, 'rolled back', 1);
      tx.onCommit(() => {
        called = true;
      });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await counter('rolled back')).toBeUndefined();
    expect(called).toBe(false);
  });

  it('logs a failing callback and still answers', async () => {
    logged.length = 0;
    const answer = await transaction(db, async (tx) => {
      tx.onCommit(() => {
        throw new Error('sync callback');
      });
      tx.onCommit(() => Promise.reject(new Error('async callback')));
      return 'done';
    });
    expect(answer).toBe('done');
    await Promise.resolve();
    expect(logged.join('')).toContain('sync callback');
    expect(logged.join('')).toContain('async callback');
  });

  it('refuses queries and callbacks after its end', async () => {
    let leaked: Tx | undefined;
    await transaction(db, async (tx) => {
      leaked = tx;
    });
    if (!leaked) throw new Error('no transaction');
    await expect(setCounter(leaked, 'late', 1)).rejects.toThrow('has ended');
    expect(() => leaked?.onCommit(() => {})).toThrow('has ended');
    expect(await counter('late')).toBeUndefined();
  });

  it('refuses a query started inside and not awaited, without hurting the next user of the connection', async () => {
    let late: Promise<void> | undefined;
    const gate = Promise.withResolvers<void>();
    await transaction(db, async (tx) => {
      late = gate.promise.then(() => setCounter(tx, 'unawaited', 1));
    });
    gate.resolve();
    await expect(late).rejects.toThrow('has ended');
    expect(await counter('unawaited')).toBeUndefined();
  });

  it('does not nest', async () => {
    await expect(transaction(db, (tx) => transaction(tx, async () => 1))).rejects.toThrow('inside a transaction');
  });

  it('runs again after a serialization failure: two increments both count', async () => {
    await setCounter(db, 'serial', 0);
    let runs = 0;
    let reads = 0;
    const bothRead = Promise.withResolvers<void>();
    const increment = () =>
      transaction(
        db,
        async (tx) => {
          runs += 1;
          const { rows } = await sql<{ value: number }>`select value from counters where name = 'serial'`.execute(tx);
          reads += 1;
          if (reads >= 2) bothRead.resolve();
          await bothRead.promise;
          await sql`update counters set value = ${(rows[0]?.value ?? 0) + 1} where name = 'serial'`.execute(tx);
        },
        { isolation: 'serializable' },
      );
    await Promise.all([increment(), increment()]);
    expect(await counter('serial')).toBe(2);
    expect(runs).toBe(3);
  });

  it('runs again after a deadlock', async () => {
    await setCounter(db, 'first', 0);
    await setCounter(db, 'second', 0);
    let runs = 0;
    let holding = 0;
    const bothHoldOne = Promise.withResolvers<void>();
    const touch = (names: string[]) =>
      transaction(db, async (tx) => {
        runs += 1;
        await sql`update counters set value = value + 1 where name = ${names[0]}`.execute(tx);
        holding += 1;
        if (holding >= 2) bothHoldOne.resolve();
        await bothHoldOne.promise;
        await sql`update counters set value = value + 1 where name = ${names[1]}`.execute(tx);
      });
    await Promise.all([touch(['first', 'second']), touch(['second', 'first'])]);
    expect([await counter('first'), await counter('second')]).toEqual([2, 2]);
    expect(runs).toBe(3);
  });

  it('runs again when the connection is cut before the commit, at most three times more', async () => {
    let runs = 0;
    const cut = async (tx: Tx) => {
      runs += 1;
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
    };
    await transaction(db, async (tx) => {
      await setCounter(tx, 'cut', 5);
      if (runs < 2) await cut(tx);
    });
    expect(await counter('cut')).toBe(5);
    expect(runs).toBe(2);
    runs = 0;
    const error = await transaction(db, cut).catch((reason: unknown) => reason);
    expect(isConnectionLost(error)).toBe(true);
    expect(runs).toBe(4);
  });

  it('does not run again when the connection is cut during the commit', async () => {
    // A deferred trigger runs inside COMMIT, as the last thing before it is durable.
    await sql`create table cut_at_commit (id int)`.execute(db);
    await sql`create function cut_me() returns trigger language plpgsql as $$
      begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return null; end $$`.execute(db);
    await sql`create constraint trigger cut after insert on cut_at_commit deferrable initially deferred
      for each row execute function cut_me()`.execute(db);
    let runs = 0;
    const error = await transaction(db, async (tx) => {
      runs += 1;
      await sql`insert into cut_at_commit values (1)`.execute(tx);
    }).catch((reason: unknown) => reason);
    expect(isUnavailable(error)).toBe(true);
    expect(runs).toBe(1);
  });
});

describe('limits', () => {
  it('says "unavailable" when no connection is free in time, and works again after', async () => {
    const small = createDatabase(testDatabase.url, { log, poolSize: 1, acquireTimeoutMs: 100 });
    const hold = Promise.withResolvers<void>();
    const holding = transaction(small.db, () => hold.promise);
    const error = await small.ping().catch((reason: unknown) => reason);
    expect(isUnavailable(error)).toBe(true);
    hold.resolve();
    await holding;
    await small.ping();
    await small.close();
  });

  it('stops a statement at its time-out', async () => {
    const hasty = createDatabase(testDatabase.url, { log, poolSize: 1, statementTimeoutMs: 50 });
    const error = await sql`select pg_sleep(5)`.execute(hasty.db).catch((reason: unknown) => reason);
    expect(isUnavailable(error)).toBe(true);
    await hasty.close();
  });

  it('logs a query slower than a second by its text, without its parameters', async () => {
    logged.length = 0;
    await sql`select pg_sleep(1.05), ${'9800000001 is private'}::text`.execute(db);
    expect(logged.join('')).toContain('slow query');
    expect(logged.join('')).toContain('pg_sleep');
    expect(logged.join('')).not.toContain('private');
  });

  it('knows a unique violation by its constraint', async () => {
    await sql`insert into counters values ('twice')`.execute(db);
    const error = await sql`insert into counters values ('twice')`.execute(db).catch((reason: unknown) => reason);
    expect(isUniqueViolation(error, 'counters_pkey')).toBe(true);
    expect(isUniqueViolation(error, 'other')).toBe(false);
  });
});
