import type { Limits, PostOutcome } from './http-post.ts';

/** How Twilio calls one URL: from the fragment `#rc=2&rp=all&ct=2000&rt=5000&tt=10000`. */
export interface Overrides extends Limits {
  /** The URL that is called and signed: without the fragment, which never leaves Twilio. */
  url: URL;
  retries: number;
  retryOn: ReadonlySet<'4xx' | '5xx' | 'ct' | 'rt'>;
  totalMs: number;
}

const ALL = ['4xx', '5xx', 'ct', 'rt'] as const;

/** Values outside Twilio's ranges fall back to its defaults. Throws on text that is no URL. */
export function readOverrides(text: string): Overrides {
  const url = new URL(text);
  const fragment = new URLSearchParams(url.hash.slice(1));
  url.hash = '';
  const number = (name: string, low: number, high: number, standard: number) => {
    const value = Number(fragment.get(name) ?? Number.NaN);
    return Number.isInteger(value) && value >= low && value <= high ? value : standard;
  };
  const policies = (fragment.get('rp') ?? 'ct').split(',');
  return {
    url,
    retries: number('rc', 0, 5, 1),
    retryOn: new Set(policies.includes('all') ? ALL : ALL.filter((policy) => policies.includes(policy))),
    connectMs: number('ct', 100, 10_000, 5_000),
    readMs: number('rt', 100, 15_000, 15_000),
    totalMs: number('tt', 100, 15_000, 15_000),
  };
}

/** Whether an outcome is one that the policy repeats. */
export function isRetried(overrides: Overrides, outcome: PostOutcome): boolean {
  if (outcome.kind === 'failure') return overrides.retryOn.has(outcome.reason === 'connect' ? 'ct' : 'rt');
  if (outcome.status >= 500) return overrides.retryOn.has('5xx');
  return outcome.status >= 400 && overrides.retryOn.has('4xx');
}
