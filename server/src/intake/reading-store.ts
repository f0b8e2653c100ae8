import {
  type HeardLine,
  heardLineSchema,
  type MediaKind,
  mediaKindSchema,
  type ReadingFailure,
  readingFailureSchema,
} from '@khaacho/shared/intake/media-contract.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { type InboundMedia, inboundMediaSchema } from '@khaacho/shared/messages/contract.ts';
import { z } from 'zod';
import type { Db, Tx } from '../db/database.ts';

const linesSchema = z.array(heardLineSchema);

const stageSchema = z.enum(['WAITING', 'FETCHED', 'PREPARED', 'READ', 'FAILED']);
export type Stage = z.infer<typeof stageSchema>;

export type Reading = {
  messageId: string;
  chatId: string;
  retailerId: string | null;
  kind: MediaKind;
  stage: Stage;
  originalSha256: string | null;
  preparedSha256: string | null;
  lines: HeardLine[] | null;
  failure: ReadingFailure | null;
  attempts: number;
  toldAt: Date | null;
  /** When the message came. */
  receivedAt: Date;
  media: InboundMedia[];
};

export async function insertReading(tx: Tx, messageId: string, kind: MediaKind, now: Date): Promise<void> {
  tx.announce('reading');
  await tx
    .insertInto('messageReadings')
    .values({ messageId, kind, stage: 'WAITING', nextTryAt: now, createdAt: now, updatedAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Readings whose next stage is due, oldest first. */
export async function dueReadings(db: Db, busy: readonly string[], limit: number, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('messageReadings')
    .select('messageId')
    .where('stage', 'not in', ['READ', 'FAILED'])
    .where('nextTryAt', '<=', now)
    .$if(busy.length > 0, (query) => query.where('messageId', 'not in', [...busy]))
    .orderBy('nextTryAt')
    .limit(limit)
    .execute();
  return rows.map((row) => row.messageId);
}

export async function loadReading(db: Db | Tx, messageId: string): Promise<Reading | null> {
  const row = await db
    .selectFrom('messageReadings as r')
    .innerJoin('messages as m', 'm.id', 'r.messageId')
    .select([
      'r.messageId',
      'm.chatId',
      'm.retailerId',
      'm.media',
      'r.kind',
      'r.stage',
      'r.originalSha256',
      'r.preparedSha256',
      'r.lines',
      'r.failure',
      'r.attempts',
      'r.toldAt',
      'm.at as receivedAt',
    ])
    .where('r.messageId', '=', messageId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...row,
    media: z.array(inboundMediaSchema).parse(row.media ?? []),
    kind: mediaKindSchema.parse(row.kind),
    stage: stageSchema.parse(row.stage),
    lines: row.lines === null ? null : linesSchema.parse(row.lines),
    failure: row.failure === null ? null : readingFailureSchema.parse(row.failure),
  };
}

export type Step =
  | { originalSha256: string }
  | { preparedSha256: string }
  | { lines: HeardLine[] }
  | { failure: ReadingFailure };

/** Writes a stage that was reached, from the one it was reached from: a second worker at the same stage changes nothing. */
export async function writeStep(tx: Tx, reading: Reading, step: Step, now: Date): Promise<void> {
  const reached =
    'originalSha256' in step
      ? { stage: 'FETCHED', ...step }
      : 'preparedSha256' in step
        ? { stage: 'PREPARED', ...step }
        : 'lines' in step
          ? { stage: 'READ', lines: JSON.stringify(step.lines) }
          : { stage: 'FAILED', ...step };
  tx.announce('lines' in step || 'failure' in step ? 'inbound' : 'reading');
  await tx
    .updateTable('messageReadings')
    .set({ ...reached, attempts: 0, nextTryAt: now, updatedAt: now })
    .where('messageId', '=', reading.messageId)
    .where('stage', '=', reading.stage)
    .execute();
}

export async function writeAttempt(db: Db, messageId: string, nextTryAt: Date, now: Date): Promise<void> {
  await db
    .updateTable('messageReadings')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), nextTryAt, updatedAt: now }))
    .where('messageId', '=', messageId)
    .execute();
}

/** False where the sender was told before. */
export async function markTold(tx: Tx, messageId: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('messageReadings')
    .set({ toldAt: now })
    .where('messageId', '=', messageId)
    .where('toldAt', 'is', null)
    .where('stage', 'not in', ['READ', 'FAILED'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export type ReaderCall = {
  messageId: string | null;
  kind: 'CHOOSE' | 'PHOTO' | 'VOICE';
  reader: string;
  promptVersion: string | null;
  inputHash: string;
  input: unknown;
  output: unknown;
  outcome: string;
  isPaid: boolean;
  inputTokens: number;
  outputTokens: number;
  tookMs: number;
  requestId: string | null;
};

export async function insertReaderCall(db: Db, call: ReaderCall, now: Date): Promise<void> {
  await db
    .insertInto('readerCalls')
    .values({
      ...call,
      id: newId(now),
      input: JSON.stringify(call.input),
      output: call.output === null ? null : JSON.stringify(call.output),
      at: now,
    })
    .execute();
}

/** What the same question was answered the last time, not older than `since`. */
export async function answeredBefore(db: Db, inputHash: string, since: Date): Promise<unknown> {
  const row = await db
    .selectFrom('readerCalls')
    .select('output')
    .where('inputHash', '=', inputHash)
    .where('outcome', '=', 'answered')
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.output ?? null;
}

/** Calls of paid readers since a moment: all, and those for one shop's messages. */
export async function countCalls(
  db: Db,
  since: Date,
  retailerId: string | null,
): Promise<{ all: number; ofRetailer: number }> {
  const row = await db
    .selectFrom('readerCalls as c')
    .leftJoin('messages as m', 'm.id', 'c.messageId')
    .select((eb) => [
      eb.fn.countAll<number>().as('all'),
      eb.fn.countAll<number>().filterWhere('m.retailerId', '=', retailerId).as('ofRetailer'),
    ])
    .where('c.at', '>=', since)
    .where('c.isPaid', '=', true)
    .executeTakeFirstOrThrow();
  return { all: Number(row.all), ofRetailer: Number(row.ofRetailer) };
}

/** What of a message was read or heard; null where it is still under way or was none. */
export async function outcomeOf(
  tx: Tx,
  messageId: string,
): Promise<{ lines: HeardLine[] } | { failure: ReadingFailure } | null> {
  const row = await tx
    .selectFrom('messageReadings')
    .select(['lines', 'failure'])
    .where('messageId', '=', messageId)
    .executeTakeFirst();
  if (row?.failure) return { failure: readingFailureSchema.parse(row.failure) };
  return row?.lines ? { lines: linesSchema.parse(row.lines) } : null;
}
