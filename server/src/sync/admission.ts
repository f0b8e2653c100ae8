/** Who may bring commands now. After an outage everybody comes at once: some are taken in, the others told when to come again. */
export type Admission = {
  /** A place, to be left again; or how long to stay away. */
  enter(deviceId: string): { leave(): void } | { retryAfterMs: number };
  readonly inside: number;
};

export type AdmissionOptions = {
  /** Batches in this process, at work or in line. */
  places: number;
  /** Of them so many for one device: sent again on a new connection it must not lock itself out, nor fill the house. */
  perDevice: number;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
};

/** Before anything was measured. */
const FIRST_HELD_MS = 500;
/** How much the newest measure counts. */
const WEIGHT = 0.2;
const LEAST_MS = 250;
/** Longer than that nobody is asked to believe an estimate. */
const MOST_MS = 20_000;

/**
 * Takes in up to `places` batches. Who is sent away gets a time of his own: one after the other at the speed at which places
 * become free, the first when half of the line is done. So they come back as they can be served, not all at once again.
 */
export function createAdmission({ places, perDevice, now }: AdmissionOptions): Admission {
  const inside = new Map<string, number>();
  let taken = 0;
  let heldMs = FIRST_HELD_MS;
  let nextTurn = 0;
  return {
    get inside() {
      return taken;
    },
    enter(deviceId) {
      const own = inside.get(deviceId) ?? 0;
      if (taken >= places || own >= perDevice) {
        // With `taken` inside and each staying `heldMs`, one leaves so often.
        const eachMs = heldMs / Math.max(1, taken);
        nextTurn = Math.max(nextTurn, now() + heldMs / 2) + eachMs;
        return { retryAfterMs: Math.round(Math.min(MOST_MS, Math.max(LEAST_MS, nextTurn - now()))) };
      }
      taken += 1;
      inside.set(deviceId, own + 1);
      const since = now();
      return {
        leave() {
          taken -= 1;
          heldMs += (now() - since - heldMs) * WEIGHT;
          const left = (inside.get(deviceId) ?? 1) - 1;
          if (left > 0) inside.set(deviceId, left);
          else inside.delete(deviceId);
        },
      };
    },
  };
}
