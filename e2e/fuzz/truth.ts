/** What a replica has to hold, asked of the tables themselves: the ids by scope in SQL of its own, the documents by the doors. */
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { type CollectionName, collectionNames } from '@khaacho/shared/sync/protocol.ts';
import { collectionDoors } from '../../server/src/features.ts';
import { commandCollection } from '../../server/src/sync/command-documents.ts';
import type { Lane } from './lane.ts';

export type Truth = Map<CollectionName, Map<string, object>>;

type Question = { sql: string; values: unknown[] } | null;

/** The ids in the caller's reach, as the spec words it, without a look at the feed. */
function idsIn(collection: CollectionName, caller: Caller): Question {
  const office = BACK_OFFICE.includes(caller.role);
  const agent = caller.role === 'FIELD_AGENT';
  const all = (sql: string): Question => ({ sql, values: [] });
  const vendors = (sql: string): Question => ({ sql, values: [caller.vendorId] });
  const territories = (sql: string): Question => ({ sql, values: [caller.territoryIds] });
  const parties = 'select e.uid as id from journal_entries e join accounts a on a.id = e.account_id';
  switch (collection) {
    case 'products':
      return all('select id from products');
    case 'settings':
      return all('select id from house_settings');
    case 'offers':
      return office || agent ? all('select id from offers') : vendors('select id from offers where vendor_id = $1');
    case 'vendors':
      return office || agent ? all('select id from vendors') : vendors('select id from vendors where id = $1');
    case 'retailers':
      if (office) return all('select id from retailers');
      return agent ? territories('select id from retailers where territory_id = any($1)') : null;
    case 'orders':
      if (office) return all('select id from orders');
      if (agent) return territories('select id from orders where territory_id = any($1)');
      return vendors('select id from orders where vendor_id = $1');
    case 'ledger':
      if (office) return all(`${parties} where a.kind in ('RECEIVABLE', 'PAYABLE', 'VENDOR_TAX')`);
      if (agent)
        return territories(`${parties} join retailers r on r.id = a.party
          where a.kind = 'RECEIVABLE' and r.territory_id = any($1)`);
      return vendors(`${parties} where a.kind in ('PAYABLE', 'VENDOR_TAX') and a.party = $1`);
    case 'messages':
      return office ? all('select id from messages') : null;
    case 'alerts':
      return office ? all('select id from alerts') : null;
    case 'commands':
      return {
        sql: 'select id from command_log where device_id = $1 and user_id = $2',
        values: [caller.deviceId, caller.userId],
      };
  }
}

export async function truthOf(lane: Lane, caller: Caller): Promise<Truth> {
  const { db, pool } = lane.house;
  const truth: Truth = new Map();
  await Promise.all(
    collectionNames.map(async (collection) => {
      const asked = idsIn(collection, caller);
      const rows = asked ? (await pool.query<{ id: string }>(asked.sql, asked.values)).rows : [];
      const ids = rows.map((row) => row.id);
      const door = [...collectionDoors, commandCollection].find((one) => one.name === collection);
      const documents: { id: string }[] =
        ids.length > 0 ? ((await door?.load(db, ids, caller, lane.time.now())) ?? []) : [];
      // What a door leaves out of its own reach would hide a hole in both: every id in reach has its document.
      if (documents.length !== ids.length)
        throw new Error(`${collection}: ${ids.length} rows in reach, ${documents.length} documents`);
      truth.set(collection, byId(documents));
    }),
  );
  return truth;
}

/** The same by the pull of a desk that has nothing yet, page by page. */
export async function freshPull(lane: Lane, caller: Caller, limit: number): Promise<Truth> {
  const server = await lane.server(0);
  const truth: Truth = new Map();
  for (const collection of collectionNames) {
    const documents: { id: string }[] = [];
    let checkpoint: string | null = null;
    for (;;) {
      const answer = await server.sync.pull(caller, { collection, checkpoint, limit });
      if (!('documents' in answer)) throw new Error(`a fresh pull of ${collection} was refused or reset`);
      for (const document of answer.documents) {
        if ('_deleted' in document) throw new Error(`a fresh pull of ${collection} brought a tombstone`);
        documents.push(document);
      }
      checkpoint = answer.checkpoint;
      if (!answer.more) break;
    }
    truth.set(collection, byId(documents));
  }
  return truth;
}

function byId(documents: readonly { id: string }[]): Map<string, object> {
  return new Map(documents.map((document) => [document.id, document]));
}
