import type { StatusNews } from '@khaacho/shared/messages/contract.ts';
import { afterFailure } from '@khaacho/shared/messages/failures.ts';
import { laterStatus } from '@khaacho/shared/messages/rules.ts';
import type { Tx } from '../db/database.ts';
import { settleFailure } from './failure-service.ts';
import { callbacksOf, lockByProviderId, lockSend, storeCallback, writeStatus } from './status-store.ts';

/** What the rules must know of the channel where no channel is at hand. */
export type CanSend = { sms: boolean };

/** What the provider says of a message of ours, in any order, more than once, even before our send call has returned. */
export async function takeStatus(tx: Tx, news: StatusNews, can: CanSend, now: Date): Promise<void> {
  await lockSend(tx, news.providerId);
  await storeCallback(tx, news, now);
  await applyCallbacks(tx, news.providerId, can, now);
}

/**
 * Folds every stored callback of the send in force into the message's status. A failure told late may mean that the message
 * is sent again another way; callbacks of a send that was given up change nothing.
 */
export async function applyCallbacks(tx: Tx, providerId: string, can: CanSend, now: Date): Promise<void> {
  const message = await lockByProviderId(tx, providerId);
  if (!message) return;
  const callbacks = await callbacksOf(tx, providerId);
  const status = callbacks.reduce((so, callback) => laterStatus(so, callback.status), message.status);
  if (status === message.status) return;
  if (status !== 'FAILED') return writeStatus(tx, message.id, status, now);
  const told = callbacks.find((callback) => callback.status === 'FAILED');
  const news = {
    failure: told?.failure ?? 'UNKNOWN',
    errorCode: told?.errorCode ?? 'unknown',
    outcomeUnknown: false,
  } as const;
  const after = afterFailure(
    {
      failure: news.failure,
      medium: message.medium,
      sentAs: message.sentAs,
      purpose: message.purpose,
      attempts: message.attempts,
      resends: message.resends,
      hasTemplate: message.template !== null,
      smsPossible: can.sms && message.smsBody !== null && message.phone !== null,
      late: true,
    },
    now,
    0,
  );
  await settleFailure(tx, message, news, after, now);
}
