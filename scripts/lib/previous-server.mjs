// A start that was killed (kill -9) may leave its server on its way out, still holding the port. The next start waits
// for that one instead of complaining about a busy port.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alive, sleep } from './lock.mjs';
import { commandLine } from './postmaster.mjs';

// The leash gives the server three seconds; past this it is stuck.
const PATIENCE_MS = 6000;

const fileOf = (dataDir, processName) => join(dataDir, `server-${processName}.json`);

export function rememberServer(dataDir, processName, server) {
  writeFileSync(fileOf(dataDir, processName), JSON.stringify({ starter: process.pid, server }));
}

export function forgetServer(dataDir, processName) {
  rmSync(fileOf(dataDir, processName), { force: true });
}

/** Waits until the server of a killed starter is gone, and ends it where it does not go. */
export async function endPreviousServer(dataDir, processName) {
  let last;
  try {
    last = JSON.parse(readFileSync(fileOf(dataDir, processName), 'utf8'));
  } catch {
    return; // None, or half a file of a kill in the middle: nothing to wait for.
  }
  const isOurs = () => alive(last.server) && (commandLine(last.server) ?? '').includes('server/src/main.ts');
  if (alive(last.starter) && (commandLine(last.starter) ?? '').includes('scripts')) return;
  const deadline = Date.now() + PATIENCE_MS;
  while (isOurs()) {
    if (Date.now() > deadline) process.kill(last.server, 'SIGKILL');
    await sleep(50);
  }
  forgetServer(dataDir, processName);
}
