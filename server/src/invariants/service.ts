import { raiseAlert } from '../alerts/service.ts';
import { type Db, transaction } from '../db/database.ts';
import { checkInvariants } from './check.ts';

/** The nightly look at the books: whatever does not add up becomes an alert that names it. Answers how many are broken. */
export async function checkAndAlert(db: Db, now: Date): Promise<number> {
  const { broken } = await checkInvariants(db, { now });
  for (const { invariant, sentence } of broken) {
    await transaction(db, (tx) =>
      raiseAlert(
        tx,
        {
          kind: 'INVARIANT_BROKEN',
          severity: 'CRITICAL',
          cause: `invariant:${invariant}`,
          message: sentence,
          figures: { invariant },
        },
        now,
      ),
    );
  }
  return broken.length;
}
