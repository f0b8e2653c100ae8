import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';

const MAIN = join(import.meta.dirname, '..', '..', 'server', 'src', 'main.ts');
/** A start migrates and seeds; far above what it takes, for a loaded machine. */
const START_MS = 60_000;

export type Process = { url: string; stop(): Promise<void>; kill(): Promise<void> };

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
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
export async function startProcess(env: NodeJS.ProcessEnv, port: number): Promise<Process> {
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
