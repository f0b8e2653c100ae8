import { MAX_MILLI, type Milli } from '../kernel/quantity.ts';
import { isSamePack, readUnit, type Unit } from './units.ts';

/** What one sold unit of a good holds, and the bigger packs it is counted in. */
export type Pack = {
  unit: string;
  baseUnit: string;
  basePerUnit: number;
  /** `{unit: 'carton', quantityMilli: 24000}`: a carton is 24 sold units. */
  packs?: readonly { unit: string; quantityMilli: Milli }[];
};

/** Thousandths of the sold unit for `value` of a written unit; null where it cannot be counted in whole packs. */
export function toSoldUnit(value: Milli, unit: Unit | null, good: Pack): Milli | null {
  const milli = packed(convert(value, unit, good), good);
  return milli !== null && Number.isInteger(milli) && milli > 0 && milli <= MAX_MILLI ? milli : null;
}

function convert(value: Milli, unit: Unit | null, good: Pack): Milli | null {
  if (unit === null) return value;
  if (unit.kind === 'base') return fromBase(value, unit, good);
  if (unit.kind === 'pieces') {
    if (isSoldIn(good, unit)) return value;
    // Dozens of what comes in crates are counted in pieces; a dozen of what hangs in packets is twelve packets.
    const bulk = unit.count !== 1 && good.baseUnit === 'piece' && isBulk(good);
    return (value * unit.count) / (bulk ? good.basePerUnit : 1);
  }
  if (isSoldIn(good, unit)) return value;
  const factor = packFactor(good, unit);
  if (factor !== null) return (value * factor) / 1000;
  // Sixty packets of what is sold in cartons of thirty.
  const inner = readUnit(good.baseUnit);
  if (inner?.kind === 'pack' && isSamePack(inner.name, unit.name)) return value / good.basePerUnit;
  // A single thing is a packet to one shop and a piece to the next; a carton is neither.
  return isSingle(unit) && isSingle(readUnit(good.unit)) ? value : null;
}

/** What comes in packs is sold whole; only what is sold by weight or volume is sold in parts. */
function packed(milli: number | null, good: Pack): Milli | null {
  return milli === null || readUnit(good.unit)?.kind === 'base' ? milli : whole(milli);
}

function whole(milli: number): Milli | null {
  return Number.isInteger(milli) && milli % 1000 === 0 ? milli : null;
}

/** Whether the unit is the one the good is sold in, by this or a like word. */
export function isSoldIn(good: Pack, unit: Unit): boolean {
  if (unit.name === good.unit) return true;
  const sold = readUnit(good.unit);
  return sold !== null && sold.kind === unit.kind && isSamePack(sold.name, unit.name);
}

/** Sold units (in thousandths) in one pack of this name; null where the good has no such pack. */
export function packFactor(good: Pack, unit: Unit): Milli | null {
  const found = good.packs?.find((one) => isSamePack(readUnit(one.unit)?.name ?? one.unit, unit.name));
  return found?.quantityMilli ?? null;
}

function isSingle(unit: Unit | null): boolean {
  return (
    unit !== null &&
    ((unit.kind === 'pieces' && unit.count === 1) || unit.name === 'packet' || isSamePack(unit.name, 'packet'))
  );
}

function fromBase(value: Milli, unit: Unit & { kind: 'base' }, good: Pack): Milli | null {
  const size = sizeOf(good);
  if (size === null || size.base !== unit.base) return null;
  const quantity = (value * unit.factor) / size.perUnit;
  return quantity;
}

function isBulk(good: Pack): boolean {
  const sold = readUnit(good.unit);
  return sold?.kind === 'pack' && ['carton', 'crate', 'sack', 'box'].includes(sold.name);
}

/** Grams or millilitres in one sold unit; null for what is counted. */
export function sizeOf(good: Pack): { base: 'g' | 'ml'; perUnit: number } | null {
  const unit = readUnit(good.baseUnit);
  return unit?.kind === 'base' ? { base: unit.base, perUnit: good.basePerUnit * unit.factor } : null;
}
