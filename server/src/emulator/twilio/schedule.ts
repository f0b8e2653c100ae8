import type { Clock } from '@khaacho/shared/kernel/clock.ts';

/** Work that is due at a moment of the virtual clock, and work already in hand. */
export interface Schedule {
  /** Runs `task` when the clock has moved on by `delayMs`; a jump of the clock counts. */
  after(delayMs: number, task: () => void | Promise<void>): void;
  /** Starts `task` now and counts it as work in hand until it ends. */
  run(task: () => void | Promise<void>): void;
  /** Starts everything that has become due; called after the clock was advanced. */
  wake(): void;
  /** Settles when nothing is due and nothing is in hand. Work due later stays for later. */
  drain(): Promise<void>;
  stop(): void;
}

interface Due {
  at: number;
  task: () => void | Promise<void>;
}

// A frozen clock (tests) never reaches its due time by itself; looking again every 20 ms costs nothing.
const MIN_WAIT_MS = 20;
// setTimeout overflows beyond 24 days, and a jump of the clock may come at any time.
const MAX_WAIT_MS = 60_000;

export function createSchedule(clock: Clock, onBug: (error: unknown) => void): Schedule {
  const waiting: Due[] = [];
  const inHand = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  function start(task: () => void | Promise<void>): void {
    const work = Promise.resolve()
      .then(() => (stopped ? undefined : task()))
      .catch(onBug)
      .finally(() => inHand.delete(work));
    inHand.add(work);
  }

  function isDue(): boolean {
    const first = waiting[0];
    return first !== undefined && first.at <= clock.now().getTime();
  }

  function wake(): void {
    if (stopped) return;
    while (isDue()) {
      const due = waiting.shift();
      if (due) start(due.task);
    }
    if (timer) clearTimeout(timer);
    const next = waiting[0];
    if (!next) return;
    const wait = Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, next.at - clock.now().getTime()));
    timer = setTimeout(wake, wait);
    timer.unref();
  }

  return {
    after(delayMs, task) {
      const at = clock.now().getTime() + delayMs;
      // Later than everything that is due at the same moment: equal delays keep their order.
      const index = waiting.findLastIndex((other) => other.at <= at) + 1;
      waiting.splice(index, 0, { at, task });
      if (index === 0) wake();
    },
    run: start,
    wake,
    async drain() {
      for (;;) {
        wake();
        if (inHand.size === 0) return;
        await Promise.all(inHand);
      }
    },
    stop() {
      stopped = true;
      waiting.length = 0;
      if (timer) clearTimeout(timer);
    },
  };
}
