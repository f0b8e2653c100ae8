import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { mayLeaveAt, nextTryAt } from '@khaacho/shared/messages/rules.ts';
import { z } from 'zod';
import { type Db, transaction } from '../db/database.ts';
import type { SendOutcome, WhatsAppProvider } from '../outside/whatsapp.ts';
import { applyCallbacks, raiseSendFailed } from './service.ts';
import { claimNext, markFailed, markSent, markToRetry, type Outgoing, recentSends, unclaimed } from './store.ts';

export type SendDeps = { db: Db; clock: Clock; provider: WhatsAppProvider; statusCallback: () => string };

const templateSchema = z.object({ sid: z.string(), variables: z.record(z.string(), z.string()) }).nullable();
/** The window is believed closed this long before it is: a message on its way takes time. */
const WINDOW_MARGIN_MS = 60_000;

/** Sends the first unsent message of a chat, at the pace the provider allows for a pair. */
export async function sendNext(deps: SendDeps, chatId: string): Promise<void> {
  const claimed = await transaction(deps.db, (tx) => claimNext(tx, chatId, deps.clock.now()));
  if (!claimed) return;
  const leaveAt = mayLeaveAt(await recentSends(deps.db, chatId, deps.clock.now()), deps.clock.now());
  if (leaveAt > deps.clock.now()) {
    const waits = { nextTryAt: leaveAt, outcomeUnknown: claimed.outcomeUnknown, errorCode: null, countsAsTry: false };
    await transaction(deps.db, (tx) => markToRetry(tx, claimed.id, waits, deps.clock.now()));
    return;
  }
  // No transaction is open while the provider is asked.
  const outcome = await sendOnce(deps, claimed);
  await transaction(deps.db, async (tx) => {
    const now = deps.clock.now();
    if (outcome.kind === 'sent') {
      await markSent(tx, claimed.id, outcome.providerId, now);
      await applyCallbacks(tx, outcome.providerId, now);
      return;
    }
    const next = outcome.kind === 'refused' && outcome.permanent ? null : nextTryAt(claimed.attempts, now);
    if (next) {
      await markToRetry(
        tx,
        claimed.id,
        {
          nextTryAt: next,
          outcomeUnknown: outcome.kind === 'unknown',
          errorCode: outcome.errorCode,
          countsAsTry: true,
        },
        now,
      );
    } else {
      await markFailed(tx, claimed.id, outcome.errorCode, now);
      await raiseSendFailed(tx, { ...claimed, errorCode: outcome.errorCode }, now);
    }
  });
}

async function sendOnce(deps: SendDeps, message: Outgoing): Promise<SendOutcome> {
  if (message.outcomeUnknown) {
    // The provider has no idempotency key: what may have been taken is looked up before it is sent again.
    const found = await deps.provider.findSent(message.externalId, message.body, message.at).catch(() => undefined);
    if (found === undefined) return { kind: 'unknown', errorCode: 'no-answer' };
    const ours = await unclaimed(deps.db, found);
    if (ours !== undefined) return { kind: 'sent', providerId: ours };
  }
  const windowOpen =
    message.windowEndsAt !== null && message.windowEndsAt.getTime() - WINDOW_MARGIN_MS > deps.clock.now().getTime();
  const template = windowOpen ? null : templateSchema.parse(message.template);
  return deps.provider.send({
    to: message.externalId,
    body: message.body,
    template,
    statusCallback: deps.statusCallback(),
  });
}

export { chatsToSend } from './store.ts';
