// @vitest-environment jsdom
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it, vi } from 'vitest';
import {
  ReplicaProvider,
  useCommand,
  useDocument,
  useDocuments,
  useOutbox,
  useReplica,
  useSyncStatus,
} from './hooks.tsx';
import { liveDocument, liveQuery, type Source } from './live-query.ts';
import { signal } from './observable.ts';
import type { OverlayChange } from './overlay.ts';
import type { OutboxView, Replica, ReplicaState, SessionState } from './replica-api.ts';
import { startStatus } from './status.ts';
import { idOf, orderOf } from './testing/samples.ts';

function world() {
  const orders = new Map<string, OrderDocument>();
  const listeners = new Set<(change: OverlayChange) => void>();
  let version = 0;
  const source: Source = {
    ready: () => true,
    get: (_, id) => orders.get(id) as never,
    mark: () => undefined,
    base: () => [...orders.values()] as never,
    ordered: () => null,
    overlaid: () => new Map(),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    after: () => () => undefined,
  };
  const put = (order: OrderDocument) =>
    act(() => {
      orders.set(order.id, order);
      version += 1;
      for (const listener of listeners) listener({ collection: 'orders', ids: [order.id] });
    });
  const nothing = vi.fn(async () => undefined);
  const replica: Replica = {
    state: signal<ReplicaState>({ kind: 'ready' }),
    session: {
      state: signal<SessionState>({ kind: 'signed-out' }),
      signInWithPassword: vi.fn(),
      askForCode: vi.fn(),
      signInWithCode: vi.fn(),
      accessToken: vi.fn(),
    },
    status: signal(startStatus(new Date(0))),
    outbox: signal<OutboxView>({ waiting: [], refused: [] }),
    reader: { get: source.get, all: source.base as never, group: () => [] },
    start: nothing,
    stop: nothing,
    takeOver: () => undefined,
    observeDocument: vi.fn((collection, id) => liveDocument(source, collection, id)),
    observeDocuments: vi.fn((collection, query) => liveQuery(source, collection, query)),
    send: vi.fn(),
    answered: async () => [],
    dismiss: nothing,
    restore: nothing,
    resend: vi.fn(),
    now: () => new Date(0),
    syncNow: () => undefined,
    pendingCount: () => 0,
    signOut: nothing,
  };
  const wrapper = ({ children }: { children: ReactNode }) => (
    <ReplicaProvider replica={replica}>{children}</ReplicaProvider>
  );
  return { replica, put, wrapper, listeners };
}

describe('hooks', () => {
  it('gives documents live, once per change, and lets go when the screen is left', () => {
    const { put, wrapper, replica, listeners } = world();
    put(orderOf(1));
    let renders = 0;
    const screen = renderHook(
      () => {
        renders += 1;
        return useDocuments('orders', { selector: { state: 'DELIVERED' }, sort: ['-placedAt'], limit: 10 });
      },
      { wrapper },
    );
    const first = screen.result.current;
    screen.rerender();
    expect(screen.result.current).toBe(first);
    expect(replica.observeDocuments).toHaveBeenCalledTimes(1);
    const before = renders;
    put(orderOf(2, { state: 'ASSIGNED' }));
    expect(renders).toBe(before);
    put(orderOf(3));
    expect(screen.result.current.documents.map((order) => order.id)).toEqual([idOf(3), idOf(1)]);
    screen.unmount();
    expect(listeners.size).toBe(0);
  });

  it('asks anew when the query says something else', () => {
    const { put, wrapper } = world();
    for (let n = 1; n <= 4; n += 1) put(orderOf(n, { version: n }));
    const screen = renderHook(
      ({ least }) => useDocuments('orders', { predicate: (order) => order.version >= least }, [least]).documents.length,
      { wrapper, initialProps: { least: 3 } },
    );
    expect(screen.result.current).toBe(2);
    screen.rerender({ least: 1 });
    expect(screen.result.current).toBe(4);
  });

  it('gives one document, the status, the outbox and the ways to act', () => {
    const { put, wrapper, replica } = world();
    const screen = renderHook(
      () => ({
        one: useDocument('orders', idOf(1)),
        status: useSyncStatus(),
        outbox: useOutbox(),
        send: useCommand(),
      }),
      { wrapper },
    );
    expect(screen.result.current.one).toEqual({ document: undefined, pending: undefined, ready: true });
    put(orderOf(1));
    expect(screen.result.current.one.document?.id).toBe(idOf(1));
    expect(screen.result.current.send).toBe(replica.send);
    expect(screen.result.current.status.connection).toBe('offline');
    expect(screen.result.current.outbox.dismiss).toBe(replica.dismiss);
  });

  it('says what is missing outside of a provider', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(() => renderHook(() => useReplica())).toThrow('ReplicaProvider');
    quiet.mockRestore();
  });
});
