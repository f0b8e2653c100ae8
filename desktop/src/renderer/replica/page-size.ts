import type { Host } from './host.ts';

/** Small at first: nothing is known about the line. */
const START = 500;
const LEAST = 50;
/** Beyond it nothing gets faster and the screen stands still for longer; three pages in memory are below 5,000 documents. */
const MOST = 1_000;
const QUICK_MS = 700;
const SLOW_MS = 4_000;

/** How many documents to ask for, so that a page takes about two seconds whatever the line: 1,000 on fibre, 50 on 2G. */
export class PageSize {
  readonly #host: Host;
  readonly #most: number;
  #size: number;

  constructor(host: Host, limit: number) {
    this.#host = host;
    this.#most = Math.min(limit, MOST);
    this.#size = Math.min(START, this.#most);
  }

  async timed<T>(ask: (limit: number) => Promise<T>): Promise<T> {
    const began = this.#host.now().getTime();
    try {
      const answer = await ask(this.#size);
      const took = this.#host.now().getTime() - began;
      if (took < QUICK_MS) this.#size = Math.min(this.#most, this.#size * 2);
      else if (took > SLOW_MS) this.#size = Math.max(LEAST, Math.floor(this.#size / 2));
      return answer;
    } catch (error) {
      this.#size = Math.max(LEAST, Math.floor(this.#size / 2));
      throw error;
    }
  }
}
