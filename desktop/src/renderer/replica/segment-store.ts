import {
  type BulkWriteRow,
  createRevision,
  deepEqual,
  type RxDocumentData,
  type RxStorage,
  type RxStorageBulkWriteResponse,
  type RxStorageInstanceCreationParams,
} from 'rxdb';
import {
  addIndexesToInternalsState,
  bulkInsertToState,
  getRxStorageMemory,
  type MemoryStorageInternals,
  RxStorageInstanceMemory,
  type RxStorageMemory,
  removeDocFromState,
} from 'rxdb/plugins/storage-memory';
import { Subject } from 'rxjs';
import { inflated } from './deflate.ts';
import { PackedDocuments } from './packed-documents.ts';
import { BrokenSeal, type Seal } from './sealing.ts';
import { BrokenLog, SegmentLog, type StoredBlock, type StoredDocument } from './segment-log.ts';
import { TextSharing } from './sharing.ts';

type Row = BulkWriteRow<StoredDocument>;
type Held = RxDocumentData<StoredDocument>;

/** Documents folded into memory at a time when opening, so that the screen does not stand still for long. */
const LOAD_PORTION = 5_000;
/**
 * RxDB's "last write time". Nothing here reads it (no RxDB replication, no cleanup by age), and a constant one saves moving
 * the document in two indexes with every change.
 */
const META = { lwt: 1 };
const WRITE_TIME = '_meta.lwt';
const NO_ATTACHMENTS = {};
/** Rows that come from disk or from the server are written under this name; RxDB passes it on in its events. */
const CONTEXT = 'replica';

/** Which documents one write has changed, or all where the collection was dropped. */
export type ChangedIds = readonly string[] | 'all';

/** RxDB's memory storage with a `SegmentLog` behind it: queries run in memory, a bulk write is one record on disk. */
export class SegmentStorageInstance extends RxStorageInstanceMemory<StoredDocument> {
  readonly #log: SegmentLog;
  readonly #token: string;
  readonly #sharing: TextSharing;
  readonly #packed: PackedDocuments;
  /** Ids whose newest state in memory is not known to be on disk, with the write that is to bring it there. */
  readonly #unsaved = new Map<string, number>();
  #writes = 0;
  /** Called after every write, when memory holds the new state. */
  onChange: (ids: ChangedIds) => void = () => undefined;
  /** True where what lay on disk could not be read and was dropped: the collection has to be synced anew. */
  broken = false;

