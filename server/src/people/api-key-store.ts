import { roleSchema } from '@khaacho/shared/people/contract.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { SessionAccess } from './session-store.ts';

/** Tells a key from an access token, and a secret scanner what it found. */
export const API_KEY_PREFIX = 'khk_';

export type ApiKeyRow = {
  id: string;
  userId: string;
  userName: string;
  name: string;
  prefix: string;
  access: 'READ' | 'WRITE';
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
};

/** Who a key acts as; notes that it was used. */
export async function apiKeyAccess(db: Db, keyHash: Buffer, now: Date): Promise<SessionAccess | undefined> {
  const row = await db
    .updateTable('apiKeys')
    .from('users')
    .set({ lastUsedAt: now })
    .whereRef('users.id', '=', 'apiKeys.userId')
    .where('apiKeys.keyHash', '=', keyHash)
    .returning(['users.id as userId', 'users.role', 'users.status', 'users.vendorId', 'users.retailerId'])
    .returning(['apiKeys.access', 'apiKeys.expiresAt', 'apiKeys.revokedAt'])
    .returning(
      sql<string[]>`array(select territory_id from user_territories where user_id = users.id)`.as('territoryIds'),
    )
    .executeTakeFirst();
  if (!row) return undefined;
  const { access, revokedAt, ...facts } = row;
  return {
    ...facts,
    role: roleSchema.parse(row.role),
    status: row.status === 'ACTIVE' ? 'ACTIVE' : 'DISABLED',
    deviceId: null,
    deviceRevoked: false,
    ended: revokedAt !== null,
    readOnly: access === 'READ',
  };
}

export async function insertApiKey(
  tx: Tx,
  key: {
    id: string;
    userId: string;
    name: string;
    prefix: string;
    keyHash: Buffer;
    access: 'READ' | 'WRITE';
    createdAt: Date;
    createdBy: string;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.insertInto('apiKeys').values(key).execute();
}

/** The account whose key it revoked; null where there is none to revoke. */
export async function writeApiKeyRevoked(tx: Tx, id: string, now: Date): Promise<{ userId: string } | null> {
  const row = await tx
    .updateTable('apiKeys')
    .set({ revokedAt: now })
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .returning('userId')
    .executeTakeFirst();
  return row ?? null;
}

/** Newest first. */
export async function listApiKeys(
  db: Db,
  page: { limit: number; offset: number },
): Promise<{ rows: ApiKeyRow[]; total: number }> {
  const rows = await db
    .selectFrom('apiKeys')
    .innerJoin('users', 'users.id', 'apiKeys.userId')
    .select(['apiKeys.id', 'apiKeys.userId', 'users.name as userName', 'apiKeys.name', 'prefix', 'access'])
    .select(['apiKeys.createdAt', 'apiKeys.expiresAt', 'apiKeys.lastUsedAt', 'apiKeys.revokedAt'])
    .orderBy('apiKeys.createdAt', 'desc')
    .orderBy('apiKeys.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await db
    .selectFrom('apiKeys')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  return { rows: rows.map((row) => ({ ...row, access: row.access === 'READ' ? 'READ' : 'WRITE' })), total };
}
