import { draftLinesSchema } from '@khaacho/shared/intake/contract.ts';
import { heardLineSchema } from '@khaacho/shared/intake/media-contract.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';

const heardSchema = z.array(heardLineSchema);

/** What the next messages of a chat need of the catalogue: what they say, goods of the open draft, whose names count. */
export async function needOf(
  db: Db,
  chatId: string,
): Promise<{ texts: string[]; productIds: string[]; retailerId: string | null }> {
  const waiting = await db
    .selectFrom('messages as m')
    .leftJoin('messageReadings as r', 'r.messageId', 'm.id')
    .select(['m.body', 'r.lines'])
    .where('m.chatId', '=', chatId)
    .where('m.status', '=', 'RECEIVED')
    .execute();
  const chat = await db
    .selectFrom('chats as c')
    .leftJoin('drafts as d', (join) => join.onRef('d.chatId', '=', 'c.id').on('d.state', 'in', ['ASKING', 'READY']))
    .select(['c.retailerId', 'd.lines'])
    .where('c.id', '=', chatId)
    .executeTakeFirst();
  const lines = chat?.lines ? draftLinesSchema.parse(chat.lines) : [];
  return {
    texts: waiting.flatMap((message) => [
      message.body,
      ...(message.lines === null ? [] : heardSchema.parse(message.lines).map((line) => line.text)),
    ]),
    productIds: lines.flatMap((line) => [
      ...(line.productId === null ? [] : [line.productId]),
      ...line.alternatives.map((one) => one.productId),
    ]),
    retailerId: chat?.retailerId ?? null,
  };
}
