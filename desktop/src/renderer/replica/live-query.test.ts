import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { describe, expect, it } from 'vitest';
import { liveDocument, liveQuery, type Source } from './live-query.ts';
import type { OverlayChange } from './overlay.ts';
import type { PendingMark, Query } from './replica-api.ts';
import { idOf, orderOf } from './testing/samples.ts';

function world() {
  const base = new Map<string, OrderDocument>();
  const over = new Map<string, OrderDocument>();
  const marks = new Map<string, PendingMark>();
  const listeners = new Set<(change: OverlayChange) => void>();
  const timers: (() => void)[] = [];
  let version = 0;
  let scans = 0;
  const byTime = (descending: boolean) => {
    const sorted = [...base.values()].sort((a, b) => (a.placedAt + a.id < b.placedAt + b.id ? -1 : 1));
    return descending ? sorted.reverse() : sorted;
  };
  const source: Source = {
    ready: () => true,
    get: (_, id) => (over.get(id) ?? base.get(id)) as never,
    mark: (_, id) => marks.get(id),
    base: () => {
      scans += 1;
      return [...base.values()] as never;
    },
    ordered: (_, field, descending) => {
      if (field !== 'placedAt') return null;
      scans += 1;
      return byTime(descending) as never;
    },
    overlaid: () => over as never,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    after: (_, run) => {
      timers.push(run);
      return () => timers.splice(timers.indexOf(run), 1);
    },
  };
  const tell = (ids: string[] | 'all') => {
    version += 1;
    for (const listener of listeners) listener({ collection: 'orders', ids });
  };
  const put = (...orders: OrderDocument[]) => {
    for (const order of orders) base.set(order.id, order);
    tell(orders.map((order) => order.id));
  };
  return { base, over, marks, source, put, tell, timers, scans: () => scans };
}

const watch = (source: Source, query: Query<OrderDocument>) => {
  const answer = liveQuery(source, 'orders', query);
  let calls = 0;
  answer.subscribe(() => {
    calls += 1;
  });
  const ids = () => answer.get().documents.map((order) => Number(order.id.slice(-6)));
  return { answer, ids, calls: () => calls };
};

describe('live query', () => {
  it('gives the newest first, limited, and follows inserts, changes and deletions without scanning again', () => {
    const { source, put, base, tell, scans } = world();
    put(...[1, 2, 3, 4, 5].map((n) => orderOf(n)));
    const { ids } = watch(source, { sort: ['-placedAt'], limit: 3 });
    expect(ids()).toEqual([5, 4, 3]);
    const before = scans();
    put(orderOf(6));
    expect(ids()).toEqual([6, 5, 4]);
    put(orderOf(1, { notes: 'far below' }));
    expect(ids()).toEqual([6, 5, 4]);
    expect(scans()).toBe(before);
    base.delete(idOf(6));
    tell([idOf(6)]);
    expect(ids()).toEqual([5, 4, 3]);
  });

  it('agrees with a plain computation whatever happens', () => {
    const { source, put, base, over, tell } = world();
    const query: Query<OrderDocument> = {
      selector: { state: { $in: ['ASSIGNED', 'PACKING'] }, totalPaisa: { $gte: 300 } },
      predicate: (order) => order.version % 2 === 0,
      sort: ['-totalPaisa', 'placedAt'],
      limit: 7,
    };
    const { answer } = watch(source, query);
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const states = ['ASSIGNED', 'PACKING', 'DELIVERED'] as const;
    for (let step = 0; step < 600; step += 1) {
      const id = random(40);
      const order = orderOf(id, {
        state: states[random(3)] ?? 'ASSIGNED',
        totalPaisa: random(12) * 100,
        version: random(4),
      });
      const kind = random(6);
      if (kind === 0) base.delete(order.id);
      else if (kind === 1) over.set(order.id, order);
      else if (kind === 2) over.delete(order.id);
      else base.set(order.id, order);
      tell([order.id]);
      const fresh = liveQuery(source, 'orders', query).get().documents;
      expect(answer.get().documents).toEqual(fresh);
    }
    put(orderOf(1));
  });

  it('keeps its references until something in it changes', () => {
    const { source, put, over, marks, tell } = world();
    put(orderOf(1), orderOf(2));
    const { answer } = watch(source, { selector: { vendorName: 'Karnali Traders 1' } });
    const first = answer.get();
    put(orderOf(2, { notes: 'another one' }));
    expect(answer.get()).toBe(first);
    over.set(idOf(1), orderOf(1, { state: 'CANCELLED' }));
    const mark = { pendingSince: 'now', commandIds: ['c'] };
    marks.set(idOf(1), mark);
    tell([idOf(1)]);
    const second = answer.get();
    expect(second.documents[0]?.state).toBe('CANCELLED');
    expect(second.pending.get(idOf(1))).toBe(mark);
    tell([idOf(1)]);
    expect(answer.get()).toBe(second);
  });

  it('shows a large page at once, and what comes right behind it after a pause', () => {
    const { source, put, timers } = world();
    const { answer, ids, calls } = watch(source, { sort: ['-placedAt'], limit: 2 });
    answer.subscribe(() => answer.get());
    expect(ids()).toEqual([]);
    put(...Array.from({ length: 300 }, (_, n) => orderOf(n % 150)));
    expect([calls(), ids(), timers.length]).toEqual([1, [149, 148], 1]);
    put(...Array.from({ length: 300 }, (_, n) => orderOf(n % 151)));
    expect([calls(), ids(), timers.length]).toEqual([1, [149, 148], 1]);
    timers.shift()?.();
    expect([calls(), ids()]).toEqual([2, [150, 149]]);
  });

  it('is right when it is first listened to after a change it did not hear', () => {
    const { source, put } = world();
    put(orderOf(1));
    const answer = liveQuery(source, 'orders', {});
    expect(answer.get().documents).toHaveLength(1);
    put(orderOf(2));
    expect(answer.get().documents).toHaveLength(2);
    put(orderOf(3));
    answer.subscribe(() => undefined);
    expect(answer.get().documents).toHaveLength(3);
  });

  it('watches one document', () => {
    const { source, put } = world();
    const answer = liveDocument(source, 'orders', idOf(1));
    let calls = 0;
    answer.subscribe(() => {
      calls += 1;
    });
    expect(answer.get()).toEqual({ document: undefined, pending: undefined, ready: true });
    put(orderOf(2));
    expect(calls).toBe(0);
    put(orderOf(1));
    expect([calls, answer.get().document?.id]).toEqual([1, idOf(1)]);
  });
});
