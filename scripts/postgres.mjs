// Embedded PostgreSQL: the binaries of the npm package, started directly, reachable on 127.0.0.1 only.
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { ensureWritable } from './lib/folders.mjs';
import { alive, sleep, withLock } from './lib/lock.mjs';
import { Explained } from './lib/output.mjs';
import { freePort, portIsFree } from './lib/ports.mjs';
import { binaries, PostgresError } from './lib/postgres-binaries.mjs';
import { chooseRunner } from './lib/postgres-runner.mjs';
import { postmasterOf } from './lib/postmaster.mjs';

export { PostgresError };

const USER = 'khaacho';
const DATABASE = 'khaacho';
// initdb takes about a second and a start 0.1 s; after a crash the log is replayed first, which may take minutes.
const START_DEADLINE_MS = 300_000;
// A fast shutdown writes one checkpoint; past this the server is killed, which costs a recovery and nothing else.
const STOP_DEADLINE_MS = 30_000;

/** One sentence for what a system call or a PostgreSQL log says. */
function explain(error, dataDir, log = '') {
  if (error instanceof Explained) return error;
  const text = `${error?.code ?? ''} ${error?.message ?? error} ${log}`;
  if (/ENOSPC|No space left on device/.test(text)) {
    return new PostgresError(`The disk that holds ${dataDir} is full: make some room and start again.`);
  }
  if (/could not bind|Address already in use/.test(text)) {
    return new PostgresError('The port chosen for PostgreSQL is in use by another program.');
  }
  if (/incompatible with server|initialized by PostgreSQL version/.test(text)) {
    return new PostgresError(`${dataDir} was written by another version of PostgreSQL; this one is 18.`);
  }
  if (/EACCES|EPERM|EROFS|Permission denied|Read-only file system|wrong ownership/.test(text)) {
    return new PostgresError(
      `The data folder ${dataDir} cannot be written by this user: choose another with DATA_DIR.`,
    );
  }
  if (/pre-existing shared memory block/.test(text)) {
    return new PostgresError(
      `Sessions of a killed PostgreSQL in ${dataDir} are still on their way out: start again in a moment.`,
    );
  }
  const last = log
    .trim()
    .split('\n')
    .filter((line) => /FATAL|PANIC|ERROR|error:/.test(line))
    .slice(-1)[0];
  return new PostgresError(`PostgreSQL could not start in ${dataDir}: ${last ?? error?.message ?? error}`);
}

function passwordOf(dataDir) {
  return readFileSync(join(dataDir, 'khaacho-password'), 'utf8').trim();
}

