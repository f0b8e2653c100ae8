import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { recordAudit } from '../audit/service.ts';
import type { Db, Tx } from '../db/database.ts';
import type { Access } from './access.ts';
import * as apiKeys from './api-key-store.ts';
import type { ApiKeyRecord, NewApiKeyAsk } from './contract.ts';
import { findUser } from './store.ts';
import { hashSecret, makeSecretToken } from './tokens.ts';
import { unknownUser } from './users.ts';

const DAY_MS = 24 * 3_600_000;

/** Makes a key; `key` is its only appearance, the database keeps a hash. */
export async function createApiKey(
  tx: Tx,
  ask: NewApiKeyAsk,
  caller: Caller,
  now: Date,
): Promise<Result<{ id: string; key: string; expiresAt: Date }, Refusal>> {
  const user = await findUser(tx, ask.userId);
  if (!user) return err(unknownUser());
  const id = newId(now);
  const key = apiKeys.API_KEY_PREFIX + makeSecretToken();
  const prefix = key.slice(0, apiKeys.API_KEY_PREFIX.length + 6);
  const expiresAt = new Date(now.getTime() + ask.expiresInDays * DAY_MS);
  const { userId, name, access } = ask;
  await apiKeys.insertApiKey(tx, {
    id,
    userId,
    name,
    access,
    prefix,
    expiresAt,
    keyHash: hashSecret(key),
    createdAt: now,
    createdBy: caller.userId,
  });
  await recordAudit(tx, {
    caller,
    action: 'apiKey.create',
    subject: { type: 'apiKey', id },
    after: { userId, name, access, prefix },
    now,
  });
  return ok({ id, key, expiresAt });
}

export async function revokeApiKey(
  tx: Tx,
  access: Access,
  id: string,
  caller: Caller,
  now: Date,
): Promise<Result<null, Refusal>> {
  const revoked = await apiKeys.writeApiKeyRevoked(tx, id, now);
  if (!revoked) return err(refusal('NOT_FOUND', 'There is no such key, or it is revoked already.'));
  await recordAudit(tx, { caller, action: 'apiKey.revoke', subject: { type: 'apiKey', id }, now });
  access.changed(tx, { userId: revoked.userId, deviceId: null, sessionId: null });
  return ok(null);
}

/** Newest first, one page; without the keys themselves. */
export async function listApiKeys(
  db: Db,
  page: { limit: number; offset: number },
): Promise<{ keys: ApiKeyRecord[]; total: number }> {
  const { rows, total } = await apiKeys.listApiKeys(db, page);
  return { keys: rows.map(recordOf), total };
}

function recordOf(row: apiKeys.ApiKeyRow): ApiKeyRecord {
  return {
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
