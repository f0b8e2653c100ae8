/** Seeded drawing: the same seed gives the same corpus on every machine. */
export class Draw {
  #state: number;

  constructor(seed: string) {
    // FNV-1a: spreads similar seeds apart.
    let hash = 0x811c9dc5;
    for (const char of seed) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** 0 ≤ x < 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  one<T>(from: readonly T[]): T {
    const drawn = from[this.below(from.length)];
    if (drawn === undefined) throw new Error('Nothing to draw from.');
    return drawn;
  }

  /** Draws by weight: `[[3, 'often'], [1, 'seldom']]`. */
  weighted<T>(from: readonly (readonly [number, T])[]): T {
    let left = this.next() * from.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of from) {
      left -= weight;
      if (left < 0) return value;
    }
    throw new Error('Nothing to draw from.');
  }

  shuffled<T>(from: readonly T[]): T[] {
    const all = [...from];
    for (let last = all.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      const [a, b] = [all[last], all[other]];
      if (a !== undefined && b !== undefined) [all[last], all[other]] = [b, a];
    }
    return all;
  }
}
