import type { Caller } from '@khaacho/shared/people/contract.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPushBench, type PushBench, verdictsOf } from '../testing/replica-push.ts';
import { callerIn, createReplicaWorld, NOW, type ReplicaWorld } from '../testing/replica-world.ts';

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

describe('what cannot be carried out', () => {
  it('an unknown command, another version, a wrong payload and a wrong role are refused, and take their number', async () => {
    const caller = bench.staff();
    const commands = [
      bench.adjust(1, 1, { type: 'moon.land' }),
      bench.adjust(2, 1, { version: 9 }),
      bench.adjust(3, 0),
      bench.adjust(4, 1, { payload: null }),
      bench.adjust(5, 1_000),
    ];
    const verdicts = verdictsOf(await bench.pusher()(caller, commands));
    expect(verdicts.map((verdict) => verdict.code ?? verdict.status)).toEqual([
      'COMMAND_UNKNOWN',
      'COMMAND_UNKNOWN',
      'COMMAND_MALFORMED',
      'COMMAND_MALFORMED',
      'applied',
    ]);
    expect(verdicts[2]?.details).toEqual([{ field: 'deltaMilli', issue: 'The difference is not zero.' }]);
    const agent = callerIn('FIELD_AGENT');
    expect(
      verdictsOf(await bench.pusher()(agent, [bench.adjust(1, 1), bench.count(2)])).map((verdict) => verdict.code),
    ).toEqual(['FORBIDDEN', 'FORBIDDEN']);
    const asked = await bench.pusher()(callerIn('ADMIN', { deviceId: null }), [bench.adjust(1, 1)]);
    expect(asked).toMatchObject({ refused: { code: 'FORBIDDEN' } });
  });

  it('odd text and deep nesting neither break the verdict nor block the queue', async () => {
    let deep: unknown = 'x';
    for (let n = 0; n < 500; n += 1) deep = [deep];
    const note = 'a\u0000b\ud800c';
    const payload = { offerId: bench.offer, deltaMilli: 1, reason: 'OTHER', note };
    const caller = bench.staff();
    const odd = bench.adjust(1, 1, { payload });
    const verdicts = verdictsOf(
      await bench.pusher()(caller, [
        odd,
        bench.adjust(2, 1, { payload: deep }),
        bench.adjust(3, 1, { type: '\u0000' }),
      ]),
    );
    expect(verdicts.map((verdict) => verdict.code ?? verdict.status)).toEqual([
      'applied',
      'COMMAND_MALFORMED',
      'COMMAND_UNKNOWN',
    ]);
    expect((await stored(odd.id))?.payload).toMatchObject({ note: 'a\ufffdb\ufffdc' });
  });

  it('a poison command is tried three times, then answered for good; what stands behind it goes on', async () => {
    await bench.setStock(100_000);
    const caller = bench.staff();
    bench.fail = async (_tx, call) => {
      if (call <= 3) throw new Error('a bug with a secret in it');
    };
    const commands = [bench.adjust(1, -1_000), bench.adjust(2, -1_000)];
    const verdicts = verdictsOf(await bench.pusher()(caller, commands));
    expect(verdicts).toMatchObject([{ status: 'rejected', code: 'INTERNAL' }, { status: 'applied' }]);
    expect(JSON.stringify(verdicts)).not.toContain('secret');
    expect(bench.calls).toBe(4);
    expect(await bench.onHand()).toBe(99_000);
    bench.fail = null;
    expect(verdictsOf(await bench.pusher()(caller, commands))).toEqual(verdicts);
  });

  it('a poison in SQL, after the statement has broken its transaction, ends the same', async () => {
    bench.fail = async (tx, call) => void (call <= 3 && (await sql`select 1 / 0`.execute(tx)));
    const verdicts = verdictsOf(await bench.pusher()(bench.staff(), [bench.adjust(1, -1), bench.adjust(2, -1)]));
    expect(verdicts.map((verdict) => verdict.code ?? verdict.status)).toEqual(['INTERNAL', 'applied']);
  });

  it('a fact is never refused: what does not fit is kept, told, and answered applied', async () => {
    const caller = bench.staff();
    bench.fail = async (_tx, call) => {
      if (call > 1) throw new Error('a bug');
    };
    const commands = [
      bench.count(1, { payload: { offerId: bench.offer, countedMilli: 1, againstMilli: 1, note: 'refuse' } }),
      bench.count(2),
      bench.count(3, { payload: { offerId: 'nonsense' } }),
      bench.count(4, { version: 2 }),
    ];
    const verdicts = verdictsOf(await bench.pusher()(caller, commands));
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect(verdicts.map((verdict) => verdict.details?.[0]?.figures?.kept)).toEqual([
      'OFFER_UNKNOWN',
      'INTERNAL',
      'COMMAND_MALFORMED',
      'COMMAND_UNKNOWN',
    ]);
    expect(bench.parked.map((fact) => fact.commandId)).toEqual(commands.map((command) => command.id));
    expect((await stored(commands[1]?.id ?? ''))?.parkedBecause).toMatch(/^INTERNAL/);
    expect(verdictsOf(await bench.pusher()(caller, commands))).toEqual(verdicts);
  });

  it('a fact is kept even where nobody can be told', async () => {
    const push = bench.pusher({
      onParkedFact: async (tx) => {
        await sql`select 1 / 0`.execute(tx);
      },
    });
    const fact = bench.count(1, { payload: {} });
    expect(verdictsOf(await push(bench.staff(), [fact]))).toMatchObject([
      { status: 'applied', details: [{ figures: { told: 0 } }] },
    ]);
    expect((await stored(fact.id))?.parkedBecause).toMatch(/^COMMAND_MALFORMED/);
  });

  it('while the database cannot serve, a command waits and nothing is decided', async () => {
    await bench.setStock(100_000);
    const caller = bench.staff();
    bench.fail = async (tx) => {
      await sql`set local statement_timeout = '20ms'`.execute(tx);
      await sql`select pg_sleep(1)`.execute(tx);
    };
    const commands = [bench.adjust(1, -1_000), bench.adjust(2, -1_000)];
    expect(verdictsOf(await bench.pusher()(caller, commands))).toMatchObject([
      { status: 'retry', code: 'BUSY' },
      { status: 'retry', code: 'BUSY' },
    ]);
    expect(await bench.onHand()).toBe(100_000);
    bench.fail = null;
    expect(verdictsOf(await bench.pusher()(caller, commands)).map((verdict) => verdict.status)).toEqual([
      'applied',
      'applied',
    ]);
    expect(await bench.onHand()).toBe(98_000);
  });

  it('a deadlock is run again and takes effect once', async () => {
    await bench.setStock(100_000);
    const other = world.offers[0][1] ?? '';
    const [a, b]: Caller[] = [bench.staff(), bench.staff()];
    const bothIn = Promise.withResolvers<void>();
    let inside = 0;
    bench.fail = async (tx, call) => {
      if (call > 2) return;
      inside += 1;
      if (inside === 2) bothIn.resolve();
      await bothIn.promise;
      // Each has one offer's row and wants the other's.
      for (const one of [bench.offer, other])
        await tx.updateTable('stockLevels').set({ shortSince: NOW }).where('offerId', '=', one).execute();
    };
    const onOther = { offerId: other, deltaMilli: -1_000, reason: 'OTHER' };
    const push = bench.pusher();
    const answers = await Promise.all([
      push(a ?? bench.staff(), [bench.adjust(1, -1_000)]),
      push(b ?? bench.staff(), [bench.adjust(1, 0, { payload: onOther })]),
    ]);
    expect(answers.flatMap(verdictsOf).map((verdict) => verdict.status)).toEqual(['applied', 'applied']);
    expect(await bench.onHand()).toBe(99_000);
  });
});
