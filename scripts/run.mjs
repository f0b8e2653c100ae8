// The one door of every npm script: brings the packages up to date, then runs scripts/<task>.mjs with the pinned Node.
// It is started by whatever Node the machine has (20 or newer), so it uses nothing but built-in modules.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lib/lock.mjs';

const PNPM = 'pnpm@12.21.0';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const bin = join(root, 'node_modules', '.bin');
const stampFile = join(root, 'node_modules', '.khaacho-installed');
const lockFile = join(root, '.cache', 'install.lock');

/** Ends with one sentence instead of a stack. */
function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

/** The pinned Node that the `node` package installed. */
function pinnedNode() {
  return windows
    ? join(root, 'node_modules', 'node', 'bin', 'node.exe')
    : join(root, 'node_modules', 'node', 'bin', 'node');
}

/** A hash of everything that decides what is installed; another machine's node_modules does not count as installed. */
function wantedStamp() {
  const packages = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => `${entry.name}/package.json`)
    .filter((file) => existsSync(join(root, file)))
    .sort();
  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...packages]) {
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function installed() {
  if (!existsSync(stampFile) || !existsSync(pinnedNode())) return false;
  return readFileSync(stampFile, 'utf8') === wantedStamp();
}

/** One sentence for a failed install, by what the package manager said last. */
function whyInstallFailed(output, code) {
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ECONNRESET|ERR_SOCKET_TIMEOUT/.test(output)
  ) {
    return 'The npm registry cannot be reached: check the network (or the npm proxy settings) and run the command again.';
  }
  if (/ENOSPC/.test(output)) return 'The disk is full: make some room (about 1.5 GB) and run the command again.';
  if (/EACCES|EPERM|EROFS/.test(output)) return `Packages cannot be written below ${root}: check who owns that folder.`;
  if (/OUTDATED_LOCKFILE/.test(output)) {
    return `A package.json and pnpm-lock.yaml disagree: run "npx -y ${PNPM} install" and commit the lock file.`;
  }
  return `Installing the packages failed (exit code ${code}); what ${PNPM} said stands above.`;
}

/** Runs the package manager, showing its output while keeping the end of it. */
function install() {
  return new Promise((resolve) => {
    const child = spawn('npx', ['-y', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'], {
      cwd: root,
      // Without a terminal pnpm asks nothing when CI is set; NODE_ENV=production would leave the tools out.
      env: { ...process.env, CI: 'true', NODE_ENV: 'development' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windows,
    });
    let tail = '';
    const show = (chunk) => {
      process.stderr.write(chunk);
      tail = (tail + chunk).slice(-20_000);
    };
    child.stdout.on('data', show);
    child.stderr.on('data', show);
    const stop = () => child.kill('SIGTERM');
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.on('error', (error) => {
      if (error.code === 'ENOENT') {
        fail(
          'npm is missing (npx was not found): install Node.js 20 or newer together with npm and run the command again.',
        );
      }
      fail(`npx cannot be started: ${error.message}`);
    });
    child.on('close', (code, signal) => {
      process.off('SIGINT', stop).off('SIGTERM', stop);
      if (signal || code !== 0) fail(whyInstallFailed(tail, code ?? signal));
      resolve();
    });
  });
}

async function ensureInstalled() {
  if (installed()) return;
  const work = async () => {
    if (installed()) return;
    console.error('Installing packages …');
    rmSync(stampFile, { force: true });
    await install();
    if (!existsSync(pinnedNode()))
      fail('The pinned Node.js did not arrive with the packages: remove node_modules and try again.');
    writeFileSync(stampFile, wantedStamp());
  };
  // Two tasks started together must not install into one folder at once: the second waits for the first.
  await withLock(lockFile, work, () => console.error('Waiting for another Khaacho task to finish installing …'));
}

/** The parent of a process, or 0 where the system does not show it. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

function isNpmShell(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('-c\0node scripts/run.mjs');
  } catch {
    return false;
  }
}

/**
 * npm runs us through a shell and passes signals no further than to that: a killed npm would leave everything running.
 * Calls `onOrphaned` once when npm, or the shell between, is gone.
 */
function watchNpm(onOrphaned) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const npm = isNpmShell(parent) ? parentOf(parent) : 0;
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === 0 || parentOf(parent) === npm)) return;
    clearInterval(timer);
    onOrphaned();
  }, 250);
  timer.unref();
}

/** Runs the task in the pinned Node and ends as it ends. */
function runTask(script, args) {
  const child = spawn(pinnedNode(), [script, ...args], {
    cwd: root,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
    // The fourth is a channel that says nothing: when it closes, the task knows that this process was killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  watchNpm(() => child.kill('SIGTERM'));
  child.on('error', (error) => fail(`The pinned Node.js cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)));
}

const [task, ...rest] = process.argv.slice(2);
if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Khaacho needs Node.js 20 or newer; this is ${process.version}.`);
const script = join(root, 'scripts', `${task}.mjs`);
if (!task || !/^[a-z-]+$/.test(task) || !existsSync(script)) fail(`There is no task "${task ?? ''}" in scripts/.`);
try {
  await ensureInstalled();
} catch (error) {
  if (['EACCES', 'EROFS', 'EPERM'].includes(error.code)) fail(`${error.path ?? root} is not writable by this user.`);
  if (error.code === 'ENOSPC') fail('The disk is full: make some room (about 1.5 GB) and run the command again.');
  throw error;
}
runTask(script, rest[0] === '--' ? rest.slice(1) : rest);
