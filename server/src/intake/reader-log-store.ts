import type { Db } from '../db/database.ts';
import { afterCursor, type Keyset } from '../db/keyset.ts';

export type ReaderLogFilter = {
  kind?: 'CHOOSE' | 'PHOTO' | 'VOICE' | undefined;
  reader?: string | undefined;
  outcome?: string | undefined;
  messageId?: string | undefined;
  paid?: boolean | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** Calls of readers newest first, one more than asked for where there are more. */
export function listReaderCalls(db: Db, filter: ReaderLogFilter, page: { limit: number; after: Keyset | null }) {
  let query = db
    .selectFrom('readerCalls')
    .select([
      'id',
      'messageId',
      'kind',
      'reader',
      'promptVersion',
      'input',
      'output',
      'outcome',
      'isPaid',
      'inputTokens',
      'outputTokens',
      'tookMs',
      'requestId',
      'at',
    ])
    .select((eb) => eb.cast<string>('at', 'text').as('atText'))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.reader !== undefined) query = query.where('reader', '=', filter.reader);
  if (filter.outcome !== undefined) query = query.where('outcome', '=', filter.outcome);
  if (filter.messageId !== undefined) query = query.where('messageId', '=', filter.messageId);
  if (filter.paid !== undefined) query = query.where('isPaid', '=', filter.paid);
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('at', '<', filter.to);
  if (page.after !== null)
    query = query.where(afterCursor('at', 'id', page.after, { direction: 'desc', type: 'timestamptz' }));
  return query.execute();
}
