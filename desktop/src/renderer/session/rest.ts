import { type Refusal, refusal, refusalSchema } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { useSession } from '../replica/hooks.tsx';

const failureSchema = z.object({
  success: z.literal(false),
  error: refusalSchema.extend({ requestId: z.string().optional() }),
});

const away = () => err(refusal('UNAVAILABLE', 'The server cannot be reached.'));

async function ask<T>(
  path: string,
  token: string,
  data: z.ZodType<T>,
  init: RequestInit = {},
): Promise<Result<T, Refusal>> {
  const headers = { ...init.headers, Authorization: `Bearer ${token}` };
  const answer = await fetch(`/api/v1${path}`, { ...init, headers });
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
  const shownPath = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again
  useEffect(() => {
    if (path === null) return;
    let left = false;
    // Read again, the rows stay until the new ones are there.
    if (shownPath.current !== path) setAnswer({ kind: 'loading' });
    shownPath.current = path;
    const read = async () => {
      const token = await accessToken();
      return token === null ? away() : ask(path, token, data);
    };
    void read()
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

/**
 * Sends to `POST /api/v1<path>` what only the server can do at once. Each call is a wish of its own (its own
 * `Idempotency-Key`): pressed again after a refusal it is decided anew.
 */
export function usePostOnline(): <T>(path: string, body: object, data: z.ZodType<T>) => Promise<Result<T, Refusal>> {
  const { accessToken } = useSession();
  return useCallback(
    async (path, body, data) => {
      const token = await accessToken();
      if (token === null) return away();
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
      return ask(path, token, data, { method: 'POST', headers, body: JSON.stringify(body) }).catch(away);
    },
    [accessToken],
  );
}
