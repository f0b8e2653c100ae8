import type { Failure, Medium } from '@khaacho/shared/messages/contract.ts';
import { type AfterFailure, concernsOperator, lessonOf, severityOf } from '@khaacho/shared/messages/failures.ts';
import { raiseAlert } from '../alerts/service.ts';
import type { Tx } from '../db/database.ts';
import { recordConsent } from './consent-store.ts';
import { learn, markFailed, markToResend, markToRetry } from './outbox-store.ts';

export type FailedMessage = {
  id: string;
  chatId: string;
  retailerId: string | null;
  orderId: string | null;
  medium: Medium;
};

export type FailureNews = { failure: Failure; errorCode: string; outcomeUnknown: boolean };

/** Does what the rules say about a message that did not get through, and remembers what it teaches. */
export async function settleFailure(
  tx: Tx,
  message: FailedMessage,
  news: FailureNews,
  after: AfterFailure,
  now: Date,
): Promise<void> {
  const { failure, errorCode } = news;
  const lesson = lessonOf(failure);
  // What we did not send on purpose teaches nothing new.
  if (lesson && errorCode !== NOT_SENT) {
    await learn(tx, message.chatId, message.medium, lesson, now);
    if (lesson === 'OPTED_OUT')
      await recordConsent(tx, { ...message, what: 'OPT_OUT', how: 'PROVIDER', evidence: errorCode }, now);
  }
  if (concernsOperator(failure)) await tellOperator(tx, failure, errorCode, now);
  switch (after.next) {
    case 'RESEND':
      tx.announce('outbound');
      return markToResend(tx, message.id, { ...after, failure, errorCode }, now);
    case 'RETRY':
      return markToRetry(
        tx,
        message,
        {
          nextTryAt: after.at,
          outcomeUnknown: news.outcomeUnknown,
          errorCode,
          failure,
          countsAsTry: after.countsAsTry,
        },
        now,
      );
    case 'GIVE_UP':
      await markFailed(tx, message.id, { failure, errorCode }, now);
      return raiseSendFailed(tx, { ...message, failure, errorCode }, now);
  }
}

/** The error code of what was never handed to the provider. */
export const NOT_SENT = 'not-sent';

const BECAUSE: Record<Failure, string> = {
  WINDOW_CLOSED: 'the shop has not written for 24 hours',
  RECIPIENT_INVALID: 'the number does not take messages',
  OPTED_OUT: 'the shop wants no messages of our own accord',
  NO_CONSENT: 'nobody has agreed to messages on this number',
  RATE_LIMITED: 'there were too many messages at once',
  THROTTLED: 'the provider was too busy',
  ACCOUNT: 'the provider refuses our account',
  CONFIGURATION: 'our account may not write to this number',
  CONTENT: 'the provider does not take this message',
  POLICY: 'it is against the provider’s rules',
  UNREACHABLE_TODAY: 'the phone cannot be reached for now',
  MARKETING_CAP: 'the person has had enough advertising today',
  NO_TEMPLATE: 'the shop has not written for 24 hours and there is no approved template for this',
  NO_ANSWER: 'the provider gave no answer',
  UNKNOWN: 'the provider gave an unknown reason',
};

async function raiseSendFailed(
  tx: Tx,
  message: FailedMessage & { failure: Failure; errorCode: string },
  now: Date,
): Promise<void> {
  const code = message.errorCode === NOT_SENT ? '' : ` (code ${message.errorCode})`;
  await raiseAlert(
    tx,
    {
      kind: 'MESSAGE_FAILED',
      severity: severityOf(message.failure),
      cause: `message:${message.id}`,
      message: `A message could not be delivered: ${BECAUSE[message.failure]}${code}. Call the shop instead.`,
      figures: { errorCode: message.errorCode, failure: message.failure },
      retailerId: message.retailerId,
      orderId: message.orderId,
    },
    now,
  );
}

/** Something about the account or the channel that only an operator can mend; one open alert for one reason. */
export async function tellOperator(tx: Tx, failure: Failure, errorCode: string, now: Date): Promise<void> {
  await raiseAlert(
    tx,
    {
      kind: 'CHANNEL_TROUBLE',
      severity: 'CRITICAL',
      cause: `channel:${failure}:${errorCode}`,
      message: `Messages do not get through: ${BECAUSE[failure]} (code ${errorCode}). What waits is kept and goes out once this is mended.`,
      figures: { failure, errorCode },
    },
    now,
  );
}
