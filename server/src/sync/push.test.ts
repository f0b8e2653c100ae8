import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDesk } from '../testing/desk.ts';
import { createPushBench, type PushBench, verdictsOf } from '../testing/replica-push.ts';
import { callerIn, createReplicaWorld, featureCollections, NOW, type ReplicaWorld } from '../testing/replica-world.ts';
import { commandCollection } from './command-documents.ts';
import { createPull } from './pull.ts';
import { createRegistry } from './registry.ts';

let world: ReplicaWorld;
let bench: PushBench;
beforeAll(async () => {
  world = await createReplicaWorld();
});
beforeEach(() => {
  bench = createPushBench(world);
});
afterAll(() => world.close());

const stored = (commandId: string) =>
  world.db.selectFrom('commandLog').selectAll().where('id', '=', commandId).executeTakeFirst();

describe('a verdict', () => {
  it('is stored with the effect, carries its position, and is the same when asked again', async () => {
    await bench.setStock(100_000);
    const caller = bench.staff();
    const push = bench.pusher();
    const commands = [bench.adjust(1, -1_000), bench.adjust(2, -500_000), bench.adjust(3, -2_000)];
    const first = verdictsOf(await push(caller, commands));
    expect(first.map((verdict) => verdict.status)).toEqual(['applied', 'rejected', 'applied']);
    expect(first[0]).toMatchObject({ details: [{ issue: 'moved', figures: { onHandMilli: 99_000 } }] });
    expect(first[1]).toMatchObject({ code: 'STOCK_BELOW_RESERVED', details: [{ figures: { leftMilli: 0 } }] });
    const positions = first.map((verdict) => verdict.position ?? 0);
    expect(positions.every((position) => position > 0)).toBe(true);
    expect([...positions].sort((a, b) => a - b)).toEqual(positions);
    for (let n = 0; n < 3; n += 1) expect(verdictsOf(await push(caller, commands))).toEqual(first);
    expect(verdictsOf(await push(caller, [...commands].reverse()))).toEqual([...first].reverse());
    expect(await bench.onHand()).toBe(97_000);
  });

  it('of a refusal is all that is left: no row, no feed line of it, nothing after the commit', async () => {
    await bench.setStock(10_000);
    await sql`select sync_number(10000)`.execute(world.db);
    const caller = bench.staff();
    const refused = bench.adjust(1, -50_000);
    expect(verdictsOf(await bench.pusher({ numbered: async () => {} })(caller, [refused]))[0]?.status).toBe('rejected');
    expect(await bench.onHand()).toBe(10_000);
    expect(await world.db.selectFrom('stockMoves').selectAll().where('commandId', '=', refused.id).execute()).toEqual(
      [],
    );
    const lines = await world.db
      .selectFrom('syncLog')
      .select(['collection', 'docId'])
      .where('position', 'is', null)
      .execute();
    expect(lines).toEqual([{ collection: 'commands', docId: refused.id }]);
    expect(bench.afterCommit).toEqual([]);
    const taken = bench.adjust(2, -1_000);
    await bench.pusher()(caller, [taken]);
    expect(bench.afterCommit).toEqual([taken.id]);
  });

  it('comes with the feed too, to its own device and person only', async () => {
    const caller = bench.staff();
    const command = bench.adjust(1, 1_000);
    await bench.pusher()(caller, [command]);
    const pull = createPull({ db: world.db, registry: createRegistry([...featureCollections, commandCollection], []) });
    const own = createDesk((who, request) => pull(who, request, NOW), caller);
    await own.pullToEnd('commands');
    expect([...own.holds('commands').values()]).toMatchObject([
      { id: command.id, status: 'applied', deviceSeq: 1, code: null },
    ]);
    for (const other of [bench.staff(), { ...bench.staff(), deviceId: caller.deviceId }, callerIn('ADMIN')]) {
      const one = createDesk((who, request) => pull(who, request, NOW), other);
      await one.pullToEnd('commands');
      expect(one.holds('commands').size).toBe(0);
    }
  });

  it('waits for no position: a verdict that is not numbered comes without', async () => {
    const [verdict] = verdictsOf(
      await bench.pusher({ numbered: async () => {} })(bench.staff(), [bench.adjust(1, 1_000)]),
    );
    expect(verdict).toMatchObject({ status: 'applied' });
    expect(verdict).not.toHaveProperty('position');
  });
});

