import { type Caller, roleSchema } from '@khaacho/shared/people/contract.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { UserStatus } from './store.ts';

export type SessionEnd = 'LOGOUT' | 'REUSE' | 'DEVICE' | 'DEVICE_REVOKED' | 'USER_DISABLED' | 'PASSWORD_CHANGED';

export type SessionAccess = Caller & {
  status: UserStatus;
  deviceRevoked: boolean;
  ended: boolean;
  readOnly: boolean;
  /** Set for API keys; a session's token says it itself. */
  expiresAt: Date | null;
};

/** Who a session belongs to and whether it still counts, in one look. */
export async function sessionAccess(
  db: Db,
  { sessionId, userId, deviceId }: { sessionId: string; userId: string; deviceId: string },
): Promise<SessionAccess | undefined> {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.userId')
    .innerJoin('devices', 'devices.id', 'sessions.deviceId')
    .select([
      'users.role',
      'users.status',
      'users.vendorId',
      'users.retailerId',
      'devices.revokedAt as deviceRevokedAt',
      'sessions.revokedAt',
    ])
    .select(sql<string[]>`array(select territory_id from user_territories where user_id = users.id)`.as('territoryIds'))
    .where('sessions.id', '=', sessionId)
    .where('sessions.userId', '=', userId)
    .where('sessions.deviceId', '=', deviceId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { deviceRevokedAt, revokedAt, ...facts } = row;
  return {
    ...facts,
    userId,
    deviceId,
    role: roleSchema.parse(row.role),
    status: row.status === 'ACTIVE' ? 'ACTIVE' : 'DISABLED',
    deviceRevoked: deviceRevokedAt !== null,
    ended: revokedAt !== null,
    readOnly: false,
    expiresAt: null,
  };
}

/** The rights of an account, whether or not anybody is signed in to it. */
export async function callerRow(db: Db, userId: string, deviceId: string): Promise<Caller | null> {
  const row = await db
    .selectFrom('users')
    .select(['role', 'vendorId', 'retailerId'])
    .select(sql<string[]>`array(select territory_id from user_territories where user_id = users.id)`.as('territoryIds'))
    .where('id', '=', userId)
    .executeTakeFirst();
  return row ? { ...row, role: roleSchema.parse(row.role), userId, deviceId } : null;
}

export async function insertSession(
  tx: Tx,
  session: { id: string; userId: string; deviceId: string; now: Date },
): Promise<void> {
  const { now, ...row } = session;
  await tx
    .insertInto('sessions')
    .values({ ...row, createdAt: now })
    .execute();
}

/** Ends open sessions of a user, a device, or one; answers how many there were. */
export async function endSessions(
  tx: Tx,
  which: { userId: string } | { deviceId: string } | { sessionId: string },
  because: SessionEnd,
  now: Date,
): Promise<number> {
  let query = tx
    .updateTable('sessions')
    .set({ revokedAt: now, revokedBecause: because })
    .where('revokedAt', 'is', null);
  if ('userId' in which) query = query.where('userId', '=', which.userId);
  else if ('deviceId' in which) query = query.where('deviceId', '=', which.deviceId);
  else query = query.where('id', '=', which.sessionId);
  const result = await query.executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export type RefreshTokenRow = {
  tokenHash: Buffer;
  sessionId: string;
  generation: number;
  expiresAt: Date;
  usedAt: Date | null;
  usedKeyHash: Buffer | null;
  successorSealed: Buffer | null;
  userId: string;
  deviceId: string;
  ended: boolean;
};

/** Locks the session, so that two uses of one token take turns. */
export async function lockRefreshToken(tx: Tx, tokenHash: Buffer): Promise<RefreshTokenRow | null> {
  const row = await tx
    .selectFrom('refreshTokens')
    .innerJoin('sessions', 'sessions.id', 'refreshTokens.sessionId')
    .select([
      'tokenHash',
      'sessionId',
      'generation',
      'expiresAt',
      'usedAt',
      'usedKeyHash',
      'successorSealed',
      'userId',
      'deviceId',
    ])
    .select('sessions.revokedAt')
    .where('tokenHash', '=', tokenHash)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const { revokedAt, ...token } = row;
  return { ...token, ended: revokedAt !== null };
}

/** True where the token's successor was used already: it is no longer the last of its family but one. */
export async function successorUsed(tx: Tx, sessionId: string, generation: number): Promise<boolean> {
  const row = await tx
    .selectFrom('refreshTokens')
    .select('usedAt')
    .where('sessionId', '=', sessionId)
    .where('generation', '=', generation + 1)
    .executeTakeFirst();
  return row === undefined || row.usedAt !== null;
}

export async function insertRefreshToken(
  tx: Tx,
  token: { tokenHash: Buffer; sessionId: string; generation: number; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await tx.insertInto('refreshTokens').values(token).execute();
}

export async function markRefreshTokenUsed(
  tx: Tx,
  tokenHash: Buffer,
  use: { usedAt: Date; usedKeyHash: Buffer | null; successorSealed: Buffer | null },
): Promise<void> {
  await tx.updateTable('refreshTokens').set(use).where('tokenHash', '=', tokenHash).execute();
}

/** Forgets tokens long expired; the sessions stay as history. Answers how many went. */
export async function pruneRefreshTokens(db: Db, expiredBefore: Date): Promise<number> {
  const result = await db.deleteFrom('refreshTokens').where('expiresAt', '<', expiredBefore).executeTakeFirst();
  return Number(result.numDeletedRows);
}
