/** Reading the feed: the only SQL on sync_log outside numbering and pruning. */
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

export type FeedState = {
  epoch: string;
  checkpointKey: Buffer;
  /** The last position given out. */
  head: number;
  /** Checkpoints below it may have missed a tombstone that is forgotten by now. */
  floor: number;
};

/** Where the feed stands for a reader of these scopes of a collection. */
export async function feedState(db: Db, collection: CollectionName, scopes: readonly string[]): Promise<FeedState> {
  return db
    .selectFrom(['syncEpoch as e', 'syncHead as h'])
    .select((eb) => [
      'e.epoch',
      'e.checkpointKey',
      'h.position as head',
      eb.fn
        .coalesce(
          eb
            .selectFrom('syncFloors as f')
            .select((f) => f.fn.max('f.position').as('floor'))
            .where('f.collection', '=', collection)
            .where((f) => f('f.scope', '=', f.fn.any(f.val(scopes)))),
          eb.lit(0),
        )
        .as('floor'),
    ])
    .executeTakeFirstOrThrow();
}

export type Line = { position: number; id: string };
export type Lines = { lines: Line[]; head: number };

type Row = { head: number; position: number | null; docId: string | null };

function toLines(rows: readonly Row[]): Lines {
  const lines = rows.flatMap(({ position, docId }) =>
    position === null || docId === null ? [] : [{ position, id: docId }],
  );
  return { lines, head: rows[0]?.head ?? 0 };
}

/**
 * The next lines after `position`, oldest first, and the head of the same snapshot: with fewer than `limit` lines
 * everything up to the head is among them. Each scope is read from its own stretch of the index, then merged.
 */
export async function linesAfter(
  db: Db,
  ask: { collection: CollectionName; scopes: readonly string[]; position: number; limit: number },
): Promise<Lines> {
  const { rows } = await sql<Row>`
    SELECT h.position AS head, l.position, l.doc_id
    FROM sync_head h LEFT JOIN LATERAL (
      SELECT m.position, m.doc_id
      FROM unnest(${ask.scopes}::text[]) s (scope) CROSS JOIN LATERAL (
        SELECT position, doc_id FROM sync_log
        WHERE scope = s.scope AND collection = ${ask.collection} AND position > ${ask.position}
        ORDER BY position LIMIT ${ask.limit}) m
      ORDER BY m.position LIMIT ${ask.limit}) l ON true
    ORDER BY l.position`.execute(db);
  return toLines(rows);
}

/** What the scopes hold, newest line first, from `next` downwards and only above `above`. */
export async function holdings(
  db: Db,
  ask: { collection: CollectionName; scopes: readonly string[]; next: number; above?: number; limit: number },
): Promise<Lines> {
  const { rows } = await sql<Row>`
    SELECT h.position AS head, l.position, l.doc_id
    FROM sync_head h LEFT JOIN LATERAL (
      SELECT m.position, m.doc_id
      FROM unnest(${ask.scopes}::text[]) s (scope) CROSS JOIN LATERAL (
        SELECT position, doc_id FROM sync_log
        WHERE scope = s.scope AND collection = ${ask.collection} AND position <= ${ask.next}
          AND position > ${ask.above ?? 0} AND op = 'put'
        ORDER BY position DESC LIMIT ${ask.limit}) m
      ORDER BY m.position DESC LIMIT ${ask.limit}) l ON true
    ORDER BY l.position DESC`.execute(db);
  return toLines(rows);
}

/** Documents that were in one of `left` (deleted ones too) and are in none of `kept`, oldest line first from `next` on. */
export async function leavings(
  db: Db,
  ask: { collection: CollectionName; left: readonly string[]; kept: readonly string[]; next: number; limit: number },
): Promise<Lines> {
  const { rows } = await sql<Row>`
    SELECT h.position AS head, l.position, l.doc_id
    FROM sync_head h LEFT JOIN LATERAL (
      SELECT m.position, m.doc_id
      FROM unnest(${ask.left}::text[]) s (scope) CROSS JOIN LATERAL (
        SELECT g.position, g.doc_id FROM sync_log g
        WHERE g.scope = s.scope AND g.collection = ${ask.collection} AND g.position > ${ask.next}
          AND NOT EXISTS (
            SELECT 1 FROM sync_log k
            WHERE k.collection = g.collection AND k.doc_id = g.doc_id AND k.scope = ANY (${ask.kept}::text[])
              AND k.op = 'put' AND k.position IS NOT NULL)
        ORDER BY g.position LIMIT ${ask.limit}) m
      ORDER BY m.position LIMIT ${ask.limit}) l ON true
    ORDER BY l.position`.execute(db);
  return toLines(rows);
}

/** How many documents the scopes hold; one that lies in two of them counts twice. */
export async function countHoldings(
  db: Db,
  collection: CollectionName,
  scopes: readonly string[],
  upTo: number,
): Promise<number> {
  const row = await db
    .selectFrom('syncLog')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where((eb) => eb('scope', '=', eb.fn.any(eb.val(scopes))))
    .where('collection', '=', collection)
    .where('position', '<=', upTo)
    .where('op', '=', 'put')
    .executeTakeFirstOrThrow();
  return row.count;
}

/** What is new in one scope of one collection. */
export type FreshLines = {
  scope: string;
  collection: string;
  /** In the order of their lines. */
  ids: string[];
  /** Last position of this scope and collection before these, and of these. */
  previous: number;
  position: number;
};

/** Lines read at once by a process that sends them on. */
const MOST_FRESH = 5_000;

/** All lines after `position` by scope and collection, oldest group first, and the position they reach together. */
export async function linesSince(db: Db, position: number): Promise<{ groups: FreshLines[]; reached: number }> {
  const { rows } = await sql<FreshLines>`
    SELECT g.scope, g.collection, g.ids, g.position,
      (SELECT coalesce(max(l.position), 0) FROM sync_log l
       WHERE l.scope = g.scope AND l.collection = g.collection AND l.position <= ${position}) AS previous
    FROM (
      SELECT scope, collection, array_agg(doc_id ORDER BY position) AS ids, max(position) AS position
      FROM (SELECT scope, collection, doc_id, position FROM sync_log
            WHERE position > ${position} ORDER BY position LIMIT ${MOST_FRESH}) fresh
      GROUP BY scope, collection) g
    ORDER BY g.position`.execute(db);
  return { groups: rows, reached: Math.max(0, ...rows.map((row) => row.position)) };
}

/** Committed lines that wait for their number, and the head. With `numberUpTo` so many of them are numbered first. */
export async function pendingLines(db: Db, numberUpTo: number): Promise<{ pending: number; head: number }> {
  if (numberUpTo > 0) await sql`SELECT sync_number(${numberUpTo}::integer)`.execute(db);
  return db
    .selectFrom('syncHead as h')
    .select((eb) => [
      'h.position as head',
      eb
        .selectFrom('syncLog')
        .select((l) => l.fn.countAll<number>().as('count'))
        .where('position', 'is', null)
        .$castTo<{ count: number }>()
        .as('pending'),
    ])
    .$narrowType<{ pending: number }>()
    .executeTakeFirstOrThrow();
}
