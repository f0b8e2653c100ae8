import { daysBetween } from '../kernel/clock.ts';
import { type Refusal, refusal } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { HouseSettings } from '../settings/contract.ts';

export type RiskFacts = {
  approved: boolean;
  block: { reason: string } | null;
  /** Due day of the oldest unpaid bill. */
  oldestDueDay: string | null;
};

/** Days the oldest bill is past due; 0 where nothing is late. */
export function daysOverdue(oldestDueDay: string | null, today: string): number {
  return oldestDueDay === null ? 0 : Math.max(0, daysBetween(oldestDueDay, today));
}

/** May this retailer order at all today? Day 29 passes, day 30 blocks (settings). */
export function checkMayOrder(
  facts: RiskFacts,
  settings: Pick<HouseSettings, 'blockOverdueDays'>,
  today: string,
): Result<null, Refusal> {
  if (!facts.approved) {
    return err(
      refusal('RETAILER_BLOCKED', 'This shop is not approved yet. An admin approves it once the papers are seen.', [
        { field: 'retailerId', issue: 'not approved' },
      ]),
    );
  }
  if (facts.block) {
    return err(
      refusal(
        'RETAILER_BLOCKED',
        `New orders are stopped for this shop: ${facts.block.reason}. Ask an admin to lift the stop.`,
        [{ field: 'retailerId', issue: 'blocked', figures: { reason: facts.block.reason } }],
      ),
    );
  }
  const days = daysOverdue(facts.oldestDueDay, today);
  if (days >= settings.blockOverdueDays) {
    return err(
      refusal('RETAILER_BLOCKED', `The oldest bill is ${days} days past due. New orders are held until it is paid.`, [
        { field: 'retailerId', issue: 'overdue', figures: { daysOverdue: days, oldestDueDay: facts.oldestDueDay } },
      ]),
    );
  }
  return ok(null);
}
