import { type Db, transaction } from '../db/database.ts';
import { loadHouse } from '../settings/service.ts';
import { passOn } from './assign-service.ts';
import { moveOrder } from './move-service.ts';
import { expiredOrderIds, waitingOrderIds } from './store.ts';

/** A sweep takes at most so many, so that one bad hour does not hold the schedule for long; the next minute takes the rest. */
const SWEEP = 200;

/**
 * Orders whose vendor let the time pass go to the next one, once: the assignment is closed under the order's lock, so a
 * second sweep, in this process or another, finds nothing. Answers how many were passed on.
 */
export async function expireAssignments(db: Db, now: Date): Promise<number> {
  let expired = 0;
  for (const orderId of await expiredOrderIds(db, now, SWEEP)) {
    await transaction(db, async (tx) => {
      // Looked at again under the lock: a vendor may have accepted in the meantime.
      const still = await tx
        .selectFrom('orders')
        .select('acceptBy')
        .where('id', '=', orderId)
        .where('state', '=', 'ASSIGNED')
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (!still?.acceptBy || still.acceptBy > now) return;
      const moved = await moveOrder(
        tx,
        {
          orderId,
          move: 'expire',
          by: 'SYSTEM',
          userId: null,
          label: 'Khaacho',
          vendorId: null,
          deviceId: null,
          deviceAt: null,
          commandId: null,
          reason: 'No answer in time',
        },
        now,
      );
      if (moved.ok) expired += 1;
    });
  }
  return expired;
}

/** Orders that found every vendor full are offered again as soon as one has room. Answers how many found one. */
export async function offerWaiting(db: Db, now: Date): Promise<number> {
  const { maxAssignments } = await loadHouse(db);
  let placed = 0;
  for (const orderId of await waitingOrderIds(db, maxAssignments, SWEEP)) {
    if (await transaction(db, (tx) => passOn(tx, orderId, now))) placed += 1;
  }
  return placed;
}
