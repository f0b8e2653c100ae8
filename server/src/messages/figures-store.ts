import { newId } from '@khaacho/shared/kernel/ids.ts';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Ids begin with their time, so the primary key finds what is newer; the lowest id of a moment has no chance in it. */
const firstIdAt = (at: Date) => newId(at, new Uint8Array(10));

/** Outbound messages since a time by how far they came, and inbound ones that wait. */
export async function countByStatus(db: Db, since: Date): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('messages')
    .select((eb) => ['status', eb.fn.countAll<number>().as('count')])
    .where('id', '>=', firstIdAt(since))
    .where('internal', '=', false)
    .where((eb) => eb.or([eb('direction', '=', 'OUTBOUND'), eb('status', '=', 'RECEIVED')]))
    .groupBy('status')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
}

/** Messages that left since a time for each order taken in chat since then: each one is paid for. */
export async function messagesPerOrder(db: Db, since: Date): Promise<number> {
  const { rows } = await sql<{
    share: number | null;
  }>`SELECT (SELECT count(*) FROM messages WHERE id >= ${firstIdAt(since)} AND sent_at IS NOT NULL)::float8
    / nullif((SELECT count(*) FROM orders WHERE source = 'WHATSAPP' AND placed_at >= ${since}), 0) AS share`.execute(
    db,
  );
  return rows[0]?.share ?? 0;
}
