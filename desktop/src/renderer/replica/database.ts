import type { Documents } from '@khaacho/shared/sync/documents.ts';
import { type CollectionName, collectionNames, SCHEMA_VERSION } from '@khaacho/shared/sync/protocol.ts';
import { createRxDatabase, type RxDatabase } from 'rxdb';
import { z } from 'zod';
import { orderOf, rxSchemaOf } from './collections.ts';
import { deleteDatabase, openDatabase } from './idb.ts';
import type { Seal } from './sealing.ts';
import { HEAD_STORE, type StoredDocument } from './segment-log.ts';
import { type ChangedIds, type SegmentStorage, type SegmentStorageInstance, segmentStorage } from './segment-store.ts';

const markSchema = z.object({
  checkpoint: z.string().nullable(),
  /** Log position up to which the collection is complete, as the last full pull said. */
  position: z.number().int(),
  /** A pull has reached the end at least once: the first sync of this collection is over. */
  complete: z.boolean(),
  received: z.number().int(),
  total: z.number().int().nullable(),
  /** When the server last had nothing more to send, by this device's clock. ISO 8601. */
  at: z.string().nullable(),
});
/** How far a collection has come. Stored in the same transaction as the documents it speaks of. */
export type CollectionMark = z.infer<typeof markSchema>;

export const startMark: CollectionMark = {
  checkpoint: null,
  position: 0,
  complete: false,
  received: 0,
  total: null,
  at: null,
};

export type StoreChange = { collection: CollectionName; ids: ChangedIds };

/** The server's truth as far as this device knows it: reads are at once, from memory. */
export type ReplicaStore = {
  readonly epoch: string;
  readonly database: RxDatabase;
  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined;
  documents<C extends CollectionName>(collection: C): Iterable<Documents[C]>;
  /** Null where the collection is not kept in that order. */
  ordered<C extends CollectionName>(collection: C, field: string, descending: boolean): Iterable<Documents[C]> | null;
  count(collection: CollectionName): number;
  mark(collection: CollectionName): CollectionMark;
  /** Documents, tombstones and mark in one: rejects with none of them on disk. `mark` null leaves it as it is. */
  receive(
    collection: CollectionName,
    documents: readonly StoredDocument[],
    mark: CollectionMark | null,
    /** Deflated blocks of packed documents, older than `documents`. */
    packed?: readonly Uint8Array<ArrayBuffer>[],
  ): Promise<void>;
  wipe(collection: CollectionName): Promise<void>;
  onChange(listener: (change: StoreChange) => void): () => void;
  sizeOnDisk(): number;
  /** Waits for what is being written, then lets go of memory and disk. */
  close(): Promise<void>;
};

/**
 * One database per person, shape of documents and history of the server: what does not match is not migrated but synced anew.
 */
export function databaseName(userId: string, epoch: string): string {
  return `khaacho-replica-${userId}-v${SCHEMA_VERSION}-${epoch}`;
}

/** Opens what lies on this disk, or an empty replica. */
export async function openReplicaStore(userId: string, epoch: string, seal: Seal): Promise<ReplicaStore> {
  const name = databaseName(userId, epoch);
  const stores: Record<string, IDBObjectStoreParameters> = { [HEAD_STORE]: { keyPath: 'collection' } };
  for (const collection of collectionNames) stores[collection] = { autoIncrement: true };
  const idb = await openDatabase(name, stores);
  const storage = segmentStorage(idb, seal);
  const database = await openCollections(name, storage).catch((error: unknown) => {
    idb.close();
    throw error;
  });
  const listeners = new Set<(change: StoreChange) => void>();
  const instances = new Map<CollectionName, SegmentStorageInstance>();
  for (const collection of collectionNames) {
    const instance = storage.instance(collection);
    instance.onChange = (ids) => {
      for (const listener of [...listeners]) listener({ collection, ids });
    };
    instances.set(collection, instance);
  }
  return storeOver({ epoch, database, instances, listeners, closeDisk: () => idb.close() });
}

async function openCollections(name: string, storage: SegmentStorage): Promise<RxDatabase> {
  const database = await createRxDatabase({ name, storage, multiInstance: false, eventReduce: true });
  try {
    await database.addCollections(
      Object.fromEntries(collectionNames.map((collection) => [collection, { schema: rxSchemaOf(collection) }])),
    );
    return database;
  } catch (error) {
    // RxDB holds the name until it is closed: the next try in this page would be refused for that alone.
    await database.close();
    throw error;
  }
}

type Parts = {
  epoch: string;
  database: RxDatabase;
  instances: ReadonlyMap<CollectionName, SegmentStorageInstance>;
  listeners: Set<(change: StoreChange) => void>;
  closeDisk(): void;
};

function storeOver({ epoch, database, instances, listeners, closeDisk }: Parts): ReplicaStore {
  const of = (collection: CollectionName): SegmentStorageInstance => {
    const instance = instances.get(collection);
    if (!instance) throw new Error(`no collection ${collection}`);
    return instance;
  };
  return {
    epoch,
    database,
    get: (collection, id) => typed(collection, of(collection).document(id)),
    documents: (collection) => typedAll(collection, of(collection).documents()),
    ordered: (collection, field, descending) =>
      orderOf(collection) === field ? typedAll(collection, of(collection).ordered(field, descending)) : null,
    count: (collection) => of(collection).internals.documents.size,
    mark: (collection) => markSchema.safeParse(of(collection).mark).data ?? startMark,
    receive: (collection, documents, mark, packed) =>
      of(collection).receive(documents, mark && { value: mark }, packed),
    wipe: (collection) => of(collection).wipe(startMark),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sizeOnDisk: () => [...instances.values()].reduce((sum, instance) => sum + instance.bytes, 0),
    async close() {
      for (const instance of instances.values()) await instance.settled();
      await database.close();
      closeDisk();
    },
  };
}

/**
 * What the server sends in a collection has the shape of its contract: the schema version in the database's name sees to it.
 * Parsing every document again would cost the first sync more than everything else together.
 */
function typed<C extends CollectionName>(_: C, document: StoredDocument | undefined): Documents[C] | undefined {
  return document as Documents[C] | undefined;
}

function typedAll<C extends CollectionName>(_: C, documents: Iterable<StoredDocument>): Iterable<Documents[C]> {
  return documents as Iterable<Documents[C]>;
}

/** Deletes every replica of the person but the one to keep. */
export async function deleteReplicas(userId: string, keepEpoch: string | null): Promise<void> {
  const keep = keepEpoch === null ? null : databaseName(userId, keepEpoch);
  for (const { name } of await indexedDB.databases()) {
    if (name?.startsWith(`khaacho-replica-${userId}-`) && name !== keep) await deleteDatabase(name);
  }
}
