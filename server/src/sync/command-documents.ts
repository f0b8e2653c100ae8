import { detailSchema, errorCodeSchema } from '@khaacho/shared/kernel/errors.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { settlementSchema } from '@khaacho/shared/sync/parked-contract.ts';
import type { CommandDocument } from '@khaacho/shared/sync/protocol.ts';
import { windowStart } from '@khaacho/shared/sync/window.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import type { CollectionDoor } from './registry.ts';

const detailsSchema = z.array(detailSchema);

/** A device's own commands with their verdicts, for the person who sent them from it. */
export async function loadCommands(
  db: Db,
  ids: readonly string[],
  caller: Caller,
  since: Date,
): Promise<CommandDocument[]> {
  if (caller.deviceId === null) return [];
  const rows = await db
    .selectFrom('commandLog')
    .select((eb) => [
      'id',
      'type',
      'deviceSeq',
      'issuedAt',
      'decidedAt',
      eb.ref('status').$castTo<CommandDocument['status']>().as('status'),
      'code',
      'message',
      'details',
      'settledAt',
      'settlement',
    ])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .where('deviceId', '=', caller.deviceId)
    .where('userId', '=', caller.userId)
    .where('decidedAt', '>=', since)
    .execute();
  return rows.map(({ settledAt, settlement, ...row }) => ({
    ...row,
    issuedAt: row.issuedAt.toISOString(),
    decidedAt: row.decidedAt.toISOString(),
    code: row.code === null ? null : errorCodeSchema.parse(row.code),
    details: detailsSchema.parse(row.details),
    settled: settledAt ? { at: settledAt.toISOString(), how: settlementSchema.parse(settlement) } : null,
    updatedAt: (settledAt ?? row.decidedAt).toISOString(),
  }));
}

export const commandCollection: CollectionDoor<'commands'> = {
  name: 'commands',
  load: (db, ids, caller, now) => loadCommands(db, ids, caller, windowStart(now)),
  aged: async (db, ids, now) => {
    const rows = await db
      .selectFrom('commandLog')
      .select('id')
      .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
      .where('decidedAt', '<', windowStart(now))
      .execute();
    return rows.map((row) => row.id);
  },
};
