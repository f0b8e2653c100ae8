import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** Far above what any of these servers takes to start on a loaded machine. */
const START_MS = 180_000;
/** Linux counts a process's CPU time in hundredths of a second. */
const TICK_MS = 10;

export type Running = {
  pid: number;
  /** Resident memory now and at its highest, in MB; null where the system does not tell. */
  memory(): { now: number; peak: number } | null;
  /** CPU time used so far, user and system, in ms. */
  cpuMs(): number;
  stop(): Promise<void>;
};

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts a Node program and resolves once it prints `ready`; it goes with this process. */
export function startProgram(file: string, env: NodeJS.ProcessEnv, ready: string): Promise<Running> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    let printed = '';
    const timer = setTimeout(() => {
      kill();
      reject(new Error(`not ready in time:\n${printed}`));
    }, START_MS);
    const hear = (chunk: Buffer) => {
      if (process.env.BENCH_SHOW_SERVER) process.stderr.write(chunk);
      printed = (printed + chunk.toString()).slice(-20_000);
      if (!printed.includes(ready)) return;
      clearTimeout(timer);
      resolve(running(child, kill));
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => {
      clearTimeout(timer);
      process.off('exit', kill);
      reject(new Error(`it ended with ${code}:\n${printed.slice(-2000)}`));
    });
  });
}

function running(child: ChildProcess, kill: () => void): Running {
  const pid = child.pid ?? 0;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid,
    memory: () => {
      const status = read(`/proc/${pid}/status`);
      const field = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
      return status === '' ? null : { now: field('VmRSS'), peak: field('VmHWM') };
    },
    cpuMs: () => {
      const stat = read(`/proc/${pid}/stat`);
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(kill, 10_000);
      await ended;
      clearTimeout(timer);
      process.off('exit', kill);
    },
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
