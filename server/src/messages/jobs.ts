import type { LaneWork } from '../jobs/lanes.ts';
import { chatsToSend, type SendDeps, sendNext } from './send-service.ts';

/** Sends queued messages: a lane per chat, one in flight in each. */
export function sendWork(deps: SendDeps): LaneWork {
  return {
    name: 'whatsapp-send',
    concurrency: 5,
    pollMs: 1_000,
    find: (busy, limit) => chatsToSend(deps.db, deps.clock.now(), busy, limit),
    run: (chatId) => sendNext(deps, chatId),
  };
}
