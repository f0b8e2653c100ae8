/** Catalogues larger than the demo's: real names where the public files are there, made-up ones otherwise. */
import type { ExamGood } from './adapter.ts';
import { Draw } from './corpus/draw.ts';
import { slip } from './corpus/slips.ts';
import type { LabelledMessage } from './corpus/types.ts';
import type { ExamSet } from './figures.ts';
import { publicDataIsHere, readCsv } from './public-data.ts';

const BRANDS =
  'Asha Bagmati Chandra Devi Everest Fewa Gauri Himal Indra Jyoti Karnali Lali Mahakali Naya Om Pashupati Rapti Sagar Trishul Upahar'.split(
    ' ',
  );
const THINGS =
  'Shirt Bucket Shampoo Cushion Pickle Torch Bangle Kettle Blanket Notebook Jam Sandal Hammer Mirror Basket Curtain Perfume Toy Ribbon Stove'.split(
    ' ',
  );
const KINDS =
  'Small Large Classic Gold Silver Fresh Royal Daily Super Soft Mini Jumbo Green Blue Red White Plain Premium Family Travel Original Extra Light Strong Smooth'.split(
    ' ',
  );

const shelfGood = (name: string, place: number, aliases: readonly string[] = []): ExamGood => ({
  sku: `SHELF-${place}`,
  name,
  nameNe: '',
  unit: 'piece',
  baseUnit: 'piece',
  basePerUnit: 1,
  aliases,
});

/** Names of a public shop, each once. */
function shelfNames(file: string, column: string): string[] {
  const names = readCsv(`catalogues/${file}.csv.gz`).map((row) => (row[column] ?? '').trim());
  return [...new Set(names.filter((name) => name.length >= 4))];
}

/** `size` goods: the demo's first, then the shelf of a real shop or, without the public files, made-up names. */
export function catalogueOf(size: number, demo: readonly ExamGood[]): { goods: ExamGood[]; from: string } {
  const names = publicDataIsHere
    ? shelfNames('bigbasket_products', 'product')
    : BRANDS.flatMap((brand) => THINGS.flatMap((thing) => KINDS.map((kind) => `${brand} ${thing} ${kind}`)));
  const shelf = names.slice(0, size - demo.length).map((name, place) => shelfGood(name, place));
  return { goods: [...demo, ...shelf], from: publicDataIsHere ? 'BigBasket' : 'made-up names' };
}

/** Products of a public shop asked for by their own name with one slip of the thumb. */
export function lookUps(file: string, column: string, label: string, count: number): ExamSet {
  const goods = shelfNames(file, column)
    .slice(0, 10_000)
    .map((name, place) => shelfGood(name, place));
  const draw = new Draw(`look-up ${file}`);
  const messages = draw
    .shuffled(goods)
    .slice(0, count)
    .map((good, place): LabelledMessage => {
      const text = `${slip(draw, good.name.toLowerCase()) ?? good.name.toLowerCase()} x 3`;
      const anyOf = [{ sku: good.sku, milli: 3000 }];
      const line = { kind: 'take', form: 'look-up', written: text, anyOf } as const;
      return { id: `${file}-${place}`, half: 'test', writing: 'english', text, lines: [line] };
    });
  return { name: `${label}: own name with one slip, of ${goods.length}`, goods, messages };
}
