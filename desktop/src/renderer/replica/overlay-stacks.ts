import type { Documents } from '@khaacho/shared/sync/documents.ts';
import { type LookupDocument, type LookupName, lookups } from '@khaacho/shared/sync/lookups.ts';
import type { Change } from '@khaacho/shared/sync/projection.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { type Group, type GroupName, groupsOf, nameOf } from './groups.ts';
import type { PendingMark } from './replica-api.ts';
import type { ChangedIds } from './segment-store.ts';

export type AnyDocument = Documents[CollectionName];

/** The server's truth below, read at once. */
export type Base = {
  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined;
  /** Must give the same array until the collection changes. */
  all<C extends CollectionName>(collection: C): readonly Documents[C][];
  group<N extends LookupName>(name: N, key: string): Group<LookupDocument<N>>;
};

/** One layer's version of a document. */
type Written = { layer: { order: number; command: { id: string; issuedAt: string } }; document: AnyDocument };

/** Documents changed below a layer, by collection, and the groups they were in and are in. */
export class Dirty {
  readonly documents = new Map<CollectionName, Set<string> | 'all'>();
  readonly groups = new Set<GroupName>();
  readonly all = new Set<CollectionName>();

  add(collection: CollectionName, ids: ChangedIds): void {
    const known = this.documents.get(collection);
    if (known === 'all') return;
    if (ids === 'all') this.documents.set(collection, 'all');
    else if (known) for (const id of ids) known.add(id);
    else this.documents.set(collection, new Set(ids));
  }

  addGroups(groups: Iterable<GroupName>): void {
    for (const group of groups) this.groups.add(group);
  }
}

/** What the layers make of each document, over the base. */
export class Stacks {
  readonly #base: Base;
  /** For each document what the layers make of it, lowest first. */
  readonly #written = new Map<CollectionName, Map<string, Written[]>>();
  /** Documents some layer has put into a group, with how many have. */
  readonly #grouped = new Map<GroupName, Map<string, number>>();
  readonly #marks = new Map<string, PendingMark>();

  constructor(base: Base) {
    this.#base = base;
  }

  ids(collection: CollectionName): Iterable<string> {
    return this.#written.get(collection)?.keys() ?? [];
  }

  has(collection: CollectionName, id: string): boolean {
    return this.#written.get(collection)?.has(id) ?? false;
  }

  /** The same object until the document's commands change. */
  mark(collection: CollectionName, id: string): PendingMark | undefined {
    return this.#marks.get(`${collection}/${id}`);
  }

  /** The command that has made this document, where the base has none. */
  makerOf(collection: CollectionName, id: string): string | undefined {
    const first = this.#written.get(collection)?.get(id)?.[0];
    return first && !this.#base.get(collection, id) ? first.layer.command.id : undefined;
  }

  /** Lays a layer's document on, in place of what it has laid there before. */
  put(layer: Written['layer'], { collection, document }: Change, dirty: Dirty): void {
    const ofCollection = this.#written.get(collection) ?? new Map();
    this.#written.set(collection, ofCollection);
    const before: readonly Written[] = ofCollection.get(document.id) ?? [];
    const stack = before.filter((entry) => entry.layer !== layer);
    const at = stack.findIndex((entry) => entry.layer.order > layer.order);
    stack.splice(at === -1 ? stack.length : at, 0, { layer, document });
    ofCollection.set(document.id, stack);
    const own = before.find((entry) => entry.layer === layer);
    if (own) this.#regroup(collection, own.document, -1);
    this.#regroup(collection, document, 1);
    this.#changedStack(collection, document.id, own ? [own.document, document] : [document], dirty);
  }

  take(layer: Written['layer'], { collection, document }: Change, dirty: Dirty): void {
    const ofCollection = this.#written.get(collection);
    const stack = (ofCollection?.get(document.id) ?? []).filter((entry) => entry.layer !== layer);
    if (stack.length > 0) ofCollection?.set(document.id, stack);
    else ofCollection?.delete(document.id);
    this.#regroup(collection, document, -1);
    this.#changedStack(collection, document.id, [document], dirty);
  }

  #regroup(collection: CollectionName, document: AnyDocument, by: 1 | -1): void {
    for (const name of groupsOf(collection, document)) {
      const members = this.#grouped.get(name) ?? new Map<string, number>();
      const count = (members.get(document.id) ?? 0) + by;
      if (count > 0) this.#grouped.set(name, members.set(document.id, count));
      else members.delete(document.id);
      if (members.size === 0) this.#grouped.delete(name);
    }
  }

  /** `versions`: what a layer has put on this document or taken off. */
  #changedStack(collection: CollectionName, id: string, versions: readonly AnyDocument[], dirty: Dirty): void {
    const key = `${collection}/${id}`;
    const stack = this.#written.get(collection)?.get(id) ?? [];
    const [first] = stack;
    if (first) {
      const commandIds = stack.map((entry) => entry.layer.command.id);
      this.#marks.set(key, { pendingSince: first.layer.command.issuedAt, commandIds });
    } else this.#marks.delete(key);
    dirty.add(collection, [id]);
    // Whichever of them a layer above sees now or saw before.
    const base = this.#base.get(collection, id);
    for (const version of [...versions, ...stack.map((entry) => entry.document), ...(base ? [base] : [])]) {
      dirty.addGroups(groupsOf(collection, version));
    }
  }

  /** As the layers before `below` leave it. */
  read<C extends CollectionName>(collection: C, id: string, below: number): Documents[C] | undefined {
    const written = this.#writtenBelow(collection, id, below);
    return written ?? this.#base.get(collection, id);
  }

  readAll<C extends CollectionName>(collection: C, below: number): readonly Documents[C][] {
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

  readGroup<N extends LookupName>(name: N, key: string, below: number): readonly LookupDocument<N>[] {
    const { collection, groupOf } = lookups[name];
    const base = this.#base.group(name, key);
    const written = this.#written.get(collection);
    if (!written || written.size === 0) return [...base.values()];
    const found: LookupDocument<N>[] = [];
    for (const [id, document] of base) {
      const shown = written.has(id) ? (this.#writtenBelow(collection, id, below) ?? document) : document;
      if (shown === document || groupOf(shown) === key) found.push(shown);
    }
    for (const id of this.#grouped.get(nameOf(name, key))?.keys() ?? []) {
      const shown = base.has(id) ? undefined : this.#writtenBelow(collection, id, below);
      if (shown && groupOf(shown) === key) found.push(shown);
    }
    return found;
  }

  #writtenBelow<C extends CollectionName>(collection: C, id: string, below: number): Documents[C] | undefined {
    const found = this.#written
      .get(collection)
      ?.get(id)
      ?.findLast((entry) => entry.layer.order < below);
    // Filed under its own collection by `#put`.
    return found?.document as Documents[C] | undefined;
  }
}
