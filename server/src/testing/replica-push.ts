/** Commands for replication's tests: two doors that do little, one process or several that push them. */
import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Command, PushAnswer, Verdict } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { createLog } from '../log.ts';
import type { ParkedFact } from '../sync/decide.ts';
import { createGate } from '../sync/gate.ts';
import { createPush, type Push, type PushDeps } from '../sync/push.ts';
import { type AnyCommandDoor, createRegistry } from '../sync/registry.ts';
import { callerIn, id, NOW, type ReplicaWorld } from './replica-world.ts';

export type PushBench = {
  offer: string;
  /** Facts that were kept, and commands whose onCommit ran. */
  parked: ParkedFact[];
  afterCommit: string[];
  /** How often a door was called. */
  calls: number;
  /** Set by a test that wants calls to fail. */
  fail: ((tx: Tx, call: number) => Promise<void>) | null;
  /** A process that takes commands. */
  pusher(more?: Partial<PushDeps>): Push;
  staff(): Caller;
  adjust(seq: number, deltaMilli: number, more?: Partial<Command>): Command;
  count(seq: number, more?: Partial<Command>): Command;
  onHand(): Promise<number>;
  setStock(onHandMilli: number): Promise<unknown>;
};

export function createPushBench(world: ReplicaWorld): PushBench {
  const offer = world.offers[0][0] ?? '';
  const doors: AnyCommandDoor[] = [];
  const bench: PushBench = {
    ...{ offer, parked: [], afterCommit: [], calls: 0, fail: null },
    pusher: (more = {}) =>
      createPush({
        ...{
          db: world.db,
          registry: createRegistry([], doors),
          log: createLog({ level: 'silent' }),
          gate: createGate(8),
        },
        clock: { now: () => NOW },
        onParkedFact: async (_tx, fact) => void bench.parked.push(fact),
        numbered: async () => void (await sql`select sync_number(10000)`.execute(world.db)),
        ...more,
      }),
    staff: () => callerIn('VENDOR_STAFF', { vendorId: world.vendors[0] }),
    adjust: (deviceSeq, deltaMilli, more = {}) => {
      const payload = { offerId: offer, deltaMilli, reason: 'OTHER' };
      return { id: id(), type: 'stock.adjust', version: 1, payload, issuedAt: NOW.toISOString(), deviceSeq, ...more };
    },
    count: (seq, more = {}) => {
      const payload = { offerId: offer, countedMilli: 5, againstMilli: 6 };
      return bench.adjust(seq, 1, { type: 'stock.count', payload, ...more });
    },
    onHand: async () => {
      const level = world.db.selectFrom('stockLevels').select('onHandMilli').where('offerId', '=', offer);
      return (await level.executeTakeFirstOrThrow()).onHandMilli;
    },
    setStock: (onHandMilli) => {
      const level = { onHandMilli, reservedMilli: 0, shortSince: NOW };
      return world.db.updateTable('stockLevels').set(level).where('offerId', '=', offer).execute();
    },
  };
  doors.push(adjustDoor(bench), countDoor(bench));
  return bench;
}

/** Writes first and looks afterwards, so that only the savepoint undoes what it wrote. */
function adjustDoor(bench: PushBench): AnyCommandDoor {
  return {
    type: 'stock.adjust',
    roles: ['VENDOR_STAFF', 'ADMIN'],
    apply: async (tx, { payload: { offerId, deltaMilli }, commandId, now }) => {
      bench.calls += 1;
      tx.onCommit(() => void bench.afterCommit.push(commandId));
      const move = { offerId, kind: 'ADJUST', deltaMilli, onHandMilli: 0, commandId, at: now };
      await tx.insertInto('stockMoves').values(move).execute();
      const { onHandMilli } = await tx
        .updateTable('stockLevels')
        .set((eb) => ({
          onHandMilli: eb.fn<number>('greatest', [eb.lit(0), eb('onHandMilli', '+', deltaMilli)]),
          shortSince: now,
        }))
        .where('offerId', '=', offerId)
        .returning('onHandMilli')
        .executeTakeFirstOrThrow();
      await bench.fail?.(tx, bench.calls);
      if (onHandMilli > 0) return ok({ details: [{ issue: 'moved', figures: { onHandMilli } }] });
      const details = [{ field: 'deltaMilli', issue: 'too much', figures: { leftMilli: 0 } }];
      return err(refusal('STOCK_BELOW_RESERVED', 'Not so much is there.', details));
    },
  };
}

function countDoor(bench: PushBench): AnyCommandDoor {
  return {
    type: 'stock.count',
    roles: ['VENDOR_STAFF'],
    apply: async (tx, { payload }) => {
      bench.calls += 1;
      await bench.fail?.(tx, bench.calls);
      return payload.note === 'refuse' ? err(refusal('OFFER_UNKNOWN', 'No such offer.')) : ok({});
    },
  };
}

export function verdictsOf(answer: PushAnswer): Verdict[] {
  if (!('verdicts' in answer)) throw new Error(`refused: ${answer.refused.code}`);
  return answer.verdicts;
}
