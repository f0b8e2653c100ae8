import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { withDatabase } from '../../scripts/postgres.mjs';
import { freePort, onCluster, type Process, startProcess } from './process.ts';

export type Khaacho = {
  url: string;
  databaseUrl: string;
  /** Ends it as a person would; `kill` as a power cut would. */
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** The same database, port and data folder again. */
  start(): Promise<void>;
  /** One more process on the same database and keys, on a port of its own. */
  another(): Promise<Process>;
  /** Stops, and keeps the database as it is; start it again by hand. */
  backup(): Promise<void>;
  /** Stops, and puts the database back as the last `backup` found it. */
  restore(): Promise<void>;
  /** Stops, and removes database and folder. */
  dispose(): Promise<void>;
  query<R extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<R[]>;
};

let counter = 0;

/** A real server process on a database of its own, with the demo world in it. `ownCluster`: elsewhere than in the run's. */
export async function startKhaacho(env: Record<string, string> = {}, ownCluster?: string): Promise<Khaacho> {
  const clusterUrl = ownCluster ?? inject('clusterUrl');
  const name = `e2e_${process.pid}_${(counter += 1)}`;
  // The run's cluster has the demo world ready to be copied.
  const template = ownCluster === undefined ? ` TEMPLATE ${inject('template')}` : '';
  await onCluster(clusterUrl, `CREATE DATABASE ${name}${template}`);
  const databaseUrl = withDatabase(clusterUrl, name);
  const dataDir = mkdtempSync(join(tmpdir(), 'khaacho-e2e-data-'));
  const port = await freePort();
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);
  const run = (onPort: number) =>
    startProcess(
      {
        ...process.env,
        NODE_ENV: 'test',
        DATABASE_URL: databaseUrl,
        DATA_DIR: dataDir,
        PORT: String(onPort),
        LOG_LEVEL: 'warn',
        ...env,
      },
      onPort,
    );
  const others: Process[] = [];
  let main: Process | null = null;
  const start = async () => {
    main = await run(port);
  };
  const end = async (how: 'stop' | 'kill') => {
    const running = main;
    main = null;
    await running?.[how]();
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl,
    start,
    another: async () => {
      const other = await run(await freePort());
      others.push(other);
      return other;
    },
    stop: () => end('stop'),
    kill: () => end('kill'),
    backup: async () => {
      await end('stop');
      // Our own idle sessions would keep the template from being copied.
      await onCluster(clusterUrl, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
      await onCluster(clusterUrl, `DROP DATABASE IF EXISTS ${name}_backup`);
      await onCluster(clusterUrl, `CREATE DATABASE ${name}_backup TEMPLATE ${name}`);
    },
    restore: async () => {
      await end('stop');
      await onCluster(clusterUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await onCluster(clusterUrl, `CREATE DATABASE ${name} TEMPLATE ${name}_backup`);
    },
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    dispose: async () => {
      for (const other of others) await other.stop();
      await end('stop');
      await pool.end();
      await onCluster(clusterUrl, `DROP DATABASE ${name} WITH (FORCE)`);
      await onCluster(clusterUrl, `DROP DATABASE IF EXISTS ${name}_backup`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
