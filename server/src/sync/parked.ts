/** The desk where a person settles facts that could not be booked. The verdict their devices were given never changes. */
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { ParkedFact, Settlement } from '@khaacho/shared/sync/parked-contract.ts';
import type { Db, Tx } from '../db/database.ts';
import { applyAgain } from './decide.ts';
import * as store from './parked-store.ts';
import type { Registry } from './registry.ts';

export type SettledFact = {
  commandId: string;
  type: string;
  how: Settlement;
  note: string | null;
  by: Caller;
  now: Date;
};

export type ParkedDeps = {
  db: Db;
  registry: Registry;
  /** Who sent it, with the rights they have now; null where the account is gone. */
  callerOf(tx: Tx, userId: string, deviceId: string): Promise<Caller | null>;
  /** Told inside the transaction that settles: audit and alert belong there. */
  onSettled(tx: Tx, settled: SettledFact): Promise<void>;
};

type Ask = { id: string; by: Caller; now: Date };

/**
 * Books the fact after all, in the name of whoever reported it: cash an agent took stays cash in that agent's hand. Where it
 * still does not fit, the feature's refusal is the answer and nothing has changed. A second time answers what stands.
 */
export async function bookFact(deps: ParkedDeps, tx: Tx, { id, by, now }: Ask): Promise<Result<ParkedFact, Refusal>> {
  const fact = await store.lockFact(tx, id);
  if (!fact) return err(unknownFact());
  if (fact.settlement !== null) return standing(tx, id, fact.settlement, 'BOOKED');
  const caller = await deps.callerOf(tx, fact.userId, fact.deviceId);
  if (!caller) return err(refusal('USER_DISABLED', 'The account that reported this is gone: settle it by hand.'));
  const { type, version, payload, deviceSeq } = fact;
  const command = { id, type, version, payload, deviceSeq, issuedAt: fact.issuedAt.toISOString() };
  const outcome = await applyAgain(tx, { command, caller, door: deps.registry.command(type), now });
  if (!outcome.ok) return outcome;
  return settle(deps, tx, { commandId: id, type, how: 'BOOKED', note: null, by, now });
}

/** Closes the fact by hand: somebody has put the world right another way, and says how. */
export async function dismissFact(
  deps: ParkedDeps,
  tx: Tx,
  { id, by, now }: Ask,
  note: string,
): Promise<Result<ParkedFact, Refusal>> {
  const fact = await store.lockFact(tx, id);
  if (!fact) return err(unknownFact());
  if (fact.settlement !== null) return standing(tx, id, fact.settlement, 'DISMISSED');
  return settle(deps, tx, { commandId: id, type: fact.type, how: 'DISMISSED', note, by, now });
}

async function settle(deps: ParkedDeps, tx: Tx, settled: SettledFact): Promise<Result<ParkedFact, Refusal>> {
  const { commandId, how, note, by, now } = settled;
  await store.writeSettlement(tx, commandId, { how, by: by.userId, note, at: now });
  await deps.onSettled(tx, settled);
  return found(tx, commandId);
}

/** Settled before: the same wish again is answered with it, the other one is too late. */
async function standing(tx: Tx, id: string, is: Settlement, wanted: Settlement): Promise<Result<ParkedFact, Refusal>> {
  if (is === wanted) return found(tx, id);
  return err(
    refusal('VERSION_CONFLICT', 'Somebody has settled this meanwhile.', [{ issue: 'settled', figures: { how: is } }]),
  );
}

async function found(tx: Tx, id: string): Promise<Result<ParkedFact, Refusal>> {
  const fact = await store.findFact(tx, id);
  return fact ? ok(fact) : err(unknownFact());
}

function unknownFact(): Refusal {
  return refusal('NOT_FOUND', 'Nothing with this id waits to be settled.');
}
