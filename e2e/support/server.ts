import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { withDatabase } from '../../scripts/postgres.mjs';

const MAIN = join(import.meta.dirname, '..', '..', 'server', 'src', 'main.ts');
/** A start migrates and seeds; far above what it takes, for a loaded machine. */
const START_MS = 60_000;

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

export type Process = { url: string; stop(): Promise<void>; kill(): Promise<void> };

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

let counter = 0;

/** A real server process on a database of its own, with the demo world in it. `clusterUrl`: not in the run's own cluster. */
export async function startKhaacho(
  env: Record<string, string> = {},
  clusterUrl: string = inject('clusterUrl'),
): Promise<Khaacho> {
  const name = `e2e_${process.pid}_${(counter += 1)}`;
  await onCluster(clusterUrl, `CREATE DATABASE ${name}`);
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

/** One statement as the cluster's administrator; a connection of its own, for clusters that are killed meanwhile. */
export async function onCluster(clusterUrl: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: clusterUrl });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}

/** Resolves once the server says it is ready; rejects with what it printed where it ends before. */
async function startProcess(env: NodeJS.ProcessEnv, port: number): Promise<Process> {
  const child = await ready(spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return { url: `http://127.0.0.1:${port}`, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function ready(child: ChildProcess): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(() => reject(new Error(`not ready in time:\n${printed}`)), START_MS);
    const hear = (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-20_000);
      if (process.env.E2E_SHOW_SERVER) process.stderr.write(chunk);
      if (!printed.includes('Khaacho is ready')) return;
      clearTimeout(timer);
      resolve(child);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code}:\n${printed}`));
    });
  });
}
