import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { PullAnswer, PullRequest } from '@khaacho/shared/sync/protocol.ts';
import type { Db } from '../db/database.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { countHoldings, type FeedState, feedState, holdings, leavings, linesAfter } from './feed.ts';
import { type Grants, grantsOf, recallGrants, rememberGrants } from './grants.ts';
import type { AnyCollectionDoor, Registry } from './registry.ts';

type Pulled = { id: string; _deleted?: true };

/** One pull under way: who asks for what, and the page so far. */
type Page = {
  db: Db;
  door: AnyCollectionDoor;
  caller: Caller;
  grants: Grants;
  now: Date;
  limit: number;
  /** In the order they are sent; a document is in a page once. */
  documents: Map<string, Pulled>;
};

export type Pull = (caller: Caller, request: PullRequest, now: Date) => Promise<PullAnswer>;

/**
 * Answers pulls from the feed. Scopes are derived from the caller each time, never taken from the request. A page is
 * filled up to its limit unless the end is reached: a short page is the last one.
 */
export function createPull(deps: { db: Db; registry: Registry }): Pull {
  return async (caller, request, now) => {
    const { db } = deps;
    const door = deps.registry.collection(request.collection);
    if (!door) return { refused: { code: 'NOT_FOUND', message: 'There is no such collection.' } };
    const grants = grantsOf(caller);
    const state = await feedState(db, door.name, grants.scopes);
    const from = await startingPoint(db, request.checkpoint, door, grants, state);
    if (from === null) return { reset: true };
    await rememberGrants(db, grants);
    const page: Page = { db, door, caller, grants, now, limit: request.limit, documents: new Map() };
    let at: Checkpoint = from;
    while (at.phase.kind !== 'feed') {
      at = at.phase.kind === 'leave' ? await takeLeavings(page, at) : await takeHoldings(page, at);
      if (isFull(page)) break;
    }
    const more = at.phase.kind !== 'feed' || isFull(page);
    if (!more) at = await takeFeed(page, at);
    return {
      documents: [...page.documents.values()],
      checkpoint: writeCheckpoint(at, state.checkpointKey),
      position: at.position,
      more: more || isFull(page),
      epoch: state.epoch,
      ...(at.phase.kind === 'fill' ? { remaining: Math.max(0, at.phase.remaining) } : {}),
    };
  };
}

function isFull(page: Page): boolean {
  return page.documents.size >= page.limit;
}

/** Where this pull begins; null where the reader has to begin anew with an empty collection. */
async function startingPoint(
  db: Db,
  given: string | null,
  door: AnyCollectionDoor,
  grants: Grants,
  state: FeedState,
): Promise<Checkpoint | null> {
  const base = { epoch: state.epoch, collection: door.name, grants: grants.hash };
  if (given === null) {
    const remaining = await countHoldings(db, door.name, grants.scopes, state.head);
    return { ...base, position: state.head, phase: { kind: 'fill', next: state.head, before: null, remaining } };
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

async function takeLeavings(page: Page, at: Checkpoint): Promise<Checkpoint> {
  if (at.phase.kind !== 'leave') return at;
  const { left } = await comparison(page, at.phase.before);
  let next = at.phase.next;
  while (!isFull(page)) {
    const limit = page.limit - page.documents.size;
    const kept = page.grants.scopes;
    const { lines, head } = await leavings(page.db, { collection: page.door.name, left, kept, next, limit });
    for (const { id } of lines) page.documents.set(id, { id, _deleted: true });
    const last = lines.at(-1);
    if (lines.length < limit || !last) return startFill(page, at, head);
    next = last.position;
  }
  return { ...at, phase: { ...at.phase, next } };
}

async function startFill(page: Page, at: Checkpoint, head: number): Promise<Checkpoint> {
  const before = at.phase.kind === 'feed' ? null : at.phase.before;
  const { entered } = await comparison(page, before);
  const remaining = await countHoldings(page.db, page.door.name, entered, head);
  return { ...at, phase: { kind: 'fill', next: head, before, remaining } };
}

async function takeHoldings(page: Page, at: Checkpoint): Promise<Checkpoint> {
  if (at.phase.kind !== 'fill') return at;
  const { entered } = await comparison(page, at.phase.before);
  let { next, remaining } = at.phase;
  while (!isFull(page)) {
    const limit = page.limit - page.documents.size;
    const { lines } = await holdings(page.db, { collection: page.door.name, scopes: entered, next, limit });
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
    if (lines.length < limit || !last) return { ...at, phase: { kind: 'feed' } };
    next = last.position - 1;
  }
  return { ...at, phase: { ...at.phase, next, remaining } };
}

async function takeFeed(page: Page, at: Checkpoint): Promise<Checkpoint> {
  let { position } = at;
  while (!isFull(page)) {
    const limit = page.limit - page.documents.size;
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

async function load(page: Page, ids: readonly string[]): Promise<Map<string, Pulled>> {
  if (ids.length === 0) return new Map();
  const documents: Pulled[] = await page.door.load(page.db, ids, page.caller, page.now);
  return new Map(documents.map((document) => [document.id, document]));
}
