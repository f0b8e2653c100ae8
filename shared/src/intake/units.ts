import { nearness } from './near.ts';
import { soundOf } from './sound.ts';

/** What a written unit is: a weight or volume, pieces, or a pack whose size depends on the good. */
export type Unit =
  | { kind: 'base'; name: string; base: 'g' | 'ml'; factor: number }
  | { kind: 'pieces'; name: string; count: number }
  | { kind: 'pack'; name: string };

const base = (name: string, of: 'g' | 'ml', factor: number): Unit => ({ kind: 'base', name, base: of, factor });
const pieces = (name: string, count: number): Unit => ({ kind: 'pieces', name, count });
const pack = (name: string): Unit => ({ kind: 'pack', name });

/** Units by the words for them, in English, romanised Nepali and Devanagari. */
const UNITS: readonly [Unit, string][] = [
  [base('g', 'g', 1), 'g gm gms gr grm gram grams graam ग्राम'],
  [base('kg', 'g', 1000), 'kg kgs kilo kilos kilogram kilograms keji kejee केजी किलो किलोग्राम के.जी'],
  [base('ml', 'ml', 1), 'ml mili milli mls millilitre milliliter मिलि एमएल'],
  [base('l', 'ml', 1000), 'l lt ltr ltrs lit litter liter litre liters litres लिटर लीटर'],
  [
    pieces('piece', 1),
    'pc pcs pce piece pieces pis pees peace wata vata wota ota oota gota ta than thaan थान वटा वोटा ओटा गोटा पिस पीस',
  ],
  [pieces('pair', 2), 'pair pairs jodi jori जोडी जोडा'],
  [pieces('dozen', 12), 'dozen dozens doz dz dzn darjan darzan दर्जन'],
  [pack('packet'), 'packet packets pkt pkts pckt pack packs pacs pyaket poka pocket puda पुडा प्याकेट पोका प्याक'],
  [pack('bottle'), 'bottle bottles btl btls botal bottal bottol sisi बोतल बोत्तल सिसी'],
  [pack('carton'), 'carton cartons cartoon cartoons ctn ctns peti case cases kartun कार्टुन कार्टन पेटी केस'],
  [pack('crate'), 'crate crates kret क्रेट'],
  [pack('sack'), 'sack sacks bori bora boraa katta bag bags jhola बोरा बोरी कट्टा झोला'],
  [pack('box'), 'box boxes baksa bakas dabba बाकस डब्बा'],
  [pack('jar'), 'jar jars jaar जार'],
  [pack('tin'), 'tins टिन'],
  [pack('can'), 'can cans kyan क्यान'],
  [pack('cup'), 'cup cups kap कप'],
  [pack('pouch'), 'pouch pouches पाउच'],
  [pack('sachet'), 'sachet sachets syase स्यासे'],
  [pack('tube'), 'tube tubes ट्युब'],
  [pack('roll'), 'roll rolls रोल'],
  [pack('bundle'), 'bundle bundles mutha muttha bandal बन्डल मुठा'],
  [pack('crate'), 'tray trays ट्रे'],
  [pack('strip'), 'strip strips'],
  [pack('ream'), 'ream reams रिम'],
  [pack('set'), 'set sets सेट'],
];

const UNIT_OF: ReadonlyMap<string, Unit> = new Map(
  UNITS.flatMap(([unit, words]) => words.split(' ').map((word): [string, Unit] => [soundOf(word), unit])),
);

/** बट्टा, a box, sounds like वटा, a piece; only the spelling tells them apart. */
const BOX = /^(?:ba[td]{2}h?aa?|बट्टा)$/i;

/** The unit a word stands for, whatever its spelling; null where it is none. */
export function readUnit(word: string): Unit | null {
  return BOX.test(word) ? unitNamed('box') : unitOfSound(soundOf(word));
}

export function unitOfSound(sound: string): Unit | null {
  return UNIT_OF.get(sound) ?? null;
}

/** Units of so many letters are known with a slip in them too (`pakat`, `pety`), where only a unit can stand. */
const SLIP_LETTERS = 4;
const SLIP = 0.88;

/** The unit behind a figure, which may be misspelt. */
export function unitBehindFigure(sound: string): Unit | null {
  const exact = unitOfSound(sound);
  if (exact || sound.length < SLIP_LETTERS) return exact;
  let best: Unit | null = null;
  let nearest = SLIP;
  for (const [known, unit] of UNIT_OF) {
    if (known.length < SLIP_LETTERS || Math.abs(known.length - sound.length) > 1) continue;
    const near = nearness(sound, known);
    if (near >= nearest) [best, nearest] = [unit, near];
  }
  return best;
}

const NAMED: ReadonlyMap<string, Unit> = new Map(UNITS.map(([unit]) => [unit.name, unit]));

/** A unit by its own name, as stored in a line. */
export function unitNamed(name: string): Unit | null {
  return NAMED.get(name) ?? readUnit(name);
}

/** One word for what holds the same: who asks for a carton of what comes in crates means the crate. */
const LIKE: Record<string, string> = { crate: 'carton', pouch: 'packet', sachet: 'packet' };

/** Whether two units mean the same pack to a shop. */
export function isSamePack(a: string, b: string): boolean {
  return (LIKE[a] ?? a) === (LIKE[b] ?? b);
}