/** Makes the cluster beside its final place and renames it: a kill in the middle leaves nothing half made behind. */
async function initialise(dataDir, runner, throwaway, log) {
  log('Making a new PostgreSQL data folder …');
  const fresh = `${dataDir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('hex');
  const passwordFile = `${fresh}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  runner.giveOwnership(fresh);
  runner.giveOwnership(passwordFile);
  try {
    // Sorting and upper/lower case come from PostgreSQL itself (builtin C.UTF-8): the same on every machine. pg_trgm
    // asks the C library what a letter is, and only a UTF-8 ctype makes Devanagari letters count.
    const { code, output } = await runner.run((await binaries()).initdb, [
      '--pgdata',
      fresh,
      '--username',
      USER,
      '--pwfile',
      passwordFile,
      '--auth',
      'scram-sha-256',
      '--encoding',
      'UTF8',
      '--locale-provider',
      'builtin',
      '--builtin-locale',
      'C.UTF-8',
      '--locale',
      'C',
      '--lc-ctype',
      await runner.utf8Ctype(),
      '--set',
      'password_encryption=scram-sha-256',
      ...(throwaway ? ['--no-sync'] : []),
    ]);
    if (code !== 0) throw explain(new Error(`initdb ended with ${code}`), dataDir, output);
    writeFileSync(join(fresh, 'khaacho-password'), `${password}\n`, { mode: 0o600 });
    renameSync(fresh, dataDir);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw explain(error, dataDir);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function serverArguments(dataDir, port, tied, throwaway, settings) {
  const all = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // Two processes with a pool of 20 each, the queue and its listeners stay far below.
    max_connections: 100,
    shared_buffers: '256MB',
    // The queries here are short: compiling them costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_wal_size: '2GB',
    ...(throwaway ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } : {}),
    ...settings,
    // Read back from postmaster.opts by whoever finds the server running.
    'khaacho.starter': `${process.pid}:${tied ? 'tied' : 'free'}`,
  };
  return ['-D', dataDir, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Waits for the state that pg_ctl waits for too: `ready` in postmaster.pid. */
async function untilReady(dataDir, child, logFile, logStart) {
  const deadline = Date.now() + START_DEADLINE_MS;
  const newLog = () => readFileSync(logFile).subarray(logStart).toString();
  while (Date.now() < deadline) {
    const found = postmasterOf(dataDir);
    if (found?.pid === child.pid && found.state === 'ready') return;
    if (child.ended()) throw explain(new Error('it ended at once'), dataDir, newLog());
    await sleep(15);
  }
  child.kill('SIGKILL');
  throw explain(new Error('it was not ready after five minutes'), dataDir, newLog());
}

/** The server of this folder where one runs and may be shared; one that is coming up or going down is waited for. */
async function runningServer(dataDir) {
  for (;;) {
    const found = postmasterOf(dataDir);
    if (!found?.running) return null;
    // A killed starter takes its server along in a moment; where nothing ties them, the server is ours from now on.
    if (found.state === 'ready' && (alive(found.starter) || !found.tied)) return found;
    await sleep(25);
  }
}

async function stopServer(pid, runner, dataDir) {
  await runner.interrupt(pid, dataDir);
  const deadline = Date.now() + STOP_DEADLINE_MS;
  while (postmasterOf(dataDir)?.running && postmasterOf(dataDir)?.pid === pid) {
    if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
    await sleep(15);
  }
  // The file goes a moment before the process does.
  for (let wait = 0; alive(pid) && wait < 100; wait += 1) await sleep(10);
}

async function ensureDatabase(url) {
  const client = new pg.Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    if (error.code !== '42P04' && error.code !== '23505') throw error; // Two starters met: it exists now.
  } finally {
    await client.end();
  }
}

/** The same URL with another database name. */
export function withDatabase(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function launch(options, dataDir, runner) {
  const { throwaway = false, settings = {} } = options;
  if (options.port !== undefined && !(await portIsFree(options.port))) {
    throw new PostgresError(`Port ${options.port}, chosen for PostgreSQL, is in use by another program.`);
  }
  const port = options.port ?? (await freePort());
  const logFile = join(dirname(dataDir), 'postgres.log');
  rotate(logFile);
  const logStart = statSync(logFile).size;
  const args = serverArguments(dataDir, port, runner.tied, throwaway, settings);
  const child = await runner.start((await binaries()).postgres, args, logFile);
  await untilReady(dataDir, child, logFile, logStart);
  return { pid: child.pid, port, reused: false, exited: child.exited };
}

/**
 * Launches until it stands. Two things pass by themselves: another program took the free port in between (choose the
 * next), and sessions of a killed server are still on their way out (PostgreSQL refuses until the last is gone).
 */
async function launchPatiently(options, dataDir, runner) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await launch(options, dataDir, runner);
    } catch (error) {
      const passing =
        /still on their way/.test(error.message) || (options.port === undefined && /port chosen/.test(error.message));
      if (!passing || attempt === 20) throw error;
      await sleep(250);
    }
  }
}

/** The log of a long-lived server stays below about 10 MB, with one predecessor. */
function rotate(logFile) {
  try {
    if (statSync(logFile).size > 5_000_000) renameSync(logFile, `${logFile}.1`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  appendFileSync(logFile, '');
}

async function startOrJoin(options, dataDir, runner) {
  const log = options.log ?? (() => {});
  const running = await runningServer(dataDir);
  if (running) {
    const reused = running.starter !== process.pid && alive(running.starter);
    log(`${reused ? 'Joining' : 'Taking over'} the PostgreSQL that runs on port ${running.port}.`);
    return { pid: running.pid, port: running.port, reused };
  }
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(dataDir, runner, options.throwaway, log);
  else runner.giveOwnership(dataDir);
  return launchPatiently(options, dataDir, runner);
}

/** A server joined in the moment its starter died is on its way out: then the next look finds it gone. */
const GOING = new Set(['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET']);
/** The driver has no code for a connection that is cut in the middle. */
const isGoing = (error) => GOING.has(error.code) || /Connection terminated/.test(error.message);
const GOING_LOOKS = 400;

async function reachable(options, dataDir, runner) {
  for (let look = 1; ; look += 1) {
    const server = await withLock(`${dataDir}.lock`, () => startOrJoin(options, dataDir, runner));
    const url = `postgres://${USER}:${passwordOf(dataDir)}@127.0.0.1:${server.port}/${DATABASE}`;
    try {
      await ensureDatabase(url);
      return { ...server, url };
    } catch (error) {
      // One that we have launched ourselves has no reason to go.
      const launched = server.exited !== undefined;
      if (launched || !isGoing(error) || look === GOING_LOOKS) throw error;
      await sleep(25);
    }
  }
}

export async function startPostgres(options) {
  const wanted = resolve(options.dataDir);
  try {
    ensureWritable(dirname(wanted));
    if (existsSync(wanted)) ensureWritable(wanted);
    // One spelling of the folder, however it is reached: a running server is recognised by it.
    const dataDir = join(realpathSync(dirname(wanted)), basename(wanted));
    const runner = await chooseRunner();
    const { pid, port, reused, exited, url } = await reachable(options, dataDir, runner);
    let stopping;
    const stop = () => {
      stopping ??= reused ? Promise.resolve() : stopServer(pid, runner, dataDir);
      return stopping;
    };
    const died = new Promise((resolve) => exited?.then(() => !stopping && resolve()));
    return { url, port, pid, reused, stop, died };
  } catch (error) {
    throw explain(error, wanted);
  }
}
