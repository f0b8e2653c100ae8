import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Db } from '../db/database.ts';
import { loadMessages } from './documents.ts';
import { type ListQuery, listMessageIds } from './list-store.ts';

/** Messages as documents, newest first, as far as the caller may see them. */
export async function listMessages(db: Db, query: ListQuery, caller: Caller): Promise<MessageDocument[]> {
  const ids = await listMessageIds(db, query);
  const byId = new Map((await loadMessages(db, ids, caller)).map((message) => [message.id, message]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
