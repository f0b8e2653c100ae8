/** Printed lists of the demo's goods, and what becomes of them on the way to a draft. */

import { CONFIDENCE } from '@khaacho/shared/intake/contract.ts';
import { readHeardIntoDraft } from '@khaacho/shared/intake/heard.ts';
import { type HeardLine } from '@khaacho/shared/intake/media-contract.ts';
import { buildCatalogue } from '@khaacho/shared/intake/reader.ts';
import type { Good } from '../../../server/src/demo/goods.ts';
import { goods } from '../../../server/src/demo/goods.ts';
import { type Damage, damaged } from '../../../server/src/testing/photo-damage.ts';
import { printedList } from '../../../server/src/testing/printed-list.ts';

export type Script = 'latin' | 'devanagari';
export type Wanted = { sku: string; milli: number };
export type Page = { text: string; wanted: Wanted[]; jpeg: Buffer };

const LINES = 8;
const catalogue = buildCatalogue(
  goods.map(({ sku, name, nameNe, unit, baseUnit, basePerUnit, aliases }, place) => ({
    ...{ id: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`, sku, name, unit, baseUnit, basePerUnit },
    names: [nameNe, ...aliases].filter((each) => each !== ''),
  })),
);

/** Numbers 0 … 1, the same for the same seed (Mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const devanagariDigits = (text: string) => text.replace(/\d/g, (digit) => '०१२३४५६७८९'[Number(digit)] ?? digit);
const lineOf = (good: Good, count: number, script: Script) =>
  script === 'latin' ? `${good.name} - ${count}` : `${good.nameNe}  ${devanagariDigits(String(count))}`;

/** A page of eight different goods, clean or as a phone takes it. */
export async function pageOf(seed: number, script: Script, photographed: boolean, dir: string): Promise<Page> {
  const roll = dice(seed);
  const listed = goods.filter((good) => good.nameNe !== '');
  const chosen = Array.from({ length: LINES }, (_, place) => {
    // One of each eighth of the catalogue: no good comes twice.
    const part = listed.length / LINES;
    return listed[Math.floor(part * (place + roll()))] ?? goods[0];
  }).flatMap((good) => (good ? [{ good, count: 1 + Math.floor(roll() * 40) }] : []));
  const text = chosen.map(({ good, count }) => lineOf(good, count, script)).join('\n');
  const clean = await printedList(text, script, dir);
  const damage: Damage = {
    degrees: 6 * roll() - 3,
    blur: 1 + 2 * roll(),
    contrast: 0.2 + 0.3 * roll(),
    quality: 50,
  };
  return {
    text,
    wanted: chosen.map(({ good, count }) => ({ sku: good.sku, milli: count * 1000 })),
    jpeg: photographed ? await damaged(clean, damage) : clean,
  };
}

export type Outcome = {
  lines: number;
  right: number;
  asked: number;
  lost: number;
  wrongProduct: number;
  wrongAmount: number;
};

/** `from`: the reader's confidence from which on a line counts as well read. */
export function judgePage({ wanted }: Page, read: readonly HeardLine[], from: number = CONFIDENCE.take): Outcome {
  const heard = read.map((line) => ({ ...line, confidence: line.confidence >= from ? 1 : CONFIDENCE.ask }));
  const step = readHeardIntoDraft(null, heard, catalogue);
  const lines = step.kind === 'draft' ? step.lines : [];
  const skuOf = (id: string | null) => (id === null ? undefined : catalogue.byId.get(id)?.sku);
  const taken = lines.filter((line) => line.problem === null);
  const milliOf = new Map(wanted.map(({ sku, milli }) => [sku, milli]));
  const known = taken.map((line) => ({ is: milliOf.get(skuOf(line.productId) ?? ''), milli: line.quantityMilli }));
  const right = known.filter(({ is, milli }) => is !== undefined && is === milli).length;
  const wrongProduct = known.filter(({ is }) => is === undefined).length;
  const asked = lines.length - taken.length;
  return {
    ...{ lines: wanted.length, right, asked, wrongProduct, wrongAmount: taken.length - right - wrongProduct },
    lost: Math.max(0, wanted.length - lines.length),
  };
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  const total: Outcome = { lines: 0, right: 0, asked: 0, lost: 0, wrongProduct: 0, wrongAmount: 0 };
  for (const each of outcomes)
    for (const key of ['lines', 'right', 'asked', 'lost', 'wrongProduct', 'wrongAmount'] as const)
      total[key] += each[key];
  return total;
}
