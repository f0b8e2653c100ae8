/**
 * Token buckets kept in this process: with several web processes each grants its own budget, so the figures are per
 * process. What must hold across processes (tries at a one-time code) is counted in the database instead.
 */

export type BucketFigures = { requests: number; perSeconds: number };
export type Taken = { ok: true } | { ok: false; retryAfterSeconds: number };

export type Buckets = {
  /** Takes one out of `key`'s bucket; otherwise the whole seconds until one is there. */
  take(key: string, now: Date): Taken;
  /** Puts one back: what was taken in advance turned out not to count. */
  giveBack(key: string, now: Date): void;
};

/** Above this many keys full buckets are dropped (they remember nothing), then the oldest, so that memory stays bounded. */
const SWEEP_ABOVE = 50_000;
const SWEEP_TO = 40_000;

export function createBuckets({ requests, perSeconds }: BucketFigures): Buckets {
  const perMs = requests / (perSeconds * 1000);
  const buckets = new Map<string, { tokens: number; at: number }>();
  const tokensOf = (key: string, at: number) => {
    const before = buckets.get(key);
    return before ? Math.min(requests, before.tokens + Math.max(0, at - before.at) * perMs) : requests;
  };
  const judge = (tokens: number): Taken =>
    tokens >= 1
      ? { ok: true }
      : { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / perMs / 1000 - 1e-6)) };
  const sweep = (at: number) => {
    for (const key of buckets.keys()) {
      if (tokensOf(key, at) >= requests) buckets.delete(key);
    }
    for (const key of buckets.keys()) {
      if (buckets.size <= SWEEP_TO) break;
      buckets.delete(key);
    }
  };
  return {
    take(key, now) {
      const tokens = tokensOf(key, now.getTime());
      const verdict = judge(tokens);
      if (!verdict.ok) return verdict;
      buckets.set(key, { tokens: tokens - 1, at: now.getTime() });
      if (buckets.size > SWEEP_ABOVE) sweep(now.getTime());
      return verdict;
    },
    giveBack(key, now) {
      const tokens = Math.min(requests, tokensOf(key, now.getTime()) + 1);
      buckets.set(key, { tokens, at: now.getTime() });
    },
  };
}

export type Budget = 'api' | 'sync' | 'signIn';
export type Limits = Record<Budget, Buckets>;

/** The budgets of the doors, from the settings: per user and device, and per address where nobody is signed in. */
export function createLimits(budgets: { apiPerMinute: number; syncPerMinute: number; signInPerHour: number }): Limits {
  return {
    api: createBuckets({ requests: budgets.apiPerMinute, perSeconds: 60 }),
    sync: createBuckets({ requests: budgets.syncPerMinute, perSeconds: 60 }),
    signIn: createBuckets({ requests: budgets.signInPerHour, perSeconds: 3600 }),
  };
}
