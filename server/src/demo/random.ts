import { createHash } from 'node:crypto';
import { newId } from '@khaacho/shared/kernel/ids.ts';

/** A seeded source of chance: the same label always tells the same story. */
export type Random = {
  /** 0 ≤ x < 1 */
  unit(): number;
  /** An integer, both ends included. */
  whole(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** An item with probability in proportion to its weight. */
  pickWeighted<T>(items: readonly T[], weight: (item: T) => number): T;
  shuffle<T>(items: readonly T[]): T[];
  /** A UUIDv7 of that moment. */
  id(at: Date): string;
};

/** sfc32 (public domain, passes PractRand), seeded with the SHA-256 of the label. */
export function randomFrom(label: string): Random {
  const seed = createHash('sha256').update(label).digest();
  let a = seed.readUInt32LE(0);
  let b = seed.readUInt32LE(4);
  let c = seed.readUInt32LE(8);
  let counter = seed.readUInt32LE(12);
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  const unit = () => next() / 2 ** 32;
  const whole = (min: number, max: number) => min + Math.floor(unit() * (max - min + 1));
  const at = <T>(items: readonly T[], index: number): T => {
    const item = items[index];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  return {
    unit,
    whole,
    chance: (probability) => unit() < probability,
    pick: (items) => at(items, whole(0, items.length - 1)),
    pickWeighted: (items, weight) => {
      let left = unit() * items.reduce((sum, item) => sum + weight(item), 0);
      const found = items.findIndex((item) => {
        left -= weight(item);
        return left < 0;
      });
      return at(items, found === -1 ? items.length - 1 : found);
    },
    shuffle: (items) => {
      const result = [...items];
      for (let last = result.length - 1; last > 0; last -= 1) {
        const other = whole(0, last);
        const kept = at(result, last);
        result[last] = at(result, other);
        result[other] = kept;
      }
      return result;
    },
    id: (moment) =>
      newId(
        moment,
        Uint8Array.from({ length: 10 }, () => next() & 0xff),
      ),
  };
}

/** People and goods carry the same ids in every demo world, whenever it was seeded: tests and links may name them. */
const FIXED = new Date('2025-01-01T00:00:00.000Z');

/** The id of a demo vendor, retailer, user, territory or product: `demoId('retailer', 1)`, `demoId('product', 'RICE-1KG')`. */
export function demoId(
  kind: 'vendor' | 'retailer' | 'territory' | 'user' | 'product' | 'offer' | 'chat',
  name: string | number,
): string {
  return newId(FIXED, createHash('sha256').update(`khaacho demo ${kind} ${name}`).digest());
}
