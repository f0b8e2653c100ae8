import type { Db } from '../db/database.ts';
import { countByStatus, messagesPerOrder } from './figures-store.ts';

const DAY_MS = 24 * 3_600_000;

/** Messages of the last day by status, and how many left for each order taken in chat. */
export async function channelFigures(
  db: Db,
  now: Date,
): Promise<{ byStatus: Record<string, number>; perOrder: number }> {
  const since = new Date(now.getTime() - DAY_MS);
  return { byStatus: await countByStatus(db, since), perOrder: await messagesPerOrder(db, since) };
}

/** Of the messages that have left or failed: the share that has arrived. Null where there were none. */
export function deliveryRate(byStatus: Record<string, number>): number | null {
  const arrived = (byStatus.DELIVERED ?? 0) + (byStatus.READ ?? 0);
  const all = arrived + (byStatus.SENT ?? 0) + (byStatus.FAILED ?? 0);
  return all === 0 ? null : arrived / all;
}
