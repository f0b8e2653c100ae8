/**
 * Stands in for `rxdb` where many desks live in one realm (see `e2e/fuzz`): RxDB's free version opens 13 collections in a realm, a desk has
 * ten. Its database is left out, with its collections and queries; what lies beneath, our storage with its documents, marks
 * and segments, is opened as RxDB opens it.
 */
import { fillWithDefaultSettings, type RxJsonSchema } from 'rxdb/plugins/core';
import type { StoredDocument } from '../segment-log.ts';
import type { SegmentStorage } from '../segment-store.ts';

export * from 'rxdb/plugins/core';

type Closed = { close(): Promise<unknown> };
let databases = 0;

export async function createRxDatabase({ name, storage }: { name: string; storage: SegmentStorage }) {
  databases += 1;
  const databaseInstanceToken = `shell-${databases}`;
  const instances: Closed[] = [];
  return {
    addCollections: async (collections: Record<string, { schema: RxJsonSchema<StoredDocument> }>) => {
      for (const [collectionName, { schema }] of Object.entries(collections)) {
        const names = { databaseInstanceToken, databaseName: name, collectionName };
        const how = { options: {}, multiInstance: false, devMode: false };
        instances.push(
          await storage.createStorageInstance({ ...names, ...how, schema: fillWithDefaultSettings(schema) }),
        );
      }
    },
    close: async () => {
      for (const instance of instances) await instance.close();
    },
  };
}
