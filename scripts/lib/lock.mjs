// A lock between processes: a file with the holder's pid. Built-in modules of Node 20 only, run.mjs needs it.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

// Between creating the file and writing the pid lies an instant; an empty file older than this was left by a kill.
const EMPTY_IS_STALE_MS = 2000;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether a process runs. One that has ended and is not yet collected by its parent (a zombie) does not. */
export function alive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true; // No /proc here.
  }
}

/** Creates the file, or answers false where a living process holds it; what a dead one left is removed. */
function take(file) {
  try {
    const handle = openSync(file, 'wx');
    writeFileSync(handle, String(process.pid));
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    const holder = Number(readFileSync(file, 'utf8'));
    const young = Date.now() - statSync(file).mtimeMs < EMPTY_IS_STALE_MS;
    if (holder > 0 ? !alive(holder) : !young) rmSync(file, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return false;
}

/** Runs `work` while no other process holds `file`; `onWait` is called once where it must wait. */
export async function withLock(file, work, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!take(file)) {
    if (!told) onWait();
    told = true;
    await sleep(100);
  }
  const release = () => rmSync(file, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    release();
    process.off('exit', release);
  }
}
