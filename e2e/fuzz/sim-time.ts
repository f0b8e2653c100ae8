import { setImmediate as turn } from 'node:timers/promises';
import type { Host } from '../../desktop/src/renderer/replica/host.ts';
import type { Random } from '../../desktop/src/renderer/replica/testing/virtual-time.ts';

type Timer = { at: number; order: number; run: () => void };

/** Turns of the event loop without a disk at work, after which promises are taken to have come to rest. */
const QUIET_TURNS = 4;
/** A step of the clock up to here is taken whatever the servers are doing: requests overtake one another and meet. */
const SMALL_STEP_MS = 40;

/**
 * One clock for the desks, the lines and the servers of a seed. It stands still until it is told to go on, and jumps from one
 * thing due to the next; only what the servers and PostgreSQL do takes real time.
 */
export class SimTime {
  #now: number;
  #order = 0;
  #timers: Timer[] = [];
  /** Whether a desk reads or writes its disk. */
  diskBusy: () => boolean = () => false;
  /** Settles when the servers have answered and sent what they have to; asked before the clock makes a leap. */
  servers: () => Promise<void> = async () => undefined;

  constructor(start: number) {
    this.#now = start;
  }

  now(): Date {
    return new Date(this.#now);
  }

  after(milliseconds: number, run: () => void): () => void {
    this.#order += 1;
    const timer = { at: this.#now + milliseconds, order: this.#order, run };
    this.#timers.push(timer);
    return () => {
      const at = this.#timers.indexOf(timer);
      if (at >= 0) this.#timers.splice(at, 1);
    };
  }

  /** The same clock for one life of a desk: when that ends, nothing of it runs any more. */
  hostOf(random: Random, newId: () => string, alive: () => boolean): Host {
    return {
      now: () => this.now(),
      after: (milliseconds, run) => this.after(milliseconds, () => alive() && run()),
      random: () => random.next(),
      newId,
    };
  }

  /** Runs everything due within so many milliseconds; lets disks and promises come to rest after each. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    await this.rest();
    for (;;) {
      const soon = Math.min(this.#next()?.at ?? until, until);
      if (soon - this.#now > SMALL_STEP_MS) {
        await this.servers();
        await this.rest();
      }
      const next = this.#next();
      if (!next || next.at > until) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await this.rest();
    }
    this.#now = Math.max(this.#now, until);
  }

  #next(): Timer | null {
    let next: Timer | null = null;
    for (const timer of this.#timers) {
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }

  async rest(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet = this.diskBusy() ? 0 : quiet + 1) await turn();
  }
}
