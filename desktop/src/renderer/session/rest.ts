import { type Refusal, refusal, refusalSchema } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { useSession } from '../replica/hooks.tsx';

const failureSchema = z.object({
  success: z.literal(false),
  error: refusalSchema.extend({ requestId: z.string().optional() }),
});

const away = () => err(refusal('UNAVAILABLE', 'The server cannot be reached.'));

async function read<T>(path: string, token: string, data: z.ZodType<T>): Promise<Result<T, Refusal>> {
  const answer = await fetch(`/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } });
  const body: unknown = await answer.json();
  const failure = failureSchema.safeParse(body);
  if (failure.success) return err(failure.data.error);
  const success = z.object({ success: z.literal(true), data }).safeParse(body);
  return success.success ? ok(success.data.data) : err(refusal('INTERNAL', 'The answer could not be read.'));
}

export type Fetched<T> = { kind: 'loading' } | { kind: 'done'; data: T } | { kind: 'failed'; refusal: Refusal };

/**
 * Reads what is not kept on this device from `GET /api/v1<path>`. Null asks nothing. Shown as loading only here, where the
 * answer really is elsewhere.
 */
export function useOnline<T>(path: string | null, data: z.ZodType<T>): { answer: Fetched<T>; again: () => void } {
  const { accessToken } = useSession();
  const [answer, setAnswer] = useState<Fetched<T>>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again
  useEffect(() => {
    if (path === null) return;
    let left = false;
    setAnswer({ kind: 'loading' });
    const ask = async () => {
      const token = await accessToken();
      return token === null ? away() : read(path, token, data);
    };
    void ask()
      .catch(away)
      .then((result) => {
        if (left) return;
        setAnswer(result.ok ? { kind: 'done', data: result.value } : { kind: 'failed', refusal: result.error });
      });
    return () => {
      left = true;
    };
  }, [path, data, accessToken, attempt]);
  return { answer, again: useCallback(() => setAttempt((before) => before + 1), []) };
}
