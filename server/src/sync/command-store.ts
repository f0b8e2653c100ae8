/** The command log and the devices' numbers: which commands were decided, how, and which one is next. */
import { type Detail, detailSchema, type ErrorCode, errorCodeSchema } from '@khaacho/shared/kernel/errors.ts';
import type { Command, Verdict } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db, Tx } from '../db/database.ts';

/** What was decided; `retry` is never stored. */
export type Decision = {
  status: 'applied' | 'rejected';
  code: ErrorCode | null;
  message: string | null;
  details: Detail[];
  /** Why a fact could not be carried out; a person settles it. Never shown to the device. */
  parkedBecause: string | null;
};

export type StoredVerdict = { deviceId: string; verdict: Verdict };

const detailsSchema = z.array(detailSchema);
const storedSchema = z.object({
  id: z.string(),
  deviceId: z.string(),
  status: z.enum(['applied', 'rejected']),
  code: errorCodeSchema.nullable(),
  message: z.string().nullable(),
  details: detailsSchema,
});

export function verdictOf(id: string, decision: Omit<Decision, 'parkedBecause'>): Verdict {
  return {
    id,
    status: decision.status,
    ...(decision.code === null ? {} : { code: decision.code }),
    ...(decision.message === null ? {} : { message: decision.message }),
    ...(decision.details.length === 0 ? {} : { details: decision.details }),
  };
}

/** Verdicts given to these commands before, whichever device had asked. */
export async function storedVerdicts(db: Db, ids: readonly string[]): Promise<Map<string, StoredVerdict>> {
  const rows = await db
    .selectFrom('commandLog')
    .select(['id', 'deviceId', 'status', 'code', 'message', 'details'])
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .execute();
  return new Map(
    rows.map((row) => {
      const { id, deviceId, ...decision } = storedSchema.parse(row);
      return [id, { deviceId, verdict: verdictOf(id, decision) }];
    }),
  );
}

/**
 * Takes the device's next number if it is `seq`, and holds the device's row until the transaction ends, so that commands
 * of one device are decided one after the other. False where another number is due.
 */
export async function takeNumber(tx: Tx, deviceId: string, seq: number): Promise<boolean> {
  const taken = await tx
    .updateTable('deviceSequences')
    .set((eb) => ({ nextSeq: eb('nextSeq', '+', 1) }))
    .where('deviceId', '=', deviceId)
    .where('nextSeq', '=', seq)
    .returning('nextSeq')
    .executeTakeFirst();
  if (taken || seq !== 1) return taken !== undefined;
  const first = await tx
    .insertInto('deviceSequences')
    .values({ deviceId, nextSeq: 2 })
    .onConflict((conflict) => conflict.column('deviceId').doNothing())
    .returning('nextSeq')
    .executeTakeFirst();
  return first !== undefined;
}

/**
 * Holds the device's row until the transaction ends, for several of its commands at once; answers the number that is due.
 * `takeNumbers` moves it on.
 */
export async function lockDevice(tx: Tx, deviceId: string): Promise<number> {
  const held = () =>
    tx
      .selectFrom('deviceSequences')
      .select('nextSeq')
      .where('deviceId', '=', deviceId)
      .forNoKeyUpdate()
      .executeTakeFirst();
  const known = await held();
  if (known) return known.nextSeq;
  await tx
    .insertInto('deviceSequences')
    .values({ deviceId, nextSeq: 1 })
    .onConflict((conflict) => conflict.column('deviceId').doNothing())
    .execute();
  return (await held())?.nextSeq ?? 1;
}

/** Of a device that is locked. */
export async function takeNumbers(tx: Tx, deviceId: string, count: number): Promise<void> {
  await tx
    .updateTable('deviceSequences')
    .set((eb) => ({ nextSeq: eb('nextSeq', '+', count) }))
    .where('deviceId', '=', deviceId)
    .execute();
}

/** The number the device's next command must carry. */
export async function expectedNumber(db: Db, deviceId: string): Promise<number> {
  const row = await db
    .selectFrom('deviceSequences')
    .select('nextSeq')
    .where('deviceId', '=', deviceId)
    .executeTakeFirst();
  return row?.nextSeq ?? 1;
}

export type Entry = {
  /** Its payload storable: no NUL, no half surrogate pairs. */
  command: Command;
  deviceId: string;
  userId: string;
  decision: Decision;
  receivedAt: Date;
  decidedAt: Date;
};

/** Their feed lines are the last of the transaction, in the order given here. */
export async function writeDecisions(tx: Tx, entries: readonly Entry[]): Promise<void> {
  await tx.insertInto('commandLog').values(entries.map(rowOf)).execute();
}

function rowOf({ command, decision, deviceId, userId, receivedAt, decidedAt }: Entry) {
  return {
    id: command.id,
    deviceId,
    deviceSeq: command.deviceSeq,
    userId,
    type: command.type,
    version: command.version,
    payload: JSON.stringify(command.payload ?? null),
    issuedAt: new Date(command.issuedAt),
    receivedAt,
    decidedAt,
    status: decision.status,
    code: decision.code,
    message: decision.message,
    details: JSON.stringify(decision.details),
    parkedBecause: decision.parkedBecause,
  };
}

/** Of the commands named in `dependsOn`, those that were not applied. */
export async function notApplied(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('commandLog')
    .select('id')
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(ids))))
    .where('status', '=', 'applied')
    .execute();
  const applied = new Set(rows.map((row) => row.id));
  return ids.filter((id) => !applied.has(id));
}

/** Feed positions of decided commands, those that are numbered by now. */
export async function positionsOf(db: Db, deviceId: string, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ docId: string; position: number }>`
    SELECT doc_id, position FROM sync_log
    WHERE collection = 'commands' AND doc_id = ANY (${ids}::text[]) AND scope = ${`device:${deviceId}`}
      AND position IS NOT NULL`.execute(db);
  return new Map(rows.map((row) => [row.docId, row.position]));
}
