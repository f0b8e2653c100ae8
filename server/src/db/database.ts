import { setTimeout as pause } from 'node:timers/promises';
import {
  CamelCasePlugin,
  Kysely,
  type KyselyPlugin,
  type LogEvent,
  PostgresDialect,
  sql,
  type Transaction,
} from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import { isConnectionLost, isSerializationFailure } from './failures.ts';
import type { DB } from './schema.ts';

/** Queries outside a transaction; every `Tx` is one too, so a store that takes `Db` works in both. */
export type Db = Kysely<DB>;

/** Work that a transaction may leave for somebody else in this process: a message to answer, one to send, a photo to read. */
export type Announced = 'inbound' | 'outbound' | 'reading';

/** A running transaction. `onCommit` callbacks run once it is durable, and not at all when it rolls back. */
export type Tx = Transaction<DB> & {
  onCommit(callback: () => void | Promise<void>): void;
  /** Tells the listeners of onEveryCommit what is waiting once this is durable; one time too many does no harm. */
  announce(what: Announced): void;
};

export type Database = {
  db: Db;
  pool: pg.Pool;
  /** Calls `listener` after every commit of transaction() in this process, with what the transaction has announced. */
  onEveryCommit(listener: (announced: ReadonlySet<Announced>) => void): void;
  /** Round trip; throws while the database is away. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  log: Log;
  /** Connections of this process; 20 each leaves room for five processes in PostgreSQL's default of 100 (R05). */
  poolSize?: number;
  /** How long a query waits for a free connection before it is answered "unavailable". */
  acquireTimeoutMs?: number;
  statementTimeoutMs?: number;
  /** Called with the duration of every query, for the histogram. */
  onQuery?: (seconds: number) => void;
};

/** R05: slower queries are logged, by text only. */
const SLOW_QUERY_MS = 1000;
const MAX_RETRIES = 3;

const reporters = new WeakMap<object, Log>();
const listeners = new WeakMap<object, ((announced: ReadonlySet<Announced>) => void)[]>();

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`A bigint of the database does not fit a double exactly: ${text}`);
  return value;
}

function asIs(text: string): string {
  return text;
}

/** Elements are plain numbers or dates here, so nothing in the text is quoted or nested. */
function arrayOf<T>(parse: (text: string) => T): (text: string) => (T | null)[] {
  return (text) =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => (item === 'NULL' ? null : parse(item)));
}

/** The driver's text parsers we replace, by type oid: bigint → exact number, numeric and date → text, and their arrays. */
const PARSERS = new Map<number, (text: string) => unknown>([
  [20, safeInteger],
  [1016, arrayOf(safeInteger)],
  [1700, asIs],
  [1231, arrayOf(asIs)],
  [1082, asIs],
  [1182, arrayOf(asIs)],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format),
};

function watchQueries(options: DatabaseOptions): (event: LogEvent) => void {
  return (event) => {
    options.onQuery?.(event.queryDurationMillis / 1000);
    if (event.queryDurationMillis > SLOW_QUERY_MS) {
      options.log.warn({ sql: event.query.sql, ms: Math.round(event.queryDurationMillis) }, 'slow query');
    }
  };
}

/**
 * Opens a pool on `url`. Columns are camelCase in TypeScript; keys inside jsonb values stay exactly as stored (so rows
 * built with jsonArrayFrom need camelCase aliases). bigint is a number or throws, numeric a string, date 'YYYY-MM-DD',
 * timestamptz a Date.
 */
export function createDatabase(url: string, options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 20,
    connectionTimeoutMillis: options.acquireTimeoutMs ?? 5000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs ?? 15_000,
    // A transaction left open holds locks that everyone waits for.
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: 'khaacho',
    types,
  });
  // A broken connection is replaced by the pool and its query fails; unheard, the event would end the process. The pool
  // listens to idle connections only, hence the second line for those in use.
  pool.on('error', (error) => options.log.warn({ err: error }, 'an idle database connection broke'));
  pool.on('connect', (client) =>
    client.on('error', (error) => options.log.warn({ err: error }, 'a database connection broke')),
  );
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
    log: watchQueries(options),
  });
  reporters.set(db, options.log);
  listeners.set(db, []);
  let closed: Promise<void> | null = null;
  return {
    db,
    pool,
    onEveryCommit: (listener) => listeners.get(db)?.push(listener),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => {
      closed ??= db.destroy();
      return closed;
    },
  };
}

