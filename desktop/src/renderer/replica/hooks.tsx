import type { Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import type { CollectionName, CommandType } from '@khaacho/shared/sync/protocol.ts';
import { createContext, type DependencyList, type ReactNode, useContext, useMemo, useSyncExternalStore } from 'react';
import type { Observable } from './observable.ts';
import type {
  DocumentView,
  OutboxView,
  Query,
  QueryResult,
  Replica,
  ReplicaState,
  SendOptions,
  Session,
  SessionState,
} from './replica-api.ts';
import type { SyncStatus } from './status.ts';

const ReplicaContext = createContext<Replica | null>(null);

/** Gives every screen below it the one replica of this tab (`createReplica`, started by its owner). */
export function ReplicaProvider({ replica, children }: { replica: Replica; children: ReactNode }) {
  return <ReplicaContext.Provider value={replica}>{children}</ReplicaContext.Provider>;
}

export function useReplica(): Replica {
  const replica = useContext(ReplicaContext);
  if (!replica) throw new Error('useReplica: no <ReplicaProvider> above this component');
  return replica;
}

function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get);
}

/** Signed out, opening, ready, held by another tab … : decides which shell is shown. */
export function useReplicaState(): ReplicaState {
  return useObservable(useReplica().state);
}

/** The signed-in person and the ways in. */
export function useSession(): Session & { current: SessionState } {
  const { session } = useReplica();
  const current = useObservable(session.state);
  return useMemo(() => ({ ...session, current }), [session, current]);
}

/** One document with what waits laid over it. An empty id gives none. */
export function useDocument<C extends CollectionName>(collection: C, id: string): DocumentView<Documents[C]> {
  const replica = useReplica();
  const observable = useMemo(() => replica.observeDocument(collection, id), [replica, collection, id]);
  return useObservable(observable);
}

/**
 * Documents with what waits laid over them, live. Selector, sort and limit may be written in place; a `predicate` must be
 * stable or everything it reads named in `dependencies`.
 */
export function useDocuments<C extends CollectionName>(
  collection: C,
  query: Query<Documents[C]> = {},
  dependencies?: DependencyList,
): QueryResult<Documents[C]> {
  const replica = useReplica();
  const shape = JSON.stringify([query.selector, query.sort, query.limit]);
  const changesWith = dependencies ?? [query.predicate];
  const observable = useMemo(
    () => replica.observeDocuments(collection, query),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the query is compared by what it says, not by its reference
    [replica, collection, shape, ...changesWith],
  );
  return useObservable(observable);
}

export type Send = <T extends CommandType>(
  type: T,
  payload: Payloads[T],
  options?: SendOptions,
) => Promise<Result<{ commandId: string }, Refusal>>;

/**
 * `const send = useCommand(); const result = await send('order.accept', { orderId })`.
 * A refusal (also of a malformed payload) is to be shown; nothing was queued then.
 */
export function useCommand(): Send {
  return useReplica().send;
}

export function useSyncStatus(): SyncStatus {
  return useObservable(useReplica().status);
}

export type OutboxActions = Pick<Replica, 'dismiss' | 'restore' | 'resend' | 'answered' | 'syncNow'>;

/** What waits and what was refused, with what can be done about it. */
export function useOutbox(): OutboxView & OutboxActions {
  const replica = useReplica();
  const view = useObservable(replica.outbox);
  return useMemo(
    () => ({
      ...view,
      dismiss: replica.dismiss,
      restore: replica.restore,
      resend: replica.resend,
      answered: replica.answered,
      syncNow: replica.syncNow,
    }),
    [replica, view],
  );
}
