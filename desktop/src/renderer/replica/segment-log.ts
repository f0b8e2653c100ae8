import { answered, committed } from './idb.ts';
import { BrokenSeal, type Seal } from './sealing.ts';

/** A document as it lies in a segment: as the server sent it, or a tombstone. */
export type StoredDocument = { id: string; _deleted?: boolean };

/** Documents as the server packed them, kept as they came: packing them again would cost the desk what the server has done. */
export type StoredBlock = { ids: readonly string[]; bytes: Uint8Array<ArrayBuffer> };

/** What a desk does with blocks and documents; the log itself only keeps them. */
export type SegmentContents = {
  /** A document's newest state in memory, without RxDB's fields; nothing where it was deleted. */
  current(id: string): StoredDocument | undefined;
  /** The documents of a block. Rejects where it is none. */
  unpack(bytes: Uint8Array<ArrayBuffer>): Promise<StoredDocument[]>;
};

/** `packed`: a block; else a list of documents as JSON. */
type SegmentRecord = { sealed: ArrayBuffer; packed?: true };
/** Kept beside the segments and written in the same transaction: so no checkpoint is ahead of or behind its documents. */
type HeadRecord = { collection: string; segments: number; mark: unknown };

type Segment = { key: number; total: number; live: number; bytes: number };
type Append = {
  kind: 'append';
  /** Written before the documents, which are newer. */
  blocks: readonly StoredBlock[];
  documents: readonly StoredDocument[];
  mark: { value: unknown } | null;
};
type Fresh = Pick<Append, 'blocks' | 'documents'>;
type Wipe = { kind: 'wipe'; mark: { value: unknown } };
type Operation = (Append | Wipe) & {
  resolve(): void;
  reject(error: unknown): void;
};

export const HEAD_STORE = 'heads';

/** Merging starts when so many small or mostly dead segments lie about; each costs a read and a decryption at the next start. */
const MANY_SMALL = 32;
/** A segment below this is worth merging with its like. */
const SMALL_SEGMENT = 1_000;
/** One merged segment, and one group of waiting appends, holds at most so many documents: about 60 ms to write or parse. */
const SEGMENT_DOCUMENTS = 5_000;
/** Segments read at a time when opening: bounds the memory the sealed bytes take. */
const READ_AHEAD = 8;

/** The log on disk cannot be read whole; nothing of it may be used. */
export class BrokenLog extends Error {
  override readonly name = 'BrokenLog';
}

/**
 * One collection on disk: sealed segments in the order they were written, each one record of an index-free store.
 * Operations run one after another; appends that wait together are written together.
 */
export class SegmentLog {
  readonly #idb: IDBDatabase;
  readonly #collection: string;
  readonly #about: string;
  readonly #seal: Seal;
  readonly #contents: SegmentContents;
  readonly #segments = new Map<number, Segment>();
  /** Where the newest state of each document lies. */
  readonly #owner = new Map<string, Segment>();
  #mark: unknown = null;
  #queue: Operation[] = [];
  #running: Promise<void> | null = null;

  constructor(idb: IDBDatabase, collection: string, seal: Seal, contents: SegmentContents) {
    this.#idb = idb;
    this.#collection = collection;
    this.#about = `${idb.name}/${collection}`;
    this.#seal = seal;
    this.#contents = contents;
  }

  /** What was written last beside the segments, and only once it is on disk. */
  get mark(): unknown {
    return this.#mark;
  }