describe('the order of a device', () => {
  it('has no gaps: what comes too early waits, and the number that is due is named', async () => {
    await bench.setStock(100_000);
    const caller = bench.staff();
    const push = bench.pusher();
    const [a, b, c] = [bench.adjust(1, -1), bench.adjust(2, -10), bench.adjust(3, -100)];
    const early = verdictsOf(await push(caller, [c, b]));
    expect(early).toMatchObject([
      { id: c.id, status: 'retry', code: 'COMMAND_OUT_OF_ORDER', expectedSeq: 1 },
      { id: b.id, status: 'retry', expectedSeq: 1 },
    ]);
    expect(await stored(c.id)).toBeUndefined();
    expect(verdictsOf(await push(caller, [a, c]))).toMatchObject([
      { status: 'applied' },
      { status: 'retry', expectedSeq: 2 },
    ]);
    expect(verdictsOf(await push(caller, [b, c])).map((verdict) => verdict.status)).toEqual(['applied', 'applied']);
    expect(await bench.onHand()).toBe(99_889);
  });

  it('a number used by another command is answered with the one that is due', async () => {
    const caller = bench.staff();
    const push = bench.pusher();
    await push(caller, [bench.adjust(1, 1), bench.adjust(2, 1)]);
    expect(verdictsOf(await push(caller, [bench.adjust(1, 5)]))).toMatchObject([{ status: 'retry', expectedSeq: 3 }]);
  });

  it('a refused one takes its number and stops nobody but those that depend on it', async () => {
    await bench.setStock(10_000);
    const caller = bench.staff();
    const a = bench.adjust(1, -999_999);
    const b = bench.adjust(2, -1, { dependsOn: [a.id] });
    const c = bench.adjust(3, -1, { dependsOn: [b.id] });
    const d = bench.adjust(4, -1);
    const fact = bench.count(5, { dependsOn: [a.id] });
    const verdicts = verdictsOf(await bench.pusher()(caller, [a, b, c, d, fact]));
    expect(verdicts.map((verdict) => verdict.code ?? verdict.status)).toEqual([
      'STOCK_BELOW_RESERVED',
      'DEPENDENCY_REFUSED',
      'DEPENDENCY_REFUSED',
      'applied',
      'applied',
    ]);
    expect(verdicts[1]?.details).toEqual([{ field: 'dependsOn', issue: 'not accepted', figures: { id: a.id } }]);
  });

  it('after a restore the device is told where to begin again, and what was lost takes effect once', async () => {
    await bench.setStock(100_000);
    const caller = bench.staff();
    const push = bench.pusher();
    const sent = Array.from({ length: 6 }, (_, n) => bench.adjust(n + 1, -1_000));
    await push(caller, sent);
    // Yesterday's backup: the last three commands and their effects are not in it.
    await world.db
      .deleteFrom('commandLog')
      .where(
        'id',
        'in',
        sent.slice(3).map((command) => command.id),
      )
      .execute();
    await world.db.updateTable('deviceSequences').set({ nextSeq: 4 }).where('deviceId', '=', caller.deviceId).execute();
    await bench.setStock(97_000);
    const next = bench.adjust(7, -1_000);
    const [told] = verdictsOf(await push(caller, [next]));
    expect(told).toMatchObject({ status: 'retry', expectedSeq: 4 });
    const again = [...sent.slice((told?.expectedSeq ?? 1) - 1), next];
    expect(verdictsOf(await push(caller, again)).every((verdict) => verdict.status === 'applied')).toBe(true);
    expect(await bench.onHand()).toBe(93_000);
  });
});

