/**
 * First syncs from chunks that are made once. Loading and packing 1,000 orders costs a tenth of a second of the server, and
 * every device of the same grants needs the same: so the first one has its pages made and kept, the others get the bytes.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { PACKING_VERSION } from '@khaacho/shared/sync/packing/format.ts';
import { pack } from '@khaacho/shared/sync/packing/pack.ts';
import { SCHEMA_VERSION } from '@khaacho/shared/sync/protocol.ts';
import type { Db } from '../db/database.ts';
import { countHoldings, type FeedState, holdings } from './feed.ts';
import { createGate, createLanes } from './gate.ts';
import { audienceOf, type Grants } from './grants.ts';
import type { AnyCollectionDoor } from './registry.ts';
import {
  addChunk,
  addSnapshot,
  boundaryBelow,
  type Chunk,
  chunkAt,
  dropChunk,
  hasSnapshot,
  newestSnapshot,
  type Snapshot,
  type SnapshotKey,
} from './snapshot-store.ts';

export type SnapshotSizes = {
  /** Lines in a chunk. A reader that asks for less gets pages of the feed. */
  chunkLines: number;
  /** Documents below which the pages of the feed are as good. */
  worthIt: number;
  /** A snapshot so many lines behind, and a twentieth of its documents, is made anew: all of that comes a second time. */
  mostLinesSince: number;
};
/** A chunk of 1,000 orders is about 180 kB on the line and 5 ms of a desk's screen. */
const USUAL: SnapshotSizes = { chunkLines: 1_000, worthIt: 2_000, mostLinesSince: 1_000 };
const MOST_SHARE_SINCE = 0.05;
const MOST_AGE_MS = 86_400_000;
/** Readers under way outlive the day in which new ones may begin. */
export const SNAPSHOT_KEPT_MS = 2 * MOST_AGE_MS;
/** Chunks made side by side in this process: PostgreSQL reads for one while another is packed. */
const MADE_AT_ONCE = 3;
/** The fastest: the columns are small already, and harder work saves 5 %. */
const LEVEL = 1;

const deflate = promisify(deflateRaw);

/** Documents as they travel; see `pullAnswerSchema`. */
export async function packDocuments(documents: readonly object[]): Promise<Buffer> {
  return deflate(pack(documents), { level: LEVEL });
}

/** Who reads a collection from a snapshot. */
export type SnapshotReader = {
  door: AnyCollectionDoor;
  caller: Caller;
  grants: Grants;
  epoch: string;
  now: Date;
};
/** How far a reader has come: documents with lines above `next` are his. */
type Place = { snapshotId: string; position: number; next: number };
type Realign = { realign: number };
type Found = { chunk: Promise<Chunk>; next: number; last: boolean };

export type Snapshots = {
  chunkLines: number;
  /** Where a first sync may begin; null where the collection is a device's own, or too small to be worth it. */
  begin(reader: SnapshotReader, state: FeedState): Promise<Snapshot | null>;
  /**
   * Up to `most` chunks from the reader's place on. `realign`: no chunk begins here; the next one does at that place of the
   * feed. Null: the snapshot is gone.
   */
  take(reader: SnapshotReader, place: Place, most: number): Promise<Chunk[] | Realign | null>;
};

export function createSnapshots(db: Db, sizes: SnapshotSizes = USUAL): Snapshots {
  const gate = createGate(MADE_AT_ONCE);
  /** One after another look for the same chunk, so that devices that begin together have it made once. */
  const lanes = createLanes();
  const beginning = new Map<string, Promise<Snapshot | null>>();

  const findOrMake = async (
    reader: SnapshotReader,
    key: SnapshotKey,
    place: Place,
    aligned: boolean,
    found: (found: Found | Realign | null) => void,
  ): Promise<void> => {
    // Looked at in this reader's own time: what was made before he asked may hold what is not his any more.
    const known = await chunkFor(db, reader, key, place);
    if (known && !known.stale) return found(ready(known));
    if (!known) {
      if (!(await hasSnapshot(db, key, place.snapshotId))) return found(null);
      const boundary = aligned ? place.next : await boundaryBelow(db, { ...place, upper: place.next });
      if (boundary !== place.next) return found(boundary === null ? null : { realign: boundary });
    }
    const its = await plan(db, reader, place.next, sizes.chunkLines, known);
    const chunk = gate(() => make(db, reader, place, its, known !== null));
    found({ chunk, next: its.next, last: its.last });
    await chunk;
  };

  /** The chunk that begins at the place, made where it is not there; where the next one begins is known before that. */
  const find = async (reader: SnapshotReader, key: SnapshotKey, place: Place, aligned: boolean) => {
    const known = await chunkFor(db, reader, key, place);
    if (known && !known.stale) return ready(known);
    const { promise, resolve, reject } = Promise.withResolvers<Found | Realign | null>();
    lanes(`${place.snapshotId} ${place.next}`, () => findOrMake(reader, key, place, aligned, resolve)).catch(reject);
    return promise;
  };

  return {
    chunkLines: sizes.chunkLines,
    begin: async (reader, state) => {
      const key = keyOf(reader);
      if (key === null) return null;
      const name = JSON.stringify(key);
      // Those who begin together begin with the same one.
      const begun = beginning.get(name) ?? begin(db, sizes, reader, key, state).finally(() => beginning.delete(name));
      beginning.set(name, begun);
      return begun;
    },
    take: async (reader, place, most) => {
      const key = keyOf(reader);
      if (key === null) return null;
      const chunks: Promise<Chunk>[] = [];
      let { next } = place;
      let last = false;
      while (chunks.length < most && !last) {
        const aligned = next === place.position || chunks.length > 0;
        const found = await find(reader, key, { ...place, next }, aligned);
        if (found === null || 'realign' in found) {
          if (chunks.length === 0) return found;
          break;
        }
        chunks.push(found.chunk);
        ({ next, last } = found);
      }
      return Promise.all(chunks);
    },
  };
}

