import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';

/** One call; see post_journal in the migrations. */
export async function callPostJournal(tx: Tx, journal: unknown): Promise<void> {
  await sql`SELECT post_journal(${JSON.stringify(journal)}::jsonb)`.execute(tx);
}
