// npm run desktop: the same renderer in Electron. The server is a process of its own (npm start).
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, hasSources } from './lib/builds.mjs';
import { electronProgram } from './lib/electron.mjs';
import { fail } from './lib/output.mjs';
import { programOf, runNode } from './lib/programs.mjs';
import { root } from './lib/root.mjs';

const desktop = join(root, 'desktop');
const program = electronProgram();
if (!program) {
  fail(
    'Electron\'s binary is not on this machine: run "npx install-electron" in desktop/ where it can be downloaded, or set ELECTRON_PATH to the folder of an unpacked Electron. The same interface runs in a browser: npm start.',
  );
}
if (!hasSources('renderer')) fail('There is no renderer yet (desktop/src/renderer).');
for (const build of [
  () => ensureBuilt('renderer', console.log),
  () => runNode([programOf('desktop', 'electron-vite'), 'build', '--logLevel', 'warn'], { cwd: desktop }),
]) {
  const { code, output } = await build();
  if (code !== 0) {
    console.error(output);
    fail('The interface could not be built; what was said stands above.');
  }
}
const child = spawn(program, [desktop, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => fail(`Electron cannot be started: ${error.message}`));
child.on('exit', (code) => process.exit(code ?? 0));