/** Null for `commands`: they are projected for one device, and short. */
function keyOf({ door, caller, epoch }: SnapshotReader): SnapshotKey | null {
  if (door.name === 'commands') return null;
  const audience = createHash('sha256')
    .update(JSON.stringify([audienceOf(caller), SCHEMA_VERSION, PACKING_VERSION]))
    .digest('base64url');
  return { audience, collection: door.name, epoch };
}

function chunkFor(db: Db, { grants }: SnapshotReader, key: SnapshotKey, { snapshotId, next }: Place) {
  return chunkAt(db, key, { snapshotId, upper: next, scopes: grants.scopes });
}

function ready(chunk: Chunk): Found {
  return { chunk: Promise.resolve(chunk), next: chunk.next, last: chunk.last };
}

/** The newest snapshot of the reader's audience where it is new enough, else one made now, without chunks yet. */
async function begin(
  db: Db,
  sizes: SnapshotSizes,
  { door, grants, now }: SnapshotReader,
  key: SnapshotKey,
  { head, floor }: FeedState,
): Promise<Snapshot | null> {
  const { scopes } = grants;
  const documents = await countHoldings(db, door.name, scopes, head);
  if (documents < sizes.worthIt) return null;
  const known = await newestSnapshot(db, key, {
    scopes,
    madeAfter: new Date(now.getTime() - MOST_AGE_MS),
    mostLinesSince: Math.max(sizes.mostLinesSince, Math.floor(documents * MOST_SHARE_SINCE)),
    from: floor,
    upTo: head,
  });
  if (known) return known;
  const snapshot = { id: newId(now), position: head, documents };
  await addSnapshot(db, key, snapshot, now);
  return snapshot;
}

/** Which documents a chunk is to hold, and where the next one begins. */
type Plan = { ids: string[]; lines: number; next: number; last: boolean; head: number };

/** A chunk that has gone stale is made anew in its own bounds, so that the next one still begins where it ends. */
async function plan(
  db: Db,
  { door, grants }: SnapshotReader,
  upper: number,
  limit: number,
  stale: Chunk | null,
): Promise<Plan> {
  const above = stale ? stale.next : 0;
  const ask = { collection: door.name, scopes: grants.scopes, next: upper, above, limit };
  const { lines, head } = await holdings(db, ask);
  const lowest = lines.at(-1);
  const whole = lines.length < limit || !lowest;
  return {
    // One that lies in two of the scopes has two lines.
    ids: [...new Set(lines.map((line) => line.id))],
    lines: lines.length,
    next: stale ? stale.next : whole ? 0 : lowest.position - 1,
    last: stale ? stale.last : whole,
    head,
  };
}

async function make(db: Db, reader: SnapshotReader, place: Place, its: Plan, stale: boolean): Promise<Chunk> {
  const { door, caller, now } = reader;
  // What is not there (any more) is not in the chunk; the feed has the word of it.
  const loaded: { id: string }[] = its.ids.length === 0 ? [] : await door.load(db, its.ids, caller, now);
  const found = new Map(loaded.map((document) => [document.id, document]));
  const documents = its.ids.flatMap((id) => found.get(id) ?? []);
  const { next, last, lines } = its;
  const packed = await packDocuments(documents);
  const chunk: Chunk = { next, last, lines, documents: documents.length, packed };
  if (stale) await dropChunk(db, place.snapshotId, place.next);
  const ids = documents.map((document) => document.id);
  await addChunk(db, place.snapshotId, place.next, { ...chunk, ids, madeAtPosition: its.head });
  return chunk;
}
