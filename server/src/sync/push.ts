import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Command, PushAnswer, Verdict } from '@khaacho/shared/sync/protocol.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import { isUnavailable, isUniqueViolation } from '../db/failures.ts';
import { NestedTooDeeply, storable, storableText } from '../db/storable.ts';
import type { Log } from '../log.ts';
import type { Admission } from './admission.ts';
import * as commandLog from './command-store.ts';
import { type DecideDeps, decide, gaveUp, type Turn } from './decide.ts';
import { createLanes, type Gate, type Lanes } from './gate.ts';
import type { Registry } from './registry.ts';
import { type BatchSize, createBatchSize, type DeviceCaller, decideTogether } from './together.ts';

export type PushDeps = DecideDeps & {
  db: Db;
  registry: Registry;
  log: Log;
  clock: Clock;
  /** How many transactions are at work side by side. A device takes one place at most, and queues anew for each. */
  gate: Gate;
  /** Bounds what is held in memory and says when to come again; none: everybody is taken in. */
  admission?: Admission | undefined;
  onVerdict?: ((verdict: Verdict) => void) | undefined;
  /** Called once a batch has left lines in the feed; settles when they are numbered, or soon. */
  numbered(): Promise<void>;
};

export type Push = (caller: Caller, commands: readonly Command[]) => Promise<PushAnswer>;

/** A command that throws is tried so often; then it is answered for good, so that what stands behind it can go on. */
const TRIES = 3;
const BACK_OFF_MS = [30, 150];

const TURNED_AWAY = {
  code: 'BUSY',
  message: 'Many devices are sending at once. It is this one’s turn a little later.',
} as const;

/** What the batches of this process share. */
type House = {
  size: BatchSize;
  /** Devices of one vendor work on the same stock and orders: their batches go one after the other and do not collide. */
  rows: Lanes;
};

/**
 * Decides commands of a device in the order given: number, effect and verdict of each together or none of them. Several
 * share a transaction; where one of them fails it is tried alone, so that it takes nothing else with it. The device is the
 * token's.
 */
export function createPush(deps: PushDeps): Push {
  const lanes = createLanes();
  const house: House = { size: createBatchSize(), rows: createLanes() };
  return async (caller, commands) => {
    const { deviceId } = caller;
    if (deviceId === null) {
      return { refused: { code: 'FORBIDDEN', message: 'Commands are sent by a signed-in device.' } };
    }
    const place = deps.admission?.enter(deviceId);
    if (place && 'retryAfterMs' in place) return { refused: { ...TURNED_AWAY, ...place } };
    try {
      return await lanes(deviceId, () => pushAll(deps, house, { ...caller, deviceId }, commands));
    } finally {
      place?.leave();
    }
  };
}

async function pushAll(
  deps: PushDeps,
  house: House,
  caller: DeviceCaller,
  commands: readonly Command[],
): Promise<PushAnswer> {
  const known = await commandLog.storedVerdicts(
    deps.db,
    commands.map((command) => command.id),
  );
  const verdicts: Verdict[] = [];
  let waiting: Verdict | null = null;
  while (verdicts.length < commands.length) {
    const command = commands[verdicts.length];
    if (!command) break;
    const stored = known.get(command.id);
    // Behind one that has to wait only what was decided before can be answered.
    if (stored) verdicts.push(asAskedBy(caller, stored));
    else if (waiting) verdicts.push({ ...waiting, id: command.id });
    else {
      const next = together(commands.slice(verdicts.length, verdicts.length + house.size.now()), known);
      const work = () => deps.gate(() => pushSome(deps, house.size, caller, next));
      // One alone holds nothing while it waits, so it need not wait for others.
      const fresh = await (next.length > 1 ? house.rows(caller.vendorId ?? caller.deviceId, work) : work());
      for (const verdict of fresh) deps.onVerdict?.(verdict);
      waiting = fresh.find((verdict) => verdict.status === 'retry') ?? null;
      verdicts.push(...fresh);
    }
  }
  return { verdicts: await withPositions(deps, caller.deviceId, verdicts) };
}

/** The first of these that may share a commit: none is known, none comes twice. */
function together(commands: readonly Command[], known: ReadonlyMap<string, unknown>): Command[] {
  const ids = new Set<string>();
  for (const { id } of commands) {
    if (known.has(id) || ids.has(id)) break;
    ids.add(id);
  }
  return commands.slice(0, ids.size).map(storableCommand);
}

/** Verdicts of the first of these commands: at least one, and as many as a commit took. */
async function pushSome(
  deps: PushDeps,
  size: BatchSize,
  caller: DeviceCaller,
  commands: readonly Command[],
): Promise<Verdict[]> {
  const [first] = commands;
  if (!first) return [];
  if (commands.length === 1) {
    const verdict = await pushOne(deps, caller, first, 0);
    size.heard({ asked: 1, done: 1, collided: false });
    return [verdict];
  }
  const { verdicts, failure, collided } = await decideTogether(deps, caller, commands);
  size.heard({ asked: commands.length, done: verdicts.length, collided });
  const next = commands[verdicts.length];
  if (failure?.of === 'all') {
    deps.log.warn({ err: failure.error, commands: commands.length }, 'commands are decided one by one');
    return oneByOne(deps, caller, commands);
  }
  if (!next || (verdicts.length > 0 && !failure)) return verdicts;
  // Out of turn at the very first, or it has thrown once: what stands before it is committed.
  if (failure) deps.log.warn({ err: failure.error, type: next.type }, 'a command is decided alone');
  return [...verdicts, await pushOne(deps, caller, next, failure ? 1 : 0)];
}

