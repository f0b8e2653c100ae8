import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import type { LookupDocument, LookupName } from '@khaacho/shared/sync/lookups.ts';
import type { Change, PendingCommand, ReplicaReader } from '@khaacho/shared/sync/projection.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { deepEqual } from 'rxdb';
import type { ChangedGroups } from './groups.ts';
import { type Base, Dirty, Stacks } from './overlay-stacks.ts';
import { ReadTrace } from './read-trace.ts';
import type { PendingMark } from './replica-api.ts';
import type { ChangedIds } from './segment-store.ts';

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

/**
 * What a person has done and the server has not confirmed, laid over the server's documents: each waiting command is one
 * layer, projected over the base and the layers before it. A change below replays only the layers that have read it.
 */
export class Overlay {
  readonly #project: Project;
  /** In the order of the line. */
  readonly #layers: Layer[] = [];
  readonly #byId = new Map<string, Layer>();
  readonly #stacks: Stacks;
  readonly #listeners = new Set<(change: OverlayChange) => void>();
  /** Layers to be replayed although only a whole-collection reading of theirs has changed. */
  readonly #stale = new Set<Layer>();
  /** What `together` gathers. */
  #gathered: Dirty | null = null;

  constructor(base: Base, project: Project) {
    this.#stacks = new Stacks(base);
    this.#project = project;
  }

  get size(): number {
    return this.#layers.length;
  }

  /** True where a layer is projected still: its command has no verdict, and its effect in the documents would count twice. */
  get unheard(): boolean {
    return this.#layers.some((layer) => !layer.frozen);
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
    return this.#stacks.read(collection, id, Number.POSITIVE_INFINITY);
  }

  all<C extends CollectionName>(collection: C): readonly Documents[C][] {
    return this.#stacks.readAll(collection, Number.POSITIVE_INFINITY);
  }

  group<N extends LookupName>(name: N, key: string): readonly LookupDocument<N>[] {
    return this.#stacks.readGroup(name, key, Number.POSITIVE_INFINITY);
  }

  /** Documents that are shown otherwise than the base has them, by id. */
  overlaid<C extends CollectionName>(collection: C): ReadonlyMap<string, Documents[C]> {
    const shown = new Map<string, Documents[C]>();
    for (const id of this.#stacks.ids(collection)) {
      const document = this.get(collection, id);
      if (document) shown.set(id, document);
    }
    return shown;
  }

  isOverlaid(collection: CollectionName, id: string): boolean {
    return this.#stacks.has(collection, id);
  }

