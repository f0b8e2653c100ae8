import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import type { User } from '@khaacho/shared/people/contract.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import type { ReplicaReader } from '@khaacho/shared/sync/projection.ts';
import type { CollectionName, CommandType, Verdict } from '@khaacho/shared/sync/protocol.ts';
import type { Observable } from './observable.ts';
import type { SyncStatus } from './status.ts';

/** Why a document is shown otherwise than the server has confirmed it. */
export type PendingMark = {
  /** When the oldest of the commands was given, ISO 8601. */
  pendingSince: string;
  /** Oldest first. */
  commandIds: readonly string[];
};

type Condition<V> = V | { $in?: readonly V[]; $ne?: V; $gt?: V; $gte?: V; $lt?: V; $lte?: V };
/** Conditions on top-level fields; all must hold. */
export type Selector<D> = { [K in keyof D]?: Condition<D[K]> };

export type Query<D> = {
  selector?: Selector<D>;
  /** Any further condition. Must be pure and, in a component, kept stable (`useCallback`) or named in the dependencies. */
  predicate?: (document: D) => boolean;
  /** Fields, most significant first; `-placedAt` is newest first. Ties are broken by id. */
  sort?: readonly (`${Extract<keyof D, string>}` | `-${Extract<keyof D, string>}`)[];
  limit?: number;
};

/** A live answer. References stay the same until something in it changes. */
export type QueryResult<D> = {
  documents: readonly D[];
  /** Marks of those among `documents` that wait for the server, by id. */
  pending: ReadonlyMap<string, PendingMark>;
  /** False only while nothing has been loaded from this disk yet. */
  ready: boolean;
};

export type DocumentView<D> = {
  document: D | undefined;
  pending: PendingMark | undefined;
  ready: boolean;
};

export type OutboxState = 'waiting' | 'applied' | 'refused' | 'dismissed';

/** A command of this device as its owner sees it. */
export type OutboxEntry<T extends CommandType = CommandType> = {
  id: string;
  deviceSeq: number;
  type: T;
  payload: Payloads[T];
  issuedAt: string;
  dependsOn: readonly string[];
  state: OutboxState;
  /** What the server said, once it has. */
  verdict: Verdict | null;
  answeredAt: string | null;
};

export type OutboxView = {
  /** Not answered yet, oldest first. */
  waiting: readonly OutboxEntry[];
  /** Refused and not yet put away, newest first: the conflict inbox. */
  refused: readonly OutboxEntry[];
};

export type SendOptions = {
  /** Commands that must have been applied first; found by itself for documents this device has made. */
  dependsOn?: readonly string[];
};

export type ReplicaState =
  | { kind: 'starting' }
  /** `revoked`: this device was shut out by the server, and everything on it was wiped. */
  | { kind: 'signed-out'; revoked: boolean }
  /** Another tab holds the replica; `takeOver` asks it to let go. */
  | { kind: 'other-tab' }
  /** This tab held it and another one has taken it. */
  | { kind: 'taken-over' }
  /** Signed in, never synced on this device: shown with progress. */
  | { kind: 'opening' }
  | { kind: 'ready' }
  /** Nothing works until a person does something: `message` says what. */
  | { kind: 'failed'; code: 'INSECURE_CONTEXT' | 'DISK_FULL' | 'STORAGE_BROKEN'; message: string };

export type SessionState =
  | { kind: 'unknown' }
  | { kind: 'signed-out' }
  /** `needsSignIn`: work goes on here, but sending waits until the person signs in again. */
  | { kind: 'signed-in'; user: User; needsSignIn: boolean };

export type Session = {
  state: Observable<SessionState>;
  signInWithPassword(email: string, password: string): Promise<Result<User, Refusal>>;
  /** Sends a code by WhatsApp; the answer names the challenge that `signInWithCode` wants. */
  askForCode(phone: string): Promise<Result<{ challengeId: string }, Refusal>>;
  signInWithCode(challengeId: string, code: string): Promise<Result<User, Refusal>>;
  /** Fresh access token for REST calls, refreshed where needed. Null while offline with an expired one or signed out. */
  accessToken(): Promise<string | null>;
};

/** What every screen talks to. One per tab, made by `createReplica`. */
export type Replica = {
  state: Observable<ReplicaState>;
  session: Session;
  status: Observable<SyncStatus>;
  outbox: Observable<OutboxView>;
  /** Documents as they will be when everything waiting has been applied. */
  reader: ReplicaReader;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Takes the replica from another tab. */
  takeOver(): void;
  observeDocument<C extends CollectionName>(collection: C, id: string): Observable<DocumentView<Documents[C]>>;
  observeDocuments<C extends CollectionName>(
    collection: C,
    query: Query<Documents[C]>,
  ): Observable<QueryResult<Documents[C]>>;
  /** Asks the rule, queues the command, nudges the uploader. A refusal means nothing was queued. */
  send<T extends CommandType>(
    type: T,
    payload: Payloads[T],
    options?: SendOptions,
  ): Promise<Result<{ commandId: string }, Refusal>>;
  /** Commands of this device that were answered since then and are done with, newest first; at most 30 days are kept. */
  answered(since: string): Promise<readonly OutboxEntry[]>;
  /** Puts a refused command away. `restore` is the undo. */
  dismiss(commandId: string): Promise<void>;
  restore(commandId: string): Promise<void>;
  /** Gives a refused command once more, as a new one; the old one is put away. */
  resend(commandId: string): Promise<Result<{ commandId: string }, Refusal>>;
  /** The time by the server's clock as far as it is known: what "since" on a screen counts from. */
  now(): Date;
  /** Tries to reach the server now instead of waiting for the next try. */
  syncNow(): void;
  /** Commands not answered yet: ask before signing out while it is above 0. */
  pendingCount(): number;
  /**
   * Wipes the replica of this person from this device. Unsent commands stay, sealed, and leave at the next sign-in of the
   * same person, unless `discardUnsent`.
   */
  signOut(options?: { discardUnsent?: boolean }): Promise<void>;
};
