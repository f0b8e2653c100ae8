import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/**
 * Begins a new life of this database: to be called after a restore or a fail-over that may have lost something, before
 * anybody is let in. Every replica begins anew, and every device sends again what the server no longer has.
 */
export async function beginEpoch(db: Db): Promise<string> {
  const { rows } = await sql<{ epoch: string }>`
    UPDATE sync_epoch SET epoch = gen_random_uuid()::text,
      checkpoint_key = sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea)
    RETURNING epoch`.execute(db);
  const epoch = rows[0]?.epoch;
  if (epoch === undefined) throw new Error('sync_epoch is empty: this database was not made by the migrations');
  return epoch;
}
