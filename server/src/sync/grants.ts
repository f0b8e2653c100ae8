import { createHash } from 'node:crypto';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { scopesOf } from '@khaacho/shared/people/rules.ts';
import type { Db } from '../db/database.ts';

/** What a caller may read: the scopes, and the shape in which he sees their documents. */
export type Grants = { hash: string; userId: string; shape: string; scopes: string[] };

function shapeOf(caller: Caller): string {
  const older = caller.schemaVersion === undefined ? [] : [caller.schemaVersion];
  return JSON.stringify([caller.role, caller.vendorId, caller.retailerId, ...older]);
}

/**
 * Callers of one audience may read the same documents in the same shape (but for `commands`, which are a device's own), so
 * that a change is computed once for all their sockets.
 */
export function audienceOf(caller: Caller): string {
  return `${shapeOf(caller)}${JSON.stringify([...caller.territoryIds].sort())}`;
}

export function grantsOf(caller: Caller): Grants {
  const scopes = [...new Set(scopesOf(caller))].sort();
  const shape = shapeOf(caller);
  const hash = createHash('sha256')
    .update(JSON.stringify([caller.userId, shape, scopes]))
    .digest('base64url')
    .slice(0, 22);
  return { hash, userId: caller.userId, shape, scopes };
}

/** Hashes this process has stored, so that a pull does not write each time. */
const stored = new WeakMap<Db, Set<string>>();
const MOST_REMEMBERED = 10_000;

/** Kept so that a later pull knows which scopes the checkpoint's hash stood for. */
export async function rememberGrants(db: Db, grants: Grants): Promise<void> {
  const known = stored.get(db) ?? new Set();
  if (known.has(grants.hash)) return;
  await db
    .insertInto('syncGrants')
    .values(grants)
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
  if (known.size >= MOST_REMEMBERED) known.clear();
  stored.set(db, known.add(grants.hash));
}

/** What a hash stood for; null where it is not known or belongs to somebody else. */
export async function recallGrants(db: Db, hash: string, userId: string): Promise<Grants | null> {
  const row = await db
    .selectFrom('syncGrants')
    .select(['hash', 'userId', 'shape', 'scopes'])
    .where('hash', '=', hash)
    .where('userId', '=', userId)
    .executeTakeFirst();
  return row ?? null;
}
