import { addMinutes } from '../kernel/clock.ts';
import type { Failure, Medium, MessageStatus, Purpose, SentAs } from './contract.ts';
import { nextTryAt } from './rules.ts';

/** What a failure teaches about the recipient, to be remembered before anything else is sent there. */
export type Lesson = 'WINDOW_CLOSED' | 'NUMBER_INVALID' | 'OPTED_OUT' | 'MARKETING_RESTS';

export type AfterFailure =
  /** Sent again by a way that works: nothing is shown as failed yet. */
  | { next: 'RESEND'; medium: Medium; at: Date }
  | { next: 'RETRY'; at: Date; countsAsTry: boolean }
  | { next: 'GIVE_UP' };

export type FailedSend = {
  failure: Failure;
  medium: Medium;
  sentAs: SentAs | null;
  purpose: Purpose;
  /** Tries of this send so far, this one included. */
  attempts: number;
  /** How often it was sent again after the provider had taken it. */
  resends: number;
  hasTemplate: boolean;
  /** The message may go by SMS, and there are a number and a sender for it. */
  smsPossible: boolean;
  /** Told in a callback after the provider had taken the message. */
  late: boolean;
};

/** Twilio 63018, Meta 131056: once in six seconds is what a pair takes for good. */
const PAIR_BACK_OFF_MS = 6_000;
const MOST_RESENDS = 5;
/** While the account is refused nothing gets through; looking once a minute is soon enough. */
const ACCOUNT_REST_MINUTES = 1;

/** What is done about a message that did not get through. `jitter` (0 … 1) keeps many from coming back at once. */
export function afterFailure(send: FailedSend, now: Date, jitter: number): AfterFailure {
  switch (send.failure) {
    case 'WINDOW_CLOSED':
      // Once: what fails as a template does not fail for the window.
      if (send.sentAs === 'TEXT' && send.hasTemplate && send.resends < MOST_RESENDS)
        return { next: 'RESEND', medium: 'WHATSAPP', at: now };
      return bySms(send, now);
    case 'RATE_LIMITED':
      if (send.resends >= MOST_RESENDS) return bySms(send, now);
      return {
        next: 'RESEND',
        medium: send.medium,
        at: new Date(now.getTime() + PAIR_BACK_OFF_MS * 2 ** send.resends),
      };
    case 'ACCOUNT':
      return { next: 'RETRY', at: addMinutes(now, ACCOUNT_REST_MINUTES), countsAsTry: false };
    case 'OPTED_OUT':
      // A code was asked for by who reads it; anything else respects the no on every way.
      return send.purpose === 'CODE' ? bySms(send, now) : { next: 'GIVE_UP' };
    case 'RECIPIENT_INVALID':
    case 'POLICY':
    case 'UNREACHABLE_TODAY':
    case 'NO_TEMPLATE':
    case 'CONTENT':
      return bySms(send, now);
    case 'NO_CONSENT':
    case 'CONFIGURATION':
    case 'MARKETING_CAP':
      return { next: 'GIVE_UP' };
    case 'THROTTLED':
    case 'NO_ANSWER':
    case 'UNKNOWN':
      return again(send, now, jitter);
  }
}

function again(send: FailedSend, now: Date, jitter: number): AfterFailure {
  // The provider had taken it and says no more than that it failed: a second copy would be a guess.
  const at = send.late ? null : nextTryAt(send.attempts, now);
  if (!at) return bySms(send, now);
  // Earlier by up to a fifth, never later than agreed.
  const early = send.failure === 'THROTTLED' ? (at.getTime() - now.getTime()) * 0.2 * jitter : 0;
  return { next: 'RETRY', at: new Date(at.getTime() - early), countsAsTry: true };
}

function bySms(send: FailedSend, now: Date): AfterFailure {
  return send.medium === 'WHATSAPP' && send.smsPossible
    ? { next: 'RESEND', medium: 'SMS', at: now }
    : { next: 'GIVE_UP' };
}

const LESSONS: Partial<Record<Failure, Lesson>> = {
  WINDOW_CLOSED: 'WINDOW_CLOSED',
  RECIPIENT_INVALID: 'NUMBER_INVALID',
  OPTED_OUT: 'OPTED_OUT',
  MARKETING_CAP: 'MARKETING_RESTS',
};

export function lessonOf(failure: Failure): Lesson | null {
  return LESSONS[failure] ?? null;
}

/** Failures that are not about one message: an operator is called. */
export function concernsOperator(failure: Failure): boolean {
  return failure === 'ACCOUNT' || failure === 'CONFIGURATION' || failure === 'CONTENT';
}

/** How loud the alert of a message that was given up is. What was not sent on purpose is for information only. */
export function severityOf(failure: Failure): 'INFO' | 'WARNING' {
  return failure === 'OPTED_OUT' || failure === 'NO_CONSENT' || failure === 'MARKETING_CAP' ? 'INFO' : 'WARNING';
}

/** True where a status can only change by a person or never will. */
export function isSettled(status: MessageStatus): boolean {
  return status === 'READ' || status === 'FAILED' || status === 'HANDLED';
}
