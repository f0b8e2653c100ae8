import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import type { Change, PendingCommand, ReplicaReader } from '@khaacho/shared/sync/projection.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { deepEqual } from 'rxdb';
import { ReadTrace } from './read-trace.ts';
import type { PendingMark } from './replica-api.ts';
import type { ChangedIds } from './segment-store.ts';

export type AnyDocument = Documents[CollectionName];

/** The server's truth below, read at once. */
export type Base = {
  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined;
  /** Must give the same array until the collection changes. */
  all<C extends CollectionName>(collection: C): readonly Documents[C][];
};

export type Projected = Result<Change[], Refusal>;
/** Runs the shared rule for one command. `issuedAt` is its now: replaying it does not depend on when. */
export type Project = (read: ReplicaReader, command: PendingCommand) => Projected;

type Layer = {
  command: PendingCommand;
  /** Place in the line; a later layer reads what the earlier ones leave. */
  order: number;
  trace: ReadTrace;
  changes: readonly Change[];
  /** Applied by the server: shown as it was projected last, until the documents have it. */
  frozen: boolean;
};

export type OverlayChange = { collection: CollectionName; ids: ChangedIds };

/** Documents changed below a layer, by collection. */
type Dirty = Map<CollectionName, Set<string> | 'all'>;

/**
 * What a person has done and the server has not confirmed, laid over the server's documents: each waiting command is one
 * layer, projected over the base and the layers before it. A change below replays only the layers that have read it.
 */
export class Overlay {
  readonly #base: Base;
  readonly #project: Project;
  readonly #layers: Layer[] = [];
  /** For each document what the layers make of it, lowest first. */
  readonly #written = new Map<CollectionName, Map<string, { layer: Layer; document: AnyDocument }[]>>();
  readonly #marks = new Map<string, PendingMark>();
  readonly #listeners = new Set<(change: OverlayChange) => void>();
  /** Layers to be replayed although only a whole-collection reading of theirs has changed. */
  readonly #stale = new Set<Layer>();

  constructor(base: Base, project: Project) {
    this.#base = base;
    this.#project = project;
  }

  get size(): number {
    return this.#layers.length;
  }

  /** True where a layer that reads whole collections waits for `refresh`. */
  get stale(): boolean {
    return this.#stale.size > 0;
  }

