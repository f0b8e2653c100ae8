/** Writes one line of an order, with its label. */
import type { Good } from '../../../../server/src/demo/goods.ts';
import { type Amount, drawAmount, inDevanagariDigits, unitWord, worth, writeAmount } from './amounts.ts';
import type { Draw } from './draw.ts';
import { type Family, isPackOf } from './families.ts';
import { slip, withinOneSlip } from './slips.ts';
import type { Half, LabelledLine, Writing } from './types.ts';
import { strangers, vague } from './vocabulary/others.ts';
import { tails } from './vocabulary/talk.ts';
import { readWords, rowsOfHalf, scriptOf, wordOf } from './words.ts';

export type Scene = {
  draw: Draw;
  half: Half;
  families: readonly Family[];
  known: readonly { name: string; family: Family }[];
};

const TAILS = readWords(tails, false);
const STRANGERS = readWords(strangers, false);
const VAGUE = readWords(vague, true);

/** `250 ml`, `1.5l`, `५ केजी`: the size of a good as people write it behind or before its name. */
function sizeText(draw: Draw, good: Good, writing: Writing): string {
  const script = scriptOf(draw, writing);
  const big = good.basePerUnit >= 1000;
  const figure = String(big ? good.basePerUnit / 1000 : good.basePerUnit);
  const latin = {
    g: big ? ['kg', ' kg', 'KG', ' kilo'] : ['g', 'gm', ' gram', 'G'],
    ml: big ? ['l', ' liter', 'L'] : ['ml', ' ml', 'ML'],
  };
  const nepali = { g: big ? [' केजी', ' किलो'] : [' ग्राम'], ml: big ? [' लिटर'] : [' मिलि', ' एमएल'] };
  const base = good.baseUnit === 'g' ? 'g' : 'ml';
  if (script === 'nepali') return inDevanagariDigits(figure) + draw.one(nepali[base]);
  const text = figure + draw.one(latin[base]);
  return script === 'romanised' && draw.chance(0.15) ? `${text} ko` : text;
}

/** A name of the family, now and then with a slip that is not nearer to another thing's name. */
function nameText(scene: Scene, family: Family, writing: Writing): { text: string; slipped: boolean } {
  const { draw, half } = scene;
  // Nobody keeps to one spelling: romanised messages are full of English names.
  const script = writing === 'romanised' && draw.chance(0.25) ? 'english' : writing;
  const name = wordOf(draw, family.words, script, half, family.turn);
  if (draw.chance(0.1)) {
    const slipped = slip(draw, name);
    if (slipped !== null && slipped !== name && !clashes(scene, family, slipped)) {
      return { text: slipped, slipped: true };
    }
  }
  if (draw.chance(0.15)) return { text: name.charAt(0).toUpperCase() + name.slice(1), slipped: false };
  return { text: draw.chance(0.03) ? name.toUpperCase() : name, slipped: false };
}

/** Whether this spelling is as near to the name of something else. */
function clashes({ known }: Scene, family: Family, spelling: string): boolean {
  return known.some((other) => other.family !== family && withinOneSlip(spelling, other.name));
}

/** Puts name, number and unit in one of the usual orders. */
function arrange(
  draw: Draw,
  name: string,
  number: string,
  unit: string | null,
  spelt: boolean,
  english: boolean,
): string {
  const digitFirst = /^[\d०-९]/.test(name);
  const glued = unit !== null && !spelt && draw.chance(0.25) ? `${number}${unit}` : null;
  const amount = glued ?? (unit === null ? number : `${number} ${unit}`);
  const behind: [number, string][] = [
    [8, `${name} ${amount}`],
    [2, `${name} - ${amount}`],
    [1.5, `${name}: ${amount}`],
    [0.8, `${name} = ${amount}`],
    [0.6, `${name} (${amount})`],
    [0.5, `${name}-${amount}`],
  ];
  if (!spelt) behind.push([1.5, `${name} x ${amount}`], [0.7, `${name} x${number}${unit === null ? '' : ` ${unit}`}`]);
  if (unit !== null) behind.push([5, `${amount} ${name}`]);
  if (unit === null && !digitFirst && !spelt) behind.push([3, `${number} ${name}`], [0.6, `${number} x ${name}`]);
  if (unit !== null && english) behind.push([1, `${amount} of ${name}`]);
  return draw.weighted(behind);
}

function withTail(scene: Scene, text: string, writing: Writing): string {
  const { draw, half } = scene;
  if (!draw.chance(0.07)) return text;
  return `${text} ${wordOf(draw, draw.one(rowsOfHalf(TAILS, half)).words, writing, half, 0)}`;
}

