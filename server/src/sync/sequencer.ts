import pg from 'pg';
import type { Log } from '../log.ts';

/** Told after each numbering, in the process that numbers. Must find its own work: a crash skips a call. */
export type AfterNumbered = (range: { from: number; to: number }) => Promise<void>;

export type SequencerDeps = {
  databaseUrl: string;
  log: Log;
  /** In every process: the feed has grown to this position. */
  onHead(head: number): void;
  /** Lines numbered by this process. */
  onNumbered?: (lines: number) => void;
  afterNumbered?: readonly AfterNumbered[];
  /** Work of the leader about once an hour: pruning. */
  housekeeping?: () => Promise<void>;
  /** From this age on an open transaction is warned of; 5. */
  longTransactionSeconds?: number;
};

export type Sequencer = {
  start(): void;
  /** Gives the lead away and the connection back. */
  stop(): Promise<void>;
  /** Something was committed: number it now instead of at the next look. */
  nudge(): void;
  /** The last position this process knows of. */
  head(): number;
  isLeader(): boolean;
  /** Settles with the next head that is announced, or when `ms` have passed. */
  nextHead(ms: number): Promise<void>;
  /** Age in seconds of the oldest transaction seen open at the last look; 0 where none was long. */
  oldestTransaction(): number;
};

/** One lock per database, held by the session that numbers: it goes with the session, whatever happens to the process. */
const LEAD = 7_426_911_310;
const NUMBERED = 'khaacho_feed_numbered';
const NUDGE = 'khaacho_feed_nudge';

/** Behind the nudges: how late a line is numbered at most when nobody said that it came. */
const LOOK_MS = 500;
/** Under load this bounds passes to 200 a second; what comes in between is numbered together. */
const PASS_EVERY_MS = 5;
const LINES_A_PASS = 10_000;
const RECONNECT_MS = 300;
const LONG_TRANSACTION_SECONDS = 5;
const WATCH_MS = 5_000;
const FIRST_HOUSEKEEPING_MS = 60_000;
const HOUSEKEEPING_MS = 60 * 60_000;

/**
 * Numbers committed feed lines, in one process of all that are started on a database, on a connection of its own; the
 * others take over when it goes. Every process hears of new positions by NOTIFY and looks for itself now and then.
 */
