import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import { refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';

/** A caller and until when the token that proves it is good: a socket is cut at `expiresAt`. */
export type Authenticated = Caller & {
  expiresAt: Date;
  /** An API key made for reading: GET only. */
  readOnly: boolean;
};

/**
 * Who a token belongs to, as the database has it now: role, vendor and territories come from there, not from the token.
 * Refuses with UNAUTHENTICATED (details say `expired` where a refresh would help), DEVICE_REVOKED or USER_DISABLED.
 * The same function serves REST and the socket.
 */
export type Authenticate = (token: string, now: Date) => Promise<Result<Authenticated, Refusal>>;

/** The one scheme we take; null for anything else. */
export function bearerToken(header: string | undefined): string | null {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(header ?? '')?.[1] ?? null;
}

/** Authenticates the `Authorization` header of a request. */
export async function authenticateHeader(
  header: string | undefined,
  authenticate: Authenticate,
  now: Date,
): Promise<Result<Authenticated, Refusal>> {
  const token = bearerToken(header);
  if (token === null)
    return err(refusal('UNAUTHENTICATED', 'Sign in first: send Authorization: Bearer <access token>.'));
  return authenticate(token, now);
}
