/** Lets at most `width` run at a time; the others wait in the order they came. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function createGate(width: number): Gate {
  let free = width;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

/** One after the other per key; different keys side by side. */
export type Lanes = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createLanes(): Lanes {
  const ends = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const before = ends.get(key);
    const running = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    ends.set(key, running);
    try {
      return await running;
    } finally {
      if (ends.get(key) === running) ends.delete(key);
    }
  };
}
