/** Load as clients make it: closed loops (each waits for its answer) and open ones (they come whatever happens). */
import { setTimeout as pause } from 'node:timers/promises';

export type Timings = {
  /** Milliseconds each, in no order. */
  ms: number[];
  /** Over the whole stretch. */
  seconds: number;
  errors: number;
};

export type Spread = { p50: number; p95: number; p99: number; max: number };

export function spreadOf(ms: readonly number[]): Spread {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}

export function perSecond({ ms, seconds }: Timings): number {
  return ms.length / seconds;
}

/** Runs `work` `count` times, `clients` at a time. What throws or answers false is an error. */
export async function closedLoop(
  clients: number,
  count: number,
  work: (index: number, client: number) => Promise<boolean>,
): Promise<Timings> {
  const ms: number[] = [];
  let next = 0;
  let errors = 0;
  const started = performance.now();
  const loop = async (client: number): Promise<void> => {
    for (let index = next++; index < count; index = next++) {
      const from = performance.now();
      const passed = await work(index, client).catch(() => false);
      if (passed) ms.push(performance.now() - from);
      else errors += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => loop(client)));
  return { ms, seconds: (performance.now() - started) / 1000, errors };
}

/**
 * Begins `work` `rate` times a second for `seconds`. A time counts from when the request was due, not from when this
 * process came round to it, so that a server that stalls is not forgiven.
 */
export async function openLoop(
  rate: number,
  seconds: number,
  work: (index: number) => Promise<boolean>,
): Promise<Timings> {
  const ms: number[] = [];
  let errors = 0;
  const running: Promise<void>[] = [];
  const started = performance.now();
  const count = Math.round(rate * seconds);
  for (let index = 0; index < count; index += 1) {
    const due = started + (index * 1000) / rate;
    const ahead = due - performance.now();
    // Timers are a millisecond coarse: those that are due together begin together.
    if (ahead > 0) await pause(ahead);
    running.push(
      work(index)
        .catch(() => false)
        .then((passed) => {
          if (passed) ms.push(performance.now() - due);
          else errors += 1;
        }),
    );
  }
  await Promise.all(running);
  return { ms, seconds: (performance.now() - started) / 1000, errors };
}

/** Polls until `find` answers something. */
export async function until<T>(what: string, find: () => Promise<T | null>, seconds = 60): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await pause(20);
  }
}
