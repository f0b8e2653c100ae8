import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import type { Check } from './check.ts';

/** So many broken rows are shown; all are counted. */
const SAMPLE = 5;

export type Finding = { count: number; sample: unknown[] };

/** Takes one look at one moment for all that follows; a million orders take longer than a request may. */
export async function beginLook(db: Db): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(db);
}

/** The rows that break a check, counted, with the first few of them. */
export async function look(db: Db, check: Check): Promise<Finding> {
  const { rows } = await sql<{ count: number; sample: unknown }>`
    select (count(*) over ())::int as count, to_jsonb(broken) as sample from (${check.query}) broken limit ${SAMPLE}`.execute(
    db,
  );
  return { count: rows[0]?.count ?? 0, sample: rows.map((row) => row.sample) };
}