export type TransactionOptions = { isolation?: 'read committed' | 'repeatable read' | 'serializable' };

/**
 * Runs `fn` in one transaction: commits what it returns (a returned refusal too), rolls back what it throws. A
 * serialization failure, a deadlock or a connection lost before the commit runs `fn` again, at most three times more, so
 * `fn` must keep its effects in `tx`. A connection lost during the commit is thrown: the outcome is not known.
 */
export async function transaction<T>(db: Db, fn: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
  if (db.isTransaction) throw new Error('A transaction inside a transaction: pass the Tx on instead.');
  for (let retries = 0; ; retries += 1) {
    const progress = { committing: false };
    try {
      return await runOnce(db, fn, options, progress);
    } catch (error) {
      const again = isSerializationFailure(error) || (isConnectionLost(error) && !progress.committing);
      if (!again || retries >= MAX_RETRIES) throw error;
      // Apart by chance, so that two that collided do not collide again; longer each time for a server coming back.
      await pause(Math.random() * 20 + 30 * retries ** 2);
    }
  }
}

async function runOnce<T>(
  db: Db,
  fn: (tx: Tx) => Promise<T>,
  options: TransactionOptions,
  progress: { committing: boolean },
): Promise<T> {
  const gate = endGate();
  const callbacks: (() => void | Promise<void>)[] = [];
  const announced = new Set<Announced>();
  const gated = db.withPlugin(gate.plugin).transaction();
  const builder = options.isolation ? gated.setIsolationLevel(options.isolation) : gated;
  const result = await builder.execute(async (transaction) => {
    const tx: Tx = Object.assign(transaction, {
      onCommit: (callback: () => void | Promise<void>) => {
        gate.assertOpen();
        callbacks.push(callback);
      },
      announce: (what: Announced) => void announced.add(what),
    });
    try {
      const value = await fn(tx);
      progress.committing = true;
      return value;
    } finally {
      gate.end();
    }
  });
  for (const callback of callbacks) runAfterCommit(db, callback);
  for (const listener of listeners.get(db) ?? []) runAfterCommit(db, () => listener(announced));
  return result;
}

/** The effect is durable by now: a failing callback is logged and cannot turn the answer into an error. */
function runAfterCommit(db: Db, callback: () => void | Promise<void>): void {
  const failed = (error: unknown) => reporters.get(db)?.error({ err: error }, 'an onCommit callback failed');
  try {
    const running = callback();
    if (running) running.catch(failed);
  } catch (error) {
    failed(error);
  }
}

/**
 * A query through a transaction that has ended would run beside it, or after its commit on the same connection; kysely
 * notices only once the commit has come back. This refuses it from the moment `fn` is done.
 */
function endGate(): { plugin: KyselyPlugin; end(): void; assertOpen(): void } {
  let open = true;
  const assertOpen = () => {
    if (!open) throw new Error('This transaction has ended: a query or onCommit came after it.');
  };
  return {
    plugin: {
      transformQuery: ({ node }) => {
        assertOpen();
        return node;
      },
      transformResult: async ({ result }) => result,
    },
    end: () => {
      open = false;
    },
    assertOpen,
  };
}

/**
 * Runs one statement that commits by itself, and tells the listeners as a transaction would: one round trip instead of
 * three. What `run` does must be a single statement.
 */
export async function statement<T>(db: Db, announced: readonly Announced[], run: (db: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) throw new Error('A statement of its own inside a transaction: use the Tx.');
  const result = await run(db);
  const told = new Set(announced);
  for (const listener of listeners.get(db) ?? []) runAfterCommit(db, () => listener(told));
  return result;
}
