import {
  type Medium,
  type MessageDocument,
  messageMediaSchema,
  messageReadingSchema,
} from '@khaacho/shared/messages/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { windowStart } from '@khaacho/shared/sync/window.ts';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';

const mediaSchema = messageMediaSchema.array();

/** Chat lines, for the back office only. */
export async function loadMessages(
  db: Db,
  ids: readonly string[],
  caller: Caller,
  since: Date | null = null,
): Promise<MessageDocument[]> {
  if (!BACK_OFFICE.includes(caller.role)) return [];
  let query = db
    .selectFrom('messages as m')
    .leftJoin('messageReadings as r', 'r.messageId', 'm.id')
    .leftJoin('media as f', 'f.sha256', 'r.originalSha256')
    .leftJoin('users as u', 'u.id', 'm.writtenBy')
    .select((eb) => [
      'm.id',
      'm.retailerId',
      'm.chatId',
      // CHECKs of the table: nothing else is stored.
      eb.ref('m.direction').$castTo<MessageDocument['direction']>().as('direction'),
      eb.ref('m.kind').$castTo<MessageDocument['kind']>().as('kind'),
      'm.body',
      eb.ref('m.status').$castTo<MessageDocument['status']>().as('status'),
      'm.orderId',
      eb.ref('m.medium').$castTo<Medium>().as('medium'),
      eb.ref('m.sentAs').$castTo<MessageDocument['sentAs']>().as('sentAs'),
      // Written only from the same list.
      eb.ref('m.failure').$castTo<MessageDocument['failure']>().as('failure'),
      'm.errorCode',
      'm.internal',
      'u.name as writtenBy',
      'r.kind as readAs',
      'r.lines',
      'r.failure as readingFailure',
      'f.sha256',
      'f.contentType',
      'm.at',
      'm.updatedAt',
    ])
    .where((eb) => eb('m.id', '=', eb.fn.any(eb.val(ids))));
  if (since !== null) query = query.where('m.at', '>=', since);
  const rows = await query.execute();
  return rows.map(({ readAs, lines, readingFailure, sha256, contentType, ...row }) => ({
    ...row,
    media: sha256 === null ? [] : mediaSchema.parse([{ sha256, contentType, kind: readAs }]),
    reading:
      lines === null && readingFailure === null
        ? null
        : messageReadingSchema.parse({ lines: lines ?? [], failure: readingFailure }),
    at: row.at.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export const messageCollection: CollectionDoor<'messages'> = {
  name: 'messages',
  load: (db, ids, caller, now) => loadMessages(db, ids, caller, windowStart(now)),
  aged: async (db, ids, now) => {
    const rows = await db
      .selectFrom('messages')
      .select('id')
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
      .where('at', '<', windowStart(now))
      .execute();
    return rows.map((row) => row.id);
  },
};
