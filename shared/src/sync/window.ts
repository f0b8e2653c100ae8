import { addDays, nepalDay, startOfNepalDay } from '../kernel/clock.ts';

/** Days that a replica holds besides what is still open; older rows are read online. */
export const REPLICA_DAYS = 180;

/**
 * The instant before which closed rows are in no replica: the start of the Nepali day 180 days ago. Both sides use it, so
 * that a desk drops on the same day what the server no longer sends.
 */
export function windowStart(now: Date): Date {
  return startOfNepalDay(addDays(nepalDay(now), -REPLICA_DAYS));
}