export function createSequencer(deps: SequencerDeps): Sequencer {
  const { log } = deps;
  const waker = createWaker();
  const heads = new Set<() => void>();
  let client: pg.Client | null = null;
  let leader = false;
  let head = 0;
  let running: Promise<void> | null = null;
  let stopping = false;
  let oldest = 0;
  let telling: Promise<void> | null = null;

  const announce = (to: number) => {
    if (to <= head) return;
    head = to;
    deps.onHead(to);
    for (const settle of heads) settle();
    heads.clear();
  };

  const pass = async (on: pg.Client): Promise<boolean> => {
    const from = head;
    const { rows } = await on.query<{ taken: number; head: number }>(
      'SELECT taken, head::float8 AS head FROM sync_number($1)',
      [LINES_A_PASS],
    );
    const numbered = rows[0];
    if (!numbered) return false;
    announce(numbered.head);
    if (numbered.taken === 0) return false;
    deps.onNumbered?.(numbered.taken);
    // Outside the transaction that numbered: a NOTIFY inside one holds a lock of the whole cluster while it commits.
    await on.query('SELECT pg_notify($1, $2)', [NUMBERED, String(numbered.head)]);
    for (const hook of deps.afterNumbered ?? []) {
      await hook({ from, to: numbered.head }).catch((error: unknown) =>
        log.error({ err: error }, 'an afterNumbered hook failed'),
      );
    }
    return numbered.taken === LINES_A_PASS;
  };

  const lookUpHead = async (on: pg.Client) => {
    const { rows } = await on.query<{ position: number }>('SELECT position::float8 AS position FROM sync_head');
    if (rows[0]) announce(rows[0].position);
  };

  const tryToLead = async (on: pg.Client) => {
    const { rows } = await on.query<{ led: boolean }>('SELECT pg_try_advisory_lock($1) AS led', [LEAD]);
    leader = rows[0]?.led === true;
    if (leader) log.info('this process numbers the feed');
  };

  const watchTransactions = async (on: pg.Client) => {
    const { rows } = await on.query<{ pid: number; seconds: number; state: string; application: string }>(
      `SELECT pid, extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds, state, application_name AS application
       FROM pg_stat_activity
       WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
         AND xact_start < clock_timestamp() - make_interval(secs => $1) ORDER BY xact_start`,
      [deps.longTransactionSeconds ?? LONG_TRANSACTION_SECONDS],
    );
    oldest = rows[0]?.seconds ?? 0;
    for (const { pid, seconds, state, application } of rows) {
      log.warn(
        { pid, seconds: Math.round(seconds), state, application },
        'a transaction stays open; its changes reach nobody',
      );
    }
  };

  /** One connection's life: listens, leads if it can, numbers or looks until it breaks or is told to stop. */
  const serve = async (on: pg.Client) => {
    await on.query(`LISTEN ${NUMBERED}; LISTEN ${NUDGE}`);
    let watchAt = 0;
    let keepHouseAt = performance.now() + FIRST_HOUSEKEEPING_MS;
    while (!stopping) {
      if (!leader) await tryToLead(on);
      const begun = performance.now();
      const again = leader ? await pass(on) : (await lookUpHead(on), false);
      if (leader && begun >= watchAt) {
        watchAt = begun + WATCH_MS;
        await watchTransactions(on);
      }
      if (leader && begun >= keepHouseAt) {
        keepHouseAt = begun + HOUSEKEEPING_MS;
        void deps.housekeeping?.().catch((error: unknown) => log.error({ err: error }, 'the feed could not be pruned'));
      }
      if (!again) await waker.wait(LOOK_MS);
      await waker.rest(PASS_EVERY_MS - (performance.now() - begun));
    }
  };

  const live = async () => {
    while (!stopping) {
      try {
        client = newClient(deps.databaseUrl);
        await withConnection(client, waker, serve);
      } catch (error) {
        log.warn({ err: error }, 'the feed lost its connection');
        if (!stopping) await waker.rest(RECONNECT_MS);
      } finally {
        leader = false;
        client = null;
      }
    }
  };

  /** Tells whoever leads; what comes while one call is under way is told with the next. */
  const tellLeader = () => {
    if (telling || client === null) return;
    telling = client
      .query('SELECT pg_notify($1, $2)', [NUDGE, ''])
      .then(() => undefined)
      // The leader looks by itself soon.
      .catch(() => undefined)
      .finally(() => {
        telling = null;
      });
  };

  return {
    start: () => {
      running ??= live();
    },
    stop: async () => {
      stopping = true;
      waker.wake();
      await running;
    },
    nudge: () => {
      if (leader || client === null) waker.wake();
      else tellLeader();
    },
    head: () => head,
    isLeader: () => leader,
    nextHead: async (ms) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      heads.add(resolve);
      const timer = setTimeout(resolve, ms);
      await promise;
      clearTimeout(timer);
      heads.delete(resolve);
    },
    oldestTransaction: () => oldest,
  };
}

function newClient(databaseUrl: string): pg.Client {
  return new pg.Client({
    connectionString: databaseUrl,
    application_name: 'khaacho feed',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 60_000,
    keepAlive: true,
  });
}

/** Runs `serve` on the connection and closes it, which gives the lead away. */
async function withConnection(
  client: pg.Client,
  waker: Waker,
  serve: (client: pg.Client) => Promise<void>,
): Promise<void> {
  // A broken connection fails its next query; waking makes that soon.
  client.on('error', () => waker.wake());
  client.on('end', () => waker.wake());
  client.on('notification', () => waker.wake());
  try {
    await client.connect();
    // Noticed within seconds where the other side vanished: until then the lock keeps everybody from taking over.
    await client.query('SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3');
    await serve(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

type Waker = {
  wake(): void;
  /** Until woken (also by a wake that came before), at most `ms`. */
  wait(ms: number): Promise<void>;
  /** `ms` go by, whoever wakes meanwhile; that wake is kept. */
  rest(ms: number): Promise<void>;
};

function createWaker(): Waker {
  let woken = false;
  let settle: (() => void) | null = null;
  return {
    wake: () => {
      woken = true;
      settle?.();
    },
    wait: async (ms) => {
      if (!woken) {
        const { promise, resolve } = Promise.withResolvers<void>();
        settle = resolve;
        const timer = setTimeout(resolve, ms);
        await promise;
        clearTimeout(timer);
        settle = null;
      }
      woken = false;
    },
    rest: async (ms) => {
      if (ms <= 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      setTimeout(resolve, ms);
      await promise;
    },
  };
}
