import type { Milli } from '../kernel/quantity.ts';
import { readNumber, readUnit, toSoldUnit } from './amounts.ts';
import type { ReadLine } from './contract.ts';
import { foldName } from './fold.ts';
import { segments, wordsOf } from './segments.ts';

/** A good as the reader knows it. `names` are all its names and aliases, as written. */
export type CatalogueGood = {
  id: string;
  sku: string;
  name: string;
  unit: string;
  baseUnit: string;
  basePerUnit: number;
  names: readonly string[];
};

type Indexed = { good: CatalogueGood; keys: { text: string; grams: Set<string> }[] };

/** The catalogue folded once, so that a message costs only its own length. */
export type Catalogue = {
  bySku: Map<string, CatalogueGood>;
  byId: Map<string, CatalogueGood>;
  byKey: Map<string, CatalogueGood[]>;
  all: Indexed[];
};

/** Taken without asking from here on; asked about from ASK on; refused below. */
const TAKE = 0.8;
const ASK = 0.5;
/** A second good this close to the best makes it a question. */
const MARGIN = 0.1;
const MAX_CHOICES = 5;

export function buildCatalogue(goods: readonly CatalogueGood[]): Catalogue {
  const byKey = new Map<string, CatalogueGood[]>();
  const all = goods.map((good): Indexed => {
    const keys = [...new Set([good.name, good.sku, ...good.names].map(foldName).filter(Boolean))];
    for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), good]);
    return { good, keys: keys.map((text) => ({ text, grams: trigrams(text) })) };
  });
  return {
    bySku: new Map(goods.map((good) => [good.sku.toUpperCase(), good])),
    byId: new Map(goods.map((good) => [good.id, good])),
    byKey,
    all,
  };
}

function trigrams(text: string): Set<string> {
  const padded = `  ${text} `;
  const grams = new Set<string>();
  for (let index = 0; index + 3 <= padded.length; index += 1) grams.add(padded.slice(index, index + 3));
  return grams;
}

/** Dice's coefficient over trigrams, 0 … 1. */
function similarity(a: Set<string>, b: Set<string>): number {
  let common = 0;
  for (const gram of a) if (b.has(gram)) common += 1;
  return (2 * common) / (a.size + b.size);
}

/** Reads every line of a message. Small talk disappears; a line that names no good comes back asking for one. */
export function readOrder(text: string, catalogue: Catalogue): ReadLine[] {
  return segments(text)
    .flatMap((segment) => cutBySku(segment, catalogue))
    .flatMap((segment) => {
      const words = wordsOf(segment);
      if (words.length === 0) return [];
      const exact = readExact(segment, words, catalogue);
      return exact ? [exact] : (readRunOn(words, catalogue) ?? [readNear(segment, words, catalogue)]);
    });
}

/** Longer lists without anything between the goods are no lists; longer names than this nobody writes. */
const RUN_ON_WORDS = 60;
const NAME_WORDS = 8;

/**
 * `rice 10 dal 5 kg`, `10 kg chamal 5 dal`: goods one after the other with nothing between them. Cut into the fewest parts
 * that each name a good exactly and have an amount; null where that is not possible and the person has to be asked.
 */
function readRunOn(words: readonly string[], catalogue: Catalogue): ReadLine[] | null {
  if (words.length > RUN_ON_WORDS) return null;
  const upTo: (ReadLine[] | null)[] = [[]];
  for (let end = 1; end <= words.length; end += 1) {
    upTo[end] = null;
    for (let start = Math.max(0, end - NAME_WORDS); start < end; start += 1) {
      const before = upTo[start];
      if (!before || before.length + 1 >= (upTo[end]?.length ?? Number.POSITIVE_INFINITY)) continue;
      const part = words.slice(start, end);
      const line = readExact(part.join(' '), part, catalogue);
      if (line?.productId && line.amount) upTo[end] = [...before, line];
    }
  }
  return upTo[words.length] ?? null;
}

