import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/**
 * Begins a new life of this database: to be called after a restore or a fail-over that may have lost something, before
 * anybody is let in. Every replica begins anew, and every device sends again what the server no longer has.
 */
export async function beginEpoch(db: Db): Promise<string> {
  const epoch = await replaceEpoch(db, null);
  if (epoch === null) throw new Error('sync_epoch is empty: this database was not made by the migrations');
  return epoch;
}

/** The same where `former` is still the epoch (null: whatever it is); answers null where somebody was faster. */
export async function replaceEpoch(db: Db, former: string | null): Promise<string | null> {
  const { rows } = await sql<{ epoch: string }>`
    UPDATE sync_epoch SET epoch = gen_random_uuid()::text,
      checkpoint_key = sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea)
    WHERE ${former}::text IS NULL OR epoch = ${former}
    RETURNING epoch`.execute(db);
  return rows[0]?.epoch ?? null;
}
