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
  /** Stops, and removes database and folder. */
  dispose(): Promise<void>;
  query<R extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<R[]>;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

let counter = 0;

/** A real server process on a database of its own, with the demo world in it. */
export async function startKhaacho(env: Record<string, string> = {}): Promise<Khaacho> {
  const clusterUrl = inject('clusterUrl');
  const name = `e2e_${process.pid}_${(counter += 1)}`;
  const admin = new pg.Client({ connectionString: clusterUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const databaseUrl = withDatabase(clusterUrl, name);
  const dataDir = mkdtempSync(join(tmpdir(), 'khaacho-e2e-data-'));
  const port = await freePort();
  let child: ChildProcess | null = null;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => undefined);

  const start = async () => {
    child = await run({
      ...process.env,
      NODE_ENV: 'test',
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
      ...env,
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl,
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    dispose: async () => {
      await end('SIGTERM');
      await pool.end();
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Resolves once the server says it is ready; rejects with what it printed where it ends before. */
function run(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
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
