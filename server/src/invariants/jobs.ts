import type { Db } from '../db/database.ts';
import type { ScheduledTask } from '../jobs/schedule.ts';
import { checkAndAlert } from './service.ts';

/** At half past one at night, when nobody orders. */
export function invariantsTask(db: Db): ScheduledTask {
  return { name: 'invariants', rhythm: '30 1 * * *', run: (now) => checkAndAlert(db, now) };
}
