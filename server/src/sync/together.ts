/** Several commands of one device in one commit: a commit each costs more than most commands themselves. */
import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Command, Verdict } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import { type Db, type Tx, transaction } from '../db/database.ts';
import { isLockTimeout } from '../db/failures.ts';
import * as commandLog from './command-store.ts';
import { type DecideDeps, decide } from './decide.ts';
import type { Registry } from './registry.ts';

export type DeviceCaller = Caller & { deviceId: string };
export type TogetherDeps = DecideDeps & { db: Db; registry: Registry; clock: Clock };

export type Together = {
  /** Of the first so many commands; they are committed. */
  verdicts: Verdict[];
  /** Why the next one is not among them, where it was not only its number, its time or a row held by somebody else. */
  failure: Failure | null;
  /** It ended at a row that somebody else held. */
  collided: boolean;
};

/** `next`: the next command has thrown, nothing of it is left. `all`: nothing is stored, and which one it was is not known. */
export type Failure = { of: 'next' | 'all'; error: unknown };

/**
 * Locks of earlier commands are held while a later one asks for its own, and no order covers both: two devices' batches could
 * block each other. So a batch never waits long for a row while it holds others: it commits what it has and begins anew with
 * the command that had to wait. Far below PostgreSQL's deadlock_timeout (1 s).
 */
const LONGEST_WAIT = '5ms';
/** And others never wait long for a batch. */
const LONGEST_MS = 150;

/**
 * Decides `commands` in their order, each in a savepoint, all in one transaction with their numbers and verdicts. Ends early
 * where a number is out of turn, a row is held by another, a command throws, or the time is up.
 */
export async function decideTogether(
  deps: TogetherDeps,
  caller: DeviceCaller,
  commands: readonly Command[],
): Promise<Together> {
  let of: Failure['of'] = 'all';
  try {
    return await transaction(deps.db, (tx) => decideIn(tx, deps, caller, commands, () => void (of = 'next')));
  } catch (error) {
    return { verdicts: [], failure: { of, error }, collided: false };
  }
}

async function decideIn(
  tx: Tx,
  deps: TogetherDeps,
  caller: DeviceCaller,
  commands: readonly Command[],
  firstThrew: () => void,
): Promise<Together> {
  const begun = performance.now();
  const due = await commandLog.lockDevice(tx, caller.deviceId);
  const entries: commandLog.Entry[] = [];
  const appliedHere = new Set<string>();
  let failure: Together['failure'] = null;
  let collided = false;
  for (const command of commands) {
    if (command.deviceSeq !== due + entries.length) break;
    if (entries.length > 0 && performance.now() - begun > LONGEST_MS) break;
    if (entries.length === 1) await sql`select set_config('lock_timeout', ${LONGEST_WAIT}, true)`.execute(tx);
    try {
      const entry = await decideOne(deps, tx, caller, command, appliedHere);
      if (entry.decision.status === 'applied') appliedHere.add(command.id);
      entries.push(entry);
    } catch (error) {
      if (entries.length === 0) {
        firstThrew();
        throw error;
      }
      collided = isLockTimeout(error);
      failure = collided ? null : { of: 'next', error };
      break;
    }
  }
  if (entries.length > 0) {
    await commandLog.takeNumbers(tx, caller.deviceId, entries.length);
    await commandLog.writeDecisions(tx, entries);
  }
  return {
    verdicts: entries.map(({ command, decision }) => commandLog.verdictOf(command.id, decision)),
    failure,
    collided,
  };
}

async function decideOne(
  deps: TogetherDeps,
  tx: Tx,
  caller: DeviceCaller,
  command: Command,
  appliedHere: ReadonlySet<string>,
): Promise<commandLog.Entry> {
  const receivedAt = deps.clock.now();
  const door = deps.registry.command(command.type);
  const decision = await decide(deps, tx, { command, caller, door, now: receivedAt, appliedHere });
  const { userId, deviceId } = caller;
  return { command, deviceId, userId, decision, receivedAt, decidedAt: deps.clock.now() };
}

/** So many commands share a commit (measured: beyond it the gain is small, and locks are held longer). */
const MOST = 32;
const GROWTH = 2;

export type BatchSize = { now(): number; heard(batch: { asked: number; done: number; collided: boolean }): void };

/**
 * How many to take together. Where everybody wants the same few rows a batch only collides, and one at a time is fastest:
 * halved at each collision, a little more after each batch that went through.
 */
export function createBatchSize(): BatchSize {
  let size = MOST;
  return {
    now: () => Math.max(1, Math.floor(size)),
    heard: ({ asked, done, collided }) => {
      if (collided) size = Math.max(1, size / 2);
      else if (done === asked && asked >= Math.floor(size)) size = Math.min(MOST, size + GROWTH);
    },
  };
}
