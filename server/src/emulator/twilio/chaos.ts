import { createHash } from 'node:crypto';
import { z } from 'zod';

/** How often, between 0 and 1, each kind of trouble happens. */
export const chaosProfile = z.strictObject({
  /** The same inbound webhook arrives twice, at the same time. */
  duplicateInbound: z.number().min(0).max(1),
  /** An inbound webhook is never sent: only a listing by REST finds the message. */
  dropInbound: z.number().min(0).max(1),
  duplicateStatus: z.number().min(0).max(1),
  /** A status callback changes places with the next one of the same message. */
  reorderStatus: z.number().min(0).max(1),
  dropStatus: z.number().min(0).max(1),
  /** The first status callback arrives before the create call has returned. */
  earlyCallback: z.number().min(0).max(1),
  /** 429 with code 20429; nothing is accepted. */
  createThrottled: z.number().min(0).max(1),
  /** 500 with code 20500; nothing is accepted. */
  createFails: z.number().min(0).max(1),
  /** The message is accepted, but the connection breaks before the answer. */
  createLost: z.number().min(0).max(1),
});
export type ChaosProfile = z.infer<typeof chaosProfile>;
export type Trouble = keyof ChaosProfile;

export const troubles: readonly Trouble[] = chaosProfile.keyof().options;

/** What the CI runs with: duplicates and disorder as the rule, loss as the exception. */
export const standardChaos: ChaosProfile = {
  duplicateInbound: 0.2,
  dropInbound: 0.01,
  duplicateStatus: 0.2,
  reorderStatus: 0.2,
  dropStatus: 0.01,
  earlyCallback: 0.2,
  createThrottled: 0.02,
  createFails: 0.02,
  createLost: 0.02,
};

export interface Chaos {
  readonly seed: string;
  profile(): ChaosProfile | null;
  /** Switches chaos on with a profile, or off with null. */
  set(profile: ChaosProfile | null, seed?: string): void;
  /** Makes the next `times` chances of this kind happen, whatever the profile says. */
  force(trouble: Trouble, times: number): void;
  /** Makes the next `times` create calls be refused with this code, or deliveries fail with it later. */
  forceCode(where: 'create' | 'delivery', code: number, times: number): void;
  /** The code that was forced on this chance, used up. */
  takeCode(where: 'create' | 'delivery'): number | null;
  /** Decides whether trouble happens now; `lane` is the conversation it would happen to. */
  strikes(trouble: Trouble, lane: string): boolean;
}

/**
 * Every decision is a hash of seed, kind, lane and a counter, not the next number of one stream: what happens to one
 * conversation is the same for the same seed, however the conversations interleave.
 */
export function createChaos(initial: ChaosProfile | null, seed: string): Chaos {
  const counters = new Map<string, number>();
  const forced = new Map<Trouble, number>();
  const codes: Record<'create' | 'delivery', number[]> = { create: [], delivery: [] };
  let profile = initial;
  let current = seed;

  function draw(trouble: Trouble, lane: string): number {
    const key = `${trouble}|${lane}`;
    const count = (counters.get(key) ?? 0) + 1;
    counters.set(key, count);
    const hash = createHash('sha256').update(`${current}|${key}|${count}`).digest();
    return hash.readUInt32BE(0) / 2 ** 32;
  }

  return {
    get seed() {
      return current;
    },
    profile: () => profile,
    set(next, nextSeed) {
      profile = next;
      if (nextSeed !== undefined) current = nextSeed;
      counters.clear();
    },
    force(trouble, times) {
      forced.set(trouble, times);
    },
    forceCode(where, code, times) {
      codes[where] = Array.from({ length: times }, () => code);
    },
    takeCode: (where) => codes[where].shift() ?? null,
    strikes(trouble, lane) {
      const left = forced.get(trouble) ?? 0;
      if (left > 0) {
        forced.set(trouble, left - 1);
        return true;
      }
      if (!profile) return false;
      return draw(trouble, lane) < profile[trouble];
    },
  };
}