  onChange(listener: (change: OverlayChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined {
    return this.#read(collection, id, Number.POSITIVE_INFINITY);
  }

  all<C extends CollectionName>(collection: C): readonly Documents[C][] {
    return this.#readAll(collection, Number.POSITIVE_INFINITY);
  }

  /** Documents that are shown otherwise than the base has them, by id. */
  overlaid<C extends CollectionName>(collection: C): ReadonlyMap<string, Documents[C]> {
    const shown = new Map<string, Documents[C]>();
    for (const id of this.#written.get(collection)?.keys() ?? []) {
      const document = this.get(collection, id);
      if (document) shown.set(id, document);
    }
    return shown;
  }

  isOverlaid(collection: CollectionName, id: string): boolean {
    return this.#written.get(collection)?.has(id) ?? false;
  }

  /** The same object until the document's commands change. */
  mark(collection: CollectionName, id: string): PendingMark | undefined {
    return this.#marks.get(`${collection}/${id}`);
  }

  /** What the command would do on top of everything that waits, with what it has read. Nothing is kept. */
  try(command: PendingCommand): { projected: Projected; trace: ReadTrace } {
    const trace = new ReadTrace();
    return { projected: this.#project(this.#reader(Number.POSITIVE_INFINITY, trace), command), trace };
  }

  /** Ids of commands below that made a document this reading found only here: without them it would have failed. */
  makersOf(trace: ReadTrace): string[] {
    const makers = new Set<string>();
    for (const [collection, id] of trace.gets()) {
      const first = this.#written.get(collection)?.get(id)?.[0];
      if (first && !this.#base.get(collection, id)) makers.add(first.layer.command.id);
    }
    return [...makers];
  }

  /** Lays a command on top (`order` beyond every other), or between where it is lined up anew. */
  add(command: PendingCommand, order: number): void {
    this.remove(command.id);
    const layer: Layer = { command, order, trace: new ReadTrace(), changes: [], frozen: false };
    const at = this.#layers.findIndex((other) => other.order > order);
    this.#layers.splice(at === -1 ? this.#layers.length : at, 0, layer);
    this.#replay(new Map(), new Set([layer]));
  }

  /** The server has applied it: from now on it is shown as it is, not projected again over documents that may hold it. */
  freeze(commandId: string): void {
    const layer = this.#layer(commandId);
    if (layer) layer.frozen = true;
  }

  /** Collections the command is shown in. */
  collectionsOf(commandId: string): CollectionName[] {
    return [...new Set(this.#layer(commandId)?.changes.map((change) => change.collection) ?? [])];
  }

  /** The server's documents of this collection have the effect: the layer is lifted off there. Nothing else moves. */
  land(commandId: string, collection: CollectionName): void {
    const layer = this.#layer(commandId);
    if (!layer) return;
    const stay = layer.changes.filter((change) => change.collection !== collection);
    const dirty: Dirty = new Map();
    this.#write(layer, stay, dirty);
    this.#settle(dirty);
  }

  /** Refused, or landed everywhere. */
  remove(commandId: string): void {
    const layer = this.#layer(commandId);
    if (!layer) return;
    this.#layers.splice(this.#layers.indexOf(layer), 1);
    this.#stale.delete(layer);
    const dirty: Dirty = new Map();
    this.#write(layer, [], dirty);
    this.#settle(dirty);
  }

  /** Nothing waits any more here: another person's desk is opened. */
  clear(): void {
    for (const layer of [...this.#layers]) this.remove(layer.command.id);
  }

  /** The base has changed; passes on what is shown otherwise now, the base's own changes included. */
  baseChanged(collection: CollectionName, ids: ChangedIds): void {
    this.#settle(new Map([[collection, ids === 'all' ? 'all' : new Set(ids)]]));
  }

  /** Replays the layers that read whole collections. Dear where those are long, so its owner says when. */
  refresh(): void {
    const stale = new Set(this.#stale);
    this.#stale.clear();
    this.#replay(new Map(), stale);
  }

  #settle(dirty: Dirty): void {
    this.#replay(dirty, new Set());
  }

  #replay(dirty: Dirty, forced: ReadonlySet<Layer>): void {
    for (const layer of this.#layers) {
      if (layer.frozen) continue;
      const must = forced.has(layer) || layer.trace.hasRead(dirty);
      if (!must && layer.trace.hasScanned(dirty)) this.#stale.add(layer);
      if (!must) continue;
      this.#stale.delete(layer);
      const trace = new ReadTrace();
      const projected = this.#project(this.#reader(layer.order, trace), layer.command);
      layer.trace = trace;
      // What would be refused here now shows nothing; the server's verdict will say.
      this.#write(layer, projected.ok ? projected.value : [], dirty);
    }
    for (const [collection, ids] of dirty) this.#tell(collection, ids === 'all' ? 'all' : [...ids]);
  }

  /** Puts a layer's documents in place; only what differs from before counts as changed. */
  #write(layer: Layer, wanted: readonly Change[], dirty: Dirty): void {
    const before = new Map(layer.changes.map((change) => [keyOf(change), change]));
    // The last change of a document is the one that counts.
    const after = new Map(wanted.map((change) => [keyOf(change), change]));
    for (const [key, change] of after) {
      const old = before.get(key);
      if (old && deepEqual(old.document, change.document)) after.set(key, old);
      else this.#put(layer, change, dirty);
    }
    for (const [key, change] of before) if (!after.has(key)) this.#take(layer, change, dirty);
    layer.changes = [...after.values()];
  }

  #put(layer: Layer, { collection, document }: Change, dirty: Dirty): void {
    const ofCollection = this.#written.get(collection) ?? new Map();
    this.#written.set(collection, ofCollection);
    const stack = (ofCollection.get(document.id) ?? []).filter((entry: { layer: Layer }) => entry.layer !== layer);
    const at = stack.findIndex((entry: { layer: Layer }) => entry.layer.order > layer.order);
    stack.splice(at === -1 ? stack.length : at, 0, { layer, document });
    ofCollection.set(document.id, stack);
    this.#changedStack(collection, document.id, dirty);
  }

  #take(layer: Layer, { collection, document }: Change, dirty: Dirty): void {
    const ofCollection = this.#written.get(collection);
    const stack = (ofCollection?.get(document.id) ?? []).filter((entry) => entry.layer !== layer);
    if (stack.length > 0) ofCollection?.set(document.id, stack);
    else ofCollection?.delete(document.id);
    this.#changedStack(collection, document.id, dirty);
  }

  #changedStack(collection: CollectionName, id: string, dirty: Dirty): void {
    const key = `${collection}/${id}`;
    const stack = this.#written.get(collection)?.get(id) ?? [];
    const [first] = stack;
    if (first) {
      const commandIds = stack.map((entry) => entry.layer.command.id);
      this.#marks.set(key, { pendingSince: first.layer.command.issuedAt, commandIds });
    } else this.#marks.delete(key);
    const ids = dirty.get(collection);
    if (ids === undefined) dirty.set(collection, new Set([id]));
    else if (ids !== 'all') ids.add(id);
  }

  #reader(below: number, trace: ReadTrace): ReplicaReader {
    return {
      get: (collection, id) => {
        trace.get(collection, id);
        return this.#read(collection, id, below);
      },
      all: (collection) => {
        trace.all(collection);
        return this.#readAll(collection, below);
      },
    };
  }

  #read<C extends CollectionName>(collection: C, id: string, below: number): Documents[C] | undefined {
    const written = this.#writtenBelow(collection, id, below);
    return written ?? this.#base.get(collection, id);
  }

  #readAll<C extends CollectionName>(collection: C, below: number): readonly Documents[C][] {
    const base = this.#base.all(collection);
    const over = new Map<string, Documents[C]>();
    for (const id of this.#written.get(collection)?.keys() ?? []) {
      const document = this.#writtenBelow(collection, id, below);
      if (document) over.set(id, document);
    }
    if (over.size === 0) return base;
    const shown = base.map((document) => {
      const other = over.get(document.id);
      if (other) over.delete(document.id);
      return other ?? document;
    });
    return [...shown, ...over.values()];
  }

  #writtenBelow<C extends CollectionName>(collection: C, id: string, below: number): Documents[C] | undefined {
    const found = this.#written
      .get(collection)
      ?.get(id)
      ?.findLast((entry) => entry.layer.order < below);
    // Filed under its own collection by `#put`.
    return found?.document as Documents[C] | undefined;
  }

  #layer(commandId: string): Layer | undefined {
    return this.#layers.find((layer) => layer.command.id === commandId);
  }

  #tell(collection: CollectionName, ids: ChangedIds): void {
    for (const listener of [...this.#listeners]) listener({ collection, ids });
  }
}

function keyOf(change: Change): string {
  return `${change.collection}/${change.document.id}`;
}
