import type { Outflow } from './outflow.ts';

/** A pull and a push at a time; a replica asks no more. */
const AT_ONCE = 2;
/** More than the collections there are: who asks on and on without reading is not kept in memory. */
const MOST_WAITING = 32;

/** Requests of one socket, in their order: none is begun while answers of earlier ones wait to be read. */
export type Turns = {
  /** Null where too many wait already. */
  take<T>(work: () => Promise<T>): Promise<T> | null;
};

export function createTurns(outflow: Outflow): Turns {
  let free = AT_ONCE;
  const waiting: (() => void)[] = [];
  return {
    take: (work) => {
      if (free === 0 && waiting.length >= MOST_WAITING) return null;
      return (async () => {
        if (free > 0) free -= 1;
        else await new Promise<void>((resolve) => waiting.push(resolve));
        try {
          await outflow.clear();
          return await work();
        } finally {
          const next = waiting.shift();
          if (next) next();
          else free += 1;
        }
      })();
    },
  };
}
