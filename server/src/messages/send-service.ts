import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Failure, Medium, SentAs } from '@khaacho/shared/messages/contract.ts';
import { type AfterFailure, afterFailure } from '@khaacho/shared/messages/failures.ts';
import { inOrderAt, mayLeaveAt } from '@khaacho/shared/messages/rules.ts';
import { routeOf, type SendRoute } from '@khaacho/shared/messages/send-rules.ts';
import { type Db, transaction } from '../db/database.ts';
import type { OutboundContent, SendOutcome } from '../outside/channel.ts';
import type { GuardedChannel } from '../outside/guard.ts';
import { NOT_SENT, settleFailure } from './failure-service.ts';
import { claimNext, markSent, markToRetry, type Outgoing, unclaimed } from './outbox-store.ts';
import { applyCallbacks } from './status-service.ts';
import { lockSend } from './status-store.ts';

export type SendDeps = {
  db: Db;
  clock: Clock;
  channel: GuardedChannel;
  statusCallback: () => string;
  /** 0 … 1, for tries that must not all come back at once. */
  random?: () => number;
};

/**
 * Sends the first unsent message of a chat, at the pace the provider allows for a pair. Answers in how many milliseconds
 * the chat is worth another look, where that is soon.
 */
export async function sendNext(deps: SendDeps, chatId: string): Promise<number | undefined> {
  const claimed = await transaction(deps.db, (tx) => claimNext(tx, chatId, deps.clock.now()));
  if (!claimed) return undefined;
  const now = deps.clock.now();
  const leaveAt = mayLeaveAt(claimed.recent, inOrderAt(claimed.recent, now));
  if (leaveAt > now) {
    await putBack(deps, claimed, leaveAt);
    return leaveAt.getTime() - now.getTime();
  }
  const route = wayOut(deps, claimed);
  if (route.by === 'NONE') {
    await settle(deps, claimed, null, { failure: route.failure, errorCode: NOT_SENT, outcomeUnknown: false });
    return undefined;
  }
  // No transaction is open while the provider is asked.
  const outcome = await sendOnce(deps, claimed, route.by);
  if (outcome.kind === 'held') {
    await putBack(deps, claimed, outcome.until);
  } else if (outcome.kind === 'sent') {
    await transaction(deps.db, async (tx) => {
      await lockSend(tx, outcome.providerId);
      const sent = { providerId: outcome.providerId, sentAs: route.by, medium: mediumOf(route.by) };
      await markSent(tx, claimed.id, sent, deps.clock.now());
      await applyCallbacks(tx, outcome.providerId, deps.channel.capabilities, deps.clock.now());
    });
  } else {
    const failure = outcome.kind === 'refused' ? outcome.failure : 'NO_ANSWER';
    const news = { failure, errorCode: outcome.errorCode, outcomeUnknown: outcome.kind === 'unknown' };
    await settle(deps, claimed, route.by, news);
  }
  return undefined;
}

const mediumOf = (sentAs: SentAs): Medium => (sentAs === 'SMS' ? 'SMS' : 'WHATSAPP');

function smsPossible({ channel }: SendDeps, message: Outgoing): boolean {
  return channel.capabilities.sms && message.smsBody !== null && message.chat.phone !== null;
}

function hasTemplate({ channel }: SendDeps, { template }: Outgoing): boolean {
  return template !== null && channel.capabilities.hasTemplate(template.name, template.language);
}

/** Decided now, not when the message was queued: the window, a no, or the code's five minutes may have passed since. */
function wayOut(deps: SendDeps, message: Outgoing): SendRoute {
  const now = deps.clock.now();
  if (message.sealedUntil && message.sealedUntil <= now) return { by: 'NONE', failure: 'NO_ANSWER' };
  return routeOf(
    {
      medium: message.medium,
      purpose: message.purpose,
      hasTemplate: hasTemplate(deps, message),
      smsPossible: smsPossible(deps, message),
      chat: message.chat,
    },
    now,
  );
}

async function putBack(deps: SendDeps, message: Outgoing, nextTryAt: Date): Promise<void> {
  const { outcomeUnknown } = message;
  const retry = { nextTryAt, outcomeUnknown, errorCode: null, failure: null, countsAsTry: false };
  await transaction(deps.db, (tx) => markToRetry(tx, message, retry, deps.clock.now()));
}

async function settle(
  deps: SendDeps,
  message: Outgoing,
  sentAs: SentAs | null,
  news: { failure: Failure; errorCode: string; outcomeUnknown: boolean },
): Promise<void> {
  const now = deps.clock.now();
  const after: AfterFailure =
    sentAs === null
      ? { next: 'GIVE_UP' }
      : afterFailure(
          {
            failure: news.failure,
            medium: mediumOf(sentAs),
            sentAs,
            purpose: message.purpose,
            attempts: message.attempts,
            resends: message.resends,
            hasTemplate: hasTemplate(deps, message),
            smsPossible: smsPossible(deps, message),
            late: false,
          },
          now,
          (deps.random ?? Math.random)(),
        );
  // What is learnt is learnt of the way it went, which need not be the way it was meant to go.
  const went = { ...message, medium: sentAs === null ? message.medium : mediumOf(sentAs) };
  await transaction(deps.db, (tx) => settleFailure(tx, went, news, after, now));
}

async function sendOnce(deps: SendDeps, message: Outgoing, by: SentAs): Promise<SendOutcome> {
  const to = by === 'SMS' ? `sms:${message.chat.phone}` : message.chat.externalId;
  const content = contentOf(message, by);
  if (message.outcomeUnknown) {
    // There is no idempotency key: what may have been taken is looked up before it is sent again.
    const found = await deps.channel.findSent({ to, content }, message.at).catch(() => undefined);
    if (found === undefined) return { kind: 'unknown', errorCode: 'no-answer' };
    const ours = await unclaimed(deps.db, found);
    if (ours !== undefined) return { kind: 'sent', providerId: ours };
  }
  return deps.channel.send({ to, content, statusCallback: deps.statusCallback() });
}

function contentOf(message: Outgoing, by: SentAs): OutboundContent {
  if (by === 'TEMPLATE' && message.template) return { kind: 'template', use: message.template };
  return { kind: 'text', body: by === 'SMS' ? (message.smsBody ?? message.body) : message.body };
}

export { chatsToSend } from './outbox-store.ts';
