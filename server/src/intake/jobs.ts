import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Db } from '../db/database.ts';
import type { LaneWork } from '../jobs/lanes.ts';
import type { ScheduledTask } from '../jobs/schedule.ts';
import { chatsToHandle, handleNext, type IntakeDeps } from './handle-service.ts';
import { type ReadingDeps, readingsDue, readMedia } from './reading-service.ts';
import { suggestReorders } from './reorder-service.ts';

/** Handles received messages: a lane per chat, in order, one reply for each. */
export function intakeWork(deps: IntakeDeps): LaneWork {
  return {
    name: 'whatsapp-intake',
    concurrency: 5,
    pollMs: 1_000,
    find: (busy, limit) => chatsToHandle(deps.db, busy, limit),
    run: (chatId) => handleNext(deps, chatId),
  };
}

/** Reads photos and hears voice notes, a few at a time: a picture takes a core for a second. */
export function readingWork(deps: ReadingDeps & { clock: Clock }): LaneWork {
  return {
    name: 'media-reading',
    concurrency: 3,
    pollMs: 1_000,
    find: (busy, limit) => readingsDue(deps, busy, limit),
    run: (messageId) => readMedia(deps, messageId),
  };
}

/** "Order same as last week?", for shops whose usual day has come. */
export function reorderTask(db: Db): ScheduledTask {
  return { name: 'reorder-suggestions', rhythm: '0 */2 * * *', run: (now) => suggestReorders(db, now) };
}
