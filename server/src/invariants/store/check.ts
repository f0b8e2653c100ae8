import type { RawBuilder } from 'kysely';

/** One thing that must hold. The query answers the rows for which it does not, whatever columns tell a person most. */
export type Check = {
  /** `<number of the invariant>/<name>`, as in "2/journal-sums-to-zero". */
  name: string;
  /** What is wrong, for so many rows. */
  says: (rows: number) => string;
  query: RawBuilder<unknown>;
};

/** What the checks are told about the moment they look at. */
export type CheckFacts = {
  /** Messages and sends younger than this are still being worked on; null: everything has come to rest. */
  restedBefore: Date | null;
  /** Allowed steps of an order, `from>to`; a beginning is `>to`. */
  moves: readonly string[];
};

/**
 * Moments are read before a lock is waited for, so two lines may stand up to this far out of order (the statement time-out
 * and a retry fit in it). Everything that is ordered by a lock is checked by its numbers, not by time.
 */
export const CLOCK_SLACK = '60 seconds';
