/** Sets made by others, brought into the form of the examiner's own: a catalogue, messages, labels. */
import { z } from 'zod';
import type { ExamGood } from './adapter.ts';
import type { LabelledLine, LabelledMessage } from './corpus/types.ts';
import type { ExamSet } from './figures.ts';
import { readCsv, readLines } from './public-data.ts';

const asGood = (name: string, place: number, unit = 'piece'): ExamGood => ({
  sku: `P-${place}`,
  name,
  nameNe: '',
  unit,
  baseUnit: unit === 'kg' ? 'g' : 'piece',
  basePerUnit: unit === 'kg' ? 1000 : 1,
  aliases: [],
});

function message(id: string, text: string, lines: LabelledLine[]): LabelledMessage {
  return { id, half: 'test', writing: 'english', text, lines };
}

const takeLine = (written: string, sku: string, milli: number): LabelledLine => ({
  kind: 'take',
  form: 'public',
  written,
  anyOf: [{ sku, milli }],
});

/** A catalogue of these names, each once, and the SKU of a name. */
function catalogueOf(names: readonly string[]): { goods: ExamGood[]; skuOf: (name: string) => string } {
  const goods = [...new Set(names)].map((name, place) => asGood(name, place));
  const skus = new Map(goods.map((good) => [good.name, good.sku]));
  return { goods, skuOf: (name) => skus.get(name) ?? '' };
}

/** Orders for electronics in romanised Nepali, tagged word by word; the words of brand, product and category are the good. */
export function romanNepaliOrders(): ExamSet {
  const schema = z.object({ tokens: z.array(z.string()), tags: z.array(z.string()) });
  const rows = readLines('roman_nepali/entities_bio.jsonl', schema).flatMap(({ tokens, tags }) => {
    const tagged = (kind: RegExp) => tokens.filter((_, place) => kind.test(tags[place] ?? ''));
    const count = Number(tagged(/-Quantity$/)[0]);
    const name = tagged(/-(Brand|Product|Category)$/)
      .join(' ')
      .replaceAll(',', '');
    return Number.isInteger(count) && count > 0 && name !== '' ? [{ text: tokens.join(' '), name, count }] : [];
  });
  const { goods, skuOf } = catalogueOf(rows.map((row) => row.name));
  const messages = rows.map(({ text, name, count }, place) =>
    message(`roman-${place}`, text, [takeLine(text, skuOf(name), count * 1000)]),
  );
  return { name: 'romanised Nepali orders, electronics', goods, messages };
}

/** Questions in romanised Nepali (about an order, payment, a product): nothing may be taken from them. */
export function romanNepaliQuestions(goods: readonly ExamGood[]): ExamSet {
  const messages = readCsv('roman_nepali/intents.csv')
    .filter((row) => row['intent'] !== 'order_product')
    .map((row, place) => {
      const text = row['text'] ?? '';
      return message(`question-${place}`, text, [{ kind: 'none', why: 'talk', form: 'public', written: text }]);
    });
  return { name: 'romanised Nepali questions: nothing to take', goods, messages };
}

/** Lines of recipes with a plain number and grams or nothing; the other measures of kitchens no shop sells by. */
export function ingredientLines(limit: number): ExamSet {
  const rows = ['bbc', 'cookstr'].flatMap((source) =>
    readCsv(`ingredient_lines/${source}.csv.gz`).filter(
      (row) => row['name'] && /^[1-9]\d*$/.test(row['quantity'] ?? '') && ['', 'g'].includes(row['unit'] ?? '-'),
    ),
  );
  const goods = new Map<string, ExamGood>();
  const messages = rows.slice(0, limit).flatMap((row, place) => {
    const [name = '', text = ''] = [row['name'], row['input']];
    const unit = row['unit'] === 'g' ? 'kg' : 'piece';
    const good = goods.get(name) ?? asGood(name, goods.size, unit);
    goods.set(name, good);
    if (good.unit !== unit) return [];
    const count = Number(row['quantity']);
    return [message(`recipe-${place}`, text, [takeLine(text, good.sku, unit === 'kg' ? count : count * 1000)])];
  });
  return { name: 'ingredient lines', goods: [...goods.values()], messages };
}

const FOOD = /\((NUMBER|MAIN_DISH_TYPE|SIDE_TYPE|DRINK_TYPE|BASE_SANDWICH) ([^()]+) \)/g;

/** Spoken-style orders at a counter: dishes, sides and drinks with their number; toppings are left aside. */
export function foodOrders(): ExamSet {
  const schema = z.object({ SRC: z.string(), EXR: z.string() });
  const rows = ['burger', 'sub', 'burrito'].flatMap((shop) => readLines(`food_orders/${shop}/dev.json.gz`, schema));
  const parsed = rows.map(({ SRC, EXR }) => {
    let count = 1;
    const items: { name: string; count: number }[] = [];
    for (const [, slot, value = ''] of EXR.matchAll(FOOD)) {
      if (slot === 'NUMBER') count = Number(value);
      else items.push({ name: value.replaceAll('_', ' '), count });
    }
    return { text: SRC, items };
  });
  const { goods, skuOf } = catalogueOf(parsed.flatMap(({ items }) => items.map((item) => item.name)));
  const messages = parsed
    .filter(({ items }) => items.length > 0)
    .map(({ text, items }, place) => {
      const lines = items.map((item) => takeLine('', skuOf(item.name), item.count * 1000));
      return message(`food-${place}`, text, lines);
    });
  return { name: 'food orders (dish, side, drink and number)', goods, messages };
}

const titleOf = (side: string) => (/VAL (.*?)(?: COL |$)/.exec(side)?.[1] ?? side).trim();

/** One shop's title ordered from another shop's list; the pairs that are known to be the same product. */
export function productPairs(file: string, label: string): ExamSet {
  const rows = readCsv(`product_pairs/${file}.csv.gz`);
  const { goods, skuOf } = catalogueOf(rows.map((row) => titleOf(row['right'] ?? '')));
  const same = rows.filter((row) => row['match'] === '1');
  const messages = same
    .filter((row) => row['split'] === 'test')
    .map((row, place) => {
      const text = `${titleOf(row['left'] ?? '')} x 1`;
      const matches = same
        .filter((other) => other['left'] === row['left'])
        .map((other) => titleOf(other['right'] ?? ''));
      const anyOf = matches.map((name) => ({ sku: skuOf(name), milli: 1000 }));
      return message(`${file}-${place}`, text, [{ kind: 'take', form: 'public', written: text, anyOf }]);
    });
  return { name: `product pairs ${label}`, goods, messages };
}
