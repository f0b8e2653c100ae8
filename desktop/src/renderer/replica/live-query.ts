import type { Documents } from '@khaacho/shared/sync/documents.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import type { Observable } from './observable.ts';
import type { OverlayChange } from './overlay.ts';
import { comparatorOf, matcherOf, type SortTerm, sortTermsOf } from './query-terms.ts';
import type { DocumentView, PendingMark, Query, QueryResult } from './replica-api.ts';

/** What live answers read: the documents as they are shown, and word of every change. */
export type Source = {
  /** False while no replica is open. */
  ready(): boolean;
  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined;
  mark(collection: CollectionName, id: string): PendingMark | undefined;
  /** The server's documents; those in `overlaid` are shown otherwise. */
  base<C extends CollectionName>(collection: C): Iterable<Documents[C]>;
  /** The same, sorted, where the collection is kept in that order; else null. */
  ordered<C extends CollectionName>(collection: C, field: string, descending: boolean): Iterable<Documents[C]> | null;
  overlaid<C extends CollectionName>(collection: C): ReadonlyMap<string, Documents[C]>;
  onChange(listener: (change: OverlayChange) => void): () => void;
  /** Rises with every change of the collection. */
  version(collection: CollectionName): number;
  after(milliseconds: number, run: () => void): () => void;
};

/**
 * A change of more documents than this is a page of a sync. One alone is shown at once; while they come one after another the
 * screen follows a few times a second.
 */
const MANY = 200;
const MANY_PAUSE_MS = 300;

/** Common to both kinds of live answer: listens while it is listened to, computes when it is asked. */
function live<T>(
  source: Source,
  collection: CollectionName,
  compute: (changed: ReadonlySet<string> | 'all', before: T | null) => T,
  concerns: (ids: readonly string[]) => boolean,
): Observable<T> {
  const listeners = new Set<() => void>();
  let result: T | null = null;
  let seen = -1;
  let changed: Set<string> | 'all' = 'all';
  let stop: (() => void) | null = null;
  let pause: (() => void) | null = null;

  const tell = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const heard = (change: OverlayChange): void => {
    if (change.collection !== collection) return;
    if (change.ids === 'all') {
      changed = 'all';
      return tell();
    }
    if (!concerns(change.ids)) return;
    if (changed !== 'all') for (const id of change.ids) changed.add(id);
    if (change.ids.length <= MANY) return pause ? undefined : tell();
    if (pause) return;
    tell();
    pause = source.after(MANY_PAUSE_MS, () => {
      pause = null;
      if (changed === 'all' || changed.size > 0) tell();
    });
  };
  return {
    get() {
      const version = source.version(collection);
      if (result !== null && (pause !== null || seen === version)) return result;
      result = compute(stop === null ? 'all' : changed, result);
      changed = new Set();
      seen = version;
      return result;
    },
    subscribe(listener) {
      if (stop === null) {
        // What changed between the first answer and now was not listened to.
        if (seen !== source.version(collection)) changed = 'all';
        stop = source.onChange(heard);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        stop?.();
        stop = null;
        pause?.();
        pause = null;
      };
    },
  };
}

/** One document with its mark, live. */
export function liveDocument<C extends CollectionName>(
  source: Source,
  collection: C,
  id: string,
): Observable<DocumentView<Documents[C]>> {
  return live<DocumentView<Documents[C]>>(
    source,
    collection,
    (_, before) => {
      const document = source.ready() ? source.get(collection, id) : undefined;
      const pending = source.mark(collection, id);
      const ready = source.ready();
      const same = before?.document === document && before?.pending === pending && before?.ready === ready;
      return same && before ? before : { document, pending, ready };
    },
    (ids) => ids.includes(id),
  );
}

type Terms<D> = {
  matches(document: D): boolean;
  compare(a: D, b: D): number;
  sort: readonly SortTerm[];
  limit: number;
};

/** The live answer to one query: computed when first asked for, then patched by what changes. */
export function liveQuery<C extends CollectionName>(
  source: Source,
  collection: C,
  query: Query<Documents[C]>,
): Observable<QueryResult<Documents[C]>> {
  type D = Documents[C];
  const sort = sortTermsOf(query);
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  const terms: Terms<D> = { matches: matcherOf<D>(query), compare: comparatorOf<D>(sort), sort, limit };
  let window: Window<D> | null = null;
  return live<QueryResult<D>>(
    source,
    collection,
    (changed, before) => {
      const ready = source.ready();
      if (!ready) window = { documents: [], cut: false };
      else if (window === null || changed === 'all') window = computed(source, collection, terms);
      else window = patched(window, changed, source, collection, terms) ?? computed(source, collection, terms);
      return stable(before, { ...window, pending: marksOf(source, collection, window.documents), ready });
    },
    () => true,
  );
}

