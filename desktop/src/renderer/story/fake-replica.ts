import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { User } from '@khaacho/shared/people/contract.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import { lookups, searched } from '@khaacho/shared/sync/lookups.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import type { ReplicaReader } from '@khaacho/shared/sync/projection.ts';
import { project } from '@khaacho/shared/sync/projections.ts';
import type { CollectionName, CommandType } from '@khaacho/shared/sync/protocol.ts';
import { type Signal, signal } from '../replica/observable.ts';
import type {
  DocumentView,
  OutboxEntry,
  OutboxView,
  PendingMark,
  Query,
  QueryResult,
  Replica,
  ReplicaState,
  SessionState,
} from '../replica/replica-api.ts';
import type { SyncStatus } from '../replica/status.ts';
import type { World } from './world.ts';

export type FakeOptions = {
  world: World;
  user: User | null;
  now: () => Date;
  status?: Partial<SyncStatus>;
  state?: ReplicaState;
  refused?: OutboxEntry[];
  waiting?: OutboxEntry[];
  answered?: OutboxEntry[];
  /** Signed in, but sending waits for the password. */
  needsSignIn?: boolean;
};

type Rows = Map<string, { document: { id: string }; pending: PendingMark | undefined }>;

/** What times and numbers are compared by. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function matchesOne(value: unknown, condition: unknown): boolean {
  if (condition === null || typeof condition !== 'object') return value === condition;
  const tests: Record<string, (wanted: never) => boolean> = {
    $in: (wanted: readonly unknown[]) => wanted.includes(value),
    $ne: (wanted: unknown) => value !== wanted,
    $gt: (wanted: string) => value !== null && textOf(value) > wanted,
    $gte: (wanted: string) => value !== null && textOf(value) >= wanted,
    $lt: (wanted: string) => value !== null && textOf(value) < wanted,
    $lte: (wanted: string) => value !== null && textOf(value) <= wanted,
  };
  return Object.entries(condition).every(([name, wanted]) => tests[name]?.(wanted as never) ?? true);
}

/**
 * A replica in memory with the shared rules and no server: what is sent stays waiting. For looking at screens and for
 * component tests only.
 */