  constructor(memory: RxStorageMemory, params: CreationParams, idb: IDBDatabase, seal: Seal) {
    const { databaseName, collectionName, schema, options, devMode } = params;
    super(memory, databaseName, collectionName, schema, emptyInternals(params), options, {}, devMode);
    this.#token = params.databaseInstanceToken;
    this.#sharing = new TextSharing(collectionName);
    this.#packed = new PackedDocuments((text) => this.#sharing.text(text));
    this.#log = new SegmentLog(idb, collectionName, seal, {
      current: (id) => {
        const document = this.document(id);
        return document && bare(document);
      },
      unpack: (bytes) => this.#unpack(bytes),
    });
  }

  /** What was stored beside the documents last, and only once both are on disk. */
  get mark(): unknown {
    return this.#log.mark;
  }

  get bytes(): number {
    return this.#log.bytes;
  }

  get segmentCount(): number {
    return this.#log.segmentCount;
  }

  /** The state in memory, at once. With RxDB's own fields; do not change it. */
  document(id: string): Held | undefined {
    this.ensurePersistence();
    const document = this.internals.documents.get(id);
    return document?._deleted ? undefined : document;
  }

  /** Every document in memory, in no promised order. */
  *documents(): Iterable<Held> {
    this.ensurePersistence();
    for (const document of this.internals.documents.values()) if (!document._deleted) yield document;
  }

  /** Every document in the order of an index on `field`, either way. */
  *ordered(field: string, descending: boolean): Iterable<Held> {
    this.ensurePersistence();
    const index = this.internals.byIndex[`_deleted,${field},id`];
    if (!index) throw new Error(`${this.collectionName} has no index on ${field}`);
    const rows = index.docsWithIndex;
    for (let step = 0; step < rows.length; step += 1) {
      const document = rows[descending ? rows.length - 1 - step : step]?.[1];
      if (document && !document._deleted) yield document;
    }
  }

  /** Folds what lies on disk into memory. What cannot be read whole is dropped, never half loaded. */
  async load(): Promise<void> {
    try {
      const stored = await this.#log.load();
      for (let from = 0; from < stored.length; from += LOAD_PORTION) {
        if (from > 0) await new Promise((resolve) => setTimeout(resolve));
        const rows = stored.slice(from, from + LOAD_PORTION).map((document) => ({ document: this.#held(document) }));
        // Nobody listens yet: straight into memory and indexes, without an event for each.
        bulkInsertToState('id', this.internals, this.internals.byIndexArray, rows);
      }
    } catch (error) {
      if (!(error instanceof BrokenSeal || error instanceof BrokenLog)) throw error;
      this.broken = true;
      await this.#log.wipe(null);
    }
  }

  /** RxDB's own door. */
  override async bulkWrite(rows: Row[], context: string): Promise<RxStorageBulkWriteResponse<StoredDocument>> {
    const response = await super.bulkWrite(rows, context);
    const failed = new Set(response.error.map((error) => error.documentId));
    const written = rows.map((row) => row.document).filter((document) => !failed.has(document.id));
    this.onChange(written.map((document) => document.id));
    await this.#save(
      written.map((document) => (document._deleted ? { id: document.id, _deleted: true } : bare(document))),
      null,
    );
    return response;
  }

  /**
   * Takes documents and tombstones from the server; a later one of the same id wins, and what is packed is older than what is
   * not. Memory shows them before they are on disk; the promise settles when they and the mark are there, or rejects when
   * neither is.
   */
  async receive(
    documents: readonly StoredDocument[],
    mark: { value: unknown } | null,
    packed: readonly Uint8Array<ArrayBuffer>[] = [],
  ): Promise<void> {
    const blocks: StoredBlock[] = [];
    for (const bytes of packed) {
      const unpacked = await this.#unpack(bytes);
      if (this.closed) throw new Error(`${this.collectionName} was closed while a page arrived`);
      await this.#take(unpacked);
      blocks.push({ ids: unpacked.map((document) => document.id), bytes });
    }
    const changed = documents.length > 0 ? await this.#take(documents) : [];
    if (changed.length > 0 || blocks.length > 0 || mark) await this.#save(changed, mark, blocks);
  }

  async #unpack(bytes: Uint8Array<ArrayBuffer>): Promise<StoredDocument[]> {
    return this.#packed.read(await inflated(bytes), this.#fields());
  }

  /** Into memory; answers what is not known to be on disk. */
  async #take(documents: readonly StoredDocument[]): Promise<StoredDocument[]> {
    this.ensurePersistence();
    const rows: Row[] = [];
    const changed: StoredDocument[] = [];
    for (const document of new Map(documents.map((one) => [one.id, one])).values()) {
      const previous = this.internals.documents.get(document.id);
      const known = document._deleted ? !previous : previous !== undefined && sameContent(previous, document);
      // What a failed write left in memory only is not known: a mark must not pass it by.
      if (known && !this.#unsaved.has(document.id)) continue;
      changed.push(document);
      if (known) continue;
      rows.push(previous ? { previous, document: this.#next(document, previous) } : { document: this.#held(document) });
    }
    if (rows.length > 0) {
      const response = await super.bulkWrite(rows, CONTEXT);
      if (response.error.length > 0) throw new Error(`${this.collectionName}: a write was refused by its own memory`);
      this.ensurePersistence();
      for (const { id, _deleted } of changed) {
        const gone = _deleted && this.internals.documents.get(id);
        if (gone) removeDocFromState('id', this.schema, this.internals, gone);
      }
      this.onChange(changed.map((document) => document.id));
    }
    return changed;
  }

  async #save(
    documents: readonly StoredDocument[],
    mark: { value: unknown } | null,
    blocks: readonly StoredBlock[] = [],
  ): Promise<void> {
    this.#writes += 1;
    const write = this.#writes;
    const ids = [...blocks.flatMap((block) => block.ids), ...documents.map((document) => document.id)];
    for (const id of ids) this.#unsaved.set(id, write);
    await this.#log.append(documents, mark, blocks);
    for (const id of ids) if (this.#unsaved.get(id) === write) this.#unsaved.delete(id);
  }

  /** Drops every document, first on disk, then in memory. */
  async wipe(mark: unknown): Promise<void> {
    await this.#log.wipe(mark);
    this.#unsaved.clear();
    this.ensurePersistence();
    const gone = [...this.internals.documents.values()];
    // Removing them one by one would move the rest of every index each time: quadratic.
    this.internals.documents.clear();
    for (const index of this.internals.byIndexArray) index.docsWithIndex = [];
    if (gone.length > 0) this.internals.changes$.next(this.#deletionOf(gone));
    this.onChange('all');
  }

  /** Resolves when everything received so far is on disk, or has failed to get there. */
  settled(): Promise<void> {
    return this.#log.settled();
  }

  override async close(): Promise<void> {
    await this.#log.settled();
    await super.close();
  }

  /** RxDB's fields of a document, next to one that is there already. */
  #fields(previous?: Held): RxFields {
    return {
      _deleted: false,
      _meta: META,
      _rev: createRevision(this.#token, previous),
      _attachments: NO_ATTACHMENTS,
    };
  }

  /** A document with RxDB's fields. One out of a block has them already, and is not copied: that would read its lists. */
  #held(document: StoredDocument): Held {
    if (isHeld(document)) return document;
    const copy = { ...document, ...this.#fields() };
    this.#sharing.share(copy);
    return copy;
  }

  #next(document: StoredDocument, previous: Held): Held {
    const fields = this.#fields(previous);
    if (document._deleted) return { ...previous, ...fields, _deleted: true };
    if (isHeld(document)) return Object.assign(document, fields);
    const copy = { ...document, ...fields };
    this.#sharing.share(copy);
    return copy;
  }

  #deletionOf(gone: Held[]): Parameters<MemoryStorageInternals<StoredDocument>['changes$']['next']>[0] {
    const last = gone.at(-1);
    return {
      id: `${this.#token}-wipe-${crypto.randomUUID()}`,
      checkpoint: { id: last?.id ?? '', lwt: META.lwt },
      context: CONTEXT,
      events: gone.map((document) => ({
        operation: 'DELETE' as const,
        documentId: document.id,
        documentData: { ...document, _deleted: true },
        previousDocumentData: document,
      })),
    };
  }
}

type CreationParams = RxStorageInstanceCreationParams<StoredDocument, object>;

function emptyInternals(params: CreationParams): MemoryStorageInternals<StoredDocument> {
  const internals: MemoryStorageInternals<StoredDocument> = {
    id: params.databaseInstanceToken,
    schema: params.schema,
    removed: false,
    refCount: 1,
    documents: new Map(),
    attachments: new Map(),
    byIndex: {},
    byIndexArray: [],
    changes$: new Subject(),
  };
  // Without RxDB's own two indexes by write time, which nothing here asks: each costs as much as one of ours.
  const indexes = params.schema.indexes?.filter((index) => !index.includes(WRITE_TIME));
  addIndexesToInternalsState(internals, { ...params.schema, indexes });
  delete internals.byIndex[`_deleted,${WRITE_TIME},id`];
  internals.byIndexArray = Object.values(internals.byIndex);
  return internals;
}

type RxFields = Pick<Held, '_deleted' | '_meta' | '_rev' | '_attachments'>;

function isHeld(document: StoredDocument): document is Held {
  return '_meta' in document;
}

/** A document without RxDB's fields, as it goes to disk. */
function bare(held: Held): StoredDocument {
  const { _deleted, _meta, _rev, _attachments, ...document } = held;
  return document;
}

const RXDB_FIELDS: readonly string[] = ['_deleted', '_meta', '_rev', '_attachments'];

/** Field by field, and lists last, so that those of packed documents are read only where everything else is the same. */
function sameContent(held: Held, document: StoredDocument): boolean {
  const before: Record<string, unknown> = held;
  const after: Record<string, unknown> = document;
  const fields = Object.keys(document).filter((field) => !RXDB_FIELDS.includes(field));
  if (Object.keys(held).length - RXDB_FIELDS.length !== fields.length) return false;
  return fields.every((field) => deepEqual(before[field], after[field]));
}

export type SegmentStorage = RxStorage<MemoryStorageInternals<StoredDocument>, object> & {
  instance(collection: string): SegmentStorageInstance;
};

/** An RxDB storage over one IndexedDB database whose stores are the collections. RxDB's internal rows stay in memory. */
export function segmentStorage(idb: IDBDatabase, seal: Seal): SegmentStorage {
  // Its own map: the plugin's shared one would keep every closed database in memory.
  const memory: RxStorageMemory = { ...getRxStorageMemory(), collectionStates: new Map() };
  const instances = new Map<string, SegmentStorageInstance>();
  async function createStorageInstance(params: CreationParams) {
    if (!idb.objectStoreNames.contains(params.collectionName)) return memory.createStorageInstance(params);
    const instance = new SegmentStorageInstance(memory, params, idb, seal);
    await instance.load();
    instances.set(params.collectionName, instance);
    return instance;
  }
  return {
    name: 'segments',
    rxdbVersion: memory.rxdbVersion,
    // RxDB types this door for documents of any shape; behind it lie only ours, each with an `id`.
    createStorageInstance: createStorageInstance as SegmentStorage['createStorageInstance'],
    instance(collection) {
      const instance = instances.get(collection);
      if (!instance) throw new Error(`no collection ${collection} is open`);
      return instance;
    },
  };
}
