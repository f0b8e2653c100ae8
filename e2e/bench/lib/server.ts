/** A real server process on a fresh PostgreSQL that syncs to disk, in a folder of its own that goes away afterwards. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type RunningPostgres, startPostgres } from '../../../scripts/postgres.mjs';
import { dataOf, type Http, textOf } from './http.ts';
import { until } from './load.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

export type World = {
  folder: string;
  postgres: RunningPostgres;
  /** A connection of the bench's own. */
  db: pg.Client;
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
};

export type Server = {
  url: string;
  pid: number;
  /** From spawn to the line that says it is ready. */
  startedInMs: number;
  stop(): Promise<void>;
};

export async function createWorld(settings: Record<string, string> = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'khaacho-bench-'));
  folders.add(folder);
  const postgres = await startPostgres({
    dataDir: join(folder, 'postgres'),
    settings,
  });
  const clients: pg.Client[] = [];
  const connect = async () => {
    const client = new pg.Client({ connectionString: postgres.url });
    // A bench may stop its PostgreSQL; what then uses the connection fails by itself.
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  };
  return {
    folder,
    postgres,
    db: await connect(),
    connect,
    close: async () => {
      await Promise.all(clients.map((client) => client.end().catch(() => {})));
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
      folders.delete(folder);
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const running = new Set<ChildProcess>();
const folders = new Set<string>();
/** PostgreSQL ends with this process by itself. */
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

export async function startServer(
  world: World,
  env: Record<string, string> = {},
  nodeArgs: string[] = [],
): Promise<Server> {
  const port = await freePort();
  const logFile = join(world.folder, 'server.log');
  const log = openSync(logFile, 'a');
  const from = readFileSync(logFile).length;
  const started = performance.now();
  const child = spawn(process.execPath, [...nodeArgs, join(ROOT, 'server/src/main.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: world.postgres.url,
      DATA_DIR: join(world.folder, 'data'),
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', log, log],
  });
  running.add(child);
  const ended = new Promise<void>((resolve) => {
    child.on('exit', () => {
      running.delete(child);
      closeSync(log);
      resolve();
    });
  });
  const said = () => readFileSync(logFile).subarray(from).toString();
  await until('the server to be ready', async () => {
    if (child.exitCode !== null) throw new Error(`The server ended:\n${said().slice(-2000)}`);
    return /Khaacho is ready/.test(said()) ? true : null;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    startedInMs: performance.now() - started,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** An access token of one of the demo's sign-ins. */
export async function signIn(http: Http, email: string, deviceId?: string): Promise<string> {
  const answer = await http.json('POST', '/api/v1/auth/login', {}, { email, password: 'khaacho-demo', deviceId });
  return textOf(dataOf(answer), 'accessToken');
}

/** Runs a bench with a world and takes everything down again, whatever happens. */
export async function withWorld(
  run: (world: World) => Promise<void>,
  settings: Record<string, string> = {},
): Promise<void> {
  const world = await createWorld(settings);
  try {
    await run(world);
  } finally {
    await world.close();
  }
}
