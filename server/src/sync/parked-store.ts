/** Facts that could not be booked, as they lie in the command log, and what people made of them. */
import { errorCodeSchema } from '@khaacho/shared/kernel/errors.ts';
import { roleSchema } from '@khaacho/shared/people/contract.ts';
import { type ParkedFact, type Settlement, settlementSchema } from '@khaacho/shared/sync/parked-contract.ts';
import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { afterCursor, cutPage, type Keyset } from '../db/keyset.ts';

function selectFacts(db: Db) {
  return (
    db
      .selectFrom('commandLog')
      .leftJoin('users', 'users.id', 'commandLog.userId')
      .leftJoin('vendors', 'vendors.id', 'users.vendorId')
      .leftJoin('devices', 'devices.id', 'commandLog.deviceId')
      .leftJoin('users as settlers', 'settlers.id', 'commandLog.settledBy')
      .select([
        'commandLog.id',
        'commandLog.type',
        'commandLog.payload',
        'commandLog.issuedAt',
        'commandLog.receivedAt',
        'commandLog.settledAt',
        'commandLog.settlement',
        'commandLog.settledNote',
        'commandLog.userId',
        'commandLog.deviceId',
        'users.name as senderName',
        'users.role as senderRole',
        'vendors.name as vendorName',
        'devices.name as deviceName',
        'settlers.name as settledBy',
      ])
      .select(sql<string>`command_log.parked_because`.as('parkedBecause'))
      // As text: a cursor that went through a Date would lose the microseconds.
      .select(sql<string>`coalesce(command_log.settled_at, command_log.decided_at)::text`.as('place'))
      .where('commandLog.parkedBecause', 'is not', null)
  );
}

type Row = Awaited<ReturnType<ReturnType<typeof selectFacts>['execute']>>[number];

/** `CODE: sentence`, as `decide` writes it; a code of another version is none. */
function becauseOf(text: string): ParkedFact['because'] {
  const [, code, message] = /^([A-Z_]+): (.*)$/s.exec(text) ?? [];
  const known = errorCodeSchema.safeParse(code);
  return known.success ? { code: known.data, message: message ?? text } : { code: null, message: text };
}

function factOf(row: Row): ParkedFact {
  const { userId, senderName, senderRole, vendorName, settledAt, settledBy, settledNote } = row;
  return {
    id: row.id,
    type: row.type,
    payload: row.payload,
    because: becauseOf(row.parkedBecause),
    issuedAt: row.issuedAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    sender: { userId, name: senderName ?? '', role: roleSchema.safeParse(senderRole).data ?? null, vendorName },
    device: { id: row.deviceId, name: row.deviceName },
    settled: settledAt && {
      at: settledAt.toISOString(),
      how: settlementSchema.parse(row.settlement),
      by: settledBy ?? '',
      note: settledNote,
    },
  };
}

/** What waits for a person, oldest first; or what was settled, newest first. */
export async function listFacts(
  db: Db,
  { settled }: { settled: boolean },
  page: { limit: number; after: Keyset | null },
): Promise<{ rows: ParkedFact[]; nextCursor: string | null }> {
  const direction = settled ? ('desc' as const) : ('asc' as const);
  const column = settled ? ('commandLog.settledAt' as const) : ('commandLog.decidedAt' as const);
  let query = selectFacts(db).where('commandLog.settledAt', settled ? 'is not' : 'is', null);
  if (page.after)
    query = query.where(afterCursor(column, 'commandLog.id', page.after, { direction, type: 'timestamptz' }));
  const rows = await query
    .orderBy(column, direction)
    .orderBy('commandLog.id', direction)
    .limit(page.limit + 1)
    .execute();
  const cut = cutPage(rows, page.limit, (row) => ({ at: row.place, id: row.id }));
  return { rows: cut.rows.map(factOf), nextCursor: cut.nextCursor };
}

export async function findFact(db: Db, id: string): Promise<ParkedFact | null> {
  const row = await selectFacts(db).where('commandLog.id', '=', id).executeTakeFirst();
  return row ? factOf(row) : null;
}

export type LockedFact = {
  userId: string;
  deviceId: string;
  deviceSeq: number;
  type: string;
  version: number;
  payload: unknown;
  issuedAt: Date;
  settlement: Settlement | null;
};

/** Held until the transaction ends: two people settle one fact one after the other. Null where no such fact was kept. */
export async function lockFact(tx: Tx, id: string): Promise<LockedFact | null> {
  const row = await tx
    .selectFrom('commandLog')
    .select(['userId', 'deviceId', 'deviceSeq', 'type', 'version', 'payload', 'issuedAt', 'settlement'])
    .where('id', '=', id)
    .where('parkedBecause', 'is not', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  return { ...row, settlement: row.settlement === null ? null : settlementSchema.parse(row.settlement) };
}

export async function writeSettlement(
  tx: Tx,
  id: string,
  settlement: { how: Settlement; by: string; note: string | null; at: Date },
): Promise<void> {
  const { how, by, note, at } = settlement;
  await tx
    .updateTable('commandLog')
    .set({ settlement: how, settledBy: by, settledNote: note, settledAt: at })
    .where('id', '=', id)
    .execute();
}
