import type { Db } from '../db/database.ts';
import type { ScheduledTask } from '../jobs/schedule.ts';
import { expireAssignments, offerWaiting } from './sweep-service.ts';

/** Every minute: orders whose vendor let the time pass, and orders that wait for a vendor with room. */
export function orderTimeoutTask(db: Db): ScheduledTask {
  return {
    name: 'order-timeout',
    rhythm: '* * * * *',
    run: async (now) => [await expireAssignments(db, now), await offerWaiting(db, now)],
  };
}
