/** Lets one loop sleep until somebody has something for it. */
export type Waker = {
  wake(): void;
  /** Until woken (also by a wake that came before), at most `ms`. */
  wait(ms: number): Promise<void>;
  /** `ms` go by, whoever wakes meanwhile; that wake is kept. */
  rest(ms: number): Promise<void>;
};

export function createWaker(): Waker {
  let woken = false;
  let settle: (() => void) | null = null;
  return {
    wake: () => {
      woken = true;
      settle?.();
    },
    wait: async (ms) => {
      if (!woken) {
        const { promise, resolve } = Promise.withResolvers<void>();
        settle = resolve;
        const timer = setTimeout(resolve, ms);
        await promise;
        clearTimeout(timer);
        settle = null;
      }
      woken = false;
    },
    rest: async (ms) => {
      if (ms <= 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      setTimeout(resolve, ms);
      await promise;
    },
  };
}
