/** Snapshots and their chunks as rows; see `snapshots.ts` for what they are. */
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

export type Snapshot = { id: string; position: number; documents: number };
/** Whose snapshots: the same documents in the same shape. */
export type SnapshotKey = { audience: string; collection: CollectionName; epoch: string };

export type Chunk = {
  /** Where a reader goes on after it. */
  next: number;
  last: boolean;
  /** Feed lines it stands for; a line whose document is gone counts too. */
  lines: number;
  documents: number;
  packed: Buffer;
};
export type MadeChunk = Chunk & { madeAtPosition: number; ids: string[] };

/** The newest snapshot that is young enough and has at most so many lines of these scopes after it. */
export async function newestSnapshot(
  db: Db,
  key: SnapshotKey,
  ask: { scopes: readonly string[]; madeAfter: Date; mostLinesSince: number; from: number; upTo: number },
): Promise<Snapshot | null> {
  const { rows } = await sql<Snapshot>`
    SELECT s.id, s.position, s.documents
    FROM (SELECT id, position, documents FROM sync_snapshots
          WHERE audience = ${key.audience} AND collection = ${key.collection} AND epoch = ${key.epoch}
            AND made_at > ${ask.madeAfter} AND position BETWEEN ${ask.from} AND ${ask.upTo}
          ORDER BY position DESC LIMIT 1) s
    WHERE ${ask.mostLinesSince} >= (
      SELECT count(*) FROM (
        SELECT 1 FROM sync_log l
        WHERE l.scope = ANY (${ask.scopes}::text[]) AND l.collection = ${key.collection} AND l.position > s.position
        LIMIT ${ask.mostLinesSince + 1}) since)`.execute(db);
  return rows[0] ?? null;
}

export async function addSnapshot(db: Db, key: SnapshotKey, snapshot: Snapshot, now: Date): Promise<void> {
  await db
    .insertInto('syncSnapshots')
    .values({ ...key, ...snapshot, madeAt: now })
    .execute();
}

/** True where this snapshot is (still) there and is this audience's. */
export async function hasSnapshot(db: Db, key: SnapshotKey, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('syncSnapshots')
    .select('id')
    .where('id', '=', id)
    .where('audience', '=', key.audience)
    .where('collection', '=', key.collection)
    .where('epoch', '=', key.epoch)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * The chunk of this audience's snapshot that begins at `upper`, and whether a document of it has left one of the scopes since
 * it was made: numbered by the sequencer or only just committed.
 */
export async function chunkAt(
  db: Db,
  key: SnapshotKey,
  ask: { snapshotId: string; upper: number; scopes: readonly string[] },
): Promise<(Chunk & { stale: boolean }) | null> {
  const left = sql`SELECT 1 FROM sync_log l
    WHERE l.scope = ANY (${ask.scopes}::text[]) AND l.collection = ${key.collection} AND l.op = 'del'
      AND l.doc_id = ANY (c.ids)`;
  const { rows } = await sql<Chunk & { stale: boolean }>`
    SELECT c.next, c.last, c.lines, cardinality(c.ids) AS documents, c.packed,
      EXISTS (${left} AND l.position > c.made_at_position) OR EXISTS (${left} AND l.position IS NULL) AS stale
    FROM sync_snapshot_chunks c JOIN sync_snapshots s ON s.id = c.snapshot_id
    WHERE c.snapshot_id = ${ask.snapshotId} AND c.upper = ${ask.upper}
      AND s.audience = ${key.audience} AND s.collection = ${key.collection} AND s.epoch = ${key.epoch}`.execute(db);
  return rows[0] ?? null;
}

/** The nearest place at or below `upper` at which a chunk begins or ends; null where there is none yet. */
export async function boundaryBelow(
  db: Db,
  { snapshotId, upper }: { snapshotId: string; upper: number },
): Promise<number | null> {
  const { rows } = await sql<{ boundary: number | null }>`
    SELECT greatest(
      (SELECT max(upper) FROM sync_snapshot_chunks WHERE snapshot_id = ${snapshotId} AND upper <= ${upper}),
      (SELECT max(next) FROM sync_snapshot_chunks WHERE snapshot_id = ${snapshotId} AND next <= ${upper})
    ) AS boundary`.execute(db);
  return rows[0]?.boundary ?? null;
}

/** Another process may have made it meanwhile: then its stays. Nothing is kept of a snapshot that was dropped meanwhile. */
export async function addChunk(db: Db, snapshotId: string, upper: number, chunk: MadeChunk): Promise<void> {
  await sql`
    INSERT INTO sync_snapshot_chunks (snapshot_id, upper, next, last, lines, made_at_position, ids, packed)
    SELECT s.id, ${upper}, ${chunk.next}, ${chunk.last}, ${chunk.lines}, ${chunk.madeAtPosition}, ${chunk.ids}::text[],
      ${chunk.packed}
    FROM sync_snapshots s WHERE s.id = ${snapshotId} FOR KEY SHARE
    ON CONFLICT (snapshot_id, upper) DO NOTHING`.execute(db);
}

export async function dropChunk(db: Db, snapshotId: string, upper: number): Promise<void> {
  await db.deleteFrom('syncSnapshotChunks').where('snapshotId', '=', snapshotId).where('upper', '=', upper).execute();
}

/** Drops snapshots made before; answers how many. */
export async function dropSnapshots(db: Db, madeBefore: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('syncSnapshots').where('madeAt', '<', madeBefore).executeTakeFirst();
  return Number(numDeletedRows);
}
