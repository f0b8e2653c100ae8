import { type LookupName, lookups } from '@khaacho/shared/sync/lookups.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { type ChangedGroups, type GroupName, nameOf } from './groups.ts';

type Changed = ReadonlyMap<CollectionName, ReadonlySet<string> | 'all'>;

/** What a projection has looked at, so that it is run again only when that changes. */
export class ReadTrace {
  readonly #gets = new Map<CollectionName, Set<string>>();
  readonly #scans = new Set<CollectionName>();
  readonly #groups = new Set<GroupName>();
  readonly #grouped = new Set<CollectionName>();

  get(collection: CollectionName, id: string): void {
    const ids = this.#gets.get(collection) ?? new Set();
    this.#gets.set(collection, ids.add(id));
  }

  all(collection: CollectionName): void {
    this.#scans.add(collection);
  }

  group(name: LookupName, key: string): void {
    this.#groups.add(nameOf(name, key));
    this.#grouped.add(lookups[name].collection);
  }

  *gets(): Iterable<[CollectionName, string]> {
    for (const [collection, ids] of this.#gets) for (const id of ids) yield [collection, id];
  }

  /** One of the documents it asked for by id. */
  hasRead(changed: Changed): boolean {
    for (const [collection, ids] of changed) {
      const read = this.#gets.get(collection);
      if (!read) continue;
      if (ids === 'all') return true;
      const [few, many] = read.size < ids.size ? [read, ids] : [ids, read];
      for (const id of few) if (many.has(id)) return true;
    }
    return false;
  }

  /** A collection it went through as a whole, or a group it asked for. */
  hasScanned(changed: Changed, { groups, all }: ChangedGroups): boolean {
    for (const collection of changed.keys()) if (this.#scans.has(collection)) return true;
    for (const collection of all) if (this.#grouped.has(collection)) return true;
    const [few, many] = groups.size < this.#groups.size ? [groups, this.#groups] : [this.#groups, groups];
    for (const name of few) if (many.has(name)) return true;
    return false;
  }
}