type Window<D> = {
  documents: readonly D[];
  /** The limit has cut something off: what lies beyond is not known here. */
  cut: boolean;
};

function computed<C extends CollectionName>(
  source: Source,
  collection: C,
  terms: Terms<Documents[C]>,
): Window<Documents[C]> {
  const { matches, compare, sort, limit } = terms;
  const overlaid = source.overlaid(collection);
  const [first, ...further] = sort;
  const ordered = first && further.length === 0 ? source.ordered(collection, first.field, first.descending) : null;
  const found: Documents[C][] = [];
  for (const document of ordered ?? source.base(collection)) {
    if (overlaid.has(document.id) || !matches(document)) continue;
    found.push(document);
    // One beyond the limit, to know that there is more.
    if (ordered && found.length > limit) break;
  }
  const extra = [...overlaid.values()].filter(matches);
  found.push(...extra);
  if (!ordered || extra.length > 0) found.sort(compare);
  return { documents: found.length > limit ? found.slice(0, limit) : found, cut: found.length > limit };
}

/** Null where what moved up from beyond the limit has to be looked for. */
function patched<C extends CollectionName>(
  window: Window<Documents[C]>,
  changed: ReadonlySet<string>,
  source: Source,
  collection: C,
  { matches, compare, limit }: Terms<Documents[C]>,
): Window<Documents[C]> | null {
  const kept = window.documents.filter((document) => !changed.has(document.id));
  const last = kept.at(-1);
  let cut = window.cut;
  const fresh: Documents[C][] = [];
  for (const id of changed) {
    const document = source.get(collection, id);
    if (!document || !matches(document)) continue;
    // Behind the last one known there may be others before it.
    if (cut && (!last || compare(document, last) > 0)) continue;
    fresh.push(document);
  }
  const documents = merged(kept, fresh.sort(compare), compare);
  if (cut && documents.length < limit) return null;
  if (documents.length > limit) {
    documents.length = limit;
    cut = true;
  }
  return { documents, cut };
}

/** Both sorted. Put in one by one, a page of the first sync would move a hundred thousand others each time. */
function merged<D>(sorted: readonly D[], fresh: readonly D[], compare: (a: D, b: D) => number): D[] {
  const all: D[] = [];
  let from = 0;
  for (const document of fresh) {
    const place = placeOf(sorted, document, compare, from);
    for (const other of sorted.slice(from, place)) all.push(other);
    all.push(document);
    from = place;
  }
  return all.concat(sorted.slice(from));
}

function placeOf<D>(sorted: readonly D[], document: D, compare: (a: D, b: D) => number, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other !== undefined && compare(other, document) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NOTHING: ReadonlyMap<string, PendingMark> = new Map();

function marksOf<C extends CollectionName>(
  source: Source,
  collection: C,
  documents: readonly Documents[C][],
): ReadonlyMap<string, PendingMark> {
  const overlaid = source.overlaid(collection);
  if (overlaid.size === 0) return NOTHING;
  const marks = new Map<string, PendingMark>();
  for (const { id } of documents) {
    const mark = overlaid.has(id) ? source.mark(collection, id) : undefined;
    if (mark) marks.set(id, mark);
  }
  return marks.size > 0 ? marks : NOTHING;
}

/** Keeps the references of what has not changed. */
function stable<D>(before: QueryResult<D> | null, { documents, pending, ready }: QueryResult<D>): QueryResult<D> {
  const keptDocuments = before && sameList(before.documents, documents) ? before.documents : documents;
  const keptPending = before && sameMap(before.pending, pending) ? before.pending : pending;
  const same = before?.documents === keptDocuments && before?.pending === keptPending && before?.ready === ready;
  return same && before ? before : { documents: keptDocuments, pending: keptPending, ready };
}

function sameList<D>(a: readonly D[], b: readonly D[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function sameMap(a: ReadonlyMap<string, PendingMark>, b: ReadonlyMap<string, PendingMark>): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [id, mark] of a) if (b.get(id) !== mark) return false;
  return true;
}
