import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';

export type ChatRow = { id: string; externalId: string; phone: string | null; retailerId: string | null };

/** Both chats, locked in one order so that two merges cannot wait for each other. */
export async function lockChats(tx: Tx, ids: readonly string[]): Promise<ChatRow[]> {
  return tx
    .selectFrom('chats')
    .select(['id', 'externalId', 'phone', 'retailerId'])
    .where('id', 'in', [...ids])
    .where('mergedIntoId', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Moves everything of one chat to another: its ids, its thread, its window. The empty chat stays, marked. */
export async function moveChat(tx: Tx, from: ChatRow, into: ChatRow, now: Date): Promise<void> {
  await tx.updateTable('chatIdentities').set({ chatId: into.id }).where('chatId', '=', from.id).execute();
  const retailerId = into.retailerId ?? from.retailerId;
  await tx
    .updateTable('messages')
    .set({ chatId: into.id, retailerId, updatedAt: now })
    .where('chatId', '=', from.id)
    .execute();
  await sql`UPDATE chats SET window_ends_at = greatest(chats.window_ends_at, f.window_ends_at),
      phone = coalesce(chats.phone, f.phone), retailer_id = ${retailerId},
      opted_in_at = least(chats.opted_in_at, f.opted_in_at), opted_out_at = coalesce(chats.opted_out_at, f.opted_out_at),
      sms_opted_out_at = coalesce(chats.sms_opted_out_at, f.sms_opted_out_at)
    FROM chats f WHERE chats.id = ${into.id} AND f.id = ${from.id}`.execute(tx);
  await tx
    .updateTable('chats')
    .set({ mergedIntoId: into.id, externalId: `merged:${from.id}`, phone: null, retailerId: null, windowEndsAt: null })
    .where('id', '=', from.id)
    .execute();
}

export async function identitiesOf(
  db: Db,
  chatIds: readonly string[],
): Promise<{ chatId: string; externalId: string }[]> {
  return db
    .selectFrom('chatIdentities')
    .select(['chatId', 'externalId'])
    .where('chatId', 'in', [...chatIds])
    .orderBy('externalId')
    .execute();
}
