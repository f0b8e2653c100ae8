/** The one connection on which a process numbers the feed and hears of it. Plain SQL: no pool, no query builder between. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const NUMBERED = 'khaacho_feed_numbered';
const NUDGE = 'khaacho_feed_nudge';
/** One lock per database, held by the session that numbers: it goes with the session, whatever happens to the process. */
const LEAD = 7_426_911_310;
/** An answer that takes longer will not come: the line is dead. */
const ANSWER_MS = 30_000;
const GOODBYE_MS = 1_000;

export type OpenTransaction = { pid: number; seconds: number; state: string; application: string };

export type FeedConnection = {
  /** True where this session holds the lead now. */
  tryToLead(): Promise<boolean>;
  /** Numbers up to `most` lines; answers how many it took and the new head. */
  number(most: number): Promise<{ taken: number; head: number }>;
  head(): Promise<number>;
  /** Lets the planner look at the feed as it is now. */
  analyze(): Promise<void>;
  /** Every process: the feed has grown. */
  tellAll(): Promise<void>;
  /** Whoever leads: there is something to number. */
  tellLeader(): Promise<void>;
  /** Transactions of other sessions that are open for longer, oldest first. */
  openTransactions(longerThanSeconds: number): Promise<OpenTransaction[]>;
  /** Gives up the lead with the session. */
  close(): Promise<void>;
};

/** `onSignal` is called when somebody told us something, and when the connection breaks: its next query fails then. */
export async function connectFeed(databaseUrl: string, onSignal: () => void): Promise<FeedConnection> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'khaacho feed',
    connectionTimeoutMillis: 5_000,
    query_timeout: ANSWER_MS,
    keepAlive: true,
  });
  for (const event of ['error', 'end', 'notification'] as const) client.on(event, onSignal);
  // Where the other side hangs, the socket is left to time out.
  const close = async () => void (await Promise.race([client.end().catch(() => undefined), pause(GOODBYE_MS)]));
  try {
    await client.connect();
    // The server notices within seconds that we vanished: until then our lock keeps everybody from taking over.
    await client.query('SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3');
    await client.query(`LISTEN ${NUMBERED}; LISTEN ${NUDGE}`);
  } catch (error) {
    await close();
    throw error;
  }
  // bigint comes as text from the plain driver; a double is exact up to 2^53 lines.
  const only = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row> => {
    const { rows } = await client.query<Row>(text, values);
    const [row] = rows;
    if (!row) throw new Error(`no answer to: ${text}`);
    return row;
  };
  return {
    tryToLead: async () => (await only<{ led: boolean }>('SELECT pg_try_advisory_lock($1) AS led', [LEAD])).led,
    number: (most) => only('SELECT taken, head::float8 AS head FROM sync_number($1)', [most]),
    head: async () => (await only<{ head: number }>('SELECT position::float8 AS head FROM sync_head')).head,
    analyze: async () => void (await client.query('ANALYZE sync_log')),
    tellAll: async () => void (await client.query(`NOTIFY ${NUMBERED}`)),
    tellLeader: async () => void (await client.query(`NOTIFY ${NUDGE}`)),
    openTransactions: async (longerThanSeconds) => {
      const { rows } = await client.query<OpenTransaction>(
        `SELECT pid, extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds, state, application_name AS application
         FROM pg_stat_activity
         WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
           AND xact_start < clock_timestamp() - make_interval(secs => $1) ORDER BY xact_start`,
        [longerThanSeconds],
      );
      return rows;
    },
    close,
  };
}
