/** Where and how an embedded PostgreSQL 18 is to run. */
export interface PostgresOptions {
  /** The cluster's folder; made by initdb on first use. */
  dataDir: string;
  /** A fixed port of 127.0.0.1; a free one is chosen where it is left out. */
  port?: number;
  /** Receives one line of progress at a time; silent where it is left out. */
  log?: (line: string) => void;
  /** Gives up durability for speed: for test clusters only, never for data anyone wants back. */
  throwaway?: boolean;
  /** Further server settings, `{ work_mem: '32MB' }`. */
  settings?: Record<string, string | number | boolean>;
}

export interface RunningPostgres {
  /** `postgres://…` of the `khaacho` database, password included. */
  url: string;
  port: number;
  /** The postmaster. */
  pid: number;
  /** True where a server of the same folder, started by another living process, is shared. */
  reused: boolean;
  /** Settles when a server that we started ends without our `stop`: it was killed, or it crashed. */
  died: Promise<void>;
  /** Stops the server (open transactions are rolled back) unless it is shared with its starter. */
  stop(): Promise<void>;
}

/** A reason that can be shown to a person as it is: one sentence, no stack. */
export declare class PostgresError extends Error {}

/** Starts (or joins) the PostgreSQL of a folder; throws PostgresError where it cannot. It stops when this process dies. */
export declare function startPostgres(options: PostgresOptions): Promise<RunningPostgres>;

/** The same URL with another database name. */
export declare function withDatabase(url: string, database: string): string;
