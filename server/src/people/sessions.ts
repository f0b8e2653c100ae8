import { randomBytes } from 'node:crypto';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Tokens, User } from '@khaacho/shared/people/contract.ts';
import { recordAudit } from '../audit/service.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import type { Access } from './access.ts';
import { claimDevice, writeDeviceSeen } from './device-store.ts';
import { seal, unseal } from './seal.ts';
import * as store from './session-store.ts';
import { findUser, type UserRow, writeLastLogin } from './store.ts';
import { type AccessTokens, hashSecret, makeSecretToken, unauthenticated } from './tokens.ts';

/** An answer lost on the way is asked for again within seconds; a thief comes later, or without the key. */
const SUCCESSOR_AGAIN_MS = 10_000;
const DAY_MS = 24 * 3_600_000;

export type SessionDeps = { db: Db; tokens: AccessTokens; access: Access; refreshTokenDays: number };

export function userOf(row: UserRow): User {
  const { id, name, role, email, phone, language, vendorId, vendorName, territoryIds } = row;
  return { id, name, role, email, phone, language, vendorId, vendorName, territoryIds };
}

/** The device a sign-in asks for: made where it is new, refused where it is revoked or somebody else's. */
export async function enrolDevice(
  tx: Tx,
  user: UserRow,
  asked: { deviceId: string | undefined; deviceName: string },
  now: Date,
): Promise<Result<string, Refusal>> {
  const id = asked.deviceId ?? `d-${randomBytes(16).toString('base64url')}`;
  const device = await claimDevice(tx, { id, userId: user.id, name: asked.deviceName, now });
  // Its id names the scope of a person's own commands, so two people cannot share one.
  if (device.userId !== user.id) {
    return err(
      refusal('FORBIDDEN', 'This device is signed in for somebody else: use a new device id.', [
        { field: 'deviceId', issue: 'taken' },
      ]),
    );
  }
  if (device.revokedAt !== null)
    return err(refusal('DEVICE_REVOKED', 'This device was signed out by an administrator.'));
  return ok(id);
}

/** Opens a session on an enrolled device; the answer of every sign-in. */
export async function openSession(
  tx: Tx,
  deps: SessionDeps,
  user: UserRow,
  deviceId: string,
  now: Date,
): Promise<Tokens> {
  const sessionId = newId(now);
  await store.insertSession(tx, { id: sessionId, userId: user.id, deviceId, now });
  await writeLastLogin(tx, user.id, now);
  const refreshToken = makeSecretToken();
  await insertToken(tx, deps, { token: refreshToken, sessionId, generation: 1 }, now);
  const accessToken = await deps.tokens.sign({ userId: user.id, deviceId, sessionId }, now);
  return { accessToken, refreshToken, user: userOf(user) };
}

async function insertToken(
  tx: Tx,
  deps: SessionDeps,
  { token, sessionId, generation }: { token: string; sessionId: string; generation: number },
  now: Date,
): Promise<void> {
  const expiresAt = new Date(now.getTime() + deps.refreshTokenDays * DAY_MS);
  await store.insertRefreshToken(tx, {
    tokenHash: hashSecret(token),
    sessionId,
    generation,
    createdAt: now,
    expiresAt,
  });
}

export type RefreshAsk = { refreshToken: string; deviceId: string | undefined; idempotencyKey: string | null };

/**
 * Exchanges a refresh token for its successor. A token that was used before ends its whole family (REFRESH_REUSED),
 * unless the same device asks again with the same Idempotency-Key within ten seconds and the successor is still unused.
 */