/** `RICE-1KG x 10 DAL-1KG x 5` on one line: one part per SKU, each with the amount on its side. */
function cutBySku(segment: string, catalogue: Catalogue): string[] {
  const found = [...segment.matchAll(/[^\s:=×*,()]+/g)].filter((match) => catalogue.bySku.has(match[0].toUpperCase()));
  if (found.length < 2) return [segment];
  const amountsFirst = readNumber(segment.trim().split(/[\s:=×*x]+/i)[0] ?? '') !== null;
  const cuts = amountsFirst
    ? found.slice(0, -1).map((match) => match.index + match[0].length)
    : found.slice(1).map((match) => match.index);
  return [0, ...cuts].map((from, index) => segment.slice(from, cuts[index]).trim());
}

/** A part that names a good by its SKU or by one of its names, spelled as folding allows. */
function readExact(written: string, words: readonly string[], catalogue: Catalogue): ReadLine | null {
  // A size that belongs to a name comes first: "mustard oil 500ml" is the half litre where that is sold.
  const whole = catalogue.byKey.get(foldName(words.join(' ')));
  if (whole) return lineFor(written, whole.length === 1 ? { taken: whole[0] } : { choices: whole }, 1, null);
  for (const { name, amount } of splits(words)) {
    // "wai wai 2 carton", "2 bori chini": the pack is a good of its own.
    const packed = amount?.unit ? catalogue.byKey.get(foldName(`${name} ${amount.unit}`)) : undefined;
    if (amount && packed?.[0] && packed.length === 1)
      return lineFor(written, { taken: packed[0] }, 1, { ...amount, unit: null });
    const exact = catalogue.byKey.get(foldName(name));
    if (exact) return lineFor(written, exact.length === 1 ? { taken: exact[0] } : { choices: exact }, 1, amount);
  }
  // After the names: a SKU may be a word of another good's name (EGG, "egg crate").
  return readWithSku(written, catalogue);
}

/** A part that names no good exactly: taken where one is near and no other, asked about where some are. */
function readNear(written: string, words: readonly string[], catalogue: Catalogue): ReadLine {
  const best = splits(words)
    .map(({ name, amount }) => ({ name, amount, found: closest(name, catalogue) }))
    .sort((a, b) => (b.found[0]?.score ?? 0) - (a.found[0]?.score ?? 0))[0];
  const [first, second] = best?.found ?? [];
  if (!best || !first) return lineFor(written, { choices: [] }, first?.score ?? 0, best?.amount ?? null);
  const sure =
    first.score >= TAKE &&
    (!second || first.score - second.score >= MARGIN) &&
    // A figure too many is another size, or another good behind it: never guessed at.
    figuresOf(best.name).every((figure) => figuresOf(first.key).includes(figure));
  return lineFor(
    written,
    sure ? { taken: first.good } : { choices: best.found.map((match) => match.good) },
    first.score,
    best.amount,
  );
}

const figuresOf = (name: string): readonly string[] => foldName(name).match(/\d+(?:\.\d+)?/g) ?? [];

type Amount = { valueMilli: Milli; unit: string | null };

/** `SKU x 10`, `10 SKU`, `SKU: 10 kg`. A SKU is never guessed at: it stands there or it does not. */
function readWithSku(written: string, catalogue: Catalogue): ReadLine | null {
  const tokens = written.toUpperCase().split(/[\s:=×*,()]+/);
  const sku = tokens.find((token) => catalogue.bySku.has(token));
  const good = sku ? catalogue.bySku.get(sku) : undefined;
  if (!sku || !good) return null;
  const at = written.toUpperCase().indexOf(sku);
  const rest = `${written.slice(0, at)} ${written.slice(at + sku.length)}`;
  return lineFor(written, { taken: good }, 1, amountIn(rest));
}

/** The first number in a text with the unit behind it. */
function amountIn(text: string): Amount | null {
  const words = text
    .replace(/(\d)(?=[a-z\u0900-\u097f])/gi, '$1 ')
    .split(/[\s:=×*x()]+/i)
    .filter(Boolean);
  for (const [index, word] of words.entries()) {
    const valueMilli = readNumber(word);
    if (valueMilli === null || valueMilli === 0) continue;
    const next = words[index + 1];
    return { valueMilli, unit: next && readUnit(next) ? next : null };
  }
  return null;
}

