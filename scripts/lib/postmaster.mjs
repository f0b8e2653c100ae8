// What PostgreSQL itself writes down about a running server of a folder.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { alive } from './lock.mjs';

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The command a process was started with, or null where it cannot be read. */
export function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ');
  } catch {
    // No /proc on this system.
  }
  try {
    if (process.platform === 'win32') return null;
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return null;
  }
}

/**
 * The server that postmaster.pid names, or null. `running` is false for a file that a kill left behind. The file's lines:
 * pid, folder, start time, port, socket folder, address, shared memory, state (`starting`, `ready`, `stopping`).
 */
export function postmasterOf(dataDir) {
  const pidFile = join(dataDir, 'postmaster.pid');
  const lines = (read(pidFile) ?? '').split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 0)) return null;
  const state = (lines[7] ?? '').trim();
  const port = Number(lines[3]);
  if (!alive(pid)) return { pid, port, state, running: false };
  const command = commandLine(pid);
  if (command !== null && command !== '' && !command.includes(`-D ${dataDir} `)) {
    // After a reboot the old pid may belong to anything; PostgreSQL would refuse to start as long as that lives.
    rmSync(pidFile, { force: true });
    return null;
  }
  const [, starter = 0, tie = 'tied'] =
    /khaacho\.starter=(\d+):(tied|free)/.exec(read(join(dataDir, 'postmaster.opts')) ?? '') ?? [];
  return { pid, port, state, running: true, starter: Number(starter), tied: tie === 'tied' };
}
