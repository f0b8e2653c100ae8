import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { PackedBlock, PullAnswer, PullRequest } from '@khaacho/shared/sync/protocol.ts';
import type { Db } from '../db/database.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { countHoldings, type FeedState, feedState, holdings, leavings, linesAfter } from './feed.ts';
import { type Grants, grantsOf, recallGrants, rememberGrants } from './grants.ts';
import type { AnyCollectionDoor, Registry } from './registry.ts';
import { createSnapshots, packDocuments, type Snapshots } from './snapshots.ts';

type Pulled = { id: string; _deleted?: true };

/** One pull under way: who asks for what, and the page so far. */
type Page = {
  db: Db;
  door: AnyCollectionDoor;
  caller: Caller;
  grants: Grants;
  now: Date;
  limit: number;
  epoch: string;
  /** Null where the reader cannot read packed pages. */
  snapshots: Snapshots | null;
  /** Chunks in this page, before its documents, and how many lines they stand for. */
  packed: PackedBlock[];
  packedLines: number;
  /** In the order they are sent; a document is in a page once. */
  documents: Map<string, Pulled>;
};

/** From so many on packing a page costs less than it saves on the line and in the client. */
const WORTH_PACKING = 100;

export type Pull = (caller: Caller, request: PullRequest, now: Date) => Promise<PullAnswer>;

/**
 * Answers pulls from the feed. Scopes are derived from the caller each time, never taken from the request. A page is
 * filled up to its limit unless the end is reached: a short page is the last one.
 */
export function createPull(deps: { db: Db; registry: Registry; snapshots?: Snapshots }): Pull {
  const snapshots = deps.snapshots ?? createSnapshots(deps.db);
  return async (caller, request, now) => {
    const { db } = deps;
    const door = deps.registry.collection(request.collection);
    if (!door) return { refused: { code: 'NOT_FOUND', message: 'There is no such collection.' } };
    const grants = grantsOf(caller);
    const state = await feedState(db, door.name, grants.scopes);
    const { limit } = request;
    const page: Page = {
      ...{ db, door, caller, grants, now, limit, epoch: state.epoch },
      ...{ snapshots: request.packed ? snapshots : null, packed: [], packedLines: 0, documents: new Map() },
    };
    const from = await startingPoint(page, request.checkpoint, state);
    if (from === null) return { reset: true };
    await rememberGrants(db, grants);
    let at: Checkpoint = from;
    let full = false;
    while (at.phase.kind !== 'feed' && !full) {
      const step: Step = at.phase.kind === 'leave' ? await takeLeavings(page, at) : await takeFill(page, at);
      at = step.at;
      full = step.full || isFull(page);
    }
    const more = at.phase.kind !== 'feed' || full;
    if (!more) at = await takeFeed(page, at);
    return {
      ...(await contents(page)),
      checkpoint: writeCheckpoint(at, state.checkpointKey),
      position: at.position,
      more: more || isFull(page),
      epoch: state.epoch,
      ...(at.phase.kind === 'fill' ? { remaining: Math.max(0, at.phase.remaining) } : {}),
    };
  };
}

/** How far a page has come; `full` where what comes next does not fit in any more. */
type Step = { at: Checkpoint; full?: boolean };

function room(page: Page): number {
  return page.limit - page.documents.size - page.packedLines;
}

function isFull(page: Page): boolean {
  return room(page) <= 0;
}

/** Tombstones are never packed: they have nothing but their id. */
async function contents(page: Page): Promise<{ documents: Pulled[]; packed?: PackedBlock[] }> {
  const documents = [...page.documents.values()];
  if (page.snapshots === null) return { documents };
  const whole = documents.filter((document) => !document._deleted);
  if (whole.length < WORTH_PACKING) return { documents, packed: page.packed };
  const bytes = new Uint8Array(await packDocuments(whole));
  const packed = [...page.packed, { documents: whole.length, bytes }];
  return { documents: documents.filter((document) => document._deleted), packed };
}

/** Where this pull begins; null where the reader has to begin anew with an empty collection. */
async function startingPoint(page: Page, given: string | null, state: FeedState): Promise<Checkpoint | null> {
  const { db, door, grants } = page;
  const base = { epoch: state.epoch, collection: door.name, grants: grants.hash };
  if (given === null) {
    const snapshot = (await page.snapshots?.begin(page, state)) ?? null;
    const position = snapshot?.position ?? state.head;
    const remaining = snapshot?.documents ?? (await countHoldings(db, door.name, grants.scopes, position));
    const fill = { kind: 'fill' as const, next: position, before: null, remaining };
    return { ...base, position, phase: snapshot ? { ...fill, snapshot: snapshot.id } : fill };
  }
  const checkpoint = readCheckpoint(given, state.checkpointKey);
  if (checkpoint === null || checkpoint.epoch !== state.epoch || checkpoint.collection !== door.name) return null;
  // Ahead of the feed: a database restored without a new epoch. Below the floor: tombstones are forgotten.
  if (checkpoint.position > state.head || checkpoint.position < state.floor) return null;
  if (checkpoint.grants === grants.hash) return checkpoint;
  const before = await recallGrants(db, checkpoint.grants, grants.userId);
  // A change of grants in the middle of another one: simpler to begin anew than to keep three lists apart.
  if (before === null || checkpoint.phase.kind !== 'feed') return null;
  return {
    ...base,
    position: checkpoint.position,
    phase: { kind: 'leave', next: 0, before: before.hash, remaining: 0 },
  };
}

