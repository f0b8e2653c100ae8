// npm run package: the desktop application as a folder that an installer would wrap, and a look at what is in it.
// `-- --installers` makes the installers too; that needs Electron's binary and, for signing, the system's own tools.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt, hasSources } from './lib/builds.mjs';
import { electronFolder } from './lib/electron.mjs';
import { duration, fail } from './lib/output.mjs';
import { packageProblems } from './lib/package-contents.mjs';
import { endProgramsWithTask, programOf, runNode } from './lib/programs.mjs';
import { root } from './lib/root.mjs';

const desktop = join(root, 'desktop');
const installers = process.argv.includes('--installers');

function step(name, { code, output, ms }) {
  if (code !== 0) {
    console.error(output);
    fail(`${name} failed; what it said stands above.`);
  }
  console.log(`✓ ${name}${ms === undefined ? '' : ` (${duration(ms)})`}`);
}

/** A folder that looks like Electron to the packager: the fuse wire is there, so that the fuses are really set. */
function placeholderElectron() {
  const folder = join(root, '.cache', 'placeholder-electron');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'locales', 'en-US.pak'), 'placeholder\n');
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, 9]),
    Buffer.from('101100011'),
  ]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]), { mode: 0o755 });
  const { version } = createRequire(join(desktop, 'package.json'))('electron/package.json');
  writeFileSync(join(folder, 'version'), version);
  for (const file of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, file), 'placeholder\n');
  return folder;
}

endProgramsWithTask();
if (!hasSources('renderer')) fail('There is no renderer to package yet (desktop/src/renderer).');
step('renderer', await ensureBuilt('renderer'));
step(
  'main and preload',
  await runNode([programOf('desktop', 'electron-vite'), 'build', '--logLevel', 'warn'], { cwd: desktop }),
);

const electron = electronFolder();
if (!electron) {
  if (process.platform !== 'linux')
    fail("Electron's binary is not here: set ELECTRON_PATH to the folder of an unpacked Electron.");
  if (installers)
    fail(
      "Electron's binary is not here, so no installer can be made: set ELECTRON_PATH to the folder of an unpacked Electron.",
    );
  console.log(
    "! Electron's binary is not on this machine: a placeholder stands for it. The folder is real but for the binary; it does not run.",
  );
}
const arch = process.arch === 'arm64' ? '--arm64' : '--x64';
const args = ['--config', join(root, 'electron-builder.yml'), `-c.electronDist=${electron ?? placeholderElectron()}`];
const packager = programOf('desktop', 'electron-builder');
step('electron-builder', await runNode([packager, ...(installers ? [] : ['--dir', arch]), ...args], { cwd: desktop }));

const { problems, files, bytes, app } = await packageProblems(join(desktop, 'dist'));
if (!app || !existsSync(app)) fail('electron-builder made no application.');
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length > 0) fail('The package holds what it must not, or lacks what it must.');
console.log(
  `✓ app.asar holds ${files} files, ${(bytes / 1e6).toFixed(1)} MB: main, preload, renderer, package.json and nothing else`,
);
console.log('✓ fuses are set as electron-builder.yml says');
console.log(`\n${app}`);
