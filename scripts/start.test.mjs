import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { alive } from './lib/lock.mjs';
import { freePort } from './lib/ports.mjs';
import { postmasterOf } from './lib/postmaster.mjs';
import { root } from './lib/root.mjs';

describe('npm start', { timeout: 120_000 }, () => {
  let folder;
  let port;
  const children = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'khaacho-start-test-'));
    port = await freePort();
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await vi.waitUntil(() => !postmasterOf(join(folder, 'postgres'))?.running, { timeout: 20_000 });
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (env = {}, args = []) => {
    const child = spawn(process.execPath, ['scripts/run.mjs', 'start', ...args], {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'development',
        DATABASE_URL: '',
        DATA_DIR: folder,
        PORT: String(port),
        LOG_LEVEL: 'warn',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const run = { child, output: '', code: null };
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        run.output += chunk;
      });
    run.ended = new Promise((resolve) =>
      child.on('close', (code) => {
        run.code = code;
        resolve(code);
      }),
    );
    return run;
  };
  const ready = async (run) => {
    await vi.waitUntil(() => run.output.includes('Khaacho is ready: ') || run.code !== null, {
      timeout: 90_000,
      interval: 50,
    });
    expect(run.output).toContain(`Khaacho is ready: http://127.0.0.1:${port}`);
  };
  const health = async () => (await fetch(`http://127.0.0.1:${port}/health`)).status;

  it('opens the doors, refuses a second one on the port, and leaves nothing behind', async () => {
    const first = start();
    await ready(first);
    expect(await health()).toBe(200);
    const postmaster = postmasterOf(join(folder, 'postgres')).pid;

    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.output.trim()).toBe(
      `Port ${port} is in use by another program: stop that, or choose another port with PORT.`,
    );

    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    expect(alive(postmaster)).toBe(false);
    await expect(health()).rejects.toThrow('fetch failed');
  });

  it('starts at once after it was killed, and gets its database back when that is killed', async () => {
    const first = start();
    await ready(first);
    first.child.kill('SIGKILL');
    const second = start();
    await ready(second);
    process.kill(postmasterOf(join(folder, 'postgres')).pid, 'SIGKILL');
    await vi.waitUntil(() => second.output.includes('PostgreSQL ended unexpectedly'), { timeout: 10_000 });
    await vi.waitUntil(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status === 200, {
      timeout: 20_000,
    });
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it.each([
    [
      { DATA_DIR: '/proc/khaacho' },
      [],
      'The data folder /proc/khaacho cannot be written by this user: choose another with DATA_DIR.',
    ],
    [{ PORT: 'many' }, [], 'PORT'],
    [{}, ['--demo-scale', 'large'], '--demo-scale large'],
  ])('says in a sentence why it does not start: %j %j', async (env, args, sentence) => {
    const run = start(env, args);
    expect(await run.ended).toBe(1);
    expect(run.output).toContain(sentence);
    expect(run.output).not.toMatch(/ at .*\.mjs:\d/);
  });
});
