import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Command, PushAnswer, Verdict } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../db/database.ts';
import { createLog } from '../log.ts';
import { createDesk } from '../testing/desk.ts';
import {
  callerIn,
  createReplicaWorld,
  featureCollections,
  id,
  NOW,
  type ReplicaWorld,
} from '../testing/replica-world.ts';
import { commandCollection } from './command-documents.ts';
import type { ParkedFact } from './decide.ts';
import { createPull } from './pull.ts';
import { createPush, type Push, type PushDeps } from './push.ts';
import { type AnyCommandDoor, createRegistry } from './registry.ts';

let world: ReplicaWorld;
let offer: string;
beforeAll(async () => {
  world = await createReplicaWorld();
  offer = world.offers[0][0] ?? '';
});
afterAll(() => world.close());

const parked: ParkedFact[] = [];
const afterCommit: string[] = [];
/** Set by a test that wants the next calls to fail. */
let fail: ((tx: Tx, call: number) => Promise<void>) | null = null;
let calls = 0;
beforeEach(() => {
  parked.length = 0;
  afterCommit.length = 0;
  fail = null;
  calls = 0;
});

/** Writes first and looks afterwards, so that only the savepoint undoes what it wrote. */
const doors: AnyCommandDoor[] = [
  {
    type: 'stock.adjust',
    roles: ['VENDOR_STAFF', 'ADMIN'],
    apply: async (tx, { payload, commandId, now }) => {
      calls += 1;
      tx.onCommit(() => void afterCommit.push(commandId));
      await tx
        .insertInto('stockMoves')
        .values({
          offerId: payload.offerId,
          kind: 'ADJUST',
          deltaMilli: payload.deltaMilli,
          onHandMilli: 0,
          commandId,
          at: now,
        })
        .execute();
      const left = await tx
        .updateTable('stockLevels')
        .set((eb) => ({
          onHandMilli: eb.fn<number>('greatest', [eb.lit(0), eb('onHandMilli', '+', payload.deltaMilli)]),
          shortSince: now,
        }))
        .where('offerId', '=', payload.offerId)
        .returning('onHandMilli')
        .executeTakeFirstOrThrow();
      await fail?.(tx, calls);
      return left.onHandMilli === 0
        ? err(
            refusal('STOCK_BELOW_RESERVED', 'Not so much is there.', [
              { field: 'deltaMilli', issue: 'too much', figures: { leftMilli: 0 } },
            ]),
          )
        : ok({ details: [{ issue: 'moved', figures: { onHandMilli: left.onHandMilli } }] });
    },
  },
  {
    type: 'stock.count',
    roles: ['VENDOR_STAFF'],
    apply: async (tx, { payload }) => {
      calls += 1;
      await fail?.(tx, calls);
      return payload.note === 'refuse' ? err(refusal('OFFER_UNKNOWN', 'No such offer.')) : ok({});
    },
  },
];

function pusher(more: Partial<PushDeps> = {}): Push {
  return createPush({
    db: world.db,
    registry: createRegistry([], doors),
    log: createLog({ level: 'silent' }),
    clock: { now: () => NOW },
    onParkedFact: async (_tx, fact) => void parked.push(fact),
    numbered: async () => void (await sql`select sync_number(10000)`.execute(world.db)),
    ...more,
  });
}

const staff = () => callerIn('VENDOR_STAFF', { vendorId: world.vendors[0] });
function adjust(seq: number, deltaMilli: number, more: Partial<Command> = {}): Command {
  const payload = { offerId: offer, deltaMilli, reason: 'OTHER' };
  return { id: id(), type: 'stock.adjust', version: 1, payload, issuedAt: NOW.toISOString(), deviceSeq: seq, ...more };
}
const count = (seq: number, more: Partial<Command> = {}): Command =>
  adjust(seq, 1, { type: 'stock.count', payload: { offerId: offer, countedMilli: 5, againstMilli: 6 }, ...more });