describe('at most once', () => {
  it('whatever is sent twice at once, from sixteen connections, over two processes', async () => {
    await bench.setStock(1_000_000);
    const caller = bench.staff();
    const [one, two] = [bench.pusher(), bench.pusher()];
    const commands = Array.from({ length: 10 }, (_, n) => bench.adjust(n + 1, -1_000));
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => (n % 2 === 0 ? one : two)(caller, commands)),
    );
    expect(await bench.onHand()).toBe(990_000);
    expect(bench.calls).toBeGreaterThanOrEqual(10);
    const rows = await world.db
      .selectFrom('commandLog')
      .select(['deviceSeq', 'status'])
      .where('deviceId', '=', caller.deviceId)
      .orderBy('deviceSeq')
      .execute();
    expect(rows).toEqual(commands.map((_, n) => ({ deviceSeq: n + 1, status: 'applied' })));
    const said = new Map<string, Set<string>>();
    for (const answer of answers) {
      for (const verdict of verdictsOf(answer)) {
        if (verdict.status !== 'retry')
          said.set(verdict.id, (said.get(verdict.id) ?? new Set()).add(JSON.stringify({ ...verdict, position: 0 })));
      }
    }
    expect([...said.values()].every((one) => one.size === 1)).toBe(true);
    expect(verdictsOf(await bench.pusher()(caller, commands)).every((verdict) => verdict.status === 'applied')).toBe(
      true,
    );
    expect(await bench.onHand()).toBe(990_000);
  });

  it('two devices that sell the same stock offline never sell more than there is', async () => {
    await bench.setStock(120_001);
    const push = bench.pusher();
    const desks = [bench.staff(), bench.staff()];
    const sales = desks.map(() => Array.from({ length: 100 }, (_, n) => bench.adjust(n + 1, -1_000)));
    await Promise.all(desks.map((caller, n) => push(caller, sales[n] ?? [])));
    // Lost answers: everything is sent again.
    const verdicts = (await Promise.all(desks.map((caller, n) => push(caller, sales[n] ?? [])))).flatMap(verdictsOf);
    expect(verdicts.filter((verdict) => verdict.status === 'applied')).toHaveLength(120);
    expect(verdicts.filter((verdict) => verdict.status === 'rejected')).toHaveLength(80);
    expect(await bench.onHand()).toBe(1);
  });

  it('the same command under two numbers takes effect once', async () => {
    await bench.setStock(100_000);
    const caller = bench.staff();
    const a = bench.adjust(1, -1_000);
    const verdicts = verdictsOf(await bench.pusher()(caller, [a, { ...a, deviceSeq: 2 }]));
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['applied', 'applied']);
    expect(await bench.onHand()).toBe(99_000);
    expect(verdictsOf(await bench.pusher()(caller, [bench.adjust(2, -1_000)]))[0]?.status).toBe('applied');
  });

  it('an id of another device is refused without a word about that command', async () => {
    await bench.setStock(100_000);
    const mine = bench.adjust(1, -1_000);
    await bench.pusher()(bench.staff(), [mine]);
    const other = bench.staff();
    const [verdict] = verdictsOf(await bench.pusher()(other, [{ ...mine, deviceSeq: 1 }]));
    expect(verdict).toEqual({
      id: mine.id,
      status: 'rejected',
      code: 'COMMAND_MALFORMED',
      message: 'This id was used by another device.',
    });
    expect(await bench.onHand()).toBe(99_000);
  });

  it('the number, the effect and the verdict are there together or not at all, wherever it breaks', async () => {
    await bench.setStock(100_000);
    const caller = bench.staff();
    const command = bench.adjust(1, -1_000);
    // The connection dies after the effect, before the verdict: the backend of the transaction is killed.
    bench.fail = async (tx, call) => {
      if (call > 2) return;
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(world.db);
      await sql`select 1`.execute(tx);
    };
    const [verdict] = verdictsOf(await bench.pusher()(caller, [command]));
    expect(verdict).toMatchObject({ status: 'applied' });
    expect(bench.calls).toBe(3);
    expect(await bench.onHand()).toBe(99_000);
  });
});
