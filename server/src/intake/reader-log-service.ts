import type { Db } from '../db/database.ts';
import { cutPage, type Keyset } from '../db/keyset.ts';
import { listReaderCalls, type ReaderLogFilter } from './reader-log-store.ts';

/**
 * Every call of a reader that is not plain code, newest first: what it was asked and what it said. Questions hold words of
 * order lines and names of goods, of media only the hash; whose message it was stands on the message.
 */
export async function readerLog(db: Db, filter: ReaderLogFilter, page: { limit: number; after: Keyset | null }) {
  const rows = await listReaderCalls(db, filter, page);
  const { rows: calls, nextCursor } = cutPage(rows, page.limit, (row) => ({ at: row.atText, id: row.id }));
  return {
    calls: calls.map((call) => ({ ...call, at: call.at.toISOString() })),
    nextCursor,
  };
}
