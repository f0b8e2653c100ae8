import type { Readable } from 'node:stream';
import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';

/** By page, with the cursor that goes on from there where the list has one; or by cursor alone. */
export type Pagination =
  | { page: number; limit: number; total: number; pages: number; nextCursor?: string | null }
  | { nextCursor: string | null };

/** `data` with what goes beside it in the envelope. */
export class Reply<A> {
  readonly data: A;
  readonly message: string | null;
  readonly pagination: Pagination | null;
  /** Null: the route's own status. */
  readonly status: number | null;
  constructor(data: A, extras: { message?: string; pagination?: Pagination; status?: number } = {}) {
    this.data = data;
    this.message = extras.message ?? null;
    this.pagination = extras.pagination ?? null;
    this.status = extras.status ?? null;
  }
}

/** An answer that is no envelope: XML for Twilio, a CSV file, a picture. */
export class RawReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array | Readable;
  readonly headers: Record<string, string>;
  constructor(
    contentType: string,
    body: string | Uint8Array | Readable,
    extras: { status?: number; headers?: Record<string, string> } = {},
  ) {
    this.status = extras.status ?? 200;
    this.contentType = contentType;
    this.body = body;
    this.headers = extras.headers ?? {};
  }
}

/** The stored first answer of an idempotency key, sent again as it was. */
export class Replay {
  readonly status: number;
  readonly answer: StoredAnswer;
  constructor(status: number, answer: StoredAnswer) {
    this.status = status;
    this.answer = answer;
  }
}
export type StoredAnswer =
  | { data: unknown; message: string | null; pagination: Pagination | null }
  | { error: Refusal };

type Answer<A> = A | Reply<A> | RawReply | Replay;
/** What a handler may return: the data, the data with extras, a refusal as a value. */
export type Outcome<A> = Answer<A> | Result<Answer<A>, Refusal>;

/** Answers `data` with another status or message than the route's own. */
export function reply<A>(data: A, extras?: { message?: string; status?: number }): Reply<A> {
  return new Reply(data, extras);
}

/** One page of a list counted by offset. */
export function replyPage<A>(
  data: A[],
  page: { page: number; limit: number; total: number; nextCursor?: string | null },
): Reply<A[]> {
  return new Reply(data, { pagination: { ...page, pages: Math.ceil(page.total / page.limit) } });
}

/** One stretch of a list read by cursor; null ends it. */
export function replyNext<A>(data: A[], nextCursor: string | null): Reply<A[]> {
  return new Reply(data, { pagination: { nextCursor } });
}

/** A body in a format of its own, outside the envelope. */
export function replyRaw(
  contentType: string,
  body: string | Uint8Array | Readable,
  extras?: { status?: number; headers?: Record<string, string> },
): RawReply {
  return new RawReply(contentType, body, extras);
}

/** Splits a handler's outcome into the refusal or the answer in it. */
export function settle<A>(outcome: Outcome<A>): { refused: Refusal } | { answer: Reply<A> | RawReply | Replay } {
  if (isResult(outcome)) return outcome.ok ? { answer: asReply(outcome.value) } : { refused: outcome.error };
  return { answer: asReply(outcome) };
}

function isResult<A>(outcome: Outcome<A>): outcome is Result<Answer<A>, Refusal> {
  return (
    typeof outcome === 'object' &&
    outcome !== null &&
    'ok' in outcome &&
    typeof outcome.ok === 'boolean' &&
    ('value' in outcome || 'error' in outcome)
  );
}

function asReply<A>(value: Answer<A>): Reply<A> | RawReply | Replay {
  return value instanceof Reply || value instanceof RawReply || value instanceof Replay ? value : new Reply(value);
}