/** Every way to split the words into a name and an amount, likeliest first: `name x 10`, `name 10 kg`, `10 kg name`, name alone. */
function splits(words: readonly string[]): { name: string; amount: Amount | null }[] {
  const result: { name: string; amount: Amount | null }[] = [];
  const plain = words.filter((word) => word.toLowerCase() !== 'x');
  const numbers = plain.flatMap((word, index) => {
    const valueMilli = readNumber(word);
    return valueMilli ? [{ index, valueMilli }] : [];
  });
  const afterX = words.findIndex(
    (word, index) => word.toLowerCase() === 'x' && readNumber(words[index + 1] ?? '') !== null,
  );
  const likely = afterX >= 0 ? words.slice(0, afterX).filter((word) => word.toLowerCase() !== 'x').length : -1;
  // The last number is the quantity (sizes stand with the name), unless the line begins with one or says "x 10".
  const order = [...numbers].sort((a, b) => rank(b.index) - rank(a.index));
  function rank(index: number): number {
    if (index === likely) return 1000;
    return index;
  }
  for (const { index, valueMilli } of order) {
    const isUnit = (at: number) => at >= 0 && readUnit(plain[at] ?? '') !== null;
    // "10 kg", or "kg 10" where the unit is no other figure's.
    const behind = isUnit(index + 1);
    const before = !behind && isUnit(index - 1) && index > 1 && readNumber(plain[index - 2] ?? '') === null;
    const unit = behind ? plain[index + 1] : before ? plain[index - 1] : null;
    const name = [...plain.slice(0, before ? index - 1 : index), ...plain.slice(index + (behind ? 2 : 1))].join(' ');
    if (name) result.push({ name, amount: { valueMilli, unit: unit ?? null } });
  }
  result.push({ name: plain.join(' '), amount: null });
  return result;
}

/** Goods with a name near this one, best first, each with the name that is nearest; nothing below ASK. */
function closest(name: string, catalogue: Catalogue): { good: CatalogueGood; key: string; score: number }[] {
  const grams = trigrams(foldName(name));
  return catalogue.all
    .map(({ good, keys }) => {
      let nearest = { good, key: '', score: 0 };
      for (const key of keys) {
        const score = similarity(grams, key.grams);
        if (score > nearest.score) nearest = { good, key: key.text, score };
      }
      return nearest;
    })
    .filter((match) => match.score >= ASK)
    .sort((a, b) => b.score - a.score || a.good.sku.localeCompare(b.good.sku))
    .slice(0, MAX_CHOICES);
}

function lineFor(
  written: string,
  found: { taken: CatalogueGood | undefined } | { choices: readonly CatalogueGood[] },
  confidence: number,
  amount: Amount | null,
): ReadLine {
  const line: ReadLine = {
    raw: written.slice(0, 200),
    productId: null,
    quantityMilli: null,
    unit: null,
    confidence,
    problem: 'product',
    alternatives: [],
    amount,
    turn: 0,
  };
  if ('taken' in found && found.taken) return withProduct(line, found.taken);
  const choices = 'choices' in found ? found.choices.slice(0, MAX_CHOICES) : [];
  return { ...line, alternatives: choices.map((good) => ({ productId: good.id, confidence })) };
}

/** A line whose product is known now: its amount is counted in the sold unit, or asked for. */
export function withProduct(line: ReadLine, good: CatalogueGood): ReadLine {
  const known = { ...line, productId: good.id, unit: good.unit, alternatives: [] };
  if (!line.amount) return { ...known, quantityMilli: null, problem: 'quantity' };
  const quantityMilli = toSoldUnit(line.amount.valueMilli, line.amount.unit ? readUnit(line.amount.unit) : null, good);
  return quantityMilli === null || quantityMilli <= 0
    ? { ...known, quantityMilli: null, problem: 'unit' }
    : { ...known, quantityMilli, problem: null };
}
