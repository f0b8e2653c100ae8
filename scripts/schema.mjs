// npm run schema: writes server/src/db/schema.ts, the tables as kysely sees them, from a database made by migrations/.
// With --check nothing is written: it fails where the file does not say what the migrations make.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase, startTestCluster } from '../server/src/testing/postgres.ts';
import { bin, root } from './lib/root.mjs';

const target = join(root, 'server/src/db/schema.ts');

const header = `// Written by "npm run schema" from migrations/*.sql. Do not edit: "npm test" compares it.
`;

// What the parsers of server/src/db/database.ts make of each type: int8 is a number (checked to be a safe integer),
// a date stays the text 2026-11-20, because a Date would move it by the time zone.
const TYPE_MAPPING = { int8: 'number', date: 'string', bytea: 'Buffer', tsvector: 'string' };

/** The types of the database behind `url`. */
async function generate(url) {
  const folder = mkdtempSync(join(tmpdir(), 'khaacho-schema-'));
  const file = join(folder, 'schema.ts');
  try {
    const settings = { dialect: 'postgres', url, 'out-file': file, 'log-level': 'error', 'numeric-parser': 'string' };
    const given = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
    const mapping = ['--type-mapping', JSON.stringify(TYPE_MAPPING)];
    const exclude = ['--exclude-pattern', '{kysely_migration*,migration_checksums}'];
    await promisify(execFile)(join(bin, 'kysely-codegen'), ['--camel-case', ...given, ...mapping, ...exclude]);
    return header + readFileSync(file, 'utf8').replace(/^\/\*\*[^]*?\*\/\s*/, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first line that differs, for people. */
function firstDifference(is, wanted) {
  const [a, b] = [is.split('\n'), wanted.split('\n')];
  const line = b.findIndex((text, index) => text !== a[index]);
  const at = line === -1 ? b.length : line;
  return `line ${at + 1} is "${a[at] ?? ''}", the migrations make "${b[at] ?? ''}"`;
}

const check = process.argv.includes('--check');
const cluster = await startTestCluster();
try {
  const database = await createTestDatabase(cluster.url);
  const wanted = await generate(database.url);
  const is = existsSync(target) ? readFileSync(target, 'utf8') : '';
  if (!check) {
    if (is !== wanted) writeFileSync(target, wanted);
    console.log(is === wanted ? 'server/src/db/schema.ts is up to date.' : 'server/src/db/schema.ts was written.');
  } else if (is !== wanted) {
    console.error(
      `server/src/db/schema.ts does not match migrations/: ${firstDifference(is, wanted)}. Run "npm run schema".`,
    );
    process.exitCode = 1;
  } else {
    console.log('server/src/db/schema.ts matches migrations/.');
  }
} catch (error) {
  console.error(error.name === 'MigrationError' ? error.message : error);
  process.exitCode = 1;
} finally {
  await cluster.stop();
}
