/** IndexedDB in memory with what can befall a disk: power cuts in mid-write, no room left, a torn record. */
import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { answered, committed } from '../idb.ts';

const live = new Map<IDBTransaction, string>();
const databases = new Set<IDBDatabase>();
const dead = new WeakSet<IDBDatabase>();
/** Requests to open or delete that are under way, by name. */
const opening = new Map<IDBOpenDBRequest, string>();
const refusals = new Map<string, number>();

const plain = {
  transaction: IDBDatabase.prototype.transaction,
  open: IDBFactory.prototype.open,
  deleteDatabase: IDBFactory.prototype.deleteDatabase,
  add: IDBObjectStore.prototype.add,
};

IDBDatabase.prototype.transaction = function (...asked) {
  if (dead.has(this)) throw new DOMException('the power is cut', 'InvalidStateError');
  const transaction = plain.transaction.apply(this, asked);
  live.set(transaction, this.name);
  for (const end of ['complete', 'abort']) transaction.addEventListener(end, () => live.delete(transaction));
  return transaction;
};

function watched(request: IDBOpenDBRequest, name: string): IDBOpenDBRequest {
  opening.set(request, name);
  const done = () => opening.delete(request);
  request.addEventListener('success', done);
  request.addEventListener('error', done);
  return request;
}

IDBFactory.prototype.open = function (...asked) {
  const request = watched(plain.open.apply(this, asked), asked[0]);
  request.addEventListener('success', () => databases.add(request.result));
  return request;
};

IDBFactory.prototype.deleteDatabase = function (name) {
  return watched(plain.deleteDatabase.call(this, name), name);
};

IDBObjectStore.prototype.add = function (...asked) {
  const { name } = this.transaction.db;
  for (const [part, left] of refusals) {
    if (left === 0 || !name.includes(part)) continue;
    refusals.set(part, left - 1);
    throw new DOMException('full', 'QuotaExceededError');
  }
  return plain.add.apply(this, asked);
};

/** Whether something is being written or read in databases whose name holds `part`. */
export function diskBusy(part: string): boolean {
  for (const name of live.values()) if (name.includes(part)) return true;
  for (const name of opening.values()) if (name.includes(part)) return true;
  return false;
}

/** The next `times` writes to those databases find no room. Zero ends it. */
export function fillDisk(part: string, times: number): void {
  refusals.set(part, times);
}

/** Every write under way there is lost whole, and who holds those databases open writes nothing any more. */
export function cutPower(part: string): void {
  for (const [transaction, name] of [...live]) if (name.includes(part)) abort(transaction);
  // Dexie opens its database again by itself where that was closed under it: it has to be told not to.
  for (const tables of openDexies()) if (tables.name.includes(part)) tables.close({ disableAutoOpen: true });
  for (const database of [...databases]) {
    if (!database.name.includes(part)) continue;
    dead.add(database);
    databases.delete(database);
    database.close();
  }
}

/** Documented, and not among its types. */
function openDexies(): Dexie[] {
  const connections: unknown = Reflect.get(Dexie, 'connections');
  return Array.isArray(connections) ? connections.filter((one) => one instanceof Dexie) : [];
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It had just ended.
  }
}

/** Takes the newest record out of one store, as a torn file would; false where nothing was there to be torn. */
export async function tearRecord(part: string, store: string): Promise<boolean> {
  const found = (await indexedDB.databases()).find(({ name }) => name?.includes(part));
  if (!found?.name) return false;
  const database = await answered(indexedDB.open(found.name));
  try {
    const transaction = database.transaction(store, 'readwrite');
    const keys = await answered(transaction.objectStore(store).getAllKeys());
    const last = keys.at(-1);
    if (last !== undefined) transaction.objectStore(store).delete(last);
    await committed(transaction);
    return last !== undefined;
  } finally {
    database.close();
    databases.delete(database);
  }
}

/** Forgets what lies there. Nobody may hold it open. */
export async function eraseDisk(part: string): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    if (name?.includes(part)) await answered(indexedDB.deleteDatabase(name));
  }
  refusals.delete(part);
}