  get bytes(): number {
    let sum = 0;
    for (const segment of this.#segments.values()) sum += segment.bytes;
    return sum;
  }

  get segmentCount(): number {
    return this.#segments.size;
  }

  /** Reads everything back, the newest state of each document once. Throws `BrokenLog`, and then nothing is loaded. */
  async load(): Promise<StoredDocument[]> {
    const transaction = this.#idb.transaction([this.#collection, HEAD_STORE], 'readonly');
    const head: HeadRecord | undefined = await answered(transaction.objectStore(HEAD_STORE).get(this.#collection));
    const keys = await answered(transaction.objectStore(this.#collection).getAllKeys());
    if ((head?.segments ?? 0) !== keys.length) {
      throw new BrokenLog(`${this.#about}: ${keys.length} segments, ${head?.segments ?? 0} expected`);
    }
    const documents = new Map<string, StoredDocument>();
    for (let from = 0; from < keys.length; from += READ_AHEAD) {
      await this.#loadSome(keys.slice(from, from + READ_AHEAD), documents);
    }
    this.#mark = head?.mark ?? null;
    return [...documents.values()].filter((document) => !document._deleted);
  }

  async #loadSome(keys: IDBValidKey[], into: Map<string, StoredDocument>): Promise<void> {
    const store = this.#idb.transaction(this.#collection, 'readonly').objectStore(this.#collection);
    const records: SegmentRecord[] = await answered(store.getAll(IDBKeyRange.bound(keys[0], keys.at(-1))));
    const contents = records.map((record) => this.#open(record));
    // Each is awaited below, in order; this keeps a later failure from counting as unhandled meanwhile.
    for (const documents of contents) documents.catch(() => undefined);
    for (const [index, record] of records.entries()) {
      const segment = this.#register(Number(keys[index]), record.sealed.byteLength);
      for (const document of (await contents[index]) ?? []) {
        into.set(document.id, document);
        this.#own(document.id, segment);
      }
    }
  }

  async #open({ sealed, packed }: SegmentRecord): Promise<StoredDocument[]> {
    if (!packed) return parseSegment(await this.#seal.open(sealed, this.#about), this.#about);
    const bytes = await this.#seal.openBytes(sealed, this.#about);
    try {
      return await this.#contents.unpack(bytes);
    } catch (cause) {
      throw new BrokenLog(`${this.#about}: a segment is no block of documents`, { cause });
    }
  }

  /**
   * Resolves when the documents, and the mark with them, are on disk. Rejects with everything that was queued behind it, so
   * that a later mark can never stand for documents that were lost.
   */
  append(
    documents: readonly StoredDocument[],
    mark: { value: unknown } | null = null,
    blocks: readonly StoredBlock[] = [],
  ): Promise<void> {
    return this.#enqueue({ kind: 'append', blocks, documents, mark });
  }

  /** Drops every segment of the collection and sets the mark, in one transaction. */
  wipe(mark: unknown): Promise<void> {
    return this.#enqueue({ kind: 'wipe', mark: { value: mark } });
  }

  /** Resolves when nothing is waiting to be written any more. */
  async settled(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #enqueue(operation: Append | Wipe): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ ...operation, resolve, reject });
      this.#wake();
    });
  }

  #wake(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      // Something may have been queued after the last look and before this moment.
      if (this.#queue.length > 0) this.#wake();
    });
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const group = this.#nextGroup();
      try {
        if (group[0]?.kind === 'wipe') await this.#writeWipe(group[0].mark);
        else await this.#writeGroup(group);
        for (const operation of group) operation.resolve();
      } catch (error) {
        const behind = this.#queue;
        this.#queue = [];
        for (const operation of [...group, ...behind]) operation.reject(error);
        return;
      }
      // Merging is housekeeping: where it fails (a full disk) the segments stay as they are and it is tried again later.
      if (this.#queue.length === 0) await this.#compact().catch(() => undefined);
    }
  }

  #nextGroup(): Operation[] {
    let count = 0;
    let size = 0;
    for (const operation of this.#queue) {
      if (operation.kind === 'wipe') break;
      // Blocks go before the documents of their group; those of an earlier append are older than they are.
      if (count > 0 && (size + operation.documents.length > SEGMENT_DOCUMENTS || operation.blocks.length > 0)) break;
      size += operation.documents.length;
      count += 1;
    }
    return this.#queue.splice(0, Math.max(count, 1));
  }

