// What start, web and worker have in common: settings, database, interface, server; and all of it ended in order.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startPostgres } from '../postgres.mjs';
import { ensureBuilt, hasSources } from './builds.mjs';
import { ensureWritable } from './folders.mjs';
import { sleep } from './lock.mjs';
import { Explained, fail } from './output.mjs';
import { portIsFree } from './ports.mjs';
import { endPreviousServer, forgetServer, rememberServer } from './previous-server.mjs';
import { root } from './root.mjs';

// The server answers what it has begun and lets jobs finish; longer than this it is ended hard.
const STOP_DEADLINE_MS = 20_000;

/** `--demo-scale 50` or `--demo-scale=50`, and nothing else. */
function readArguments(args) {
  const text = args.join(' ').replace('=', ' ');
  if (text === '') return {};
  const scale = /^--demo-scale (\d+)$/.exec(text)?.[1];
  if (!scale || Number(scale) < 1)
    fail(`"${args.join(' ')}" is not understood; there is --demo-scale N, with N from 1.`);
  return { KHAACHO_DEMO_SCALE: scale };
}

/** Names everything that is wrong with the settings before anything slow begins. */
async function checkSettings(env) {
  const { readConfig } = await import(pathToFileURL(join(root, 'server/src/config.ts')).href);
  try {
    return readConfig(env);
  } catch (error) {
    if (error.name === 'ConfigError')
      fail(`Khaacho cannot start:\n${error.problems.map((problem) => `- ${problem}`).join('\n')}`);
    throw error;
  }
}

async function ensurePort(name, host, port) {
  if (port === 0) return;
  try {
    if (await portIsFree(port, host)) return;
  } catch (error) {
    const why = { EACCES: 'needs rights this user does not have', EADDRNOTAVAIL: 'is not an address of this machine' }[
      error.code
    ];
    fail(`${host}:${port} (HOST and ${name}) ${why ?? `cannot be used: ${error.message}`}.`);
  }
  fail(`Port ${port} is in use by another program: stop that, or choose another port with ${name}.`);
}

async function ensureInterface() {
  for (const name of ['renderer', 'simulator']) {
    if (!hasSources(name)) continue;
    const { code, output } = await ensureBuilt(name, console.log);
    if (code !== 0) {
      console.error(output);
      throw new Explained(`The ${name} could not be built; what vite said stands above.`);
    }
  }
}

/** Starts the server with a database under it; answers only when both have ended, with the exit code. */
export async function runService(processName, args) {
  const env = { ...process.env, ...readArguments(args), PROCESS: processName };
  env.DATA_DIR = resolve(root, env.DATA_DIR || '.khaacho');
  const web = processName !== 'worker';
  try {
    ensureWritable(env.DATA_DIR);
  } catch (error) {
    fail(error.message);
  }
  const config = await checkSettings(env);
  await endPreviousServer(env.DATA_DIR, processName);
  if (web) await ensurePort('PORT', config.host, config.port);
  if (processName === 'worker') await ensurePort('WORKER_PORT', config.host, config.workerPort);

  const stopping = stopSignal();
  const database = new Database(env.DATA_DIR);
  try {
    const begun = await Promise.all([config.databaseUrl ?? database.start(), web ? ensureInterface() : null]);
    if (stopping.aborted) return 0;
    return await runServer({ ...env, DATABASE_URL: begun[0] }, processName, stopping);
  } catch (error) {
    console.error(error instanceof Explained ? error.message : error);
    return 1;
  } finally {
    await database.stop();
  }
}

/** Aborts at the first Ctrl-C, SIGTERM, closed terminal, or when run.mjs was killed. Repeats change nothing. */
function stopSignal() {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => controller.abort(signal));
  if (process.channel) {
    process.once('disconnect', () => controller.abort('SIGTERM'));
    process.channel.unref();
  }
  return controller.signal;
}

/** The embedded PostgreSQL, started again on its port when it is killed: the server's pool finds it there. */
class Database {
  #dataDir;
  #server = null;
  #stopped = false;

  constructor(dataDir) {
    this.#dataDir = join(dataDir, 'postgres');
  }

  async start() {
    this.#server = await startPostgres({ dataDir: this.#dataDir, log: console.log });
    this.#watch();
    return this.#server.url;
  }

  #watch() {
    this.#server.died.then(() => this.#restart());
  }

  async #restart() {
    const { port } = this.#server;
    for (let attempt = 1; !this.#stopped; attempt += 1) {
      console.error('PostgreSQL ended unexpectedly and is started again.');
      try {
        this.#server = await startPostgres({ dataDir: this.#dataDir, port });
        this.#watch();
        return;
      } catch (error) {
        console.error(error.message);
        // A full disk or a taken port may pass; the wait grows to half a minute.
        await sleep(Math.min(30_000, 500 * 2 ** attempt));
      }
    }
  }

  async stop() {
    this.#stopped = true;
    await this.#server?.stop();
  }
}

/** Runs server/src/main.ts until it ends or is told to. */
function runServer(env, processName, stopping) {
  const leash = pathToFileURL(join(root, 'scripts/lib/leash.mjs')).href;
  const child = spawn(process.execPath, ['--import', leash, join(root, 'server/src/main.ts')], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A group of its own: Ctrl-C in the terminal reaches it once, from here.
    detached: process.platform !== 'win32',
  });
  if (child.pid) rememberServer(env.DATA_DIR, processName, child.pid);
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => {
      console.error('The server did not stop in time and is ended.');
      child.kill('SIGKILL');
    }, STOP_DEADLINE_MS).unref();
  };
  if (stopping.aborted) stop();
  stopping.addEventListener('abort', stop, { once: true });
  return new Promise((settle) => {
    child.on('error', (error) => {
      console.error(`The server cannot be started: ${error.message}`);
      settle(1);
    });
    child.on('exit', (code, signal) => {
      forgetServer(env.DATA_DIR, processName);
      if (signal && !stopping.aborted) console.error(`The server was ended by ${signal}.`);
      // Asked to stop and stopped is success, whatever signal did it.
      settle(stopping.aborted ? (code ?? 0) : (code ?? 1));
    });
  });
}
