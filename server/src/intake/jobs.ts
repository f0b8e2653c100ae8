import type { LaneWork } from '../jobs/lanes.ts';
import { chatsToHandle, handleNext, type IntakeDeps } from './handle-service.ts';

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
