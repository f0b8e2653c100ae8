import { openPacked, type PackedField, type Share } from '@khaacho/shared/sync/packing/unpack.ts';
import type { StoredDocument } from './segment-log.ts';

/** Where a document's lists lie. Not enumerable: a copy of a document has the lists themselves. */
const BLOCK = Symbol('block');
const ROW = Symbol('row');

type Held = { [field: string]: unknown; id: string; [BLOCK]: Block; [ROW]: number };
type Lists = { [field: string]: unknown };
type Block = { lists: readonly PackedField[] };

/** Lists of documents that were looked at last are kept, so that a screen that looks again finds the same ones. */
const RECENT = 1_000;

/**
 * Turns blocks of packed documents into documents as every reader knows them. The fields of a list row and of a filter are
 * there at once; lists (lines, history) are read out of the packed bytes when somebody looks. 100,000 orders with theirs would
 * take more memory than everything else together, and no screen looks at more than a few hundred.
 */
export class PackedDocuments {
  readonly #share: Share;
  readonly #descriptors = new Map<string, PropertyDescriptor>();
  readonly #recent = new Map<Held, Lists>();

  constructor(share: Share) {
    this.#share = share;
  }

  /** `extra` are fields every document gets besides its own. Throws `BrokenBlock`. */
  read(bytes: Uint8Array<ArrayBuffer>, extra: object): StoredDocument[] {
    const { rows, fields } = openPacked(bytes, this.#share);
    const plain = fields.filter((field) => !field.list);
    const lists = fields.filter((field) => field.list);
    const block: Block = { lists };
    const template = templateOf(plain, extra);
    const documents: StoredDocument[] = [];
    for (let row = 0; row < rows; row += 1) {
      const document = { ...template };
      for (const { name, at } of plain) {
        const value = at(row);
        if (value === undefined) delete document[name];
        else document[name] = value;
      }
      for (const { name } of lists) Object.defineProperty(document, name, this.#descriptor(name));
      if (lists.length > 0) {
        Object.defineProperty(document, BLOCK, { value: block });
        Object.defineProperty(document, ROW, { value: row });
      }
      if (!isStored(document)) throw new TypeError('a packed document has no id');
      documents.push(document);
    }
    return documents;
  }

  /** One getter for all documents: with one each they would be as large as their lists. */
  #descriptor(name: string): PropertyDescriptor {
    const known = this.#descriptors.get(name);
    if (known) return known;
    const listOf = (document: Held) => this.#listsOf(document)[name];
    const descriptor: PropertyDescriptor = {
      get(this: Held) {
        return listOf(this);
      },
      enumerable: true,
      configurable: true,
    };
    this.#descriptors.set(name, descriptor);
    return descriptor;
  }

  #listsOf(document: Held): Lists {
    const known = this.#recent.get(document);
    if (known) return known;
    const lists: Lists = {};
    for (const { name, at } of document[BLOCK].lists) lists[name] = at(document[ROW]);
    this.#recent.set(document, lists);
    if (this.#recent.size > RECENT) {
      const [oldest] = this.#recent.keys();
      if (oldest) this.#recent.delete(oldest);
    }
    return lists;
  }
}

/**
 * An object with all fields, to be copied and filled: field by field, the engine would give up on a fixed layout and keep
 * each document as a table of its own, at three times the memory. JSON makes the layout.
 */
function templateOf(fields: readonly PackedField[], extra: object): { [field: string]: unknown } {
  const names = [...fields.map((field) => field.name), ...Object.keys(extra)];
  const template: { [field: string]: unknown } = JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`)}}`);
  return Object.assign(template, extra);
}

function isStored(document: { [field: string]: unknown }): document is { id: string } {
  return typeof document['id'] === 'string';
}
