import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Authenticate, Authenticated } from '../http/auth.ts';
import type { Log } from '../log.ts';
import { API_KEY_PREFIX, apiKeyAccess } from './api-key-store.ts';
import { type SessionAccess, sessionAccess } from './session-store.ts';
import { type AccessTokens, hashSecret, unauthenticated } from './tokens.ts';

/** Somebody's rights changed or ended; sync cuts the sockets this names. */
export type AccessChange = { userId: string; deviceId: string | null; sessionId: string | null };
export type AccessListener = (change: AccessChange) => void;

export type Access = {
  authenticate: Authenticate;
  /** Called after commit, in this process; other processes notice within `CACHE_MS`. Returns the way to stop listening. */
  onAccessChanged(listener: AccessListener): () => void;
  /** Tells the cache and the listeners once `tx` has committed. */
  changed(tx: Tx, change: AccessChange): void;
};

/** How long another process may still honour a revoked session. */
const CACHE_MS = 5_000;
const MAX_CACHED = 20_000;

type Cached = { until: number; access: Promise<SessionAccess | undefined> };

export function createAccess(deps: { db: Db; tokens: AccessTokens; log: Log }): Access {
  const listeners = new Set<AccessListener>();
  const cache = new Map<string, Cached>();

  const lookUp = (key: string, read: () => Promise<SessionAccess | undefined>, now: Date) => {
    const known = cache.get(key);
    if (known && known.until > now.getTime()) return known.access;
    if (cache.size >= MAX_CACHED) cache.clear();
    const access = read();
    cache.set(key, { until: now.getTime() + CACHE_MS, access });
    // A database that was away must be asked again by the next request, not after five seconds.
    access.catch(() => cache.delete(key));
    return access;
  };

  const authenticate: Authenticate = async (token, now) => {
    if (token.startsWith(API_KEY_PREFIX)) {
      const hash = hashSecret(token);
      return admit(await lookUp(hash.toString('base64'), () => apiKeyAccess(deps.db, hash, now), now), null, now);
    }
    const claims = await deps.tokens.verify(token, now);
    if (!claims.ok) return claims;
    const { userId, deviceId, sessionId, expiresAt } = claims.value;
    const access = await lookUp(sessionId, () => sessionAccess(deps.db, { sessionId, userId, deviceId }), now);
    return admit(access, expiresAt, now);
  };

  return {
    authenticate,
    onAccessChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: (tx, change) =>
      tx.onCommit(() => {
        // Rare enough to forget everything; a look-up that began before the commit is forgotten with it.
        cache.clear();
        for (const listener of listeners) {
          try {
            listener(change);
          } catch (error) {
            deps.log.error({ err: error }, 'a listener to access changes failed');
          }
        }
      }),
  };
}

function admit(
  access: SessionAccess | undefined,
  expiresAt: Date | null,
  now: Date,
): Awaited<ReturnType<Authenticate>> {
  if (!access) return err(unauthenticated('ended'));
  if (access.deviceRevoked) return err(refusal('DEVICE_REVOKED', 'This device was signed out by an administrator.'));
  if (access.status !== 'ACTIVE') return err(refusal('USER_DISABLED', 'This account is closed.'));
  if (access.ended) return err(unauthenticated('ended'));
  const until = expiresAt ?? access.expiresAt ?? now;
  if (until <= now) return err(unauthenticated('ended'));
  const { userId, role, deviceId, vendorId, retailerId, territoryIds, readOnly } = access;
  const caller: Authenticated = {
    userId,
    role,
    deviceId,
    vendorId,
    retailerId,
    territoryIds,
    readOnly,
    expiresAt: until,
  };
  return ok(caller);
}
