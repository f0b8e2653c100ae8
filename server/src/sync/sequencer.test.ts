import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { transaction } from '../db/database.ts';
import { createLog } from '../log.ts';
import { createReplicaWorld, placeOrder, type ReplicaWorld, touchOrder } from '../testing/replica-world.ts';
import { Sequencer, type SequencerDeps } from './sequencer.ts';

let world: ReplicaWorld;
beforeAll(async () => {
  world = await createReplicaWorld();
});
afterAll(() => world.close());

type Process = { sequencer: Sequencer; heads: number[]; ranges: [number, number][]; lines: string[] };
const processes: Process[] = [];
afterEach(async () => {
  await Promise.all(processes.map(({ sequencer }) => sequencer.stop()));
  processes.length = 0;
});

function start(more: Partial<SequencerDeps> = {}): Process {
  const lines: string[] = [];
  const log = createLog({ level: 'warn', destination: { write: (line: string) => void lines.push(line) } });
  const made = { heads: [] as number[], ranges: [] as [number, number][], lines };
  const sequencer = new Sequencer({
    databaseUrl: world.url,
    log,
    onHead: (head) => void made.heads.push(head),
    afterNumbered: [async ({ from, to }) => void made.ranges.push([from, to])],
    ...more,
  });
  sequencer.start();
  const one = { sequencer, ...made };
  processes.push(one);
  return one;
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await what())) await pause(5);
}
const unnumbered = async () => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from sync_log where position is null`.execute(
    world.db,
  );
  return rows[0]?.count ?? 0;
};
const headNow = async () =>
  (await world.db.selectFrom('syncHead').select('position').executeTakeFirstOrThrow()).position;

describe('several processes on one database', () => {
  it('one numbers, all hear of it', async () => {
    const both = [start(), start()];
    await until(() => both.some(({ sequencer }) => sequencer.isLeader));
    for (let n = 0; n < 5; n += 1) {
      await placeOrder(world, { retailer: 0, vendor: 0 });
      both[n % 2]?.sequencer.nudge();
    }
    await until(async () => (await unnumbered()) === 0);
    const head = await headNow();
    await until(() => both.every(({ sequencer }) => sequencer.head === head));
    expect(both.filter(({ sequencer }) => sequencer.isLeader)).toHaveLength(1);
    expect(both.filter(({ ranges }) => ranges.length > 0)).toHaveLength(1);
    for (const { heads } of both) expect([...heads].sort((a, b) => a - b)).toEqual(heads);
  });

  it('another takes over when the one that numbers dies, again and again, with writers at work', async () => {
    start();
    start();
    const leader = () => processes.find(({ sequencer }) => sequencer.isLeader);
    await until(() => leader() !== undefined);
    const before = await headNow();
    let writing = true;
    const written: string[] = [];
    const writers = [0, 1, 2].map(async (writer) => {
      while (writing) {
        const order = await placeOrder(world, { retailer: writer, vendor: 0 });
        written.push(order);
        if (written.length % 3 === 0) await touchOrder(world.db, order);
      }
    });
    const kills = 6;
    const dead = new Set<Process>();
    for (let kill = 0; kill < kills; kill += 1) {
      const reached = await headNow();
      await until(async () => (await headNow()) > reached + 20 && leader() !== undefined);
      const leading = leader();
      // As kill -9 of its process would: the session is gone in the middle of its work, and nobody comes back.
      await sql`select pg_terminate_backend(pid) from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`.execute(
        world.db,
      );
      await leading?.sequencer.stop();
      if (leading) dead.add(leading);
      start();
    }
    writing = false;
    await Promise.all(writers);
    await until(async () => (await unnumbered()) === 0);
    const lines = await world.db
      .selectFrom('syncLog')
      .select(['position', 'docId'])
      .where('position', '>', before)
      .where('scope', '=', 'all')
      .where('collection', '=', 'orders')
      .execute();
    expect(new Set(lines.map((line) => line.position)).size).toBe(lines.length);
    expect(new Set(lines.map((line) => line.docId))).toEqual(new Set(written));
    const head = await headNow();
    const alive = processes.filter((one) => !dead.has(one));
    await until(() => alive.every(({ sequencer }) => sequencer.head === head));
    expect([alive.length, dead.size]).toEqual([2, kills]);
    for (const { heads } of processes) expect([...heads].sort((a, b) => a - b)).toEqual(heads);
    console.log(`${kills} kills, ${written.length} orders written meanwhile`);
  });

  it('gives the lead away when it is stopped', async () => {
    const first = start();
    await until(() => first.sequencer.isLeader);
    const second = start();
    await until(() => second.heads.length > 0);
    await first.sequencer.stop();
    await until(() => second.sequencer.isLeader);
    await placeOrder(world, { retailer: 0, vendor: 0 });
    await until(async () => (await unnumbered()) === 0);
    expect(first.sequencer.isLeader).toBe(false);
  });
});

describe('one process', () => {
  it('numbers by itself what nobody told it of', async () => {
    const before = await headNow();
    const one = start();
    await until(() => one.sequencer.isLeader && one.sequencer.head === before);
    await placeOrder(world, { retailer: 0, vendor: 0 });
    await until(async () => (await unnumbered()) === 0);
    expect(one.sequencer.head).toBe(before + 3);
  });

  it('warns of a transaction that stays open, and names its age', async () => {
    const begun = Promise.withResolvers<void>();
    const end = Promise.withResolvers<void>();
    const open = transaction(world.db, async (tx) => {
      await placeOrder(world, { retailer: 0, vendor: 0 }, tx);
      begun.resolve();
      await end.promise;
    });
    await begun.promise;
    const one = start({ longTransactionSeconds: 0 });
    await until(() => one.sequencer.oldestTransaction > 0);
    expect(one.lines.some((line) => line.includes('a transaction stays open'))).toBe(true);
    end.resolve();
    await open;
  });

  it('shows the planner what it has numbered in bulk', async () => {
    await sql`insert into sync_log (scope, collection, doc_id, op)
      select 'all', 'messages', 'bulk-' || n, 'put' from generate_series(1, 10001) n`.execute(world.db);
    start();
    await until(async () => {
      const { rows } =
        await sql`select 1 from pg_stats where tablename = 'sync_log' and attname = 'position' and null_frac < 0.5`.execute(
          world.db,
        );
      return rows.length > 0;
    });
    await sql`delete from sync_log where doc_id like 'bulk-%'`.execute(world.db);
  });

  it('goes on where a hook fails, and calls it the next time', async () => {
    let called = 0;
    const one = start({
      afterNumbered: [
        async () => {
          called += 1;
          throw new Error('no');
        },
      ],
    });
    for (let n = 1; n <= 2; n += 1) {
      await placeOrder(world, { retailer: 0, vendor: 0 });
      one.sequencer.nudge();
      await until(async () => (await unnumbered()) === 0 && called >= n);
    }
    expect(await unnumbered()).toBe(0);
  });
});
