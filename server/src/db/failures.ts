/** What a failed statement means for its caller: try again, say "unavailable", or a bug. */

/** Serialization failure and deadlock: PostgreSQL asks for the transaction to be run again. */
const RUN_AGAIN = new Set(['40001', '40P01']);

const CONNECTION_GONE = new Set([
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '08000',
  '08003',
  '08006',
  '25P03', // idle_in_transaction_session_timeout
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT', // the socket file of a stopped server
]);

/** The driver's own errors have no code; the last two come while this process stops. */
const CONNECTION_GONE_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed and is not queryable|timeout expired|Cannot use a pool after calling end|driver has already been destroyed)/;

const OVERLOADED = new Set([
  '53000',
  '53100', // disk_full
  '53200',
  '53300', // too_many_connections
  '55P03', // lock_not_available
  '57014', // query_canceled: the statement time-out
]);

const POOL_EXHAUSTED = 'timeout exceeded when trying to connect';

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

function some(error: unknown, test: (error: Error) => boolean): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (test(at)) return true;
  }
  return false;
}

export function isSerializationFailure(error: unknown): boolean {
  return some(error, (at) => RUN_AGAIN.has(codeOf(at) ?? ''));
}

/** A row or key held by another transaction longer than `lock_timeout` allows to wait. */
export function isLockTimeout(error: unknown): boolean {
  return some(error, (at) => codeOf(at) === '55P03');
}

/** The connection went away, or there was none to be had from the server. */
export function isConnectionLost(error: unknown): boolean {
  return some(error, (at) => CONNECTION_GONE.has(codeOf(at) ?? '') || CONNECTION_GONE_WORDS.test(at.message));
}

/** The database cannot serve this now, and may a little later: answered 503, never 500. */
export function isUnavailable(error: unknown): boolean {
  return (
    isConnectionLost(error) ||
    isSerializationFailure(error) ||
    some(error, (at) => OVERLOADED.has(codeOf(at) ?? '') || at.message === POOL_EXHAUSTED)
  );
}

/** True where a unique constraint (any, or the named one) refused the row. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return some(
    error,
    (at) =>
      codeOf(at) === '23505' && (constraint === undefined || ('constraint' in at && at.constraint === constraint)),
  );
}
