// Holds docs/coverage.md to the truth: every id of the requirements has one row, and what a row names is really there.
// Also looks up every path of the repository that docs/, README.md and CONTRIBUTING.md name.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, normalize, posix } from 'node:path';
import { root } from './lib/root.mjs';

/** The ids of the requirements, some numbers left free by their owner. */
const RANGES =
  'A01-A08 B01-B07 C01-C18 D01-D06 E01-E15 F01-F10 G01-G07 H01-H10 I01-I08 J01-J09 K01-K07 L01-L19 M01-M03 N01-N24 ' +
  'O01-O08 P01-P13 Q01-Q04 Q06-Q09 R01-R01 R03-R07 S01-S09 T01-T04 T06-T06 T08-T08 U01-U08 U10-U10 V03-V03 V05-V07 ' +
  'V09-V09 W01-W07 Y01-Y08';

export const REQUIRED_IDS = RANGES.split(' ').flatMap((range) => {
  const [letter, from, to] = [range[0], Number(range.slice(1, 3)), Number(range.slice(5, 7))];
  return Array.from({ length: to - from + 1 }, (_, index) => `${letter}${String(from + index).padStart(2, '0')}`);
});

const STATES = ['not yet', 'part', 'done'];
const COLUMNS = 6;
const EMPTY = '–';

/** @typedef {{ line: number, id: string, state: string, room: string, shownBy: string, missing: string }} Row */

/** Rows of the tables whose first cell is an id; a row with another number of cells keeps what it has. */
export function readRows(markdown) {
  return markdown.split('\n').flatMap((text, index) => {
    const cells = text
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [id, , state = '', room = '', shownBy = '', missing = ''] = cells;
    if (!/^[A-Z]\d\d$/.test(id ?? '')) return [];
    return [{ line: index + 1, cells: cells.length, id, state, room, shownBy, missing }];
  });
}

/** What a cell names as proof: a test file with part of a test's name, or a command of package.json. */
export function readProofs(cell) {
  return [...cell.matchAll(/`([^`]+)`(?:\s+"([^"]+)")?/g)].map(([, thing, fragment]) => ({ thing, fragment }));
}

/** Titles of the tests and groups in a test file, those of `it.each(…)('title', …)` and `describe.runIf(…)('title', …)` too. */
export function titlesOf(text) {
  const call = /(?:\b(?:describe|it|test)(?:\.\w+)*|\))\(\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1\s*,/g;
  return [...text.matchAll(call)].map((match) => match[2].replaceAll(/\\(.)/g, '$1'));
}

/**
 * @param {{ exists(path: string): boolean, read(path: string): string, scripts: Record<string, string> }} repo
 * @returns {string[]} what is wrong, one sentence each
 */
export function coverageProblems(markdown, repo, ids = REQUIRED_IDS) {
  const rows = readRows(markdown);
  const problems = [];
  for (const id of ids) {
    const count = rows.filter((row) => row.id === id).length;
    if (count === 0) problems.push(`${id} has no row`);
    if (count > 1) problems.push(`${id} has ${count} rows`);
  }
  for (const row of rows) {
    const say = (sentence) => problems.push(`line ${row.line}, ${row.id}: ${sentence}`);
    if (!ids.includes(row.id)) say('is no id of the requirements');
    if (row.cells !== COLUMNS) say(`has ${row.cells} cells, not ${COLUMNS}`);
    if (!STATES.includes(row.state)) say(`"${row.state}" is not one of ${STATES.join(', ')}`);
    else stateProblems(row).forEach(say);
    for (const { thing } of readProofs(row.room)) if (!repo.exists(thing)) say(`there is no ${thing}`);
    for (const proof of readProofs(row.shownBy)) {
      const problem = proofProblem(proof, repo);
      if (problem) say(problem);
    }
  }
  return problems;
}

function stateProblems({ state, room, shownBy, missing }) {
  const [rooms, proofs] = [readProofs(room).length, readProofs(shownBy).length];
  if (state === 'not yet') return rooms + proofs > 0 ? ['something is there, so it is part, not "not yet"'] : [];
  const problems = rooms === 0 ? ['names no room'] : [];
  if (state === 'done' && proofs === 0) problems.push('is done, but nothing shows it');
  if (state === 'done' && missing !== EMPTY) problems.push('is done, but something is missing');
  if (state === 'part' && (missing === '' || missing === EMPTY))
    problems.push('is part, but does not say what is missing');
  return problems;
}

function proofProblem({ thing, fragment }, repo) {
  if (thing.startsWith('npm ')) {
    const script = thing.replace(/^npm (?:run )?/, '').split(' ')[0];
    return script in repo.scripts ? null : `package.json has no script for "${thing}"`;
  }
  if (!/\.test\.(?:ts|tsx|mjs)$/.test(thing)) return `${thing} is neither a test file nor a command`;
  if (!repo.exists(thing)) return `there is no ${thing}`;
  if (!fragment) return `names no test in ${thing}`;
  return titlesOf(repo.read(thing)).some((title) => title.includes(fragment))
    ? null
    : `${thing} has no test with "${fragment}" in its name`;
}

const TOP =
  /^(?:server|shared|desktop|e2e|scripts|migrations|docs|\.ci)\/|^(?:README\.md|CONTRIBUTING\.md|package\.json|biome\.json|electron-builder\.yml|pnpm-[\w-]+\.yaml|tsconfig\.base\.json)$/;
/** `server/src/<feature>/store.ts`, `docs/**`, `migrations/NNNN_what.sql`: forms, not paths. */
const FORM = /[<>*…{}\s]|NNNN/;
/** Made when the house is built or started, so not in the repository. */
const MADE = /^desktop\/(?:out|dist)\b/;

/** Paths in a document that lead nowhere: in `backticks` from the root, in [links](…) from the document. */
export function brokenPaths(file, markdown, exists) {
  const text = markdown.replaceAll(/^```[^]*?^```/gm, (block) => '\n'.repeat(block.split('\n').length - 1));
  const named = [...text.matchAll(/`([^`\n]+)`/g)]
    .map((match) => match[1].replace(/[:#]\d+.*$/, ''))
    .filter((path) => TOP.test(path) && !FORM.test(path) && !MADE.test(path));
  const linked = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .filter((match) => !/^[a-z]+:/i.test(match[1]))
    .map((match) => posix.normalize(posix.join(posix.dirname(file), match[1])));
  return [...new Set([...named, ...linked])].filter((path) => !exists(path));
}

function main() {
  const repo = {
    exists: (path) => existsSync(join(root, normalize(path))),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    scripts: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts,
  };
  const markdown = repo.read('docs/coverage.md');
  const problems = coverageProblems(markdown, repo).map((problem) => `docs/coverage.md: ${problem}.`);
  const documents = globSync('{docs/**/*.md,README.md,CONTRIBUTING.md}', { cwd: root });
  for (const file of documents.map((path) => path.replaceAll('\\', '/')).sort()) {
    for (const path of brokenPaths(file, repo.read(file), repo.exists)) problems.push(`${file}: there is no ${path}.`);
  }
  for (const problem of problems) console.error(problem);
  const rows = readRows(markdown);
  const count = (state) => `${rows.filter((row) => row.state === state).length} ${state}`;
  console.log(
    `${rows.length} requirements: ${STATES.toReversed().map(count).join(', ')}; ${problems.length} problems.`,
  );
  process.exit(problems.length === 0 ? 0 : 1);
}

if (import.meta.main) main();
