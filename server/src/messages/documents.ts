import type { Medium, MessageDocument } from '@khaacho/shared/messages/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { windowStart } from '@khaacho/shared/sync/window.ts';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';

/** Chat lines, for the back office only. */
export async function loadMessages(
  db: Db,
  ids: readonly string[],
  caller: Caller,
  since: Date | null = null,
): Promise<MessageDocument[]> {
  if (!BACK_OFFICE.includes(caller.role)) return [];
  let query = db
    .selectFrom('messages')
    .select((eb) => [
      'id',
      'retailerId',
      // CHECKs of the table: nothing else is stored.
      eb.ref('direction').$castTo<MessageDocument['direction']>().as('direction'),
      eb.ref('kind').$castTo<MessageDocument['kind']>().as('kind'),
      'body',
      eb.ref('status').$castTo<MessageDocument['status']>().as('status'),
      'orderId',
      eb.ref('medium').$castTo<Medium>().as('medium'),
      eb.ref('sentAs').$castTo<MessageDocument['sentAs']>().as('sentAs'),
      // Written only from the same list.
      eb.ref('failure').$castTo<MessageDocument['failure']>().as('failure'),
      'errorCode',
      'at',
      'updatedAt',
    ])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))));
  if (since !== null) query = query.where('at', '>=', since);
  const rows = await query.execute();
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), updatedAt: row.updatedAt.toISOString() }));
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
