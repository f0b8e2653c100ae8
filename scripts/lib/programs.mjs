// Runs programs and keeps what they say.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './root.mjs';

/** Children that are running: a task that is told to stop stops them first. */
const running = new Set();

/**
 * Runs a program to its end. Answers `{ code, output, ms }`; a program that cannot be started has code 127.
 * With `show` the output is passed on while it comes.
 */
export function run(command, args, { cwd = root, env = {}, show = false } = {}) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    const keep = (chunk) => {
      output += chunk;
      if (show) process.stdout.write(chunk);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const end = (code, extra = '') => {
      running.delete(child);
      resolve({ code, output: output + extra, ms: performance.now() - started });
    };
    child.on('error', (error) => end(127, `${command} cannot be started: ${error.message}\n`));
    child.on('close', (code, signal) => end(code ?? 1, signal ? `${command} was ended by ${signal}\n` : ''));
  });
}

/** Runs a JavaScript or TypeScript file with the Node that runs this. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

/** The file behind a package's command, `programOf('desktop', 'vite')`, without a shell in between. */
export function programOf(workspace, packageName, command = packageName) {
  const require = createRequire(join(root, workspace, 'package.json'));
  const manifestFile = require.resolve(`${packageName}/package.json`);
  const { bin } = require(manifestFile);
  return join(dirname(manifestFile), typeof bin === 'string' ? bin : bin[command]);
}

/** Ends every running program when this task is told to end. */
export function endProgramsWithTask() {
  const stop = (code) => () => {
    for (const child of running) child.kill('SIGTERM');
    setTimeout(() => process.exit(code), running.size > 0 ? 1500 : 0);
  };
  process.once('SIGINT', stop(130)).once('SIGTERM', stop(143)).once('SIGHUP', stop(129));
  if (process.channel) {
    process.once('disconnect', stop(137));
    process.channel.unref();
  }
}