/** Scopes the reader had and has no more, and those he has not had in this shape before. */
async function comparison(page: Page, before: string | null): Promise<{ left: string[]; entered: string[] }> {
  const { grants } = page;
  const old = before === null ? null : await recallGrants(page.db, before, grants.userId);
  if (old === null) return { left: [], entered: grants.scopes };
  const left = old.scopes.filter((scope) => !grants.scopes.includes(scope));
  // With another role the documents of kept scopes look different too.
  const entered = old.shape === grants.shape ? [] : grants.scopes;
  return { left, entered: [...new Set([...entered, ...grants.scopes.filter((scope) => !old.scopes.includes(scope))])] };
}

async function takeLeavings(page: Page, at: Checkpoint): Promise<Step> {
  if (at.phase.kind !== 'leave') return { at };
  const { left } = await comparison(page, at.phase.before);
  let next = at.phase.next;
  while (!isFull(page)) {
    const limit = room(page);
    const kept = page.grants.scopes;
    const { lines, head } = await leavings(page.db, { collection: page.door.name, left, kept, next, limit });
    for (const { id } of lines) page.documents.set(id, { id, _deleted: true });
    const last = lines.at(-1);
    if (lines.length < limit || !last) return { at: await startFill(page, at, head) };
    next = last.position;
  }
  return { at: { ...at, phase: { ...at.phase, next } } };
}

async function startFill(page: Page, at: Checkpoint, head: number): Promise<Checkpoint> {
  const before = at.phase.kind === 'feed' ? null : at.phase.before;
  const { entered } = await comparison(page, before);
  const remaining = await countHoldings(page.db, page.door.name, entered, head);
  return { ...at, phase: { kind: 'fill', next: head, before, remaining } };
}

/** From the snapshot while there is one, else from the feed. */
async function takeFill(page: Page, at: Checkpoint): Promise<Step> {
  if (at.phase.kind !== 'fill') return { at };
  const { snapshot: snapshotId, next } = at.phase;
  if (snapshotId === undefined || page.snapshots === null) return takeHoldings(page, at);
  // A slow line asks for less than a chunk: it gets pages of the feed, and goes on with chunks when it asks for more again.
  const { chunkLines } = page.snapshots;
  if (page.limit < chunkLines) return takeHoldings(page, at);
  if (room(page) < chunkLines) return { at, full: true };
  const place = { snapshotId, position: at.position, next };
  const taken = await page.snapshots.take(page, place, Math.floor(room(page) / chunkLines));
  if (taken === null) {
    const { snapshot: _gone, ...phase } = at.phase;
    return { at: { ...at, phase } };
  }
  if ('realign' in taken) return takeHoldings(page, at, taken.realign);
  for (const { documents, packed, lines } of taken) {
    page.packed.push({ documents, bytes: new Uint8Array(packed) });
    page.packedLines += lines;
  }
  const end = taken.at(-1);
  if (!end || end.last) return { at: { ...at, phase: { kind: 'feed' } } };
  const lines = taken.reduce((sum, chunk) => sum + chunk.lines, 0);
  return { at: { ...at, phase: { ...at.phase, next: end.next, remaining: at.phase.remaining - lines } } };
}

/** With `above`, only what lies above that place of the feed. */
async function takeHoldings(page: Page, at: Checkpoint, above = 0): Promise<Step> {
  if (at.phase.kind !== 'fill') return { at };
  const { entered } = await comparison(page, at.phase.before);
  let { next, remaining } = at.phase;
  while (!isFull(page)) {
    const limit = room(page);
    const { lines } = await holdings(page.db, { collection: page.door.name, scopes: entered, next, above, limit });
    const found = await load(
      page,
      lines.map((line) => line.id),
    );
    // What is not there (any more) the reader does not have either: nothing is sent for it.
    for (const { id } of lines) {
      const document = found.get(id);
      if (document) page.documents.set(id, document);
    }
    remaining -= lines.length;
    const last = lines.at(-1);
    if (lines.length < limit || !last) {
      if (above > 0) return { at: { ...at, phase: { ...at.phase, next: above, remaining } } };
      return { at: { ...at, phase: { kind: 'feed' } } };
    }
    next = last.position - 1;
  }
  return { at: { ...at, phase: { ...at.phase, next, remaining } } };
}

async function takeFeed(page: Page, at: Checkpoint): Promise<Checkpoint> {
  let { position } = at;
  while (!isFull(page)) {
    const limit = room(page);
    const { lines, head } = await linesAfter(page.db, {
      collection: page.door.name,
      scopes: page.grants.scopes,
      position,
      limit,
    });
    const ids = [...new Set(lines.map((line) => line.id))];
    const found = await load(page, ids);
    for (const id of ids) page.documents.set(id, found.get(id) ?? { id, _deleted: true });
    if (lines.length < limit) return { ...at, position: Math.max(position, head) };
    position = lines.at(-1)?.position ?? head;
  }
  return { ...at, position };
}

/** Documents are loaded in portions side by side: PostgreSQL reads the one while another is made into documents. */
const PORTION = 500;
const MOST_PORTIONS = 3;

async function load(page: Page, ids: readonly string[]): Promise<Map<string, Pulled>> {
  const size = Math.max(PORTION, Math.ceil(ids.length / MOST_PORTIONS));
  const portions: Promise<Pulled[]>[] = [];
  for (let from = 0; from < ids.length; from += size) {
    portions.push(page.door.load(page.db, ids.slice(from, from + size), page.caller, page.now));
  }
  const documents = (await Promise.all(portions)).flat();
  return new Map(documents.map((document) => [document.id, document]));
}
