/** Puts lines together to whole messages. */
import { inDevanagariDigits } from './amounts.ts';
import type { Family } from './families.ts';
import { askLine, type Scene, strangerLine, takeLine } from './lines.ts';
import type { LabelledLine, LabelledMessage, Writing } from './types.ts';
import { closings, openings, talk } from './vocabulary/talk.ts';
import { readWords, rowsOfHalf, wordOf } from './words.ts';

const OPENINGS = readWords(openings, false);
const CLOSINGS = readWords(closings, false);
const TALK = readWords(talk, false);

/** What stands between two items on one line. */
const JOINTS: Record<Writing, readonly string[]> = {
  english: [', ', ' and ', ', ', ' & ', '; ', ' + '],
  romanised: [', ', ' ra ', ' ani ', ', ', ' + ', ' / '],
  nepali: [', ', ' र ', ' अनि ', ', ', '। ', ' / '],
  mixed: [', ', ' ra ', ' र ', ' and ', ', '],
};

function joined(scene: Scene, written: string[], writing: Writing): string {
  const { draw } = scene;
  const style = draw.weighted([
    [9, 'lines'],
    [3, 'numbered'],
    [2, 'dashes'],
    [6, 'one line'],
    [1, 'nothing between'],
  ]);
  if (style === 'one line') {
    const joint = draw.one(JOINTS[writing]);
    // "a, b and c": the last joint is often a word.
    const last = draw.chance(0.4) ? draw.one(JOINTS[writing].filter((each) => each !== '। ')) : joint;
    return written.length < 2 ? written.join('') : written.slice(0, -1).join(joint) + last + written.at(-1);
  }
  if (style === 'numbered' && written.length > 1) {
    // "1.5 star 10" would be a riddle and no list.
    const mark = written.some((line) => /^[\d०-९]/.test(line)) ? ') ' : draw.one(['. ', ') ', '.', ' - ']);
    return written
      .map(
        (line, place) =>
          (writing === 'nepali' ? inDevanagariDigits(String(place + 1)) : String(place + 1)) + mark + line,
      )
      .join('\n');
  }
  if (style === 'dashes') return written.map((line) => `${draw.one(['-', '•', '*', '👉'])} ${line}`).join('\n');
  // Only lines that begin with a name and end with an amount can follow each other without a mark.
  return style === 'nothing between' &&
    written.every((line) => /^\D.*\d+(\s?\p{L}+)?$/u.test(line) && !/[०-९]/.test(line))
    ? written.join(' ')
    : written.join('\n');
}

function dressed(scene: Scene, body: string, writing: Writing): string {
  const { draw, half } = scene;
  const opening = draw.chance(0.3) ? wordOf(draw, draw.one(rowsOfHalf(OPENINGS, half)).words, writing, half, 0) : null;
  const closing = draw.chance(0.3) ? wordOf(draw, draw.one(rowsOfHalf(CLOSINGS, half)).words, writing, half, 0) : null;
  return [opening, body, closing].filter((part) => part !== null).join('\n');
}

/** One message of one to eight lines; `next` gives the good that is due, so that every good is asked for. */
export function orderMessage(
  scene: Scene,
  id: string,
  writing: Writing,
  next: () => { family: Family; sku: string },
): LabelledMessage {
  const { draw, half } = scene;
  const count = draw.weighted([
    [5, 1],
    [4, 2],
    [4, 3],
    [3, 4],
    [2, 5],
    [1, 6],
    [1, 7],
    [1, 8],
  ]);
  const used = new Set<Family>();
  const lines = Array.from({ length: count }, (): LabelledLine => {
    const kind = draw.weighted([
      [84, 'take'],
      [9, 'ask'],
      [7, 'stranger'],
    ] as const);
    if (kind === 'stranger') return strangerLine(scene, writing);
    // Nobody writes the same thing twice in one list; if they do, it is a correction.
    let due = next();
    while (used.has(due.family)) due = next();
    const { family, sku } = due;
    used.add(family);
    const good = family.goods.find((each) => each.sku === sku);
    if (!good) throw new Error(`${sku} is not of its family.`);
    if (kind === 'ask') return askLine(scene, family, writing);
    return takeLine(scene, family, good, writing);
  });
  const text = dressed(
    scene,
    joined(
      scene,
      lines.map((line) => line.written),
      writing,
    ),
    writing,
  );
  return { id, half, writing, text, lines };
}

/** A message that orders nothing. */
export function talkMessage(scene: Scene, id: string, writing: Writing): LabelledMessage {
  const { draw, half } = scene;
  const text = wordOf(draw, draw.one(rowsOfHalf(TALK, half)).words, writing, half, 0);
  return { id, half, writing, text, lines: [{ kind: 'none', why: 'talk', form: 'no order', written: text }] };
}
