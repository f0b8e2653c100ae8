import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { migrateToLatest } from './migrate.ts';

describe('migrateToLatest', () => {
  let database: TestDatabase;
  let folder: string;
  const open: Kysely<unknown>[] = [];

  const connect = () => {
    const db = new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: database.url }) }),
    });
    open.push(db);
    return db;
  };
  const file = (name: string, text: string) => writeFileSync(join(folder, name), text);

  beforeEach(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'khaacho-migrations-'));
    const db = connect();
    // The clone brings the real schema: these tests bring their own files.
    await sql`drop schema public cascade`.execute(db);
    await sql`create schema public`.execute(db);
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((db) => db.destroy()));
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('applies the files in order, function bodies included, and nothing the second time', async () => {
    file('0001_a.sql', 'create table a (id int); insert into a values (1);');
    file('0002_b.sql', 'create function twice(n int) returns int language plpgsql as $$ begin return n * 2; end; $$;');
    expect(await migrateToLatest(connect(), folder)).toEqual({ applied: ['0001_a', '0002_b'] });
    expect(await migrateToLatest(connect(), folder)).toEqual({ applied: [] });
    const { rows } = await sql<{ n: number }>`select twice(21) as n`.execute(connect());
    expect(rows).toEqual([{ n: 42 }]);
  });

  it('keeps the files before a broken one and names its line', async () => {
    file('0001_a.sql', 'create table a (id int);');
    file('0002_b.sql', 'create table b (id int);\ncreate tabel c (id int);');
    await expect(migrateToLatest(connect(), folder)).rejects.toThrow('migrations/0002_b.sql:2: syntax error');
    const { rows } = await sql`select tablename from pg_tables where tablename in ('a', 'b')`.execute(connect());
    expect(rows).toEqual([{ tablename: 'a' }]);
    file('0002_b.sql', 'create table b (id int);');
    expect(await migrateToLatest(connect(), folder)).toEqual({ applied: ['0002_b'] });
  });

  it('refuses a file that was changed, removed, or slipped in before an applied one', async () => {
    file('0001_a.sql', 'create table a (id int);');
    file('0003_c.sql', 'create table c (id int);');
    await migrateToLatest(connect(), folder);
    file('0002_b.sql', 'create table b (id int);');
    await expect(migrateToLatest(connect(), folder)).rejects.toThrow('0002_b.sql sorts before 0003_c');
    rmSync(join(folder, '0002_b.sql'));
    file('0001_a.sql', 'create table a (id bigint);');
    await expect(migrateToLatest(connect(), folder)).rejects.toThrow('0001_a.sql was changed after it was applied');
    rmSync(join(folder, '0001_a.sql'));
    await expect(migrateToLatest(connect(), folder)).rejects.toThrow(
      'has migration 0001_a, which this version does not know',
    );
  });

  it('lets processes that start together take turns', async () => {
    for (let n = 1; n <= 5; n += 1) file(`000${n}_t.sql`, `create table t${n} (id int);`);
    const results = await Promise.all([1, 2, 3].map(() => migrateToLatest(connect(), folder)));
    const applied = results.flatMap((result) => result.applied);
    expect(applied.sort()).toEqual(['0001_t', '0002_t', '0003_t', '0004_t', '0005_t']);
  });
});
