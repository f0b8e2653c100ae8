import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { BACK_OFFICE } from '@khaacho/shared/people/rules.ts';
import { windowStart } from '@khaacho/shared/sync/window.ts';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from '../sync/registry.ts';

/** Alerts, for the back office only. With `since`, those closed before it are left out; open ones never are. */
export async function loadAlerts(
  db: Db,
  ids: readonly string[],
  caller: Caller,
  since: Date | null = null,
): Promise<AlertDocument[]> {
  if (!BACK_OFFICE.includes(caller.role)) return [];
  let query = db
    .selectFrom('alerts')
    .select((eb) => [
      'id',
      eb.ref('kind').$castTo<AlertDocument['kind']>().as('kind'),
      eb.ref('severity').$castTo<AlertDocument['severity']>().as('severity'),
      'message',
      eb.ref('figures').$castTo<AlertDocument['figures']>().as('figures'),
      'orderId',
      'retailerId',
      'vendorId',
      'openedAt',
      'acknowledgedAt',
      'acknowledgedBy',
      'note',
      'cause',
      'updatedAt',
    ])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))));
  if (since !== null) {
    query = query.where((eb) => eb.or([eb('acknowledgedAt', 'is', null), eb('acknowledgedAt', '>=', since)]));
  }
  const rows = await query.execute();
  return rows.map(({ cause, ...row }) => ({
    ...row,
    chatId: chatOf(row.kind, cause),
    openedAt: row.openedAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  }));
}

/** Causes of what is about a chat begin with a word and its id. */
function chatOf(kind: AlertDocument['kind'], cause: string): string | null {
  return kind === 'MESSAGE_UNREAD' || kind === 'UNKNOWN_SENDER' ? (cause.split(':')[1] ?? null) : null;
}

export const alertCollection: CollectionDoor<'alerts'> = {
  name: 'alerts',
  load: (db, ids, caller, now) => loadAlerts(db, ids, caller, windowStart(now)),
  aged: async (db, ids, now) => {
    const rows = await db
      .selectFrom('alerts')
      .select('id')
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
      .where('acknowledgedAt', '<', windowStart(now))
      .forShare()
      .execute();
    return rows.map((row) => row.id);
  },
};