function skuLine({ draw }: Scene, good: Good): LabelledLine {
  const count = draw.one([1, 2, 3, 5, 6, 10, 12, 20, 25, 50]);
  const sku = draw.chance(0.25) ? good.sku.toLowerCase() : good.sku;
  const forms = [
    `${sku} x ${count}`,
    `${sku} x${count}`,
    `${count} x ${sku}`,
    `${sku}: ${count}`,
    `${sku}:${count}`,
    `${sku} ${count}`,
    `${count} ${sku}`,
    `${sku} = ${count}`,
    `${sku} - ${count}`,
    `${sku} × ${count}`,
  ];
  return { kind: 'take', form: 'sku', written: draw.one(forms), anyOf: [{ sku: good.sku, milli: count * 1000 }] };
}

/** A line that a person of the trade would pick without asking. */
export function takeLine(scene: Scene, family: Family, good: Good, writing: Writing): LabelledLine {
  const { draw, half } = scene;
  if (draw.chance(0.06)) return skuLine(scene, good);
  const pack = isPackOf(family, good);
  const measured = good.baseUnit === 'g' || good.baseUnit === 'ml';
  const otherSize = good !== family.goods[0] && !pack;
  const sized = measured && good.unit !== 'kg' && (otherSize || draw.chance(pack ? 0.2 : 0.2));
  const name = nameText(scene, family, writing);
  const size = sized ? sizeText(draw, good, writing) : null;
  const full = size === null ? name.text : draw.chance(0.8) ? `${name.text} ${size}` : `${size} ${name.text}`;
  let amount: Amount;
  let anyOf: ReturnType<typeof worth>;
  do {
    amount = drawAmount(draw, good, pack, sized);
    anyOf = worth(family, good, amount, sized);
  } while (anyOf[0]?.sku !== good.sku);
  const { number, unit, spelt } = writeAmount(draw, amount, writing, half);
  const text = arrange(draw, full, number, unit, spelt, writing === 'english');
  const form = name.slipped
    ? 'slip'
    : sized
      ? 'size in name'
      : pack
        ? 'pack'
        : spelt
          ? 'number in words'
          : unit === null
            ? 'bare number'
            : 'name, number, unit';
  return { kind: 'take', form, written: withTail(scene, text, writing), anyOf };
}

/** A line that lacks something: which product, how many, or what a unit is worth. */
export function askLine(scene: Scene, family: Family, writing: Writing): LabelledLine {
  const { draw, half } = scene;
  const about = draw.weighted([
    [5, 'product'],
    [3, 'quantity'],
    [hasNoCarton(family) ? 6 : 0, 'unit'],
  ] as const);
  if (about === 'product') {
    const { key, words } = draw.one(VAGUE);
    const skus = key.split(' ');
    const count = String(draw.one([2, 3, 5, 6, 10, 12, 20]));
    const unit = unitWord(draw, draw.one(['packet', 'piece']), writing, half);
    const name = wordOf(draw, words, writing, half, skus.length);
    return {
      kind: 'ask',
      about,
      form: 'vague product',
      written: draw.one([`${name} ${count} ${unit}`, `${count} ${unit} ${name}`, `${name} ${count}`]),
      skus,
    };
  }
  const name = nameText(scene, family, writing).text;
  const skus = family.goods.map((good) => good.sku);
  if (about === 'quantity')
    return { kind: 'ask', about, form: 'no quantity', written: withTail(scene, name, writing), skus };
  const count = String(draw.one([1, 2, 3, 4, 5]));
  return {
    kind: 'ask',
    about,
    form: 'unknown pack',
    written: `${name} ${count} ${unitWord(draw, 'carton', writing, half)}`,
    skus,
  };
}

/** Whether the catalogue leaves open what a carton of this is. */
function hasNoCarton(family: Family): boolean {
  return family.goods.every((good) => !['carton', 'crate'].includes(good.unit)) && family.goods[0]?.unit === 'piece';
}

/** Something that is not sold here, ordered as if it were. */
export function strangerLine(scene: Scene, writing: Writing): LabelledLine {
  const { draw, half } = scene;
  const words = draw.one(rowsOfHalf(STRANGERS, half)).words;
  const name = wordOf(draw, words, writing, half, 0);
  const amount: Amount = {
    valueMilli: draw.one([1, 2, 3, 5, 10]) * 1000,
    unit: draw.one(['packet', 'piece', 'kg', null]),
  };
  const { number, unit, spelt } = writeAmount(draw, amount, writing, half);
  const text = arrange(draw, name, number, unit, spelt, writing === 'english');
  return { kind: 'none', why: 'stranger', form: 'not in the catalogue', written: text };
}
