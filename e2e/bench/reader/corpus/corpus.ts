/** The examiner's corpus: a pure function of the demo goods and the half. */
import type { Good } from '../../../../server/src/demo/goods.ts';
import { dialogue } from './dialogues.ts';
import { Draw } from './draw.ts';
import { type Family, familiesOf } from './families.ts';
import type { Scene } from './lines.ts';
import { orderMessage, talkMessage } from './messages.ts';
import type { Corpus, Half, LabelledMessage, Writing } from './types.ts';

/** Different seeds draw different messages; words.ts deals out the vocabulary besides. */
const SEEDS: Record<Half, string> = { tuning: 'khaacho tuning 1', test: 'khaacho test 7' };
const LINES = 2_600;
const DIALOGUES = 200;

function writingOf(draw: Draw): Writing {
  return draw.weighted([
    [28, 'english'],
    [26, 'nepali'],
    [34, 'romanised'],
    [12, 'mixed'],
  ]);
}

/** Hands out everything of a list in drawn order, again and again. */
function deck<T>(draw: Draw, cards: readonly T[]): () => T {
  let left: T[] = [];
  return () => {
    if (left.length === 0) left = draw.shuffled(cards);
    const card = left.pop();
    if (card === undefined) throw new Error('Nothing to hand out.');
    return card;
  };
}

/** Every name of the vocabulary and the catalogue: what a slip of the thumb must not turn another name into. */
function knownNames(families: readonly Family[]): Scene['known'] {
  return families.flatMap((family) => {
    const catalogued = family.goods.flatMap((good) => [good.name.toLowerCase(), good.nameNe, ...good.aliases]);
    const names = new Set([...Object.values(family.words).flat(), ...catalogued]);
    return [...names].map((name) => ({ name, family }));
  });
}

export function corpusOf(goods: readonly Good[], half: Half): Corpus {
  const draw = new Draw(SEEDS[half]);
  const families = familiesOf(goods);
  const scene: Scene = { draw, half, families, known: knownNames(families) };
  const next = deck(
    draw,
    families.flatMap((family) => family.goods.map((good) => ({ family, sku: good.sku }))),
  );
  // Short messages come out alike now and then; the test half has none that the tuning half has shown.
  const shown = new Set(half === 'test' ? corpusOf(goods, 'tuning').messages.map((message) => message.text) : []);
  const messages: LabelledMessage[] = [];
  for (let lines = 0; lines < LINES; ) {
    const id = `${half}-${messages.length + 1}`;
    const writing = writingOf(draw);
    const message = draw.chance(0.06) ? talkMessage(scene, id, writing) : orderMessage(scene, id, writing, next);
    if (shown.has(message.text)) continue;
    messages.push(message);
    lines += message.lines.length;
  }
  const nextFamily = deck(draw, families);
  const dialogues = Array.from({ length: DIALOGUES }, (_, place) =>
    dialogue(scene, `${half}-d${place + 1}`, writingOf(draw), nextFamily),
  );
  return { messages, dialogues };
}