  /** The same object until the document's commands change. */
  mark(collection: CollectionName, id: string): PendingMark | undefined {
    return this.#stacks.mark(collection, id);
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
      const maker = this.#stacks.makerOf(collection, id);
      if (maker !== undefined) makers.add(maker);
    }
    return [...makers];
  }

  /** Lays a command on top (`order` beyond every other), or between where it is lined up anew. */
  add(command: PendingCommand, order: number): void {
    this.remove(command.id);
    const layer: Layer = { command, order, trace: new ReadTrace(), changes: [], frozen: false };
    // Nearly always it is the last.
    const at = this.#layers.findLastIndex((other) => other.order <= order) + 1;
    this.#layers.splice(at, 0, layer);
    this.#byId.set(command.id, layer);
    this.#replay(new Dirty(), new Set([layer]));
  }

  /** The server has applied it: from now on it is shown as it is, not projected again over documents that may hold it. */
  freeze(commandId: string): void {
    const layer = this.#byId.get(commandId);
    if (layer) layer.frozen = true;
  }

  /** Collections the command is shown in. */
  collectionsOf(commandId: string): CollectionName[] {
    return [...new Set(this.#byId.get(commandId)?.changes.map((change) => change.collection) ?? [])];
  }

  /** The server's documents of this collection have the effect: the layer is lifted off there. Nothing else moves. */
  land(commandId: string, collection: CollectionName): void {
    const layer = this.#byId.get(commandId);
    if (!layer) return;
    const stay = layer.changes.filter((change) => change.collection !== collection);
    this.#settle((dirty) => this.#write(layer, stay, dirty));
  }

  /** Refused, or landed everywhere. */
  remove(commandId: string): void {
    const layer = this.#byId.get(commandId);
    if (!layer) return;
    this.#layers.splice(this.#layers.indexOf(layer), 1);
    this.#byId.delete(commandId);
    this.#stale.delete(layer);
    this.#settle((dirty) => this.#write(layer, [], dirty));
  }

  /** Nothing waits any more here: another person's desk is opened. */
  clear(): void {
    this.together(() => {
      for (const layer of [...this.#layers]) this.remove(layer.command.id);
    });
  }

  /** Layers lifted off in `run` are one change: those above are replayed once, and whoever listens hears once. */
  together(run: () => void): void {
    if (this.#gathered) return run();
    const gathered = new Dirty();
    this.#gathered = gathered;
    try {
      run();
    } finally {
      this.#gathered = null;
      this.#replay(gathered, new Set());
    }
  }

  /** The base has changed; passes on what is shown otherwise now, the base's own changes included. */
  baseChanged(collection: CollectionName, ids: ChangedIds, { groups, all }: ChangedGroups): void {
    this.#settle((dirty) => {
      dirty.add(collection, ids);
      dirty.addGroups(groups);
      for (const one of all) dirty.all.add(one);
    });
  }

  /** Replays the layers that read whole collections. Dear where those are long, so its owner says when. */
  refresh(): void {
    const stale = new Set(this.#stale);
    this.#stale.clear();
    this.#replay(new Dirty(), stale);
  }

  #settle(change: (dirty: Dirty) => void): void {
    if (this.#gathered) return change(this.#gathered);
    const dirty = new Dirty();
    change(dirty);
    this.#replay(dirty, new Set());
  }

  #replay(dirty: Dirty, forced: ReadonlySet<Layer>): void {
    for (const layer of this.#layers) {
      if (layer.frozen) continue;
      const must = forced.has(layer) || layer.trace.hasRead(dirty.documents);
      if (!must && layer.trace.hasScanned(dirty.documents, dirty)) this.#stale.add(layer);
      if (!must) continue;
      this.#stale.delete(layer);
      const trace = new ReadTrace();
      const projected = this.#project(this.#reader(layer.order, trace), layer.command);
      layer.trace = trace;
      // What would be refused here now shows nothing; the server's verdict will say.
      this.#write(layer, projected.ok ? projected.value : [], dirty);
    }
    for (const [collection, ids] of dirty.documents) this.#tell(collection, ids === 'all' ? 'all' : [...ids]);
  }

  /** Puts a layer's documents in place; only what differs from before counts as changed. */
  #write(layer: Layer, wanted: readonly Change[], dirty: Dirty): void {
    const before = new Map(layer.changes.map((change) => [keyOf(change), change]));
    // The last change of a document is the one that counts.
    const after = new Map(wanted.map((change) => [keyOf(change), change]));
    for (const [key, change] of after) {
      const old = before.get(key);
      if (old && deepEqual(old.document, change.document)) after.set(key, old);
      else this.#stacks.put(layer, change, dirty);
    }
    for (const [key, change] of before) if (!after.has(key)) this.#stacks.take(layer, change, dirty);
    layer.changes = [...after.values()];
  }

  #reader(below: number, trace: ReadTrace): ReplicaReader {
    return {
      get: (collection, id) => {
        trace.get(collection, id);
        return this.#stacks.read(collection, id, below);
      },
      all: (collection) => {
        trace.all(collection);
        return this.#stacks.readAll(collection, below);
      },
      group: (name, key) => {
        trace.group(name, key);
        return this.#stacks.readGroup(name, key, below);
      },
    };
  }

  #tell(collection: CollectionName, ids: ChangedIds): void {
    for (const listener of [...this.#listeners]) listener({ collection, ids });
  }
}

function keyOf(change: Change): string {
  return `${change.collection}/${change.document.id}`;
}