export function fakeReplica(
  options: FakeOptions,
): Replica & { settle(): void; tell(change: Partial<SyncStatus>): void } {
  const store = new Map<CollectionName, Rows>();
  const names = Object.keys(options.world) as CollectionName[];
  for (const name of names) {
    store.set(name, new Map(options.world[name].map((document) => [document.id, { document, pending: undefined }])));
  }
  const version: Signal<number> = signal(0);
  const rowsOf = (collection: CollectionName): Rows => store.get(collection) ?? new Map();
  const touch = () => version.set(version.get() + 1);

  const all = <C extends CollectionName>(collection: C) =>
    [...rowsOf(collection).values()].map((row) => row.document) as Documents[C][];
  const reader: ReplicaReader = {
    get: <C extends CollectionName>(collection: C, id: string) =>
      rowsOf(collection).get(id)?.document as Documents[C] | undefined,
    all,
    group: (name, key) => searched(all(lookups[name].collection), name, key),
  };

  const outbox: Signal<OutboxView> = signal<OutboxView>({
    waiting: options.waiting ?? [],
    refused: options.refused ?? [],
  });
  const start: SyncStatus = {
    connection: 'online',
    since: options.now().toISOString(),
    problem: null,
    sending: 0,
    pacedUntil: null,
    waiting: options.waiting?.length ?? 0,
    oldestWaitingSince: options.waiting?.[0]?.issuedAt ?? null,
    refused: options.refused?.length ?? 0,
    firstSync: { done: true, current: null, collections: [] },
    caughtUp: true,
    lastSyncedAt: options.now().toISOString(),
    sizeOnDiskBytes: 18_400_000,
    epoch: 'story',
    restored: null,
    clockAheadMs: 0,
    ...options.status,
  };
  const status: Signal<SyncStatus> = signal(start);
  const recount = () =>
    status.set({ ...status.get(), waiting: outbox.get().waiting.length, refused: outbox.get().refused.length });

  function observe<T>(compute: () => T) {
    let at = -1;
    let value: T;
    return {
      get: () => {
        if (at !== version.get()) {
          at = version.get();
          value = compute();
        }
        return value;
      },
      subscribe: version.subscribe,
    };
  }

  async function send<T extends CommandType>(
    type: T,
    payload: Payloads[T],
  ): Promise<Result<{ commandId: string }, Refusal>> {
    const { user } = options;
    if (!user) return err(refusal('UNAUTHENTICATED', 'Nobody is signed in.'));
    const at = options.now();
    const command = { id: newId(at), type, payload, issuedAt: at.toISOString() };
    const actor = { ...user, userId: user.id, deviceId: 'story', retailerId: null };
    const result = project(reader, command, actor, at);
    if (!result.ok) return result;
    for (const { collection, document } of result.value) {
      const before = rowsOf(collection).get(document.id)?.pending;
      rowsOf(collection).set(document.id, {
        document,
        pending: {
          pendingSince: before?.pendingSince ?? command.issuedAt,
          commandIds: [...(before?.commandIds ?? []), command.id],
        },
      });
    }
    const entry: OutboxEntry = {
      ...command,
      deviceSeq: outbox.get().waiting.length + 1,
      dependsOn: [],
      state: 'waiting',
      verdict: null,
      answeredAt: null,
    };
    outbox.set({ ...outbox.get(), waiting: [...outbox.get().waiting, entry] });
    recount();
    touch();
    return ok({ commandId: command.id });
  }

  const state = signal<ReplicaState>(
    options.state ?? (options.user ? { kind: 'ready' } : { kind: 'signed-out', revoked: false }),
  );
  const sessionState = signal<SessionState>(
    options.user
      ? { kind: 'signed-in', user: options.user, needsSignIn: options.needsSignIn ?? false }
      : { kind: 'signed-out' },
  );
  const put: OutboxEntry[] = [];

  return {
    state,
    status,
    outbox,
    reader,
    session: {
      state: sessionState,
      signInWithPassword: async () => err(refusal('CREDENTIALS_INVALID', 'Wrong.')),
      askForCode: async () => ok({ challengeId: newId(options.now()) }),
      signInWithCode: async () => err(refusal('OTP_INVALID', 'Wrong.')),
      accessToken: async () => (options.user ? 'story' : null),
    },
    start: async () => {},
    stop: async () => {},
    takeOver: () => {},
    observeDocument: <C extends CollectionName>(collection: C, id: string) =>
      observe((): DocumentView<Documents[C]> => {
        const row = rowsOf(collection).get(id);
        return { document: row?.document as Documents[C] | undefined, pending: row?.pending, ready: true };
      }),
    observeDocuments: <C extends CollectionName>(collection: C, query: Query<Documents[C]>) =>
      observe((): QueryResult<Documents[C]> => {
        const rows = [...rowsOf(collection).values()].filter(({ document }) =>
          Object.entries(query.selector ?? {}).every(([field, condition]) =>
            matchesOne((document as Record<string, unknown>)[field], condition),
          ),
        );
        let documents = rows.map((row) => row.document) as Documents[C][];
        if (query.predicate) documents = documents.filter(query.predicate);
        for (const sort of [...(query.sort ?? [])].reverse()) {
          const down = sort.startsWith('-');
          const field = down ? sort.slice(1) : sort;
          const value = (document: Documents[C]) => textOf((document as Record<string, unknown>)[field] ?? '');
          documents.sort((a, b) => (down ? -1 : 1) * value(a).localeCompare(value(b)));
        }
        const pending = new Map(rows.flatMap((row) => (row.pending ? [[row.document.id, row.pending] as const] : [])));
        return { documents: documents.slice(0, query.limit), pending, ready: true };
      }),
    send,
    dismiss: async (id) => {
      put.push(
        ...outbox
          .get()
          .refused.flatMap((entry) => (entry.id === id ? [{ ...entry, state: 'dismissed' as const }] : [])),
      );
      outbox.set({ ...outbox.get(), refused: outbox.get().refused.filter((entry) => entry.id !== id) });
      recount();
    },
    answered: async (since) =>
      [...put, ...(options.answered ?? [])].filter((entry) => (entry.answeredAt ?? '') >= since),
    restore: async (id) => {
      const back = put.find((entry) => entry.id === id);
      if (back) {
        put.splice(put.indexOf(back), 1);
        outbox.set({ ...outbox.get(), refused: [{ ...back, state: 'refused' }, ...outbox.get().refused] });
      }
      recount();
    },
    resend: async (id) => {
      const entry = outbox.get().refused.find((candidate) => candidate.id === id);
      return entry ? send(entry.type, entry.payload) : err(refusal('COMMAND_UNKNOWN', 'Gone.'));
    },
    now: options.now,
    syncNow: () => {},
    pendingCount: () => outbox.get().waiting.length,
    signOut: async () => {
      state.set({ kind: 'signed-out', revoked: false });
      sessionState.set({ kind: 'signed-out' });
    },
    /** The status becomes another. */
    tell: (change) => status.set({ ...status.get(), ...change }),
    /** Everything waiting is confirmed, as if the server had answered. */
    settle() {
      outbox.set({ ...outbox.get(), waiting: [] });
      for (const rows of store.values()) {
        for (const [id, row] of rows) if (row.pending) rows.set(id, { ...row, pending: undefined });
      }
      recount();
      touch();
    },
  };
}