export async function refreshSession(deps: SessionDeps, ask: RefreshAsk, now: Date): Promise<Result<Tokens, Refusal>> {
  return transaction(deps.db, async (tx) => {
    const token = await store.lockRefreshToken(tx, hashSecret(ask.refreshToken));
    if (!token || token.ended) return err(unauthenticated('ended'));
    const user = await findUser(tx, token.userId);
    if (!user || user.status !== 'ACTIVE') return err(refusal('USER_DISABLED', 'This account is closed.'));
    if (ask.deviceId !== undefined && ask.deviceId !== token.deviceId) {
      await endFamily(tx, deps, token, 'DEVICE', now);
      return err(refusal('REFRESH_REUSED', 'This session belongs to another device and was ended: sign in again.'));
    }
    const keyHash = ask.idempotencyKey === null ? null : hashSecret(ask.idempotencyKey);
    if (token.usedAt !== null) {
      const successor = await successorAgain(tx, token, ask.refreshToken, keyHash, now);
      if (successor !== null) return ok(await tokensFor(deps, token, user, successor, now));
      await endFamily(tx, deps, token, 'REUSE', now);
      return err(
        refusal('REFRESH_REUSED', 'This refresh token was used before, so the session was ended: sign in again.'),
      );
    }
    if (token.expiresAt <= now) return err(unauthenticated('ended'));
    const successor = makeSecretToken();
    const successorSealed = keyHash === null ? null : seal(successor, ask.refreshToken);
    await store.markRefreshTokenUsed(tx, token.tokenHash, { usedAt: now, usedKeyHash: keyHash, successorSealed });
    await insertToken(
      tx,
      deps,
      { token: successor, sessionId: token.sessionId, generation: token.generation + 1 },
      now,
    );
    await writeDeviceSeen(tx, token.deviceId, now);
    return ok(await tokensFor(deps, token, user, successor, now));
  });
}

async function tokensFor(
  deps: SessionDeps,
  token: store.RefreshTokenRow,
  user: UserRow,
  refreshToken: string,
  now: Date,
): Promise<Tokens> {
  const { sessionId, deviceId } = token;
  const accessToken = await deps.tokens.sign({ userId: user.id, deviceId, sessionId }, now);
  return { accessToken, refreshToken, user: userOf(user) };
}

async function successorAgain(
  tx: Tx,
  token: store.RefreshTokenRow,
  presented: string,
  keyHash: Buffer | null,
  now: Date,
): Promise<string | null> {
  if (keyHash === null || token.usedAt === null || token.usedKeyHash === null || token.successorSealed === null)
    return null;
  const lostJustNow = now.getTime() - token.usedAt.getTime() <= SUCCESSOR_AGAIN_MS;
  if (!lostJustNow || !token.usedKeyHash.equals(keyHash)) return null;
  if (await store.successorUsed(tx, token.sessionId, token.generation)) return null;
  return unseal(token.successorSealed, presented);
}

async function endFamily(
  tx: Tx,
  deps: SessionDeps,
  token: store.RefreshTokenRow,
  because: 'REUSE' | 'DEVICE',
  now: Date,
): Promise<void> {
  await store.endSessions(tx, { sessionId: token.sessionId }, because, now);
  await recordAudit(tx, {
    caller: null,
    action: 'session.end',
    subject: { type: 'user', id: token.userId },
    after: { sessionId: token.sessionId, deviceId: token.deviceId, because },
    now,
  });
  deps.access.changed(tx, { userId: token.userId, deviceId: token.deviceId, sessionId: token.sessionId });
}

/** Signs out: ends the session that a good access token or any refresh token of the family belongs to. */
export async function endSession(
  deps: SessionDeps,
  by: { accessToken: string | null; refreshToken: string | undefined },
  now: Date,
): Promise<Result<null, Refusal>> {
  const claims = by.accessToken === null ? null : await deps.tokens.verify(by.accessToken, now);
  return transaction(deps.db, async (tx) => {
    const token = by.refreshToken === undefined ? null : await store.lockRefreshToken(tx, hashSecret(by.refreshToken));
    const session = token ?? (claims?.ok ? claims.value : null);
    if (!session) return err(unauthenticated('ended'));
    const { sessionId, userId, deviceId } = session;
    await store.endSessions(tx, { sessionId }, 'LOGOUT', now);
    deps.access.changed(tx, { userId, deviceId, sessionId });
    return ok(null);
  });
}
