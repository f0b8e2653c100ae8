import { documentSchemas } from '@khaacho/shared/sync/documents.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import type { RxJsonSchema } from 'rxdb';

/**
 * The order of the first sync: what every screen and rule needs first, then what is long, each newest first as the server
 * sends it. `commands` leads, so that a verdict whose answer was lost is known before its effect arrives.
 */
export const syncOrder: readonly CollectionName[] = [
  'commands',
  'settings',
  'vendors',
  'products',
  'offers',
  'retailers',
  'orders',
  'ledger',
  'messages',
  'alerts',
];

/** The order in which a desk that has everything asks for news: verdicts first, then where most of it is waited for. */
export const newsOrder: readonly CollectionName[] = [
  'commands',
  'orders',
  ...syncOrder.filter((collection) => collection !== 'commands' && collection !== 'orders'),
];

/** The field a long collection is kept sorted by. An index costs about 15 MB per 100,000 documents, so few have one. */
const orderedBy: Partial<Record<CollectionName, string>> = { orders: 'placedAt', ledger: 'at', messages: 'at' };

export function orderOf(collection: CollectionName): string | undefined {
  return orderedBy[collection];
}

/** Room for an ISO 8601 time with offset; RxDB pads index keys to a fixed length. */
const TIME_LENGTH = 32;
/** A UUID, or the name of a settings row. */
const ID_LENGTH = 36;

/** RxDB's schema of a collection: the names of the fields from the contract, types only where an index needs them. */
export function rxSchemaOf(collection: CollectionName): RxJsonSchema<{ id: string }> {
  const order = orderedBy[collection];
  const fields = Object.fromEntries(Object.keys(documentSchemas[collection].shape).map((field) => [field, {}]));
  return {
    // Never raised: another shape of documents is another database (see `database.ts`), not a migration.
    version: 0,
    primaryKey: 'id',
    type: 'object',
    properties: {
      ...fields,
      ...(order ? { [order]: { type: 'string', maxLength: TIME_LENGTH } } : {}),
      id: { type: 'string', maxLength: ID_LENGTH },
    },
    required: ['id'],
    indexes: order ? [order] : [],
  };
}
