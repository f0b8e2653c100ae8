import { describe, expect, it } from 'vitest';
import { brokenPaths, coverageProblems, REQUIRED_IDS, titlesOf } from './check-coverage.mjs';

const files = {
  'server/src/orders': '',
  'server/src/orders/orders.test.ts': "it('sells the last unit exactly once', async () => {});",
};
const repo = {
  exists: (path) => path in files,
  read: (path) => files[path] ?? '',
  scripts: { verify: 'node scripts/run.mjs verify' },
};
const table = (...rows) =>
  ['| id | what | state | room | shown by | missing |', '|---|---|---|---|---|---|', ...rows].join('\n');
const proof = '`server/src/orders/orders.test.ts` "the last unit"';
const sound = [
  `| A01 | selling | done | \`server/src/orders\` | ${proof}; \`npm run verify\` | – |`,
  `| A02 | returns | part | \`server/src/orders\` | ${proof} | the money back |`,
  '| A03 | dancing | not yet | – | – | – |',
];
const ids = ['A01', 'A02', 'A03'];
const problems = (...rows) => coverageProblems(table(...rows), repo, ids);

/** Each planted line stands in for the row of its id. */
const planted = [
  ['an id without a row', null, 'A01 has no row'],
  ['an id with two rows', [sound[0], sound[0]], 'A01 has 2 rows'],
  ['an id nobody asked for', [sound[0], '| Z99 | x | not yet | – | – | – |'], 'Z99: is no id of the requirements'],
  ['another state', '| A01 | selling | almost | – | – | – |', '"almost" is not one of not yet, part, done'],
  ['a cell too few', '| A01 | selling | not yet | – | – |', 'has 5 cells, not 6'],
  [
    'a room that is not there',
    `| A01 | x | done | \`server/src/magic\` | ${proof} | – |`,
    'there is no server/src/magic',
  ],
  ['no room', `| A01 | x | done | – | ${proof} | – |`, 'names no room'],
  ['done without proof', '| A01 | x | done | `server/src/orders` | – | – |', 'nothing shows it'],
  [
    'done with something missing',
    `| A01 | x | done | \`server/src/orders\` | ${proof} | a lot |`,
    'something is missing',
  ],
  ['part without what is missing', `| A01 | x | part | \`server/src/orders\` | ${proof} | – |`, 'what is missing'],
  ['not yet with a proof', `| A01 | x | not yet | – | ${proof} | – |`, 'so it is part'],
  [
    'a test file that is not there',
    '| A01 | x | done | `server/src/orders` | `server/src/orders/gone.test.ts` "x" | – |',
    'there is no server/src/orders/gone.test.ts',
  ],
  [
    'a test that is not in its file',
    '| A01 | x | done | `server/src/orders` | `server/src/orders/orders.test.ts` "the first unit" | – |',
    'has no test with "the first unit"',
  ],
  [
    'a file without a test named',
    '| A01 | x | done | `server/src/orders` | `server/src/orders/orders.test.ts` | – |',
    'names no test',
  ],
  [
    'a file that is no test',
    '| A01 | x | done | `server/src/orders` | `server/src/orders` "x" | – |',
    'neither a test',
  ],
  ['a command that is not there', '| A01 | x | done | `server/src/orders` | `npm run magic` | – |', 'has no script'],
];

describe('docs/coverage.md', () => {
  it('is believed where all of it is there', () => {
    expect(problems(...sound)).toEqual([]);
  });

  it.each(planted)('is not believed with %s', (_, row, sentence) => {
    const found = problems(...[row ?? []].flat(), ...sound.slice(1));
    expect(found.join('\n')).toContain(sentence);
  });

  it('is asked for every requirement', () => {
    expect(new Set(REQUIRED_IDS).size).toBe(REQUIRED_IDS.length);
    expect(REQUIRED_IDS).toEqual(expect.arrayContaining(['A01', 'E15', 'N24', 'Q06', 'W07', 'Y08']));
    expect(REQUIRED_IDS).not.toContain('Q05');
  });
});

describe('titlesOf', () => {
  it('sees every way to write a test', () => {
    const text = [
      "describe('a', () => {});",
      'it("b", () => {});',
      "it.each([[1], [2]])('c %s', () => {});",
      "describe.runIf(there)('d', () => {});",
      "it.each([\n  ['not a title', 1],\n])(\n  'e',\n  () => {});",
      // oxlint-disable-next-line no-template-curly-in-string
      'it(`f ${seed}`, () => {});',
      "it('the vendor\\'s', () => {});",
      "expect('g').toBe('h');",
    ].join('\n');
    // oxlint-disable-next-line no-template-curly-in-string
    expect(titlesOf(text)).toEqual(['a', 'b', 'c %s', 'd', 'e', 'f ${seed}', "the vendor's"]);
  });
});

describe('brokenPaths', () => {
  it('names what a document promises and the repository does not hold', () => {
    const text = [
      'See `server/src/orders`, `server/src/gone.ts:12`, [this](../server/src/orders) and [that](gone.md).',
      'Not paths: `npm start`, `server/src/<feature>/store.ts`, `a/b`, [web](https://example.org/x), `desktop/out/renderer`.',
      '```',
      '`server/src/in-a-block.ts`',
      '```',
    ].join('\n');
    expect(brokenPaths('docs/a.md', text, repo.exists)).toEqual(['server/src/gone.ts', 'docs/gone.md']);
  });
});
