import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Failure } from '@khaacho/shared/messages/contract.ts';
import type { Channel, SendOutcome } from './channel.ts';

/** So many sends without an answer, one after the other, and the provider is taken to be down. */
const SILENT_SENDS = 5;
const FIRST_REST_MS = 30_000;
const LONGEST_REST_MS = 5 * 60_000;
/** The account is refused: an operator has to act, and until then every send would be refused. */
const ACCOUNT_REST_MS = 60_000;
/** Messages a second one WhatsApp sender may send. */
const PER_SECOND = 80;

export type Trouble = { failure: Failure; errorCode: string; until: Date };
export type GuardedChannel = Channel & {
  /** Until when nothing is sent; null while the channel is open. */
  heldUntil(): Date | null;
};
type Options = {
  clock: Clock;
  /** The channel was closed for a while; called once each time. */
  onTrouble(trouble: Trouble): void;
  perSecond?: number;
};

/**
 * A circuit breaker and a throttle in front of a channel. While it is closed off nothing is tried and no message loses a
 * try; then one send tries the way, and a second rest is twice as long. State is this process's own.
 */
export function guardChannel(channel: Channel, { clock, onTrouble, perSecond = PER_SECOND }: Options): GuardedChannel {
  let silent = 0;
  let rest = FIRST_REST_MS;
  let until: Date | null = null;
  let trying = false;
  const pace = createPace(perSecond);

  const closeFor = (ms: number, failure: Failure, errorCode: string) => {
    until = new Date(clock.now().getTime() + ms);
    onTrouble({ failure, errorCode, until });
  };
  const learn = (outcome: SendOutcome) => {
    if (outcome.kind === 'unknown') {
      silent += 1;
      if (silent < SILENT_SENDS) return;
      closeFor(rest, 'NO_ANSWER', outcome.errorCode);
      rest = Math.min(LONGEST_REST_MS, rest * 2);
      return;
    }
    silent = 0;
    rest = FIRST_REST_MS;
    if (outcome.kind === 'refused' && outcome.failure === 'ACCOUNT')
      closeFor(ACCOUNT_REST_MS, outcome.failure, outcome.errorCode);
    else until = null;
  };
  const heldUntil = () => {
    if (until === null) return null;
    if (until > clock.now()) return until;
    // Its time is over: one may try, the others wait for what it finds.
    return trying ? new Date(clock.now().getTime() + 1_000) : null;
  };

  return {
    ...channel,
    heldUntil,
    send: async (message) => {
      const held = heldUntil();
      if (held) return { kind: 'held', until: held };
      const isTrial = until !== null;
      trying = trying || isTrial;
      try {
        await pace();
        const outcome = await channel.send(message);
        learn(outcome);
        return outcome;
      } finally {
        if (isTrial) trying = false;
      }
    },
  };
}

/** Waits until the next send may leave; the real clock, for it is the provider's. */
function createPace(perSecond: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    const wait = next - now;
    next = Math.max(now, next) + 1000 / perSecond;
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
  };
}
