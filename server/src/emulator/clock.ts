import { readFileSync, writeFileSync } from 'node:fs';
import type { Clock } from '@khaacho/shared/kernel/clock.ts';

/**
 * A clock that runs like the wall clock and can be pushed forward, so that a demo can close a 24-hour window,
 * expire a draft or reach a due date without waiting. It never goes back: rows already written would lie in the future.
 */
export interface VirtualClock extends Clock {
  /** Milliseconds this clock is ahead of the wall clock. */
  offsetMs(): number;
  /** Moves the clock forward by `ms` and tells every listener. Throws on a negative or broken number. */
  advance(ms: number): void;
  /** Calls `listener` after each jump; the answer takes it off again. */
  onAdvance(listener: () => void): () => void;
}

/**
 * @param options.file where the offset is kept, so that a restart does not fall back in time
 * @param options.base the clock underneath; the wall clock unless a test freezes it
 */
export function createVirtualClock(options: { file?: string; base?: () => Date } = {}): VirtualClock {
  const base = options.base ?? (() => new Date());
  const listeners = new Set<() => void>();
  let offset = options.file ? readOffset(options.file) : 0;
  return {
    now: () => new Date(base().getTime() + offset),
    offsetMs: () => offset,
    advance(ms) {
      if (!Number.isSafeInteger(ms) || ms < 0)
        throw new Error(`the clock only goes forward by whole milliseconds, not by ${ms}`);
      offset += ms;
      if (options.file) writeFileSync(options.file, `${offset}\n`);
      for (const listener of listeners) listener();
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A missing or damaged file means no offset: the demo then simply starts at the wall clock. */
function readOffset(file: string): number {
  try {
    const value = Number(readFileSync(file, 'utf8').trim());
    return Number.isSafeInteger(value) && value >= 0 ? value : 0;
  } catch {
    return 0;
  }
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds in `25h`, `90s`, `1d2h` or `15m`; null when the text is not a duration or longer than 400 days. */
export function parseDuration(text: string): number | null {
  const compact = text.trim().toLowerCase();
  if (!/^(\d{1,9}(ms|s|m|h|d))+$/.test(compact)) return null;
  let total = 0;
  for (const [, amount, unit] of compact.matchAll(/(\d+)(ms|s|m|h|d)/g))
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? 0);
  return total <= 400 * 86_400_000 ? total : null;
}
