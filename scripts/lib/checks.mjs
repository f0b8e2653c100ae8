// The stages that need no test runner, shared by npm test and npm run verify.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, hasSources } from './builds.mjs';
import { electronFolder } from './electron.mjs';
import { programOf, run, runNode } from './programs.mjs';
import { bin, root } from './root.mjs';

const PACKAGES = ['shared', 'server', 'desktop', 'e2e'];

const outcomeOf = ({ code, output }) => ({ ok: code === 0, output });

export const format = {
  name: 'format',
  run: async () => outcomeOf(await run(join(bin, 'biome'), ['check', '--colors=off', '--reporter=summary', '.'])),
};

export const lint = {
  name: 'lint',
  run: async () => outcomeOf(await runNode([programOf('.', 'oxlint'), '--type-aware', '--deny-warnings'])),
};

export const imports = {
  name: 'imports',
  run: async () => outcomeOf(await runNode(['scripts/check-imports.mjs'])),
};

export const coverage = {
  name: 'coverage',
  run: async () => outcomeOf(await runNode(['scripts/check-coverage.mjs'])),
};

/** The four packages one after the other: the compiler uses both cores by itself. */
export const types = {
  name: 'types',
  weight: 2,
  run: async () => {
    const tsc = programOf('.', 'typescript', 'tsc');
    const results = [];
    for (const name of PACKAGES) {
      const exclude = (path) => path === 'node_modules';
      if (globSync('**/*.{ts,tsx}', { cwd: join(root, name), exclude }).length === 0) continue;
      results.push(await runNode([tsc, '-p', name, '--noEmit', '--pretty', 'false']));
    }
    return { ok: results.every(({ code }) => code === 0), output: results.map(({ output }) => output).join('') };
  },
};

export const schema = {
  name: 'schema',
  run: async () => outcomeOf(await runNode(['scripts/schema.mjs', '--check'])),
};

/** The build of a part of the interface; a part without sources is no failure. */
export const build = (name) => ({
  name: `build ${name}`,
  run: async () => {
    if (!hasSources(name)) return { ok: true, output: '', note: 'no sources' };
    const result = await ensureBuilt(name);
    return { ...outcomeOf(result), note: result.built ? undefined : 'unchanged' };
  },
});

/** What electron-builder would ship, looked into. Needs Linux or Electron's binary: elsewhere nothing can stand for it. */
export const packaged = {
  name: 'package',
  after: ['build renderer'],
  run: async () => {
    if (!hasSources('renderer')) return { ok: true, output: '', note: 'no renderer' };
    if (process.platform !== 'linux' && !electronFolder()) return { ok: true, output: '', note: 'no Electron here' };
    const result = await runNode(['scripts/package.mjs']);
    return { ...outcomeOf(result), note: electronFolder() ? undefined : "with a placeholder for Electron's binary" };
  },
};
