/**
 * Token buckets kept in this process: with several web processes each grants its own budget, so the figures are per
 * process. What must hold across processes (tries at a one-time code) is counted in the database instead.
 */

export type Budget = 'api' | 'sync' | 'signIn';
export type BudgetFigures = Record<Budget, { requests: number; perSeconds: number }>;
export type Limits = {
  /** Takes one request out of `key`'s budget; otherwise the whole seconds until one is free. */
  take(budget: Budget, key: string, now: Date): { ok: true } | { ok: false; retryAfterSeconds: number };
};

type Bucket = { tokens: number; at: number };

/** Above this many keys full buckets are dropped (they remember nothing), then the oldest, so that memory stays bounded. */
const SWEEP_ABOVE = 50_000;
const SWEEP_TO = 40_000;

export function createLimits(figures: BudgetFigures): Limits {
  const buckets: Record<Budget, Map<string, Bucket>> = { api: new Map(), sync: new Map(), signIn: new Map() };
  return {
    take(budget, key, now) {
      const { requests, perSeconds } = figures[budget];
      const perMs = requests / (perSeconds * 1000);
      const all = buckets[budget];
      const at = now.getTime();
      const before = all.get(key) ?? { tokens: requests, at };
      const tokens = Math.min(requests, before.tokens + Math.max(0, at - before.at) * perMs);
      if (tokens < 1) return { ok: false, retryAfterSeconds: Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)) };
      all.set(key, { tokens: tokens - 1, at });
      if (all.size > SWEEP_ABOVE) sweep(all, requests, perMs, at);
      return { ok: true };
    },
  };
}

function sweep(all: Map<string, Bucket>, requests: number, perMs: number, at: number): void {
  for (const [key, bucket] of all) {
    if (bucket.tokens + (at - bucket.at) * perMs >= requests) all.delete(key);
  }
  for (const key of all.keys()) {
    if (all.size <= SWEEP_TO) break;
    all.delete(key);
  }
}
