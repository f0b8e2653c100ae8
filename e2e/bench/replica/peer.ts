import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Subject } from './measure.ts';
import { freePort, startProgram } from './program.ts';
import { openWire } from './wire.ts';

const SOURCE = join(import.meta.dirname, '..', 'peers');
const HOME = join(import.meta.dirname, '..', '..', '..', '.cache', 'bench-peers');

export const peers = ['rxdb', 'pouchdb'] as const;
export type PeerName = (typeof peers)[number];

const names: Record<PeerName, string> = { rxdb: 'rxdb-server', pouchdb: 'PouchDB' };

/**
 * Brings the peers into a folder of their own, outside the workspace, and bundles their pages. Their install scripts do not
 * run: none of them is needed. Throws where the registry cannot be reached.
 */
export function installPeers(): void {
  mkdirSync(HOME, { recursive: true });
  const lock = readFileSync(join(SOURCE, 'package-lock.json'), 'utf8');
  const stamp = join(HOME, 'package-lock.json');
  const installed = existsSync(join(HOME, 'node_modules', '.package-lock.json')) && existsSync(stamp);
  const fresh = installed && readFileSync(stamp, 'utf8') === lock;
  for (const file of readdirSync(SOURCE)) copyFileSync(join(SOURCE, file), join(HOME, file));
  if (!fresh) {
    console.log('Installing the peers (once, about a minute) …');
    const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    try {
      execFileSync('npm', flags, { cwd: HOME, stdio: ['ignore', 'ignore', 'inherit'] });
    } catch (error) {
      rmSync(stamp, { force: true });
      throw error;
    }
  }
  for (const peer of peers) {
    const flags = [
      '--bundle',
      '--minify',
      '--format=esm',
      '--define:global=globalThis',
      '--alias:eventsource=./event-source.mjs',
      '--log-level=error',
    ];
    const entry = `${peer}-page.mjs`;
    execFileSync(join(HOME, 'node_modules', '.bin', 'esbuild'), [entry, ...flags, `--outfile=${peer}-page.js`], {
      cwd: HOME,
      stdio: 'inherit',
    });
  }
}

export type Peer = Subject & { close(): Promise<void> };

/** A peer's server with the same orders, behind a wire. */
export async function openPeer(peer: PeerName, ordersFile: string): Promise<Peer> {
  const data = mkdtempSync(join(tmpdir(), `khaacho-bench-${peer}-`));
  const port = await freePort();
  const env = {
    ...process.env,
    PORT: String(port),
    BENCH_ORDERS: ordersFile,
    BENCH_DATA: data,
    BENCH_PAGE: join(HOME, `${peer}-page.js`),
  };
  const program = await startProgram(join(HOME, `${peer}-server.mjs`), env, HOME);
  const wire = await openWire(port);
  const ids = readFileSync(ordersFile, 'utf8')
    .split('\n')
    .map((line) => z.object({ id: z.string() }).parse(JSON.parse(line)).id);
  const beacon = ids[0] ?? '';
  const change = async (changed: readonly string[], version: number) => {
    const query = `version=${version}&ids=${changed.join(',')}`;
    const response = await fetch(`http://127.0.0.1:${port}/bench/change?${query}`, { method: 'POST' });
    if (!response.ok) throw new Error(`a change at the server ended with ${response.status}`);
  };
  let version = 1_000_000;
  return {
    name: names[peer],
    wire,
    path: '/bench/',
    serverPid: program.pid,
    orders: ids.length,
    reader: '',
    writer: '',
    followed: beacon,
    beacon,
    commit: async () => {
      version += 1;
      await change([beacon], version);
      return { mark: version };
    },
    change: async (count, to) => {
      // In hundreds, because the ids travel in the address.
      for (let from = 1; from < count; from += 100) await change(ids.slice(from, Math.min(count, from + 100)), to);
      await change([beacon], to);
    },
    close: async () => {
      await wire.close();
      await program.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
