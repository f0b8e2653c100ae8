import { newId } from '@khaacho/shared/kernel/ids.ts';

/** What the replica takes from the world besides disk and network; a test gives its own, so that a seed replays exactly. */
export type Host = {
  now(): Date;
  /** Runs once after so many milliseconds; the answer calls it off. */
  after(milliseconds: number, run: () => void): () => void;
  /** 0 ≤ x < 1. */
  random(): number;
  /** A new UUID version 7. */
  newId(): string;
};

export const browserHost: Host = {
  now: () => new Date(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
  newId: () => newId(new Date()),
};

/** Token times are whole seconds, and the answer was on its way for a while: a smaller difference says nothing. */
const CLOCK_MATTERS_MS = 60_000;

/**
 * The host with the server's time, where this device's clock is known to be wrong: what is written down here (when a command
 * was given, since when something waits) is to mean the same on every desk. `aheadMs` is null while nobody knows.
 */
export function hostInServerTime(host: Host, aheadMs: () => number | null): Host {
  return {
    now() {
      const ahead = aheadMs() ?? 0;
      const now = host.now();
      return Math.abs(ahead) < CLOCK_MATTERS_MS ? now : new Date(now.getTime() - ahead);
    },
    after: (milliseconds, run) => host.after(milliseconds, run),
    random: () => host.random(),
    newId: () => host.newId(),
  };
}

/** Milliseconds before try number `failures` (1 is the first failure): doubling, capped, spread so that desks do not march in step. */
export function backOff(host: Host, failures: number, firstMs: number, mostMs: number): number {
  const most = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 20));
  return most * (0.5 + host.random() / 2);
}
