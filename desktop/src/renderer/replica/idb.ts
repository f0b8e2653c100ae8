/** The answer of one IndexedDB request. */
export function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB request failed'));
  });
}

/** Resolves when the transaction is on disk as far as its durability goes; rejects when nothing of it is. */
export function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB transaction aborted'));
  });
}

/** Opens a database that has only index-free stores, made when it is first opened. */
export async function openDatabase(
  name: string,
  stores: Record<string, IDBObjectStoreParameters>,
): Promise<IDBDatabase> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    for (const [store, parameters] of Object.entries(stores)) request.result.createObjectStore(store, parameters);
  };
  const database = await answered(request);
  // Whoever deletes the database (signing out) must not wait for us.
  database.onversionchange = () => database.close();
  return database;
}

export async function deleteDatabase(name: string): Promise<void> {
  await answered(indexedDB.deleteDatabase(name));
}

/** True where the disk or the quota is full. */
export function isQuotaError(error: unknown): boolean {
  if (!(error instanceof Error || error instanceof DOMException)) return false;
  // Dexie wraps the browser's error and keeps it as `inner`.
  const inner = 'inner' in error ? error.inner : undefined;
  return error.name === 'QuotaExceededError' || (inner instanceof DOMException && inner.name === 'QuotaExceededError');
}
