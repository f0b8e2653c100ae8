import type { Milli } from '../kernel/quantity.ts';

/** Numbers as words, romanised and in Devanagari, in thousandths. */
const WORDS: Record<string, Milli> = {
  one: 1000,
  two: 2000,
  three: 3000,
  four: 4000,
  five: 5000,
  six: 6000,
  seven: 7000,
  eight: 8000,
  nine: 9000,
  ten: 10000,
  twelve: 12000,
  twenty: 20000,
  ek: 1000,
  euta: 1000,
  dui: 2000,
  duita: 2000,
  tin: 3000,
  char: 4000,
  chaar: 4000,
  panch: 5000,
  paanch: 5000,
  chha: 6000,
  sat: 7000,
  saat: 7000,
  aath: 8000,
  nau: 9000,
  das: 10000,
  dash: 10000,
  barha: 12000,
  bis: 20000,
  एक: 1000,
  दुई: 2000,
  तीन: 3000,
  चार: 4000,
  पाँच: 5000,
  छ: 6000,
  सात: 7000,
  आठ: 8000,
  नौ: 9000,
  दस: 10000,
  दश: 10000,
  बाह्र: 12000,
  बीस: 20000,
  half: 500,
  aadha: 500,
  adha: 500,
  आधा: 500,
  dedh: 1500,
  डेढ: 1500,
  adhai: 2500,
  अढाई: 2500,
};

export type Unit =
  | { kind: 'base'; base: 'g' | 'ml'; factor: number }
  | { kind: 'pieces'; count: number }
  /** A pack whose size depends on the good: known only where the good is sold in it. */
  | { kind: 'pack'; name: string };

const UNITS: [Unit, string[]][] = [
  [{ kind: 'base', base: 'g', factor: 1 }, ['g', 'gm', 'gms', 'gram', 'grams', 'ग्राम']],
  [{ kind: 'base', base: 'g', factor: 1000 }, ['kg', 'kgs', 'kilo', 'kilos', 'kilogram', 'केजी', 'किलो']],
  [{ kind: 'base', base: 'ml', factor: 1 }, ['ml', 'मिलि']],
  [{ kind: 'base', base: 'ml', factor: 1000 }, ['l', 'ltr', 'ltrs', 'liter', 'litre', 'liters', 'litres', 'लिटर']],
  [
    { kind: 'pieces', count: 1 },
    ['pc', 'pcs', 'piece', 'pieces', 'pis', 'wata', 'ota', 'gota', 'वटा', 'ओटा', 'पिस', 'थान'],
  ],
  [{ kind: 'pieces', count: 12 }, ['dozen', 'dz', 'darjan', 'दर्जन']],
  [
    { kind: 'pack', name: 'packet' },
    ['packet', 'packets', 'pkt', 'pkts', 'pack', 'packs', 'pyaket', 'poka', 'प्याकेट', 'पोका'],
  ],
  [{ kind: 'pack', name: 'bottle' }, ['bottle', 'bottles', 'botal', 'बोतल']],
  [{ kind: 'pack', name: 'carton' }, ['carton', 'cartons', 'ctn', 'peti', 'पेटी', 'कार्टुन']],
  [{ kind: 'pack', name: 'sack' }, ['sack', 'sacks', 'bori', 'bora', 'katta', 'बोरा', 'बोरी']],
  [{ kind: 'pack', name: 'box' }, ['box', 'boxes', 'बाकस']],
  [{ kind: 'pack', name: 'jar' }, ['jar', 'jars']],
  [{ kind: 'pack', name: 'tin' }, ['tins', 'टिन']],
];
const UNIT_OF = new Map(UNITS.flatMap(([unit, names]) => names.map((name): [string, Unit] => [name, unit])));

export function readUnit(word: string): Unit | null {
  return UNIT_OF.get(word.toLowerCase().replace(/\.$/, '')) ?? null;
}

/** `10`, `0.5`, `1/2`, `dedh`. Null for anything else; figures must already be ASCII. */
export function readNumber(word: string): Milli | null {
  const named = WORDS[word.toLowerCase()];
  if (named !== undefined) return named;
  const fraction = /^(\d{1,3})\/(\d{1,3})$/.exec(word);
  if (fraction) {
    const value = (Number(fraction[1]) * 1000) / Number(fraction[2]);
    return Number.isInteger(value) && value > 0 ? value : null;
  }
  const decimal = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(word);
  if (!decimal) return null;
  return Number(decimal[1]) * 1000 + Number((decimal[2] ?? '').padEnd(3, '0'));
}

/** What one sold unit of a good holds. */
export type Pack = { unit: string; baseUnit: string; basePerUnit: number };

/** Thousandths of the sold unit for `value` of a written unit; null where it cannot be counted in whole packs. */
export function toSoldUnit(value: Milli, unit: Unit | null, pack: Pack): Milli | null {
  if (unit === null) return value;
  if (unit.kind === 'pack') return unit.name === pack.unit || readSame(unit, pack.unit) ? value : null;
  if (unit.kind === 'pieces') {
    if (unit.count === 1) return value;
    const perUnit = pack.baseUnit === 'piece' ? pack.basePerUnit : 1;
    const quantity = (value * unit.count) / perUnit;
    return Number.isInteger(quantity) ? quantity : null;
  }
  const base = baseOf(pack);
  if (base === null || base.base !== unit.base) return null;
  const quantity = (value * unit.factor) / base.perUnit;
  if (!Number.isInteger(quantity) || quantity <= 0) return null;
  const loose = readUnit(pack.unit)?.kind === 'base';
  return loose || quantity % 1000 === 0 ? quantity : null;
}

function readSame(unit: Unit, soldUnit: string): boolean {
  const sold = readUnit(soldUnit);
  return sold?.kind === 'pack' && unit.kind === 'pack' && sold.name === unit.name;
}

/** Grams or millilitres in one sold unit. */
function baseOf(pack: Pack): { base: 'g' | 'ml'; perUnit: number } | null {
  const unit = readUnit(pack.baseUnit);
  return unit?.kind === 'base' ? { base: unit.base, perUnit: pack.basePerUnit * unit.factor } : null;
}