  async #writeGroup(group: Operation[]): Promise<void> {
    const appends = group.filter((operation): operation is Operation & Append => operation.kind === 'append');
    const documents = appends.flatMap((operation) => operation.documents);
    const blocks = appends.flatMap((operation) => operation.blocks);
    const mark = appends.findLast((operation) => operation.mark)?.mark ?? null;
    await this.#replace([], { blocks, documents }, mark);
  }

  async #writeWipe(mark: { value: unknown }): Promise<void> {
    const transaction = this.#write();
    transaction.objectStore(this.#collection).clear();
    this.#putHead(transaction, 0, mark);
    await committed(transaction);
    this.#segments.clear();
    this.#owner.clear();
    this.#mark = mark.value;
  }

  /** The one transaction everything goes through: old segments out, new ones in, the head beside them. */
  async #replace(out: Segment[], fresh: Fresh, mark: { value: unknown } | null): Promise<void> {
    const sealed = await this.#sealed(fresh);
    const transaction = this.#write();
    const store = transaction.objectStore(this.#collection);
    for (const segment of out) store.delete(segment.key);
    const added = sealed.map(({ record, ids }) => ({ record, ids, key: store.add(record) }));
    this.#putHead(transaction, this.#segments.size - out.length + added.length, mark);
    await committed(transaction);
    for (const { record, ids, key } of added) {
      const segment = this.#register(Number(key.result), record.sealed.byteLength);
      for (const id of ids) this.#own(id, segment);
    }
    for (const segment of out) this.#segments.delete(segment.key);
    if (mark) this.#mark = mark.value;
  }

  async #sealed({ blocks, documents }: Fresh): Promise<{ record: SegmentRecord; ids: readonly string[] }[]> {
    const sealed = [];
    for (const { ids, bytes } of blocks) {
      const record: SegmentRecord = { sealed: await this.#seal.closeBytes(bytes, this.#about), packed: true };
      sealed.push({ record, ids });
    }
    if (documents.length > 0) {
      const record = { sealed: await this.#seal.close(JSON.stringify(documents), this.#about) };
      sealed.push({ record, ids: documents.map((document) => document.id) });
    }
    return sealed;
  }

  #write(): IDBTransaction {
    // Relaxed: what the server holds can be asked again. Documents and their checkpoint are lost together or not at all.
    return this.#idb.transaction([this.#collection, HEAD_STORE], 'readwrite', { durability: 'relaxed' });
  }

  #putHead(transaction: IDBTransaction, segments: number, mark: { value: unknown } | null): void {
    const head: HeadRecord = { collection: this.#collection, segments, mark: mark ? mark.value : this.#mark };
    transaction.objectStore(HEAD_STORE).put(head);
  }

  #register(key: number, bytes: number): Segment {
    const segment = { key, total: 0, live: 0, bytes };
    this.#segments.set(key, segment);
    return segment;
  }

  #own(id: string, segment: Segment): void {
    const before = this.#owner.get(id);
    segment.total += 1;
    if (before === segment) return;
    if (before) before.live -= 1;
    segment.live += 1;
    this.#owner.set(id, segment);
  }

  async #compact(): Promise<void> {
    let dead = 0;
    for (const segment of this.#segments.values()) dead += segment.total - segment.live;
    const wasteful = dead > Math.max(SEGMENT_DOCUMENTS, this.#owner.size);
    const out = this.#victims();
    if (out.length === 0 || (out.length < MANY_SMALL && !wasteful)) return;
    const { documents, buried } = this.#survivors(new Set(out));
    await this.#replace(out, { blocks: [], documents }, null);
    for (const id of buried) this.#owner.delete(id);
  }

  /** Oldest first: mostly dead or small segments, together at most one full segment. */
  #victims(): Segment[] {
    const out: Segment[] = [];
    let live = 0;
    for (const segment of [...this.#segments.values()].sort((a, b) => a.key - b.key)) {
      if (segment.live >= SMALL_SEGMENT && segment.live * 2 >= segment.total) continue;
      if (live + segment.live > SEGMENT_DOCUMENTS) break;
      live += segment.live;
      out.push(segment);
    }
    return out;
  }

  /** The newest states that lie in the segments to be replaced, and the ids whose tombstones have served their time. */
  #survivors(out: ReadonlySet<Segment>): { documents: StoredDocument[]; buried: string[] } {
    let oldestKept = Number.POSITIVE_INFINITY;
    for (const segment of this.#segments.values()) {
      if (!out.has(segment)) oldestKept = Math.min(oldestKept, segment.key);
    }
    const documents: StoredDocument[] = [];
    const buried: string[] = [];
    for (const [id, segment] of this.#owner) {
      if (!out.has(segment)) continue;
      const document = this.#contents.current(id);
      if (document) documents.push(document);
      // A tombstone stays while an older segment may still hold the document it buries.
      else if (oldestKept < segment.key) documents.push({ id, _deleted: true });
      else buried.push(id);
    }
    return { documents, buried };
  }
}

function parseSegment(text: string | undefined, about: string): StoredDocument[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '');
    if (Array.isArray(parsed) && parsed.every(isStoredDocument)) return parsed;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new BrokenSeal(`${about}: a segment is not a list of documents`);
}

function isStoredDocument(value: unknown): value is StoredDocument {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
