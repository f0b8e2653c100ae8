import { nepalMinutes } from '../kernel/clock.ts';

const DAY_MS = 86_400_000;

/** Fewer orders show no rhythm. */
const LEAST_ORDERS = 3;
/** Shops that order daily need no reminder, and after a month it is no rhythm any more. */
const CYCLE = { from: 3, to: 30 } as const;
/** Nobody is written to before eight in the morning or after seven in the evening (minutes of the Nepali day). */
const HOURS = { from: 8 * 60, to: 19 * 60 } as const;
/** A suggestion that was not answered by then was overlooked. */
export const ANSWER_HOURS = 48;

/**
 * After how many days a shop usually orders again: the median of the days between its orders, newest first, in whole days;
 * null where there is no rhythm between three and thirty days.
 */
export function orderCycle(placed: readonly Date[]): number | null {
  if (placed.length < LEAST_ORDERS) return null;
  const gaps = placed
    .slice(1)
    .map((earlier, index) => Math.round(((placed[index]?.getTime() ?? 0) - earlier.getTime()) / DAY_MS))
    .sort((a, b) => a - b);
  const median = gaps[Math.floor(gaps.length / 2)] ?? 0;
  return median >= CYCLE.from && median <= CYCLE.to ? median : null;
}

export type ReorderFacts = {
  /** Orders that were not cancelled, newest first. */
  placed: readonly Date[];
  /** The last suggestion, whatever came of it. */
  suggestedAt: Date | null;
};

/**
 * The cycle in days where today is the day to ask "same as last time?", else null: a cycle has passed since the last order,
 * none of it was suggested yet, and it is an hour at which people may be written to.
 */
export function reorderDue({ placed, suggestedAt }: ReorderFacts, now: Date): number | null {
  const minutes = nepalMinutes(now);
  const [last] = placed;
  const cycle = orderCycle(placed);
  if (cycle === null || !last || minutes < HOURS.from || minutes >= HOURS.to) return null;
  const since = (then: Date) => (now.getTime() - then.getTime()) / DAY_MS;
  // Two cycles without an order: the shop has stopped, and a reminder would be a nuisance.
  if (since(last) < cycle || since(last) >= cycle * 2) return null;
  return suggestedAt !== null && (suggestedAt > last || since(suggestedAt) < cycle) ? null : cycle;
}
