import type { Log } from '../log.ts';

/**
 * Work that must stay in order within a lane (a chat) and runs side by side across lanes. The rows themselves are the
 * queue: nothing is lost with the process, and a second process finds them too.
 */
export type LaneWork = {
  name: string;
  /** Lanes worked on at once. */
  concurrency: number;
  /** How long work may wait that nobody announced: written by another process, or due by time. */
  pollMs: number;
  /** Lanes with work that is due, without those that are being worked on. */
  find(busy: readonly string[], limit: number): Promise<string[]>;
  /**
   * Does what is due in a lane. What throws is logged and found again by the next look. A number answered is in how many
   * milliseconds the lane has something due again, where that is before the next poll.
   */
  run(lane: string): Promise<number | undefined | void>;
};

export type LaneWorker = {
  start(): void;
  /** Something was committed that may be work. Cheap: many calls are one look. */
  wake(): void;
  /** Resolves once a look finds nothing due and nothing is running. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

/** A lane that has failed rests this long, so that a poison row does not spin. */
const REST_AFTER_FAILURE_MS = 1_000;

export function createLaneWorker(work: LaneWork, log: Log): LaneWorker {
  const busy = new Set<string>();
  const resting = new Map<string, number>();
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = true;
  let timer: NodeJS.Timeout | undefined;
  const idle: (() => void)[] = [];

  const look = async (): Promise<void> => {
    do {
      again = false;
      if (stopped || busy.size >= work.concurrency) break;
      const present = Date.now();
      for (const [lane, until] of resting) if (until <= present) resting.delete(lane);
      const lanes = await work.find([...busy, ...resting.keys()], work.concurrency - busy.size);
      for (const lane of lanes) if (!busy.has(lane)) void runLane(lane);
      if (lanes.length > 0) again = true;
    } while (again && busy.size < work.concurrency);
  };

  const wake = (): void => {
    again = true;
    if (looking || stopped) return;
    looking = look()
      .catch((error: unknown) => log.error({ err: error, lane: work.name }, 'looking for work failed'))
      .finally(() => {
        looking = null;
        if (again && busy.size < work.concurrency && !stopped) wake();
        else if (busy.size === 0) for (const resolve of idle.splice(0)) resolve();
      });
  };

  const runLane = async (lane: string): Promise<void> => {
    busy.add(lane);
    try {
      const dueIn = await work.run(lane);
      if (typeof dueIn === 'number' && dueIn < work.pollMs) setTimeout(wake, dueIn).unref();
    } catch (error) {
      resting.set(lane, Date.now() + REST_AFTER_FAILURE_MS);
      log.error({ err: error, lane: work.name }, 'work in a lane failed');
    } finally {
      busy.delete(lane);
      wake();
    }
  };

  return {
    start: () => {
      stopped = false;
      timer = setInterval(wake, work.pollMs);
      timer.unref();
      wake();
    },
    wake,
    drain: () =>
      new Promise((resolve) => {
        idle.push(resolve);
        wake();
        if (stopped) for (const done of idle.splice(0)) done();
      }),
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      while (looking || busy.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}
