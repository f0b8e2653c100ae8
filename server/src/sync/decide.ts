/** What becomes of one command whose turn it is: applied, rejected with a reason, or (a fact) kept for a person. */
import { type Detail, type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { type Payloads, payloadSchemas } from '@khaacho/shared/sync/payloads.ts';
import { type Command, type CommandType, factTypes } from '@khaacho/shared/sync/protocol.ts';
import { sql } from 'kysely';
import type { z } from 'zod';
import type { Tx } from '../db/database.ts';
import type { Log } from '../log.ts';
import { type Decision, notApplied } from './command-store.ts';
import type { CommandDoor, RegisteredCommandDoor } from './registry.ts';

/** A fact that could not be carried out. Told inside the transaction that stores it: raise an alert there. */
export type ParkedFact = {
  commandId: string;
  type: string;
  payload: unknown;
  because: string;
  caller: Caller;
  now: Date;
};

export type DecideDeps = { log: Log; onParkedFact?: ((tx: Tx, fact: ParkedFact) => Promise<void>) | undefined };

/** A command at its turn; the payload is storable text by now. */
export type Turn = {
  command: Command;
  caller: Caller;
  door: RegisteredCommandDoor | undefined;
  now: Date;
  /** Commands before it in the same transaction that were applied: the log does not hold them yet. */
  appliedHere: ReadonlySet<string>;
};

/** More than a screen can show helps nobody. */
const MAX_DETAILS = 20;

const schemas: { [T in CommandType]: z.ZodType<Payloads[T]> } = payloadSchemas;

export function isFact(type: string): boolean {
  return factTypes.some((fact) => fact === type);
}

/** Throws where the feature throws: the caller tries again, and gives up with `gaveUp`. */
export async function decide(deps: DecideDeps, tx: Tx, turn: Turn): Promise<Decision> {
  const { command, caller, door } = turn;
  const sent = door?.payloadToday(command.version, command.payload);
  if (!door || !sent) return refuse(deps, tx, turn, unknownCommand());
  if (!door.roles.includes(caller.role)) return rejected(refusal('FORBIDDEN', 'Your role may not do this.'));
  // A fact has happened whether or not what it followed was allowed.
  if (!isFact(door.type)) {
    const elsewhere = (command.dependsOn ?? []).filter((id) => !turn.appliedHere.has(id));
    const missing = await notApplied(tx, elsewhere);
    if (missing.length > 0) return rejected(dependencyRefused(missing));
  }
  const outcome = await carryOut(tx, door, sent.payload, turn);
  if (outcome.ok) return applied(outcome.value.details ?? []);
  return refuse(deps, tx, turn, outcome.error);
}

/** The end of a command that failed each time it was tried. */
export async function gaveUp(deps: DecideDeps, tx: Tx, turn: Turn): Promise<Decision> {
  return refuse(deps, tx, turn, refusal('INTERNAL', 'This could not be carried out because of an error of ours.'));
}

/** A fact that was kept is given to its feature once more; a refusal leaves nothing of what was written. */
export async function applyAgain(tx: Tx, turn: Alone & Pick<Turn, 'door'>): Promise<Result<Applied, Refusal>> {
  const { command, door } = turn;
  const sent = door?.payloadToday(command.version, command.payload);
  return door && sent ? carryOut(tx, door, sent.payload, turn) : err(unknownCommand());
}

function unknownCommand(): Refusal {
  return refusal('COMMAND_UNKNOWN', 'This server does not know this command. Update it or the app.');
}

/** An intent is refused; a fact is not, it is kept for a person to settle. */
async function refuse(deps: DecideDeps, tx: Tx, turn: Turn, refused: Refusal): Promise<Decision> {
  return isFact(turn.command.type) ? park(deps, tx, turn, refused) : rejected(refused);
}

function applied(details: Detail[]): Decision {
  return { status: 'applied', code: null, message: null, details, parkedBecause: null };
}

function rejected({ code, message, details }: Refusal): Decision {
  return { status: 'rejected', code, message, details, parkedBecause: null };
}

async function park(deps: DecideDeps, tx: Tx, { command, caller, now }: Turn, refused: Refusal): Promise<Decision> {
  const because = `${refused.code}: ${refused.message}`;
  const { id: commandId, type, payload } = command;
  const told = await inSavepoint(tx, async () => {
    await deps.onParkedFact?.(tx, { commandId, type, payload, because, caller, now });
    return ok(null);
  }).catch((error: unknown) => {
    // The fact is kept all the same; it is listed among those nobody has settled.
    deps.log.error({ err: error, type, commandId }, 'nobody could be told of a fact that was kept');
    return err(null);
  });
  const issue = 'Kept as it was sent. A person in the office settles it.';
  const details: Detail[] = [{ issue, figures: { kept: refused.code, told: told.ok ? 1 : 0 } }];
  return { status: 'applied', code: null, message: issue, details, parkedBecause: because };
}

function dependencyRefused(missing: readonly string[]): Refusal {
  return refusal(
    'DEPENDENCY_REFUSED',
    'What this follows on was not accepted.',
    missing.map((id): Detail => ({ field: 'dependsOn', issue: 'not accepted', figures: { id } })),
  );
}

type Applied = { details?: Detail[] };
/** What a door wants to know of a command, whatever else stands in its batch. */
type Alone = Pick<Turn, 'command' | 'caller' | 'now'>;

async function carryOut<T extends CommandType>(
  tx: Tx,
  door: CommandDoor<T>,
  sent: unknown,
  turn: Alone,
): Promise<Result<Applied, Refusal>> {
  const payload = schemas[door.type].safeParse(sent);
  if (!payload.success) return err(malformed(payload.error));
  const { command, caller, now } = turn;
  const issuedAt = new Date(command.issuedAt);
  return inSavepoint(tx, () => door.apply(tx, { payload: payload.data, commandId: command.id, caller, issuedAt, now }));
}

function malformed(error: z.ZodError): Refusal {
  return refusal(
    'COMMAND_MALFORMED',
    'Some fields of this command are missing or wrong.',
    error.issues.slice(0, MAX_DETAILS).map((issue): Detail => ({ field: issue.path.join('.'), issue: issue.message })),
  );
}

type Callback = Parameters<Tx['onCommit']>[0];

/**
 * Runs `work` so that a refusal leaves nothing of what it wrote, and nothing of what it wanted to do after the commit.
 * An exception is passed on after the same. Savepoints are not released: each would be one more round trip, and the
 * transaction ends after at most a batch of them.
 */
async function inSavepoint<T, E>(tx: Tx, work: () => Promise<Result<T, E>>): Promise<Result<T, E>> {
  const outer = tx.onCommit;
  const held: Callback[] = [];
  tx.onCommit = (callback) => void held.push(callback);
  await sql`SAVEPOINT command`.execute(tx);
  try {
    const result = await work();
    if (!result.ok) {
      await sql`ROLLBACK TO SAVEPOINT command`.execute(tx);
      return result;
    }
    for (const callback of held) outer(callback);
    return result;
  } catch (error) {
    await sql`ROLLBACK TO SAVEPOINT command`.execute(tx);
    throw error;
  } finally {
    tx.onCommit = outer;
  }
}
