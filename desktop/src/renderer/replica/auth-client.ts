import { errorCodeSchema, type Refusal, refusal, refusalSchema } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { challengeSchema, type Tokens, tokensSchema } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';

const REQUEST_MS = 30_000;

const failureSchema = z.object({
  error: z.object({ code: errorCodeSchema, message: z.string(), details: refusalSchema.shape.details.catch([]) }),
});

/** `reached` false: no answer of ours came back, the server may or may not have heard. */
export type AuthFailure = { reached: boolean; refusal: Refusal };
type Answer<T> = Promise<Result<T, AuthFailure>>;

/** The doors under `/api/v1/auth` that a desk uses. */
export type AuthClient = {
  login(email: string, password: string, deviceId: string): Answer<Tokens>;
  askForCode(phone: string): Answer<{ challengeId: string }>;
  verifyCode(challengeId: string, code: string, deviceId: string): Answer<Tokens>;
  /** Asked again with the same key within seconds, the server gives the same successor. */
  refresh(refreshToken: string, deviceId: string, idempotencyKey: string): Answer<Tokens>;
  logout(accessToken: string, refreshToken: string): Promise<void>;
};

/** `origin` empty is the page's own. */
export type AuthClientOptions = { origin: string; newId(): string; fetch: typeof fetch };

export function authClient({ origin, newId, fetch: ask }: AuthClientOptions): AuthClient {
  const post = async <T>(
    path: string,
    body: object,
    schema: z.ZodType<T>,
    headers: Record<string, string>,
  ): Answer<T> => {
    let response: Response;
    let json: unknown;
    try {
      response = await ask(`${origin}/api/v1/auth/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...headers },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(REQUEST_MS),
      });
      json = await response.json();
    } catch {
      return err({
        reached: false,
        refusal: refusal('UNAVAILABLE', 'The server cannot be reached. Check the network.'),
      });
    }
    const data = z.object({ success: z.literal(true), data: schema }).safeParse(json);
    if (response.ok && data.success) return ok(data.data.data);
    const failure = failureSchema.safeParse(json).data?.error;
    // An answer that is not ours comes from something in between.
    if (!failure) {
      return err({ reached: false, refusal: refusal('UNAVAILABLE', `The server answered ${response.status}.`) });
    }
    return err({ reached: response.status < 500, refusal: failure });
  };
  const once = () => ({ 'Idempotency-Key': newId() });
  return {
    login: (email, password, deviceId) => post('login', { email, password, deviceId }, tokensSchema, once()),
    askForCode: (phone) => post('login', { phone }, challengeSchema, once()),
    verifyCode: (challengeId, code, deviceId) =>
      post('verify-otp', { challengeId, code, deviceId }, tokensSchema, once()),
    refresh: (refreshToken, deviceId, key) =>
      post('refresh', { refreshToken, deviceId }, tokensSchema, { 'Idempotency-Key': key }),
    async logout(accessToken, refreshToken) {
      await post('logout', { refreshToken }, z.unknown(), {
        ...once(),
        Authorization: `Bearer ${accessToken}`,
      });
    },
  };
}
