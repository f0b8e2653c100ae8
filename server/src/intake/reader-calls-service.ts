import { createHash, createHmac } from 'node:crypto';
import { type Clock, nepalDay, startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { z } from 'zod';
import type { Db } from '../db/database.ts';
import { storable } from '../db/storable.ts';
import type { Log } from '../log.ts';
import type { ModelOutcome } from '../outside/llm.ts';
import { answeredBefore, countCalls, insertReaderCall, type ReaderCall } from './reading-store.ts';

/** Calls of paid readers a Nepali day: of everybody, and for one shop. Beyond it the house asks people instead. */
export type ReaderBudget = { perDay: number; perRetailer: number };

export type ReaderCallDeps = { db: Db; clock: Clock; log: Log; budget: ReaderBudget };

/**
 * How asking a reader ended, for who asked. `later`: the same question may be answered in a while. `spent`: not today, by our
 * own budget or by the provider's.
 */
export type Asked<T> =
  | { kind: 'answered'; value: T; cached: boolean }
  | { kind: 'spent' }
  | { kind: 'later'; why: string }
  | { kind: 'never'; why: string };

export type Question<T> = {
  messageId: string | null;
  retailerId: string | null;
  kind: ReaderCall['kind'];
  reader: string;
  promptVersion: string | null;
  /** Everything the answer depends on but prompt and reader; for media its hash. */
  input: unknown;
  /** Free readers have no budget. */
  paid: boolean;
  answer: z.ZodType<T>;
  call: () => Promise<ModelOutcome<T>>;
};

/** The same words a week later may be answered by a better catalogue; before that they are not paid for twice. */
const CACHE_DAYS = 7;
/** So many failures in a row and nobody is asked for a while: retailers are not made to wait for what will not come. */
const FAILURES = 5;
const REST_MS = 60_000;
const QUOTA_REST_MS = 15 * 60_000;

/** Asks readers outside: answers are kept and reused, every call is on record, budgets and rests are held. */
export function createReaderCalls({ db, clock, log, budget }: ReaderCallDeps) {
  const resting = new Map<string, { until: number; failures: number; broke: boolean }>();

  const rest = (reader: string, ms: number, broke = false) =>
    resting.set(reader, { until: clock.now().getTime() + ms, failures: 0, broke });
  const learn = (reader: string, outcome: ModelOutcome<unknown>) => {
    if (outcome.kind === 'quota') return void rest(reader, QUOTA_REST_MS, true);
    if (outcome.kind === 'misconfigured') return void rest(reader, REST_MS);
    if (outcome.kind !== 'unavailable') return void resting.delete(reader);
    const failures = (resting.get(reader)?.failures ?? 0) + 1;
    if (failures >= FAILURES) rest(reader, REST_MS);
    else resting.set(reader, { until: 0, failures, broke: false });
  };

  return async function ask<T>(question: Question<T>): Promise<Asked<T>> {
    const { reader, promptVersion, input } = question;
    const now = clock.now();
    const inputHash = createHash('sha256')
      .update(JSON.stringify([reader, promptVersion, input]))
      .digest('hex');
    const cached = question.answer.safeParse(
      await answeredBefore(db, inputHash, new Date(now.getTime() - CACHE_DAYS * 86_400_000)),
    );
    if (cached.success) return { kind: 'answered', value: cached.data, cached: true };
    const rests = resting.get(reader);
    if (rests && rests.until > now.getTime())
      return rests.broke ? { kind: 'spent' } : { kind: 'later', why: 'the reader rests' };
    if (question.paid) {
      const today = startOfNepalDay(nepalDay(now));
      const spent = await countCalls(db, today, question.retailerId);
      if (spent.all >= budget.perDay || spent.ofRetailer >= budget.perRetailer) return { kind: 'spent' };
    }
    const began = performance.now();
    const outcome = await callSafely(question, log);
    const facts = 'facts' in outcome ? outcome.facts : null;
    await insertReaderCall(
      db,
      {
        messageId: question.messageId,
        kind: question.kind,
        reader,
        promptVersion,
        inputHash,
        // What was written or heard may hold what the database cannot: it must not be asked, and paid for, again and again.
        input: storable(input),
        output: outcome.kind === 'answered' ? storable(outcome.value) : null,
        outcome: outcome.kind === 'unusable' || outcome.kind === 'unavailable' ? outcome.why : outcome.kind,
        isPaid: question.paid,
        inputTokens: facts?.inputTokens ?? 0,
        outputTokens: facts?.outputTokens ?? 0,
        tookMs: Math.round(performance.now() - began),
        requestId: facts?.requestId ?? null,
      },
      now,
    );
    learn(reader, outcome);
    if (outcome.kind === 'misconfigured') log.error({ reader, why: outcome.why }, 'a reader refuses to work');
    if (outcome.kind === 'answered') return { kind: 'answered', value: outcome.value, cached: false };
    if (outcome.kind === 'unusable') return { kind: 'never', why: outcome.why };
    // Nobody tops an account up while a shop looks at its phone: it is asked to type at once.
    if (outcome.kind === 'quota') return { kind: 'spent' };
    return { kind: 'later', why: outcome.kind === 'unavailable' ? outcome.why : outcome.kind };
  };
}

/** The call, with an answer that is what was asked for; what throws is on record like every other failure. */
async function callSafely<T>({ call, answer, reader }: Question<T>, log: Log): Promise<ModelOutcome<T>> {
  try {
    const outcome = await call();
    if (outcome.kind !== 'answered') return outcome;
    const value = answer.safeParse(storable(outcome.value));
    return value.success ? { ...outcome, value: value.data } : { ...outcome, kind: 'unusable', why: 'nonsense' };
  } catch (error) {
    log.error({ err: error, reader }, 'a reader failed in a way that was not foreseen');
    return { kind: 'unavailable', why: 'failed' };
  }
}

export type AskReader = ReturnType<typeof createReaderCalls>;

/** What a service outside knows a shop by: always the same, and nobody's name or number. */
export function pseudonym(secret: string, retailerId: string): string {
  return createHmac('sha256', secret).update(retailerId).digest('hex').slice(0, 32);
}
