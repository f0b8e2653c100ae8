import { z } from 'zod';
import type { OpenAiError } from './errors.ts';

/** What can be made to go wrong: by the header `x-emulator-fault`, the control door, or a model name ending in `@fault`. */
export const faultSchema = z.enum([
  'rate-limit',
  'quota',
  'server-error',
  'hang',
  'truncated',
  'refusal',
  'incomplete',
  'wrong-schema',
  'nonsense',
]);
export type Fault = z.infer<typeof faultSchema>;

export type Faults = {
  /** The next `times` requests meet this fault. */
  plan(fault: Fault, times: number): void;
  clear(): void;
  /** What this request meets. A planned fault is used up by it. */
  take(header: string | undefined, model: string): Fault | null;
};

export function createFaults(): Faults {
  let planned: Fault[] = [];
  return {
    plan: (fault, times) => {
      planned.push(...Array<Fault>(times).fill(fault));
    },
    clear: () => {
      planned = [];
    },
    take: (header, model) => {
      const named = faultSchema.safeParse(header ?? model.split('@')[1]);
      return named.success ? named.data : (planned.shift() ?? null);
    },
  };
}

/** Faults that are answered before any work is done; null for those that spoil the answer. */
export function refusalOf(fault: Fault | null): OpenAiError | null {
  switch (fault) {
    case 'rate-limit':
      return {
        status: 429,
        message: 'Rate limit reached for requests.',
        type: 'requests',
        code: 'rate_limit_exceeded',
        param: null,
        headers: { 'retry-after': '1' },
      };
    case 'quota':
      return {
        status: 429,
        message: 'You exceeded your current quota, please check your plan and billing details.',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
        param: null,
      };
    case 'server-error':
      return {
        status: 500,
        message: 'The server had an error while processing your request.',
        type: 'server_error',
        code: null,
        param: null,
      };
    default:
      return null;
  }
}
