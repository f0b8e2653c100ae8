import type { Documents } from '@khaacho/shared/sync/documents.ts';
import { type LookupDocument, type LookupName, lookupNames, lookups } from '@khaacho/shared/sync/lookups.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import type { ChangedIds } from './segment-store.ts';

/** A group of a lookup: `name/key`. */
export type GroupName = string;
/** Groups whose content has changed; all of the collections named. */
export type ChangedGroups = { groups: ReadonlySet<GroupName>; all: ReadonlySet<CollectionName> };

type Document = Documents[CollectionName];
export type Group<D> = ReadonlyMap<string, D>;

const NONE: Group<never> = new Map<string, never>();

export function nameOf(lookup: LookupName, key: string): GroupName {
  return `${lookup}/${key}`;
}

/** The groups one document is in. */
export function groupsOf<C extends CollectionName>(collection: C, document: Documents[C]): GroupName[] {
  return lookupNames.flatMap((name) => {
    const key = groupIn(name, collection, document);
    return key === null ? [] : nameOf(name, key);
  });
}

function groupIn(name: LookupName, collection: CollectionName, document: Document): string | null {
  const { collection: own, groupOf } = lookups[name];
  // Filed under its own collection, so it is what that collection's lookup takes.
  return own === collection ? groupOf(document as never) : null;
}

/** One lookup over one collection, kept up document by document. */
class Grouped {
  readonly groups = new Map<string, Map<string, Document>>();
  readonly #keys = new Map<string, string>();

  /** Answers the keys it was and is under. */
  put(id: string, key: string | null, document: Document | undefined): string[] {
    const before = this.#keys.get(id);
    if (before !== undefined && before !== key) {
      const group = this.groups.get(before);
      group?.delete(id);
      if (group?.size === 0) this.groups.delete(before);
      this.#keys.delete(id);
    }
    if (key !== null && document) {
      this.#keys.set(id, key);
      const group = this.groups.get(key) ?? new Map<string, Document>();
      this.groups.set(key, group.set(id, document));
    }
    return [before, key].filter((one) => typeof one === 'string');
  }
}

type Source = {
  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined;
  documents(collection: CollectionName): Iterable<Document>;
};

/**
 * The groups rules ask for, over the documents of the open replica. A lookup goes through its collection once, when it is
 * first asked, and is then kept up: 100,000 orders cost a command nothing.
 */
export class Groups {
  readonly #source: Source;
  readonly #grouped = new Map<LookupName, Grouped>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** Another replica is open. */
  reset(): void {
    this.#grouped.clear();
  }

  group<N extends LookupName>(name: N, key: string): Group<LookupDocument<N>> {
    const grouped = this.#grouped.get(name) ?? this.#build(name);
    // What lies under a lookup's name is of its collection.
    return (grouped.groups.get(key) as Group<LookupDocument<N>> | undefined) ?? NONE;
  }

  /** Follows a change of documents; answers what it did to the groups asked for so far. */
  changed(collection: CollectionName, ids: ChangedIds): ChangedGroups {
    const groups = new Set<GroupName>();
    const own = lookupNames.filter((name) => lookups[name].collection === collection);
    if (ids === 'all') {
      for (const name of own) this.#grouped.delete(name);
      return { groups, all: new Set([collection]) };
    }
    for (const name of own) {
      const grouped = this.#grouped.get(name);
      if (!grouped) continue;
      for (const id of ids) {
        const document = this.#source.get(collection, id);
        const key = document ? groupIn(name, collection, document) : null;
        for (const touched of grouped.put(id, key, document)) groups.add(nameOf(name, touched));
      }
    }
    return { groups, all: new Set() };
  }

  #build(name: LookupName): Grouped {
    const grouped = new Grouped();
    const { collection } = lookups[name];
    for (const document of this.#source.documents(collection)) {
      grouped.put(document.id, groupIn(name, collection, document), document);
    }
    this.#grouped.set(name, grouped);
    return grouped;
  }
}
