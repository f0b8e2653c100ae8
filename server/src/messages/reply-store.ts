import type { Tx } from '../db/database.ts';
import type { Chat } from './store.ts';

/** The shop with what a reply to it has to know; undefined where there is none. */
export function shopOf(tx: Tx, retailerId: string) {
  return tx.selectFrom('retailers').select(['name', 'phone']).where('id', '=', retailerId).executeTakeFirst();
}

/** Until when free text reaches this chat, read under its lock: a message that comes meanwhile waits. */
export async function windowOf(tx: Tx, chat: Chat): Promise<Date | null> {
  const row = await tx
    .selectFrom('chats')
    .select('windowEndsAt')
    .where('id', '=', chat.id)
    .forShare()
    .executeTakeFirstOrThrow();
  return row.windowEndsAt;
}

/** A message of this shop; undefined where it is another's or not inbound. */
export function heardMessage(tx: Tx, retailerId: string, messageId: string) {
  return tx
    .selectFrom('messages')
    .select(['id', 'at'])
    .where('id', '=', messageId)
    .where('retailerId', '=', retailerId)
    .where('direction', '=', 'INBOUND')
    .executeTakeFirst();
}

/** When the shop wrote the first time after a message; null where that was its last. */
export async function heardNextAt(tx: Tx, retailerId: string, after: { id: string; at: Date }): Promise<Date | null> {
  const row = await tx
    .selectFrom('messages')
    .select('at')
    .where('retailerId', '=', retailerId)
    .where('direction', '=', 'INBOUND')
    .where((eb) => eb.or([eb('at', '>', after.at), eb.and([eb('at', '=', after.at), eb('id', '>', after.id)])]))
    .orderBy('at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}
