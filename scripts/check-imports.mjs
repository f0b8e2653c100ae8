// Checks every import of shared, server and desktop against "who may import whom" (docs and scripts/lib/import-rules.mjs).
// With file names it checks those only.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusal } from './lib/import-rules.mjs';
import { readImports } from './lib/read-imports.mjs';
import { root } from './lib/root.mjs';

const given = process.argv.slice(2);
const files = given.length > 0 ? given : globSync('{shared,server,desktop}/src/**/*.{ts,tsx}', { cwd: root });
let refused = 0;
for (const file of files.map((path) => path.replaceAll('\\', '/')).sort()) {
  for (const { specifier, typeOnly, line } of readImports(file, readFileSync(join(root, file), 'utf8'))) {
    const why = refusal(file, specifier, typeOnly);
    if (!why) continue;
    refused += 1;
    console.error(`${file}:${line}: "${specifier}": ${why}.`);
  }
}
console.log(`${files.length} files, ${refused} imports refused.`);
process.exit(refused === 0 ? 0 : 1);
