import type { PullAnswer } from '@khaacho/shared/sync/protocol.ts';
import type { Host } from './host.ts';

/** The server's chunks have so many documents; for less it has to look them up. About 180 kB packed. */
const START = 1_000;
const LEAST = 50;
/** Not packed a page of more gets nothing faster, and the screen stands still for longer. */
const MOST = 1_000;
const QUICK_MS = 700;
const SLOW_MS = 4_000;

/**
 * How many documents to ask for, so that a page takes about two seconds whatever the line: thousands on fibre, 50 on 2G. Packed
 * pages are taken in block by block, so they may be as large as the server allows.
 */
export class PageSize {
  readonly #host: Host;
  readonly #limit: number;
  #size = START;
  #packed = false;

  constructor(host: Host, limit: number) {
    this.#host = host;
    this.#limit = limit;
  }

  async timed(ask: (limit: number) => Promise<PullAnswer>): Promise<PullAnswer> {
    const began = this.#host.now().getTime();
    try {
      const answer = await ask(Math.min(this.#size, this.#limit, this.#packed ? this.#limit : MOST));
      const took = this.#host.now().getTime() - began;
      if ('documents' in answer) this.#packed = answer.packed !== undefined;
      if (took < QUICK_MS) this.#size = Math.min(this.#limit, this.#size * 2);
      else if (took > SLOW_MS) this.#size = Math.max(LEAST, Math.floor(this.#size / 2));
      return answer;
    } catch (error) {
      this.#size = Math.max(LEAST, Math.floor(this.#size / 2));
      throw error;
    }
  }
}