function verdictsOf(answer: PushAnswer): Verdict[] {
  if (!('verdicts' in answer)) throw new Error(`refused: ${answer.refused.code}`);
  return answer.verdicts;
}
async function onHand(): Promise<number> {
  const row = await world.db
    .selectFrom('stockLevels')
    .select('onHandMilli')
    .where('offerId', '=', offer)
    .executeTakeFirstOrThrow();
  return row.onHandMilli;
}
const setStock = (onHandMilli: number) =>
  world.db
    .updateTable('stockLevels')
    .set({ onHandMilli, reservedMilli: 0, shortSince: NOW })
    .where('offerId', '=', offer)
    .execute();
const stored = (commandId: string) =>
  world.db.selectFrom('commandLog').selectAll().where('id', '=', commandId).executeTakeFirst();

describe('a verdict', () => {
  it('is stored with the effect, carries its position, and is the same when asked again', async () => {
    await setStock(100_000);
    const caller = staff();
    const push = pusher();
    const commands = [adjust(1, -1_000), adjust(2, -500_000), adjust(3, -2_000)];
    const first = verdictsOf(await push(caller, commands));
    expect(first.map((verdict) => verdict.status)).toEqual(['applied', 'rejected', 'applied']);
    expect(first[0]).toMatchObject({ details: [{ issue: 'moved', figures: { onHandMilli: 99_000 } }] });
    expect(first[1]).toMatchObject({ code: 'STOCK_BELOW_RESERVED', details: [{ figures: { leftMilli: 0 } }] });
    const positions = first.map((verdict) => verdict.position ?? 0);
    expect(positions.every((position) => position > 0)).toBe(true);
    expect([...positions].sort((a, b) => a - b)).toEqual(positions);
    for (let n = 0; n < 3; n += 1) expect(verdictsOf(await push(caller, commands))).toEqual(first);
    expect(verdictsOf(await push(caller, [...commands].reverse()))).toEqual([...first].reverse());
    expect(await onHand()).toBe(97_000);
  });

  it('of a refusal is all that is left: no row, no feed line of it, nothing after the commit', async () => {
    await setStock(10_000);
    await sql`select sync_number(10000)`.execute(world.db);
    const caller = staff();
    const refused = adjust(1, -50_000);
    expect(verdictsOf(await pusher({ numbered: async () => {} })(caller, [refused]))[0]?.status).toBe('rejected');
    expect(await onHand()).toBe(10_000);
    expect(await world.db.selectFrom('stockMoves').selectAll().where('commandId', '=', refused.id).execute()).toEqual(
      [],
    );
    const lines = await world.db
      .selectFrom('syncLog')
      .select(['collection', 'docId'])
      .where('position', 'is', null)
      .execute();
    expect(lines).toEqual([{ collection: 'commands', docId: refused.id }]);
    expect(afterCommit).toEqual([]);
    const taken = adjust(2, -1_000);
    await pusher()(caller, [taken]);
    expect(afterCommit).toEqual([taken.id]);
  });

  it('comes with the feed too, to its own device and person only', async () => {
    const caller = staff();
    const command = adjust(1, 1_000);
    await pusher()(caller, [command]);
    const pull = createPull({ db: world.db, registry: createRegistry([...featureCollections, commandCollection], []) });
    const own = createDesk((who, request) => pull(who, request, NOW), caller);
    await own.pullToEnd('commands');
    expect([...own.holds('commands').values()]).toMatchObject([
      { id: command.id, status: 'applied', deviceSeq: 1, code: null },
    ]);
    for (const other of [staff(), { ...staff(), deviceId: caller.deviceId }, callerIn('ADMIN')]) {
      const one = createDesk((who, request) => pull(who, request, NOW), other);
      await one.pullToEnd('commands');
      expect(one.holds('commands').size).toBe(0);
    }
  });

  it('waits for no position: a verdict that is not numbered comes without', async () => {
    const [verdict] = verdictsOf(await pusher({ numbered: async () => {} })(staff(), [adjust(1, 1_000)]));
    expect(verdict).toMatchObject({ status: 'applied' });
    expect(verdict).not.toHaveProperty('position');
  });
});

