/** Who may bring commands now. After an outage everybody comes at once: some are taken in, the others told when to come again. */
export type Admission = {
  /** A place, to be left again; or how long to stay away. */
  enter(deviceId: string): { leave(): void } | { retryAfterMs: number };
  readonly inside: number;
};

export type AdmissionOptions = {
  /** Batches in this process at most, at work or in line. */
  places: number;
  /** Of them so many for one device: sent again on a new connection it must not lock itself out, nor fill the house. */
  perDevice: number;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
};

/** Before anything was measured: between two that leave. */
const FIRST_EACH_MS = 20;
/** How much the newest measure counts. */
const WEIGHT = 0.1;
/** Whoever is taken in is to be answered within this: clients take a line for dead after a minute. */
const MOST_INSIDE_MS = 8_000;
/** However slow it goes. */
const LEAST_PLACES = 4;
const LEAST_MS = 250;
/** Longer than that nobody is asked to believe an estimate. */
const MOST_MS = 30_000;

/**
 * Takes in as many batches as are answered soon, up to `places`. Who is sent away gets a time of his own: one after the other
 * at the speed at which places become free, the first when half of the line is done. So they come back as they can be
 * served, not all at once again.
 */
export function createAdmission({ places, perDevice, now }: AdmissionOptions): Admission {
  const inside = new Map<string, number>();
  let taken = 0;
  let eachMs = FIRST_EACH_MS;
  let nextTurn = 0;
  const room = () => Math.min(places, Math.max(LEAST_PLACES, Math.floor(MOST_INSIDE_MS / eachMs)));
  return {
    get inside() {
      return taken;
    },
    enter(deviceId) {
      const own = inside.get(deviceId) ?? 0;
      if (taken >= room() || own >= perDevice) {
        nextTurn = Math.max(nextTurn, now() + (eachMs * taken) / 2) + eachMs;
        return { retryAfterMs: Math.round(Math.min(MOST_MS, Math.max(LEAST_MS, nextTurn - now()))) };
      }
      taken += 1;
      inside.set(deviceId, own + 1);
      const since = now();
      const withMe = taken;
      return {
        leave() {
          // With so many inside and each staying so long, one leaves so often.
          const each = (now() - since) / Math.max(withMe, taken);
          eachMs += (each - eachMs) * WEIGHT;
          taken -= 1;
          const left = (inside.get(deviceId) ?? 1) - 1;
          if (left > 0) inside.set(deviceId, left);
          else inside.delete(deviceId);
        },
      };
    },
  };
}
