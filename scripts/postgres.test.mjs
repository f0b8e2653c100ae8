import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { alive } from './lib/lock.mjs';
import { postmasterOf } from './lib/postmaster.mjs';
import { startPostgres } from './postgres.mjs';

const holder = `
  import { startPostgres } from ${JSON.stringify(new URL('./postgres.mjs', import.meta.url).href)};
  const { pid, port, reused } = await startPostgres({ dataDir: process.argv[1], throwaway: true });
  console.log(JSON.stringify({ pid, port, reused }));
  setInterval(() => {}, 1000);
`;

describe('embedded PostgreSQL', () => {
  let folder;
  let dataDir;
  const children = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'khaacho-postgres-test-'));
    dataDir = join(folder, 'postgres');
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await vi.waitUntil(() => !postmasterOf(dataDir)?.running, { timeout: 10_000 });
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (options = {}) => startPostgres({ dataDir, throwaway: true, ...options });
  /** Another process that starts the server and keeps it. */
  const startElsewhere = () =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', holder, dataDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      child.stdout.once('data', (line) => resolve({ child, ...JSON.parse(line) }));
      child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    });
  const query = async (url, sql) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  it('makes, stops and starts a cluster that sorts Devanagari and folds it for search', async () => {
    const first = await start();
    await query(first.url, "create extension pg_trgm; create table t (x text); insert into t values ('दाल'), ('चामल')");
    await first.stop();
    expect(alive(first.pid)).toBe(false);
    const second = await start();
    expect(await query(second.url, 'select x from t order by x')).toEqual([{ x: 'चामल' }, { x: 'दाल' }]);
    const [{ close }] = await query(second.url, "select similarity('चामल', 'चामाल') as close");
    expect(close).toBeGreaterThan(0.3);
    expect(await query(second.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    await second.stop();
  });

  it('asks for a password', async () => {
    const { url, stop } = await start();
    const wrong = url.replace(/khaacho:\w+@/, 'khaacho:guess@');
    await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
    await stop();
  });

  it('is shared by a second process, which does not stop it', async () => {
    const { pid, port } = await startElsewhere();
    const joined = await start();
    expect(joined).toMatchObject({ pid, port, reused: true });
    await joined.stop();
    expect(await query(joined.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('dies with its starter, and starts again at once', async () => {
    const { child, pid } = await startElsewhere();
    child.kill('SIGKILL');
    const own = await start();
    expect(own).toMatchObject({ reused: false });
    expect(alive(pid)).toBe(false);
    await own.stop();
  });

  it('says when it is killed, and survives that', async () => {
    const { pid, died } = await start();
    process.kill(pid, 'SIGKILL');
    await died;
    expect(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8')).toContain(String(pid));
    const again = await start();
    expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await again.stop();
  });

  it('is made once when several start together', async () => {
    const started = await Promise.all([startElsewhere(), startElsewhere(), start()]);
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(1);
    expect(started.filter(({ reused }) => !reused)).toHaveLength(1);
    await started[2].stop();
  });

  it('names what is in the way in one sentence', async () => {
    const busy = createServer();
    await new Promise((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address();
    await expect(start({ port })).rejects.toThrow(`Port ${port}, chosen for PostgreSQL, is in use by another program.`);
    busy.close();
    await expect(start({ dataDir: '/proc/khaacho/postgres' })).rejects.toThrow(
      '/proc/khaacho cannot be written by this user',
    );
  });
});
