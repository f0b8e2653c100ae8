// How a PostgreSQL program is started: never as root, and in such a way that it dies with its starter.
import { execFile, spawn } from 'node:child_process';
import { chownSync, closeSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { alive } from './lock.mjs';
import { binaries } from './postgres-binaries.mjs';

const execute = promisify(execFile);
const NOBODY = 65534;

async function works(prefix) {
  try {
    await execute(prefix[0], [...prefix.slice(1), 'true']);
    return true;
  } catch {
    return false;
  }
}

const DIE_WITH_PARENT = ['setpriv', '--pdeathsig', 'INT'];
const AS_NOBODY_INSIDE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
// Containers often forbid user namespaces. As plain nobody a checkout below /root could not be read: this one capability
// lets the server through the folders above its own files.
const AS_NOBODY = [
  'setpriv',
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
  '--inh-caps=+dac_override',
  '--ambient-caps=+dac_override',
  '--pdeathsig',
  'INT',
];

/** The ways to start, best first: what stands before the command, whose files the server wants, whether it dies with us. */
function candidates() {
  if (process.platform === 'win32') return [];
  if (process.getuid() !== 0) return [{ prefix: DIE_WITH_PARENT, owner: null, tied: true }];
  return [
    { prefix: [...AS_NOBODY_INSIDE, ...DIE_WITH_PARENT], owner: 0, tied: true },
    { prefix: AS_NOBODY, owner: NOBODY, tied: true },
    { prefix: AS_NOBODY_INSIDE, owner: 0, tied: false },
  ];
}

function plainWay() {
  const root = process.platform !== 'win32' && process.getuid() === 0;
  return { prefix: [], owner: root ? NOBODY : null, ids: root ? { uid: NOBODY, gid: NOBODY } : {}, tied: false };
}

let chosen;

/** Finds out once how PostgreSQL can be started on this machine. KHAACHO_POSTGRES_RUNNER=1, 2 … skips the better ways. */
export function chooseRunner() {
  chosen ??= (async () => {
    for (const way of candidates().slice(Number(process.env.KHAACHO_POSTGRES_RUNNER ?? 0))) {
      if (await works(way.prefix)) return runnerOf(way);
    }
    return runnerOf(plainWay());
  })();
  return chosen;
}

function chownAll(path, uid) {
  const entry = lstatSync(path);
  if (entry.isDirectory()) for (const name of readdirSync(path)) chownAll(join(path, name), uid);
  chownSync(path, uid, uid);
}

/** Where nothing ties the server to us, a small companion waits for our end and stops it. */
function leash(pid) {
  const companion = spawn(process.execPath, [fileURLToPath(new URL('./reaper.mjs', import.meta.url)), String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  companion.unref();
  companion.stdin.unref();
}

function runnerOf({ prefix, owner, ids = {}, tied }) {
  const command = (program, args) => [...prefix, program, ...args];
  const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  for (const name of Object.keys(environment)) if (name.startsWith('PG')) delete environment[name];

  return {
    tied,
    /** Hands files to the user that the server runs as, where that is not already so. */
    giveOwnership(path) {
      if (owner !== null && lstatSync(path).uid !== owner) chownAll(path, owner);
    },
    /** Runs a program to its end. */
    run(program, args) {
      const [first, ...rest] = command(program, args);
      return new Promise((resolve, reject) => {
        const child = spawn(first, rest, { env: environment, stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...ids });
        let output = '';
        child.stdout.on('data', (chunk) => {
          output += chunk;
        });
        child.stderr.on('data', (chunk) => {
          output += chunk;
        });
        child.on('error', reject);
        child.on('close', (code, signal) => resolve({ code: code ?? signal, output }));
      });
    },
    /** Starts the server with its log in a file: a pipe would break when this process is killed. */
    async start(program, args, logFile) {
      const log = openSync(logFile, 'a');
      const [first, ...rest] = command(program, args);
      // A process group of its own: Ctrl-C in the terminal reaches the tasks, and they stop the server in order.
      const child = spawn(first, rest, { env: environment, stdio: ['ignore', log, log], detached: true, ...ids });
      closeSync(log);
      let ended = false;
      const exited = new Promise((resolve) => child.once('exit', resolve));
      exited.then(() => {
        ended = true;
      });
      await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
      child.unref();
      if (!tied) leash(child.pid);
      return { pid: child.pid, exited, ended: () => ended, kill: (signal) => child.kill(signal) };
    },
    /** Asks for a fast shutdown: sessions are ended, their transactions rolled back. */
    async interrupt(pid, dataDir) {
      if (process.platform !== 'win32') {
        if (alive(pid)) process.kill(pid, 'SIGINT');
        return;
      }
      // Windows knows no signals; pg_ctl speaks to the server through its pipe.
      await execute((await binaries()).pgCtl, ['stop', '-D', dataDir, '-m', 'fast']);
    },
    /** A UTF-8 ctype of the C library; `C` where there is none (search then matches ASCII words only). */
    async utf8Ctype() {
      if (process.platform === 'win32') return 'C';
      const installed = await execute('locale', ['-a']).then(
        ({ stdout }) => stdout.split('\n'),
        () => [],
      );
      const same = (a, b) => a.toLowerCase().replace('-', '') === b.toLowerCase().replace('-', '');
      return ['C.UTF-8', 'en_US.UTF-8'].find((wanted) => installed.some((name) => same(name, wanted))) ?? 'C';
    },
  };
}
