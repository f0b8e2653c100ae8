/** An order and what its writer thought of afterwards: more of it, another amount, or one line less. */
import type { Good } from '../../../../server/src/demo/goods.ts';
import { inDevanagariDigits } from './amounts.ts';
import type { Family } from './families.ts';
import { type Scene, takeLine } from './lines.ts';
import type { LabelledDialogue, LabelledLine, Take, Writing } from './types.ts';
import { readWords, rowsOfHalf, scriptOf, wordOf } from './words.ts';

/** `N` stands for a name, `Q` for a number. `English | romanised | नेपाली`. */
const CORRECTIONS = readWords(
  `
no, N Q | hoina, N Q | हैन, N Q
make N Q | N Q gardinu | N Q गर्दिनुस्
N should be Q | hoina N Q ho | N Q हो
change N to Q | N lai Q banau | N लाई Q बनाउनुस्
sorry N Q | sorry N Q chahiyeko | माफ गर्नुस् N Q चाहिएको
correction: N Q | galti bhayo N Q | गल्ती भयो N Q
`,
  false,
);

/** After an order of one line the name is clear. */
const BARE_CORRECTIONS = readWords(
  `
no, Q | hoina, Q | हैन, Q
not that, Q | Q gardinu | Q गर्दिनुस्
sorry Q | sorry Q chaiyo | सरी Q
make it Q | Q banaidinu | Q बनाइदिनुस्
`,
  false,
);

const REMOVALS = readWords(
  `
remove N | N hataidinu | N हटाइदिनुस्
no N | N chaidaina | N चाहिँदैन
cancel N only | N chai nalyaunu | N नल्याउनुस्
leave out N | N napathaunu | N नपठाउनुस्
take out N | N nikalidinu | N निकालिदिनुस्
don't send N | N parena | N परेन
`,
  false,
);

const ADDITIONS = readWords(
  `
also N | ani N | अनि N
add N | N thapidinu | N थपिदिनुस्
and N too | N pani | N पनि
plus N | aru N | अरु N
one more thing, N | ajha N | अझ N
`,
  false,
);

const takesOf = (line: LabelledLine): Take[] => (line.kind === 'take' ? line.anyOf : []);

/** A plain line: taken, without SKU, slip or size, so that a failure is one of the follow-up. */
function plainLine(scene: Scene, family: Family, writing: Writing, bare: boolean): LabelledLine {
  for (;;) {
    const line = takeLine(scene, family, firstOf(family), writing);
    if (line.form === 'bare number' || (line.form === 'name, number, unit' && !bare)) return line;
  }
}

export function dialogue(scene: Scene, id: string, writing: Writing, next: () => Family): LabelledDialogue {
  const { draw, half } = scene;
  const form = draw.weighted([
    [4, 'add'],
    [4, 'correct'],
    [3, 'remove'],
  ] as const);
  const count = form === 'remove' ? draw.one([2, 3]) : draw.one([1, 2, 3]);
  const families = Array.from({ length: count + 1 }, next);
  // "No, 7" after "2 dozen" may mean dozens: what is corrected was a bare number.
  const lines = families.map((family, place) => plainLine(scene, family, writing, form === 'correct' && place === 0));
  const [first, ...others] = lines;
  const changed = families[0];
  if (!first || !changed) throw new Error('A dialogue has at least one line.');
  const before = form === 'add' ? others : lines.slice(0, count);
  const say = (rows: typeof ADDITIONS, name: string, number = '') =>
    wordOf(draw, draw.one(rowsOfHalf(rows, half)).words, writing, half, 0)
      .replace('N', name)
      .replace('Q', number);
  const base = { id, half, writing, form };
  const opening = before.map((line) => line.written).join('\n');
  if (form === 'add')
    return { ...base, turns: [opening, say(ADDITIONS, first.written)], draft: [...others, first].map(takesOf) };
  const name = wordOf(draw, changed.words, writing, half, changed.turn);
  const rest = lines.slice(1, count).map(takesOf);
  if (form === 'remove') return { ...base, turns: [opening, say(REMOVALS, name)], draft: rest };
  const was = takesOf(first)[0]?.milli;
  const number = draw.one([3, 4, 7, 9, 11, 14, 16].filter((each) => each * 1000 !== was));
  const text = scriptOf(draw, writing) === 'nepali' ? inDevanagariDigits(String(number)) : String(number);
  const rows = count === 1 && draw.chance(0.6) ? BARE_CORRECTIONS : CORRECTIONS;
  return {
    ...base,
    turns: [opening, say(rows, name, text)],
    draft: [[{ sku: firstOf(changed).sku, milli: number * 1000 }], ...rest],
  };
}

function firstOf(family: Family): Good {
  const good = family.goods[0];
  if (!good) throw new Error('A family has at least one good.');
  return good;
}
