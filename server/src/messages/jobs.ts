import type { LaneWork } from '../jobs/lanes.ts';
import type { ScheduledTask } from '../jobs/schedule.ts';
import { pruneSecrets, type ReconcileDeps, reconcileInbound, reconcileStatuses } from './reconcile-service.ts';
import { chatsToSend, type SendDeps, sendNext } from './send-service.ts';

/** Sends queued messages: a lane per chat, one in flight in each. */
export function sendWork(deps: SendDeps): LaneWork {
  return {
    name: 'whatsapp-send',
    concurrency: 5,
    pollMs: 1_000,
    // While the provider is down nothing is looked for, so nothing is tried and nothing spins.
    find: async (busy, limit) =>
      deps.channel.heldUntil() === null ? chatsToSend(deps.db, deps.clock.now(), busy, limit) : [],
    run: (chatId) => sendNext(deps, chatId),
  };
}

/** Safety nets under the webhooks: what was never told is asked for. */
export function channelTasks(deps: ReconcileDeps): ScheduledTask[] {
  return [
    { name: 'channel-inbound', rhythm: '*/5 * * * *', run: () => reconcileInbound(deps) },
    { name: 'channel-statuses', rhythm: '* * * * *', run: () => reconcileStatuses(deps) },
    { name: 'channel-secrets', rhythm: '* * * * *', run: () => pruneSecrets(deps) },
  ];
}
