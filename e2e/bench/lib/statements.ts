/** BENCH_STATEMENTS=1 (or `all`, with those inside functions): which statements the database spent its time on. */
import type { World } from './server.ts';

const wanted = process.env.BENCH_STATEMENTS;

/** Settings of PostgreSQL that count statements; none where nobody asked, because counting costs a little. */
export function statementSettings(): Record<string, string> {
  if (!wanted) return {};
  return {
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.track': wanted === 'all' ? 'all' : 'top',
    'pg_stat_statements.track_planning': 'on',
  };
}

export async function countFromHere({ db }: World): Promise<void> {
  if (!wanted) return;
  await db.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  await db.query('SELECT pg_stat_statements_reset()');
}

/** Prints the dearest: milliseconds in all, calls, milliseconds each to run and to plan. */
export async function printStatements({ db }: World, most = 30): Promise<void> {
  if (!wanted) return;
  const { rows } = await db.query<Record<'all' | 'calls' | 'run' | 'plan' | 'query', string>>(
    `SELECT round((total_exec_time + total_plan_time)::numeric) AS all, calls, round((total_exec_time / greatest(calls, 1))::numeric, 3) AS run,
       round((total_plan_time / greatest(plans, 1))::numeric, 3) AS plan, left(regexp_replace(query, '\\s+', ' ', 'g'), 120) AS query
     FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
     ORDER BY total_exec_time + total_plan_time DESC LIMIT $1`,
    [most],
  );
  for (const row of rows)
    console.log([row.all, row.calls, row.run, row.plan].map((text) => String(text).padStart(9)).join(''), row.query);
}