describe('the order of a device', () => {
  it('has no gaps: what comes too early waits, and the number that is due is named', async () => {
    await setStock(100_000);
    const caller = staff();
    const push = pusher();
    const [a, b, c] = [adjust(1, -1), adjust(2, -10), adjust(3, -100)];
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
    expect(await onHand()).toBe(99_889);
  });

  it('a number used by another command is answered with the one that is due', async () => {
    const caller = staff();
    const push = pusher();
    await push(caller, [adjust(1, 1), adjust(2, 1)]);
    expect(verdictsOf(await push(caller, [adjust(1, 5)]))).toMatchObject([{ status: 'retry', expectedSeq: 3 }]);
  });

  it('a refused one takes its number and stops nobody but those that depend on it', async () => {
    await setStock(10_000);
    const caller = staff();
    const a = adjust(1, -999_999);
    const b = adjust(2, -1, { dependsOn: [a.id] });
    const c = adjust(3, -1, { dependsOn: [b.id] });
    const d = adjust(4, -1);
    const fact = count(5, { dependsOn: [a.id] });
    const verdicts = verdictsOf(await pusher()(caller, [a, b, c, d, fact]));
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
    await setStock(100_000);
    const caller = staff();
    const push = pusher();
    const sent = Array.from({ length: 6 }, (_, n) => adjust(n + 1, -1_000));
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
    await setStock(97_000);
    const next = adjust(7, -1_000);
    const [told] = verdictsOf(await push(caller, [next]));
    expect(told).toMatchObject({ status: 'retry', expectedSeq: 4 });
    const again = [...sent.slice((told?.expectedSeq ?? 1) - 1), next];
    expect(verdictsOf(await push(caller, again)).every((verdict) => verdict.status === 'applied')).toBe(true);
    expect(await onHand()).toBe(93_000);
  });
});

describe('at most once', () => {
  it('whatever is sent twice at once, from sixteen connections, over two processes', async () => {
    await setStock(1_000_000);
    const caller = staff();
    const [one, two] = [pusher(), pusher()];
    const commands = Array.from({ length: 10 }, (_, n) => adjust(n + 1, -1_000));
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => (n % 2 === 0 ? one : two)(caller, commands)),
    );
    expect(await onHand()).toBe(990_000);
    expect(calls).toBeGreaterThanOrEqual(10);
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
    expect(verdictsOf(await pusher()(caller, commands)).every((verdict) => verdict.status === 'applied')).toBe(true);
    expect(await onHand()).toBe(990_000);
  });

  it('two devices that sell the same stock offline never sell more than there is', async () => {
    await setStock(120_001);
    const push = pusher();
    const desks = [staff(), staff()];
    const sales = desks.map(() => Array.from({ length: 100 }, (_, n) => adjust(n + 1, -1_000)));
    await Promise.all(desks.map((caller, n) => push(caller, sales[n] ?? [])));
    // Lost answers: everything is sent again.
    const verdicts = (await Promise.all(desks.map((caller, n) => push(caller, sales[n] ?? [])))).flatMap(verdictsOf);
    expect(verdicts.filter((verdict) => verdict.status === 'applied')).toHaveLength(120);
    expect(verdicts.filter((verdict) => verdict.status === 'rejected')).toHaveLength(80);
    expect(await onHand()).toBe(1);
  });

  it('the same command under two numbers takes effect once', async () => {
    await setStock(100_000);
    const caller = staff();
    const a = adjust(1, -1_000);
    const verdicts = verdictsOf(await pusher()(caller, [a, { ...a, deviceSeq: 2 }]));
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['applied', 'applied']);
    expect(await onHand()).toBe(99_000);
    expect(verdictsOf(await pusher()(caller, [adjust(2, -1_000)]))[0]?.status).toBe('applied');
  });

  it('an id of another device is refused without a word about that command', async () => {
    await setStock(100_000);
    const mine = adjust(1, -1_000);
    await pusher()(staff(), [mine]);
    const other = staff();
    const [verdict] = verdictsOf(await pusher()(other, [{ ...mine, deviceSeq: 1 }]));
    expect(verdict).toEqual({
      id: mine.id,
      status: 'rejected',
      code: 'COMMAND_MALFORMED',
      message: 'This id was used by another device.',
    });
    expect(await onHand()).toBe(99_000);
  });

  it('the number, the effect and the verdict are there together or not at all, wherever it breaks', async () => {
    await setStock(100_000);
    const caller = staff();
    const command = adjust(1, -1_000);
    // The connection dies after the effect, before the verdict: the backend of the transaction is killed.
    fail = async (tx, call) => {
      if (call > 2) return;
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(world.db);
      await sql`select 1`.execute(tx);
    };
    const [verdict] = verdictsOf(await pusher()(caller, [command]));
    expect(verdict).toMatchObject({ status: 'applied' });
    expect(calls).toBe(3);
    expect(await onHand()).toBe(99_000);
  });
});

