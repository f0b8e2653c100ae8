import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { afterCursor, cutPage, type Keyset } from '../db/keyset.ts';

export type AuditLine = {
  id: string;
  at: Date;
  userId: string | null;
  role: string | null;
  deviceId: string | null;
  action: string;
  subjectType: string;
  subjectId: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  requestId: string | null;
};

const COLUMNS = [
  'id',
  'at',
  'userId',
  'role',
  'deviceId',
  'action',
  'subjectType',
  'subjectId',
  'before',
  'after',
  'reason',
  'requestId',
] as const;

function jsonOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

export async function insertAuditLine(tx: Tx, line: AuditLine): Promise<void> {
  await tx
    .insertInto('auditLog')
    .values({ ...line, before: jsonOrNull(line.before), after: jsonOrNull(line.after) })
    .execute();
}

export type AuditFilter = {
  action?: string | undefined;
  subjectType?: string | undefined;
  subjectId?: string | undefined;
  userId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

/** Newest first. */
export async function listAuditLines(
  db: Db,
  filter: AuditFilter,
  page: { limit: number; after: Keyset | null },
): Promise<{ rows: AuditLine[]; nextCursor: string | null }> {
  let query = db.selectFrom('auditLog').select(COLUMNS);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.subjectType !== undefined) query = query.where('subjectType', '=', filter.subjectType);
  if (filter.subjectId !== undefined) query = query.where('subjectId', '=', filter.subjectId);
  if (filter.userId !== undefined) query = query.where('userId', '=', filter.userId);
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('at', '<', filter.to);
  if (page.after) query = query.where(afterCursor('at', 'id', page.after, { direction: 'desc', type: 'timestamptz' }));
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows, page.limit, (row) => ({ at: row.at.toISOString(), id: row.id }));
}

/** Lines since `since` that are not in the chain yet, in the order they will stand in it. */
export async function unchainedLines(tx: Tx, since: Date, limit: number): Promise<AuditLine[]> {
  return tx
    .selectFrom('auditLog')
    .select(COLUMNS)
    .where('at', '>=', since)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('auditChain').select('position').whereRef('auditChain.auditId', '=', 'auditLog.id'))),
    )
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Only one chain writer at a time, whatever processes there are; false where another holds it. */
export async function lockChain(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{
    locked: boolean;
  }>`select pg_try_advisory_xact_lock(hashtext('khaacho.audit_chain')) as locked`.execute(tx);
  return rows[0]?.locked ?? false;
}

export async function lastLink(db: Db): Promise<{ position: number; hash: Buffer; at: Date } | undefined> {
  return db
    .selectFrom('auditChain')
    .innerJoin('auditLog', 'auditLog.id', 'auditChain.auditId')
    .select(['position', 'hash', 'at'])
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertLinks(tx: Tx, links: { position: number; auditId: string; hash: Buffer }[]): Promise<void> {
  await tx.insertInto('auditChain').values(links).execute();
}

/** Links above `position` with their lines, in order. */
export async function linksAfter(
  db: Db,
  position: number,
  limit: number,
): Promise<(AuditLine & { position: number; hash: Buffer })[]> {
  return db
    .selectFrom('auditChain')
    .innerJoin('auditLog', 'auditLog.id', 'auditChain.auditId')
    .select(COLUMNS)
    .select(['position', 'hash'])
    .where('position', '>', position)
    .orderBy('position')
    .limit(limit)
    .execute();
}

export async function countUnchained(db: Db): Promise<number> {
  const row = await db
    .selectFrom('auditLog')
    .leftJoin('auditChain', 'auditChain.auditId', 'auditLog.id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('auditChain.auditId', 'is', null)
    .executeTakeFirstOrThrow();
  return row.count;
}
