/** Real PostgreSQL for tests: one throwaway cluster per run, one database per test file, cloned from a migrated template. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type {} from 'vitest';
import { startPostgres, withDatabase } from '../../../scripts/postgres.mjs';
import { migrateToLatest } from '../db/migrate.ts';

const TEMPLATE = 'khaacho_template';
const FOLDER = /^khaacho-test-(\d+)-/;

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator URL of the test cluster; set by testing/global-setup.ts. */
    postgresUrl: string;
  }
}

export interface TestCluster {
  url: string;
  stop(): Promise<void>;
}

export interface TestDatabase {
  url: string;
  /** Ends every session in it and removes it. */
  drop(): Promise<void>;
}

/** Starts a cluster in a temporary folder and migrates the template; for global set-ups and benches. */
export async function startTestCluster(): Promise<TestCluster> {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `khaacho-test-${process.pid}-`));
  // Two workers, each with pools and a queue of its own, and now and then two applications on one database.
  const server = await startPostgres({
    dataDir: join(folder, 'postgres'),
    throwaway: true,
    settings: { max_connections: 200 },
  });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await makeTemplate(server.url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: server.url, stop };
}

let counter = 0;

/** A fresh, migrated, empty database. Without a cluster URL the one of the running vitest is used. */
export async function createTestDatabase(givenUrl?: string): Promise<TestDatabase> {
  // vitest may only be loaded inside a test run; benches and the schema task give the URL.
  const clusterUrl = givenUrl ?? (await import('vitest')).inject('postgresUrl');
  counter += 1;
  const name = `test_${process.pid}_${process.env['VITEST_POOL_ID'] ?? 0}_${Date.now().toString(36)}_${counter}`;
  await asAdmin(clusterUrl, `create database ${name} template ${TEMPLATE}`);
  return {
    url: withDatabase(clusterUrl, name),
    drop: async () => {
      await sessionsGone(clusterUrl, name);
      await asAdmin(clusterUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdmin(clusterUrl: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(clusterUrl, 'postgres') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * A pool that was ended may still have sessions on their way out; ended by force they would throw at a client nobody
 * listens to any more. Those that stay are ended all the same.
 */
async function sessionsGone(clusterUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(clusterUrl, 'postgres') });
  await client.connect();
  try {
    for (let look = 0; look < 50; look += 1) {
      const { rows } = await client.query('select 1 from pg_stat_activity where datname = $1 limit 1', [name]);
      if (rows.length === 0) return;
      await client.query('select pg_sleep(0.02)');
    }
  } finally {
    await client.end();
  }
}

async function makeTemplate(clusterUrl: string): Promise<void> {
  await asAdmin(clusterUrl, `create database ${TEMPLATE}`);
  const pool = new pg.Pool({ connectionString: withDatabase(clusterUrl, TEMPLATE), max: 2 });
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrateToLatest(db);
  } finally {
    await db.destroy();
  }
  // A template with a session in it cannot be cloned: nobody gets one.
  await asAdmin(clusterUrl, `alter database ${TEMPLATE} with is_template true allow_connections false`);
}

/** Folders of runs that were killed: their server died with them. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(FOLDER.exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
