// npm run bench [-- name … --flag …]: runs e2e/bench/<name>.ts one after the other; bare, a quick pass of all of them.
// A bench prints its table and writes its figures as JSON to BENCH_OUT; BENCH_QUICK=1 asks for the short version.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { duration, fail } from './lib/output.mjs';
import { endProgramsWithTask, runNode } from './lib/programs.mjs';
import { root } from './lib/root.mjs';

const folder = join(root, 'e2e', 'bench');
const found = existsSync(folder) ? readdirSync(folder) : [];
// A bench is a file here; what several of them share lies in folders or is named *.test.ts.
const names = found
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => file.slice(0, -3));
const given = process.argv.slice(2);
const wanted = given.filter((word) => !word.startsWith('--'));
// What begins with -- is for the benches that are named: npm run bench -- replica --full
const flags = given.filter((word) => word.startsWith('--'));
const unknown = wanted.find((name) => !names.includes(name));
if (flags.length > 0 && wanted.length === 0) fail(`Name the bench that ${flags.join(' ')} is for.`);
if (unknown) fail(`There is no bench "${unknown}"; there are: ${names.join(', ') || 'none yet'}.`);

endProgramsWithTask();
const out = process.env.BENCH_OUT ?? join(root, '.cache', 'bench');
mkdirSync(out, { recursive: true });
const env = { BENCH_OUT: out, ...(wanted.length === 0 ? { BENCH_QUICK: '1' } : {}) };
const failed = [];
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n── ${name}`);
  const { code, ms } = await runNode([join(folder, `${name}.ts`), ...flags], {
    show: true,
    env: { BENCH_NAME: name, ...env },
  });
  if (code !== 0) failed.push(name);
  console.log(`── ${name}: ${code === 0 ? 'done' : 'failed'} in ${duration(ms)}`);
}
console.log(`\nFigures as JSON: ${out}`);
if (failed.length > 0) fail(`Failed: ${failed.join(', ')}`);
