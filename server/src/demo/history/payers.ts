import { addDays, addMinutes, daysBetween, startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { Random } from '../random.ts';
import type { DemoOrder } from './types.ts';

/** A share of a bill (1 is all that is left of it) and when it is paid. */
export type PlannedPart = { at: Date; share: number };

/** When a delivered order's bill is paid, by the habits of its shop; nothing where it is never paid. */
export function paymentPlan(random: Random, order: DemoOrder, today: string): PlannedPart[] {
  const { dueDay, retailer } = order;
  if (dueDay === null) return [];
  const on = (days: number): Date => addMinutes(startOfNepalDay(addDays(dueDay, days)), random.whole(540, 1140));
  const all = (days: number): PlannedPart[] => [{ at: on(days), share: 1 }];
  const ago = daysBetween(dueDay, today);
  switch (retailer.payer) {
    case 'PROMPT':
      // The first shop owes nothing when the curtain rises: it pays when the goods come.
      return retailer.number === 1 ? all(-retailer.termsDays) : all(random.whole(-4, 0));
    case 'STEADY':
      return all(random.whole(-2, 1));
    case 'LATE':
      return all(random.whole(2, 12));
    case 'PARTS':
      return [
        { at: on(random.whole(-2, 0)), share: 0.6 },
        { at: on(random.whole(3, 9)), share: 1 },
      ];
    case 'STALLED':
      return ago > 46 ? all(random.whole(-1, 1)) : [];
    case 'SLIPPING':
      // Bills due in the last month and settled by now: each later than the one before.
      return ago > 30 ? all(random.whole(-2, 0)) : all(random.whole(4, 8));
  }
}
