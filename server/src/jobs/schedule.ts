import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { sql } from 'kysely';
import cron from 'node-cron';
import type { Db } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';

/** A safety net on a rhythm; what it does must be right however often it runs. */
export type ScheduledTask = {
  name: string /** Cron expression, Asia/Kathmandu. */;
  rhythm: string;
  run(now: Date): Promise<unknown>;
};

export type Schedule = {
  start(): void;
  stop(): Promise<void>;
  /** Runs a task now, as its rhythm would; for tests and for a clock that was pushed forward. */
  runNow(name: string): Promise<void>;
  runAll(): Promise<void>;
};

/**
 * Runs tasks by the clock of Nepal. With several processes each task runs in one of them: a session lock on its name,
 * taken for the run and left to the others when it is over. The last run is kept, so that a page can say when.
 */
export function createSchedule(
  tasks: readonly ScheduledTask[],
  deps: { db: Db; clock: Clock; log: Log; metrics: Metrics },
): Schedule {
  const crons: ReturnType<typeof cron.schedule>[] = [];
  const running = new Map<string, Promise<void>>();

  const run = (task: ScheduledTask): Promise<void> => {
    const already = running.get(task.name);
    if (already) return already;
    const work = runLocked(task, deps).finally(() => running.delete(task.name));
    running.set(task.name, work);
    return work;
  };

  const find = (name: string): ScheduledTask => {
    const task = tasks.find((candidate) => candidate.name === name);
    if (!task) throw new Error(`no scheduled task is called ${name}`);
    return task;
  };

  return {
    start: () => {
      for (const task of tasks)
        crons.push(
          cron.schedule(task.rhythm, () => run(task), { timezone: 'Asia/Kathmandu', name: task.name, noOverlap: true }),
        );
    },
    stop: async () => {
      for (const scheduled of crons.splice(0)) await scheduled.destroy();
      await Promise.all(running.values());
    },
    runNow: (name) => run(find(name)),
    runAll: async () => {
      for (const task of tasks) await run(task);
    },
  };
}

async function runLocked(
  task: ScheduledTask,
  { db, clock, log, metrics }: { db: Db; clock: Clock; log: Log; metrics: Metrics },
): Promise<void> {
  await db.connection().execute(async (connection) => {
    const lock = await sql<{
      got: boolean;
    }>`SELECT pg_try_advisory_lock(hashtext(${`schedule:${task.name}`})) AS got`.execute(connection);
    if (!lock.rows[0]?.got) return;
    const started = clock.now();
    const timer = performance.now();
    let failure: string | null = null;
    try {
      await task.run(started);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      log.error({ err: error, task: task.name }, 'a scheduled task failed');
    } finally {
      metrics.observeJob({
        queue: `schedule:${task.name}`,
        outcome: failure === null ? 'done' : 'failed',
        seconds: (performance.now() - timer) / 1000,
      });
      const last = { lastStartedAt: started, lastFinishedAt: clock.now(), lastError: failure };
      await connection
        .insertInto('scheduleRuns')
        .values({ name: task.name, ...last })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(last))
        .execute();
      await sql`SELECT pg_advisory_unlock(hashtext(${`schedule:${task.name}`}))`.execute(connection);
    }
  });
}
