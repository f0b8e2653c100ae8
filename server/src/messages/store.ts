import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Language } from '@khaacho/shared/kernel/language.ts';
import { type Insertable, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Messages } from '../db/schema.ts';

/** Whose ids the addresses of chats are: WhatsApp's own, whichever provider carries the messages. */
export const NETWORK = 'whatsapp';

export type Chat = {
  id: string;
  externalId: string;
  phone: string | null;
  retailerId: string | null;
  language: Language;
};

const chatColumns = [
  'c.id',
  'c.externalId',
  'c.phone',
  'c.retailerId',
  'c.language as ownLanguage',
  'r.language as retailerLanguage',
] as const;

function languageOf(row: { ownLanguage: string | null; retailerLanguage: string | null }): Language {
  return (row.ownLanguage ?? row.retailerLanguage) === 'ne' ? 'ne' : 'en';
}

/** The retailer's chat, or null where there is neither a chat nor a phone to begin one with. */
export async function chatOfRetailer(tx: Tx, retailerId: string, now: Date): Promise<Chat | null> {
  const found = await tx
    .selectFrom('chats as c')
    .leftJoin('retailers as r', 'r.id', 'c.retailerId')
    .select([...chatColumns])
    .where('c.retailerId', '=', retailerId)
    .where('c.mergedIntoId', 'is', null)
    .orderBy(sql`c.window_ends_at DESC NULLS LAST`)
    .limit(1)
    .executeTakeFirst();
  if (found) return { ...found, language: languageOf(found) };
  const retailer = await tx
    .selectFrom('retailers')
    .select(['phone', 'language'])
    .where('id', '=', retailerId)
    .executeTakeFirst();
  if (!retailer?.phone) return null;
  return ensureChat(tx, { phone: retailer.phone, retailerId }, now);
}

/** Finds or begins the chat of a phone. */
export async function ensureChat(tx: Tx, who: { phone: string; retailerId: string | null }, now: Date): Promise<Chat> {
  const externalId = `whatsapp:${who.phone}`;
  const find = () =>
    tx
      .selectFrom('chats as c')
      .leftJoin('retailers as r', 'r.id', 'c.retailerId')
      .select([...chatColumns])
      .where('c.mergedIntoId', 'is', null)
      .where((eb) =>
        eb.or([
          eb('c.phone', '=', who.phone),
          eb.and([eb('c.provider', '=', NETWORK), eb('c.externalId', '=', externalId)]),
        ]),
      )
      .orderBy('c.createdAt')
      .limit(1)
      .executeTakeFirst();
  let row = await find();
  if (!row) {
    await tx
      .insertInto('chats')
      .values({ id: newId(now), provider: NETWORK, externalId, ...who, createdAt: now })
      .onConflict((conflict) => conflict.columns(['provider', 'externalId']).doNothing())
      .execute();
    row = await find();
  }
  if (!row) throw new Error('a chat that was just begun is there');
  return { ...row, language: languageOf(row) };
}

export type NewMessage = Insertable<Messages> & { chatId: string; businessKey: string };

/** Queues one outbound message for one reason; false where that reason has been served already. */
export async function queueMessage(db: Db, message: NewMessage): Promise<boolean> {
  const inserted = await db
    .insertInto('messages')
    .values((eb) => ({
      ...message,
      // Not due before what waits in front of it: it would be found again and again and could not leave.
      nextTryAt: eb
        .selectFrom('messages as m')
        .select((inner) => inner.fn.max('m.nextTryAt').as('last'))
        .where('m.chatId', '=', message.chatId)
        .where('m.status', '=', 'QUEUED'),
    }))
    .onConflict((conflict) => conflict.column('businessKey').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}
