import { addMinutes } from '../kernel/clock.ts';
import type { MessageStatus } from './contract.ts';

/** Meta's pair rate: a burst of 3 to one recipient, then one in 6 s. */
const BURST = 3;
const REFILL_MS = 6_000;

/**
 * When the next message to a recipient may leave, given when earlier ones did (any order). A token bucket of 3, one back
 * every 6 s, counted in milliseconds so that nothing is rounded.
 */
export function mayLeaveAt(sentAt: readonly Date[], now: Date): Date {
  const full = BURST * REFILL_MS;
  const times = sentAt.map((at) => at.getTime()).sort((a, b) => a - b);
  let credit = full;
  let at = times[0] ?? now.getTime();
  for (const time of times) {
    credit = Math.min(full, credit + time - at) - REFILL_MS;
    at = time;
  }
  credit = Math.min(full, credit + now.getTime() - at);
  return credit >= REFILL_MS ? now : new Date(now.getTime() + REFILL_MS - credit);
}

/** Closer together, two messages may change places on the way. */
const ORDER_GAP_MS = 500;

/** When the next message to a recipient may leave so that it also arrives after the ones before. */
export function inOrderAt(sentAt: readonly Date[], now: Date): Date {
  const last = Math.max(0, ...sentAt.map((at) => at.getTime()));
  return new Date(Math.max(now.getTime(), last + ORDER_GAP_MS));
}

/** Minutes to wait before tries 2 … 6 of a send. */
const RETRY_MINUTES = [1, 5, 15, 30, 60] as const;

/** When to try again after `attempts` tries; null when all are used up. */
export function nextTryAt(attempts: number, now: Date): Date | null {
  const minutes = RETRY_MINUTES[attempts - 1];
  return minutes === undefined ? null : addMinutes(now, minutes);
}

const RANK: Record<MessageStatus, number> = {
  RECEIVED: 0,
  HANDLED: 0,
  QUEUED: 1,
  SENDING: 2,
  SENT: 3,
  DELIVERED: 4,
  READ: 5,
  FAILED: 6,
};

/** Callbacks come late and out of order: a status never moves back, and a failure told after delivery is not believed. */
export function laterStatus(present: MessageStatus, told: MessageStatus): MessageStatus {
  if (told === 'FAILED') return RANK[present] >= RANK.DELIVERED ? present : told;
  if (present === 'FAILED') return RANK[told] >= RANK.DELIVERED ? told : present;
  return RANK[told] > RANK[present] ? told : present;
}
