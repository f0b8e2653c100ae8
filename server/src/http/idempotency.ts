import { createHash } from 'node:crypto';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { z } from 'zod';
import type { Db, Tx } from '../db/database.ts';
import { statusOf } from './errors.ts';
import { Replay, Reply, type StoredAnswer } from './reply.ts';

/** How long a first answer is kept; a client that retries later has long been told by its own time-out. */
const KEEP_HOURS = 48;

/** One request's `Idempotency-Key`, made by route() and handed to the handler. */
export type Idempotency = {
  /** Whose key it is: `user:<id>`, or the address where nobody is signed in. */
  scope: string;
  key: string;
  /** SHA-256 over method, path and body: another body under the same key is refused. */
  requestHash: Buffer;
  now: Date;
  /** The status of an answer that names none. */
  status: number;
  /** Shapes data by the route's answer contract, as the first answer was. */
  shape(data: unknown): unknown;
  /** Set once the key guards an effect; route() treats an answer without it as a bug. */
  used: boolean;
};

/** Printable ASCII, as the header's draft standard has it; quotes around it are taken off. */
const keySchema = z.string().regex(/^[\x21-\x7e]{1,255}$/);

export function readIdempotencyKey(header: string | undefined): Result<string | null, Refusal> {
  if (header === undefined) return ok(null);
  const parsed = keySchema.safeParse(header.trim().replace(/^"(.*)"$/, '$1'));
  if (parsed.success) return ok(parsed.data);
  return err(
    refusal('VALIDATION_ERROR', 'Idempotency-Key must be 1 to 255 printable ASCII characters.', [
      { field: 'Idempotency-Key', issue: 'malformed' },
    ]),
  );
}

export function hashRequest(method: string, path: string, body: unknown, raw: Buffer): Buffer {
  const hash = createHash('sha256').update(`${method} ${path}\n`);
  return hash.update(Buffer.isBuffer(body) ? raw : canonicalJson(body)).digest();
}

/** A fast hash of a password is a password to whoever has time, so these fields are left out of it. */
const SECRET_FIELD = /password|secret|token/i;

/** JSON with sorted keys: a client that writes its fields in another order still sends the same request. */
function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_, item: unknown) =>
      item !== null && typeof item === 'object' && !Array.isArray(item)
        ? Object.fromEntries(
            Object.entries(item)
              .filter(([name]) => !SECRET_FIELD.test(name))
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          )
        : item,
    ) ?? ''
  );
}

/**
 * Runs `effect` at most once per key. The key's row is written in `tx`, together with the effect and its answer, so a
 * crash leaves both or neither. A second request with the key waits for the first to commit and gets its answer; after a
 * rollback it runs itself. Refusals are answers too, except "try again" ones (503, 429), which leave no trace.
 * Without a key (`null`) the effect simply runs.
 */
export async function withIdempotency<A>(
  tx: Tx,
  idempotency: Idempotency | null,
  effect: () => Promise<Result<A | Reply<A>, Refusal>>,
): Promise<Result<A | Reply<A> | Replay, Refusal>> {
  if (idempotency === null) return effect();
  idempotency.used = true;
  const earlier = await claim(tx, idempotency);
  if (earlier) return replayOf(idempotency, earlier);
  const outcome = await effect();
  if (!outcome.ok && isTransient(outcome.error)) await release(tx, idempotency);
  else await store(tx, idempotency, storedAnswer(idempotency, outcome));
  return outcome;
}

function isTransient(refused: Refusal): boolean {
  const status = statusOf[refused.code];
  return status === 429 || status >= 500;
}

function storedAnswer<A>(
  idempotency: Idempotency,
  outcome: Result<A | Reply<A>, Refusal>,
): { status: number; answer: StoredAnswer } {
  if (!outcome.ok) return { status: statusOf[outcome.error.code], answer: { error: outcome.error } };
  const answer = outcome.value instanceof Reply ? outcome.value : new Reply(outcome.value);
  return {
    status: answer.status ?? idempotency.status,
    answer: { data: idempotency.shape(answer.data) ?? null, message: answer.message, pagination: answer.pagination },
  };
}

type Earlier = { requestHash: Buffer; status: number; answer: unknown };

/** Null: the key is ours now. The insert waits where another transaction has just inserted the same key. */
async function claim(tx: Tx, { scope, key, requestHash, now }: Idempotency): Promise<Earlier | null> {
  const expired = new Date(now.getTime() - KEEP_HOURS * 3_600_000);
  const row = { scope, key, requestHash, status: 0, answer: JSON.stringify(null), createdAt: now };
  const claimed = await tx
    .insertInto('idempotencyKeys')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['scope', 'key']).doUpdateSet(row).where('idempotencyKeys.createdAt', '<', expired),
    )
    .returning('key')
    .executeTakeFirst();
  if (claimed) return null;
  return tx
    .selectFrom('idempotencyKeys')
    .select(['requestHash', 'status', 'answer'])
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
}

function replayOf(idempotency: Idempotency, earlier: Earlier): Result<Replay, Refusal> {
  if (!earlier.requestHash.equals(idempotency.requestHash)) {
    return err(refusal('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was used for another request: use a new one.'));
  }
  return ok(new Replay(earlier.status, storedAnswerSchema.parse(earlier.answer)));
}

const storedAnswerSchema: z.ZodType<StoredAnswer> = z.union([
  z.object({ error: z.custom<Refusal>((value) => typeof value === 'object' && value !== null) }),
  z.object({ data: z.unknown(), message: z.string().nullable(), pagination: z.custom<StoredPagination>() }),
]);
type StoredPagination = Extract<StoredAnswer, { data: unknown }>['pagination'];

async function store(
  tx: Tx,
  { scope, key }: Idempotency,
  stored: { status: number; answer: StoredAnswer },
): Promise<void> {
  await tx
    .updateTable('idempotencyKeys')
    .set({ status: stored.status, answer: JSON.stringify(stored.answer) })
    .where('scope', '=', scope)
    .where('key', '=', key)
    .execute();
}

async function release(tx: Tx, { scope, key }: Idempotency): Promise<void> {
  await tx.deleteFrom('idempotencyKeys').where('scope', '=', scope).where('key', '=', key).execute();
}

/** Forgets keys past their time; a daily job calls it. Answers how many went. */
export async function pruneIdempotencyKeys(db: Db, now: Date): Promise<number> {
  const expired = new Date(now.getTime() - KEEP_HOURS * 3_600_000);
  const result = await db.deleteFrom('idempotencyKeys').where('createdAt', '<', expired).executeTakeFirst();
  return Number(result.numDeletedRows);
}
