// Builds of the interface, made again only where their sources changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from './lock.mjs';
import { duration } from './output.mjs';
import { programOf, runNode } from './programs.mjs';
import { root } from './root.mjs';

const desktop = join(root, 'desktop');

/** What each build is made of, and where it goes. */
const BUILDS = {
  renderer: { sources: ['desktop/src/renderer', 'desktop/src/ipc.ts'], config: 'vite.config.ts' },
  simulator: { sources: ['desktop/src/simulator'], config: 'vite.simulator.config.ts' },
};

/** Whether the sources of a build are there at all. */
export function hasSources(name) {
  return existsSync(join(root, BUILDS[name].sources[0]));
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function fingerprint({ sources, config }) {
  const files = [
    ...sources.flatMap((source) => (/\.\w+$/.test(source) ? [join(root, source)] : filesBelow(join(root, source)))),
    ...filesBelow(join(root, 'shared', 'src')),
    ...['package.json', 'tsconfig.json', config].map((file) => join(desktop, file)),
    join(root, 'pnpm-lock.yaml'),
    join(root, 'tsconfig.base.json'),
  ];
  const hash = createHash('sha256');
  for (const file of files.filter((path) => existsSync(path) && !/\.test\.tsx?$/.test(path)).sort()) {
    hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function buildUnlessMade(name, log) {
  const build = BUILDS[name];
  const stampFile = join(root, '.cache', 'builds', name);
  const wanted = fingerprint(build);
  const made = existsSync(join(desktop, 'out', name, 'index.html')) && existsSync(stampFile);
  if (made && readFileSync(stampFile, 'utf8') === wanted) return { code: 0, output: 'unchanged\n', built: false };
  log(`Building the ${name} …`);
  rmSync(stampFile, { force: true });
  // A NODE_ENV of the server's tests would put React's development build into the bundle.
  const result = await runNode(
    [programOf('desktop', 'vite'), 'build', '--config', build.config, '--logLevel', 'warn'],
    {
      cwd: desktop,
      env: { NODE_ENV: 'production' },
    },
  );
  if (result.code === 0) {
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, wanted);
    log(`The ${name} is built (${duration(result.ms)}).`);
  }
  return { ...result, built: true };
}

/** Builds `renderer` or `simulator` where needed; answers `{ code, output, built }`. Two tasks never build one at once. */
export function ensureBuilt(name, log = () => {}) {
  return withLock(join(root, '.cache', `build-${name}.lock`), () => buildUnlessMade(name, log));
}
