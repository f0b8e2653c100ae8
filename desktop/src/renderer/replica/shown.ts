import type { Documents } from '@khaacho/shared/sync/documents.ts';
import type { LookupDocument, LookupName } from '@khaacho/shared/sync/lookups.ts';
import { type CollectionName, collectionNames } from '@khaacho/shared/sync/protocol.ts';
import type { ReplicaStore } from './database.ts';
import { Groups } from './groups.ts';
import type { Host } from './host.ts';
import type { Source } from './live-query.ts';
import { Overlay, type OverlayChange, type Project } from './overlay.ts';
import type { PendingMark } from './replica-api.ts';

/** Layers that read whole collections are replayed at most so often, and at most a twentieth of the time. */
const REFRESH_MS = 250;
const REFRESH_SHARE = 20;

/** The documents as a person sees them: the open replica with what waits laid over it. Without a replica there are none. */
export class Shown implements Source {
  readonly overlay: Overlay;
  readonly #host: Host;
  #store: ReplicaStore | null = null;
  #stopStore: (() => void) | null = null;
  readonly #lists = new Map<CollectionName, readonly Documents[CollectionName][]>();
  readonly #versions = new Map<CollectionName, number>();
  readonly #listeners = new Set<(change: OverlayChange) => void>();
  readonly #groups = new Groups({
    get: (collection, id) => this.#store?.get(collection, id),
    documents: (collection) => this.#store?.documents(collection) ?? [],
  });
  #refresh: (() => void) | null = null;
  #refreshCost = 0;

  constructor(host: Host, project: Project) {
    this.#host = host;
    const base = {
      get: <C extends CollectionName>(collection: C, id: string) => this.#store?.get(collection, id),
      all: <C extends CollectionName>(collection: C) => this.#list(collection),
      group: <N extends LookupName>(name: N, key: string) => this.#groups.group(name, key),
    };
    this.overlay = new Overlay(base, project);
    this.overlay.onChange((change) => this.#changed(change));
  }

  get store(): ReplicaStore | null {
    return this.#store;
  }

  /** Shows another replica, or none; what waits stays laid over it. */
  show(store: ReplicaStore | null): void {
    this.#stopStore?.();
    this.#store = store;
    this.#lists.clear();
    this.#groups.reset();
    this.#stopStore =
      store?.onChange(({ collection, ids }) => {
        this.#lists.delete(collection);
        this.overlay.baseChanged(collection, ids, this.#groups.changed(collection, ids));
        this.#refreshSoon();
      }) ?? null;
    for (const collection of collectionNames) {
      this.overlay.baseChanged(collection, 'all', this.#groups.changed(collection, 'all'));
    }
    this.overlay.refresh();
  }

  ready(): boolean {
    return this.#store !== null;
  }

  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined {
    return this.overlay.get(collection, id);
  }

  all<C extends CollectionName>(collection: C): readonly Documents[C][] {
    return this.overlay.all(collection);
  }

  group<N extends LookupName>(name: N, key: string): readonly LookupDocument<N>[] {
    return this.overlay.group(name, key);
  }

  mark(collection: CollectionName, id: string): PendingMark | undefined {
    return this.overlay.mark(collection, id);
  }

  base<C extends CollectionName>(collection: C): Iterable<Documents[C]> {
    return this.#list(collection);
  }

  ordered<C extends CollectionName>(collection: C, field: string, descending: boolean): Iterable<Documents[C]> | null {
    return this.#store?.ordered(collection, field, descending) ?? null;
  }

  overlaid<C extends CollectionName>(collection: C): ReadonlyMap<string, Documents[C]> {
    return this.overlay.overlaid(collection);
  }

  onChange(listener: (change: OverlayChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  version(collection: CollectionName): number {
    return this.#versions.get(collection) ?? 0;
  }

  after(milliseconds: number, run: () => void): () => void {
    return this.#host.after(milliseconds, run);
  }

  #changed(change: OverlayChange): void {
    this.#versions.set(change.collection, this.version(change.collection) + 1);
    for (const listener of [...this.#listeners]) listener(change);
  }

  #refreshSoon(): void {
    if (!this.overlay.stale || this.#refresh) return;
    this.#refresh = this.#host.after(Math.max(REFRESH_MS, this.#refreshCost * REFRESH_SHARE), () => {
      this.#refresh = null;
      const began = this.#host.now().getTime();
      this.overlay.refresh();
      this.#refreshCost = this.#host.now().getTime() - began;
      this.#refreshSoon();
    });
  }

  #list<C extends CollectionName>(collection: C): readonly Documents[C][] {
    const cached = this.#lists.get(collection) ?? [...(this.#store?.documents(collection) ?? [])];
    this.#lists.set(collection, cached);
    // Filed under its own collection.
    return cached as readonly Documents[C][];
  }
}
