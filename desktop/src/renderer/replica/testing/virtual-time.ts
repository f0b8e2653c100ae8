import type { Host } from '../host.ts';

export type Random = {
  /** 0 ≤ x < 1. */
  next(): number;
  /** 0 ≤ n < below, whole. */
  below(below: number): number;
  chance(probability: number): boolean;
};

/** mulberry32: small, seeded, the same everywhere. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (below) => Math.floor(next() * below), chance: (probability) => next() < probability };
}

type Timer = { at: number; order: number; run: () => void };

/** A clock that stands still until it is told to go on. */
export class VirtualTime implements Host {
  #now: number;
  /** What this device's clock says beyond the time that has passed. */
  #off = 0;
  #order = 0;
  #ids = 0;
  #timers: Timer[] = [];
  readonly #random: Random;
  /** Something slower than `rest` knows of: opening a database. */
  busy: () => Promise<unknown> = async () => undefined;

  constructor(random: Random, start = '2026-06-01T10:00:00.000Z') {
    this.#random = random;
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now + this.#off);
  }

  /** Somebody sets the clock; timers go on as they were. */
  jump(milliseconds: number): void {
    this.#off += milliseconds;
  }

  random(): number {
    return this.#random.next();
  }

  newId(): string {
    this.#ids += 1;
    return `0197${String(this.#ids).padStart(4, '0')}-0000-7000-8000-${String(this.#now).slice(-12).padStart(12, '0')}`;
  }

  after(milliseconds: number, run: () => void): () => void {
    this.#order += 1;
    const timer = { at: this.#now + milliseconds, order: this.#order, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get timers(): number {
    return this.#timers.length;
  }

  /** Runs everything due within so many milliseconds, letting disk and promises come to rest after each. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await this.#rest();
    for (;;) {
      const next = this.#timers.sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next || next.at > until) break;
      this.#timers.shift();
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await this.#rest();
    }
    this.#now = until;
  }

  async #rest(): Promise<void> {
    await rest();
    await this.busy();
    await rest();
  }
}

/** Turns of the event loop in which fake IndexedDB gets any of our writes done, each of its steps taking one. */
const TURNS = 25;

/** Lets disk and promises come to rest. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