describe('what cannot be carried out', () => {
  it('an unknown command, another version, a wrong payload and a wrong role are refused, and take their number', async () => {
    const caller = staff();
    const commands = [
      adjust(1, 1, { type: 'moon.land' }),
      adjust(2, 1, { version: 9 }),
      adjust(3, 0),
      adjust(4, 1, { payload: null }),
      adjust(5, 1_000),
    ];
    const verdicts = verdictsOf(await pusher()(caller, commands));
    expect(verdicts.map((verdict) => verdict.code ?? verdict.status)).toEqual([
      'COMMAND_UNKNOWN',
      'COMMAND_UNKNOWN',
      'COMMAND_MALFORMED',
      'COMMAND_MALFORMED',
      'applied',
    ]);
    expect(verdicts[2]?.details).toEqual([{ field: 'deltaMilli', issue: 'The difference is not zero.' }]);
    const agent = callerIn('FIELD_AGENT');
    expect(verdictsOf(await pusher()(agent, [adjust(1, 1), count(2)])).map((verdict) => verdict.code)).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
    ]);
    const asked = await pusher()(callerIn('ADMIN', { deviceId: null }), [adjust(1, 1)]);
    expect(asked).toMatchObject({ refused: { code: 'FORBIDDEN' } });
  });

  it('odd text and deep nesting neither break the verdict nor block the queue', async () => {
    let deep: unknown = 'x';
    for (let n = 0; n < 500; n += 1) deep = [deep];
    const note = 'a\u0000b\ud800c';
    const payload = { offerId: offer, deltaMilli: 1, reason: 'OTHER', note };
    const caller = staff();
    const odd = adjust(1, 1, { payload });
    const verdicts = verdictsOf(
      await pusher()(caller, [odd, adjust(2, 1, { payload: deep }), adjust(3, 1, { type: '\u0000' })]),
    );
    expect(verdicts.map((verdict) => verdict.code ?? verdict.status)).toEqual([
      'applied',
      'COMMAND_MALFORMED',
      'COMMAND_UNKNOWN',
    ]);
    expect((await stored(odd.id))?.payload).toMatchObject({ note: 'a\ufffdb\ufffdc' });
  });

  it('a poison command is tried three times, then answered for good; what stands behind it goes on', async () => {
    await setStock(100_000);
    const caller = staff();
    fail = async (_tx, call) => {
      if (call <= 3) throw new Error('a bug with a secret in it');
    };
    const commands = [adjust(1, -1_000), adjust(2, -1_000)];
    const verdicts = verdictsOf(await pusher()(caller, commands));
    expect(verdicts).toMatchObject([{ status: 'rejected', code: 'INTERNAL' }, { status: 'applied' }]);
    expect(JSON.stringify(verdicts)).not.toContain('secret');
    expect(calls).toBe(4);
    expect(await onHand()).toBe(99_000);
    fail = null;
    expect(verdictsOf(await pusher()(caller, commands))).toEqual(verdicts);
  });

  it('a poison in SQL, after the statement has broken its transaction, ends the same', async () => {
    fail = async (tx, call) => void (call <= 3 && (await sql`select 1 / 0`.execute(tx)));
    const verdicts = verdictsOf(await pusher()(staff(), [adjust(1, -1), adjust(2, -1)]));
    expect(verdicts.map((verdict) => verdict.code ?? verdict.status)).toEqual(['INTERNAL', 'applied']);
  });

  it('a fact is never refused: what does not fit is kept, told, and answered applied', async () => {
    const caller = staff();
    fail = async (_tx, call) => {
      if (call > 1) throw new Error('a bug');
    };
    const commands = [
      count(1, { payload: { offerId: offer, countedMilli: 1, againstMilli: 1, note: 'refuse' } }),
      count(2),
      count(3, { payload: { offerId: 'nonsense' } }),
      count(4, { version: 2 }),
    ];
    const verdicts = verdictsOf(await pusher()(caller, commands));
    expect(verdicts.map((verdict) => verdict.status)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect(verdicts.map((verdict) => verdict.details?.[0]?.figures?.kept)).toEqual([
      'OFFER_UNKNOWN',
      'INTERNAL',
      'COMMAND_MALFORMED',
      'COMMAND_UNKNOWN',
    ]);
    expect(parked.map((fact) => fact.commandId)).toEqual(commands.map((command) => command.id));
    expect((await stored(commands[1]?.id ?? ''))?.parkedBecause).toMatch(/^INTERNAL/);
    expect(verdictsOf(await pusher()(caller, commands))).toEqual(verdicts);
  });

  it('a fact is kept even where nobody can be told', async () => {
    const push = pusher({
      onParkedFact: async (tx) => {
        await sql`select 1 / 0`.execute(tx);
      },
    });
    const fact = count(1, { payload: {} });
    expect(verdictsOf(await push(staff(), [fact]))).toMatchObject([
      { status: 'applied', details: [{ figures: { told: 0 } }] },
    ]);
    expect((await stored(fact.id))?.parkedBecause).toMatch(/^COMMAND_MALFORMED/);
  });

  it('while the database cannot serve, a command waits and nothing is decided', async () => {
    await setStock(100_000);
    const caller = staff();
    fail = async (tx) => {
      await sql`set local statement_timeout = '20ms'`.execute(tx);
      await sql`select pg_sleep(1)`.execute(tx);
    };
    const commands = [adjust(1, -1_000), adjust(2, -1_000)];
    expect(verdictsOf(await pusher()(caller, commands))).toMatchObject([
      { status: 'retry', code: 'BUSY' },
      { status: 'retry', code: 'BUSY' },
    ]);
    expect(await onHand()).toBe(100_000);
    fail = null;
    expect(verdictsOf(await pusher()(caller, commands)).map((verdict) => verdict.status)).toEqual([
      'applied',
      'applied',
    ]);
    expect(await onHand()).toBe(98_000);
  });

  it('a deadlock is run again and takes effect once', async () => {
    await setStock(100_000);
    const other = world.offers[0][1] ?? '';
    const [a, b]: Caller[] = [staff(), staff()];
    const bothIn = Promise.withResolvers<void>();
    let inside = 0;
    fail = async (tx, call) => {
      if (call > 2) return;
      inside += 1;
      if (inside === 2) bothIn.resolve();
      await bothIn.promise;
      // Each has one offer's row and wants the other's.
      for (const one of [offer, other])
        await tx.updateTable('stockLevels').set({ shortSince: NOW }).where('offerId', '=', one).execute();
    };
    const onOther = { offerId: other, deltaMilli: -1_000, reason: 'OTHER' };
    const push = pusher();
    const answers = await Promise.all([
      push(a ?? staff(), [adjust(1, -1_000)]),
      push(b ?? staff(), [adjust(1, 0, { payload: onOther })]),
    ]);
    expect(answers.flatMap(verdictsOf).map((verdict) => verdict.status)).toEqual(['applied', 'applied']);
    expect(await onHand()).toBe(99_000);
  });
});
