import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** Far above what any of these servers takes to load its orders on a busy machine. */
const START_MS = 600_000;

export type Program = { pid: number; stop(): Promise<void> };

/** Starts a Node program and resolves once it prints `ready`; it goes with this process. */
export function startProgram(file: string, env: NodeJS.ProcessEnv, cwd: string): Promise<Program> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill);
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    const timer = setTimeout(kill, START_MS);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-3000)));
    child.once('exit', (code) => {
      clearTimeout(timer);
      process.off('exit', kill);
      reject(new Error(`it ended with ${code}: ${said}`));
    });
    const stop = async () => {
      child.kill('SIGTERM');
      const late = setTimeout(kill, 5_000);
      await ended;
      clearTimeout(late);
    };
    createInterface({ input: child.stdout }).on('line', (line) => {
      said = `${said}${line}\n`.slice(-3000);
      if (line !== 'ready') return;
      clearTimeout(timer);
      resolve({ pid: child.pid ?? 0, stop });
    });
  });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
