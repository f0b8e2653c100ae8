import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { InboundMessage } from '@khaacho/shared/messages/contract.ts';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

export type Stored = {
  /** False: the same message was there already, and nothing has changed. */
  stored: boolean;
  chatId: string | null;
  /** Beyond what one sender may write in a minute: kept, but a person looks at it. */
  held: boolean;
  /** Another chat that claims one of the sender's ids: two chats of perhaps one person. */
  otherChatId: string | null;
};

/** Stores a message under the provider's id, in one call: chat, identity, window and limit with it. */
export async function storeInbound(db: Db, message: InboundMessage, perMinute: number, now: Date): Promise<Stored> {
  const given = storableJson({ ...message, id: newId(now), chatId: newId(now) });
  const { rows } = await sql<{ stored: boolean; chat: string | null; held: boolean; otherChat: string | null }>`
    SELECT stored, chat, held, other_chat FROM receive_message(${given}::jsonb, ${now}, ${perMinute})`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('receive_message answers one row');
  return { stored: row.stored, chatId: row.chat, held: row.held, otherChatId: row.otherChat };
}

/**
 * As JSON that PostgreSQL can hold: it takes neither NUL nor half a surrogate pair, and JSON.stringify writes both as
 * escapes. A pair of backslashes is read over first, so that a text that spells such an escape stays as it is.
 */
function storableJson(value: object): string {
  return JSON.stringify(value).replace(
    /(\\\\)|\\u0000|\\ud[89a-f][0-9a-f]{2}/gi,
    (_, pair?: string) => pair ?? '\\ufffd',
  );
}

/** Which of the provider's ids are stored. */
export async function knownIds(db: Db, providerIds: readonly string[]): Promise<Set<string>> {
  if (providerIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('messages')
    .select('providerId')
    .where((eb) => eb('providerId', '=', eb.fn.any(eb.val([...providerIds]))))
    .execute();
  return new Set(rows.flatMap((row) => (row.providerId ? [row.providerId] : [])));
}

export async function readMark(db: Db, name: string): Promise<Date | null> {
  const row = await db.selectFrom('channelMarks').select('at').where('name', '=', name).executeTakeFirst();
  return row?.at ?? null;
}

export async function writeMark(db: Db, name: string, at: Date): Promise<void> {
  await db
    .insertInto('channelMarks')
    .values({ name, at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ at }))
    .execute();
}