/** Nothing of it is stored, or word of its commit was lost: alone each finds out for itself. */
async function oneByOne(deps: PushDeps, caller: DeviceCaller, commands: readonly Command[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const command of commands) {
    const verdict = await pushOne(deps, caller, command, 0);
    verdicts.push(verdict);
    if (verdict.status === 'retry') break;
  }
  return verdicts;
}

/** A verdict is its device's; another one that knows the id learns that it is taken and nothing else. */
function asAskedBy(caller: DeviceCaller, stored: commandLog.StoredVerdict): Verdict {
  if (stored.deviceId === caller.deviceId) return stored.verdict;
  const message = 'This id was used by another device.';
  return { id: stored.verdict.id, status: 'rejected', code: 'COMMAND_MALFORMED', message };
}

/** `failed`: how often it has thrown before. */
async function pushOne(deps: PushDeps, caller: DeviceCaller, command: Command, failed: number): Promise<Verdict> {
  let failure: unknown;
  for (let attempt = failed; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await pause(BACK_OFF_MS[attempt - 1] ?? 0);
    try {
      return await decideOnce(deps, caller, command, (tx, turn) => decide(deps, tx, turn));
    } catch (error) {
      failure = error;
      const stored = await storedMeanwhile(deps, command.id, error);
      if (stored) return asAskedBy(caller, stored);
      deps.log.warn({ err: error, type: command.type, attempt }, 'a command could not be decided');
    }
  }
  if (isUnavailable(failure)) return busy(command);
  deps.log.error({ err: failure, type: command.type, commandId: command.id }, 'a poison command is answered for good');
  try {
    return await decideOnce(deps, caller, command, (tx, turn) => gaveUp(deps, tx, turn));
  } catch (error) {
    deps.log.error({ err: error, type: command.type, commandId: command.id }, 'a verdict could not be stored');
    return busy(command);
  }
}

function busy({ id }: Command): Verdict {
  return { id, status: 'retry', code: 'BUSY', message: 'The server is busy; send it again.' };
}

/** PostgreSQL's integer. */
const MOST_VERSION = 2 ** 31 - 1;

/** As the log can keep it: one odd character or number must not hold up everything behind it. */
function storableCommand(sent: Command): Command {
  const command = { ...sent, type: storableText(sent.type), version: Math.min(sent.version, MOST_VERSION) };
  try {
    return { ...command, payload: storable(sent.payload) };
  } catch (error) {
    // Deeper than any document of ours; no payload contract takes null.
    if (error instanceof NestedTooDeeply) return { ...command, payload: null };
    throw error;
  }
}

/** The same command under another number, or from another device, was decided while this one was at work. */
async function storedMeanwhile(
  deps: PushDeps,
  id: string,
  error: unknown,
): Promise<commandLog.StoredVerdict | undefined> {
  if (!isUniqueViolation(error, 'command_log_pkey')) return undefined;
  return (await commandLog.storedVerdicts(deps.db, [id])).get(id);
}

const NOTHING: ReadonlySet<string> = new Set();

/** One transaction: the number is taken, `work` has its effect, the verdict is stored. */
async function decideOnce(
  deps: PushDeps,
  caller: DeviceCaller,
  command: Command,
  work: (tx: Tx, turn: Turn) => Promise<commandLog.Decision>,
): Promise<Verdict> {
  return transaction(deps.db, async (tx) => {
    const receivedAt = deps.clock.now();
    const { userId, deviceId } = caller;
    if (!(await commandLog.takeNumber(tx, deviceId, command.deviceSeq))) return outOfTurn(tx, caller, command);
    const door = deps.registry.command(command.type);
    const turn = { command, caller, door, now: receivedAt, appliedHere: NOTHING };
    const decision = await work(tx, turn);
    const decidedAt = deps.clock.now();
    await commandLog.writeDecisions(tx, [{ command, deviceId, userId, decision, receivedAt, decidedAt }]);
    return commandLog.verdictOf(command.id, decision);
  });
}

/** Another number is due: the command was decided meanwhile, or some before it have not come. */
async function outOfTurn(tx: Tx, caller: DeviceCaller, { id }: Command): Promise<Verdict> {
  const stored = (await commandLog.storedVerdicts(tx, [id])).get(id);
  if (stored) return asAskedBy(caller, stored);
  const expectedSeq = await commandLog.expectedNumber(tx, caller.deviceId);
  const message = `The next command of this device is number ${expectedSeq}.`;
  return { id, status: 'retry', code: 'COMMAND_OUT_OF_ORDER', message, expectedSeq };
}

/** Adds the feed positions of those that are numbered by now; the others learn theirs from the feed. */
async function withPositions(deps: PushDeps, deviceId: string, verdicts: Verdict[]): Promise<Verdict[]> {
  const decided = verdicts.filter((verdict) => verdict.status !== 'retry').map((verdict) => verdict.id);
  if (decided.length === 0) return verdicts;
  await deps.numbered();
  const positions = await commandLog.positionsOf(deps.db, deviceId, decided);
  return verdicts.map((verdict) => {
    const position = positions.get(verdict.id);
    return position === undefined ? verdict : { ...verdict, position };
  });
}
