/** Keeps the feed short: what left the replica's window leaves every scope; old tombstones and snapshots are forgotten. */
import { sql } from 'kysely';
import { type Db, type Tx, transaction } from '../db/database.ts';
import type { AnyCollectionDoor, Registry } from './registry.ts';
import { dropSnapshots } from './snapshot-store.ts';
import { SNAPSHOT_KEPT_MS } from './snapshots.ts';

/** A device that was away longer begins anew. */
const TOMBSTONE_DAYS = 90;
const DAY_MS = 86_400_000;
/** Ids looked at, and tombstones dropped, in one transaction. */
const STEP = 2_000;

export type Pruned = { aged: number; forgotten: number };

/** Answers how many documents left the window and how many tombstones were dropped. */
export async function prune(db: Db, registry: Registry, now: Date): Promise<Pruned> {
  let aged = 0;
  for (const door of registry.collections) if (door.aged) aged += await ageOut(db, door, now);
  await dropSnapshots(db, new Date(now.getTime() - SNAPSHOT_KEPT_MS));
  let forgotten = 0;
  for (;;) {
    const dropped = await forgetTombstones(db, new Date(now.getTime() - TOMBSTONE_DAYS * DAY_MS));
    forgotten += dropped;
    if (dropped < STEP) return { aged, forgotten };
  }
}

/** Walks everything the feed holds of a collection and lets go of what has aged. */
async function ageOut(db: Db, door: AnyCollectionDoor, now: Date): Promise<number> {
  let count = 0;
  let after = '';
  for (;;) {
    const ids = await heldIds(db, door.name, after);
    const last = ids.at(-1);
    if (last === undefined) return count;
    after = last;
    // In one transaction: the door locks the rows it answers with, so that none is reopened before its line is written.
    count += await transaction(db, async (tx) => {
      const aged = (await door.aged?.(tx, ids, now)) ?? [];
      if (aged.length > 0) await letGo(tx, door.name, aged);
      return aged.length;
    });
  }
}

async function heldIds(db: Db, collection: string, after: string): Promise<string[]> {
  const rows = await db
    .selectFrom('syncLog')
    .select('docId')
    .distinct()
    .where('collection', '=', collection)
    .where('docId', '>', after)
    .where('op', '=', 'put')
    .where('position', 'is not', null)
    .orderBy('docId')
    .limit(STEP)
    .execute();
  return rows.map((row) => row.docId);
}

async function letGo(tx: Tx, collection: string, ids: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO sync_log (scope, collection, doc_id, op)
    SELECT scope, collection, doc_id, 'del' FROM sync_log
    WHERE collection = ${collection} AND doc_id = ANY (${ids}::text[]) AND op = 'put' AND position IS NOT NULL`.execute(
    tx,
  );
}

/** The floors rise in the transaction that drops the lines: nobody can miss a tombstone and not be told to begin anew. */
async function forgetTombstones(db: Db, before: Date): Promise<number> {
  const { rows } = await sql<{ dropped: number }>`
    WITH dropped AS (
      DELETE FROM sync_log WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM sync_log WHERE op = 'del' AND position IS NOT NULL AND at < ${before} LIMIT ${STEP}))
        AND op = 'del' AND position IS NOT NULL
      RETURNING scope, collection, position),
    raised AS (
      INSERT INTO sync_floors (scope, collection, position)
      SELECT scope, collection, max(position) FROM dropped GROUP BY scope, collection
      ON CONFLICT (scope, collection) DO UPDATE SET position = greatest(sync_floors.position, excluded.position))
    SELECT count(*) AS dropped FROM dropped`.execute(db);
  return rows[0]?.dropped ?? 0;
}
