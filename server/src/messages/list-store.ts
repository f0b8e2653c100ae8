import type { Db } from '../db/database.ts';

export type ListQuery = {
  retailerId?: string | undefined;
  q?: string | undefined;
  limit: number;
  before?: string | undefined;
};

/** Ids of messages, newest first; ids are made in the order of time, so the last one goes on from there. */
export async function listMessageIds(db: Db, query: ListQuery): Promise<string[]> {
  let select = db.selectFrom('messages').select('id').orderBy('id', 'desc').limit(query.limit);
  if (query.retailerId !== undefined) select = select.where('retailerId', '=', query.retailerId);
  if (query.before !== undefined) select = select.where('id', '<', query.before);
  if (query.q !== undefined) {
    const pattern = `%${query.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    select = select.where('body', 'ilike', pattern);
  }
  return (await select.execute()).map((row) => row.id);
}
