import 'fake-indexeddb/auto';
import { IDBObjectStore } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type CollectionMark, databaseName, openReplicaStore, type ReplicaStore, startMark } from './database.ts';
import { answered, committed, openDatabase } from './idb.ts';
import type { Seal } from './sealing.ts';
import { HEAD_STORE, SegmentLog } from './segment-log.ts';
import { blockOf, newSeal, orderOf } from './testing/samples.ts';

const opened: ReplicaStore[] = [];
let users = 0;

async function newDesk() {
  users += 1;
  const userId = `user-${users}`;
  const seal = await newSeal();
  const open = async (with_: Seal = seal) => {
    const store = await openReplicaStore(userId, 'e1', with_);
    opened.push(store);
    return store;
  };
  return { open, seal, name: databaseName(userId, 'e1') };
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const store of opened.splice(0)) await store.close();
});

const markAt = (position: number): CollectionMark => {
  return { ...startMark, checkpoint: `cp-${position}`, position, complete: true, received: position };
};
const numbers = (store: ReplicaStore) =>
  [...store.documents('orders')].flatMap((order) => order.orderNumber ?? []).sort();

async function rawSegments(name: string) {
  const idb = await openDatabase(name, {});
  const store = idb.transaction('orders', 'readonly').objectStore('orders');
  const records = await answered(store.getAll());
  idb.close();
  return records;
}

describe('segment store', () => {
  it('keeps documents, newest states, deletions and the mark over a reopen', async () => {
    const { open } = await newDesk();
    const first = await open();
    await first.receive(
      'orders',
      [1, 2, 3].map((n) => orderOf(n)),
      markAt(3),
    );
    await first.receive(
      'orders',
      [orderOf(2, { state: 'RETURNED' }), { id: orderOf(3).id, _deleted: true }],
      markAt(5),
    );
    await first.close();
    const second = await open();
    expect(numbers(second)).toEqual(['ORD2606000001', 'ORD2606000002']);
    expect(second.get('orders', orderOf(2).id)?.state).toBe('RETURNED');
    expect(second.mark('orders')).toEqual(markAt(5));
    expect(second.get('orders', orderOf(3).id)).toBeUndefined();
  });

  it('answers RxDB queries and its own ordered walk from the same documents', async () => {
    const { open } = await newDesk();
    const store = await open();
    await store.receive(
      'orders',
      [1, 2, 3, 4].map((n) => orderOf(n)),
      markAt(4),
    );
    const collection = store.database.collections.orders;
    const found = await collection?.find({ selector: { vendorName: 'Karnali Traders 2' } }).exec();
    expect(found?.map((document) => document.get('orderNumber'))).toEqual(['ORD2606000002']);
    const newest = [...(store.ordered('orders', 'placedAt', true) ?? [])].map((order) => order.orderNumber);
    expect(newest).toEqual(['ORD2606000004', 'ORD2606000003', 'ORD2606000002', 'ORD2606000001']);
    expect(store.ordered('orders', 'updatedAt', true)).toBeNull();
  });

  it('tells RxDB queries about live changes', async () => {
    const { open } = await newDesk();
    const store = await open();
    const seen: number[] = [];
    const stop = store.database.collections.orders?.find().$.subscribe((list) => seen.push(list.length));
    await vi.waitFor(() => expect(seen).toEqual([0]));
    await store.receive('orders', [orderOf(1), orderOf(2)], markAt(2));
    await vi.waitFor(() => expect(seen.at(-1)).toBe(2));
    await store.wipe('orders');
    await vi.waitFor(() => expect(seen.at(-1)).toBe(0));
    stop?.unsubscribe();
  });

  it('writes a page as one record that is unreadable without the key', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    await store.receive(
      'orders',
      [1, 2, 3].map((n) => orderOf(n)),
      markAt(3),
    );
    const records = await rawSegments(name);
    expect(records).toHaveLength(1);
    expect(Buffer.from(records[0].sealed).toString('latin1')).not.toContain('Sita');
    await store.close();
    const other = await open(await newSeal());
    expect(numbers(other)).toEqual([]);
    expect(other.mark('orders')).toEqual(startMark);
  });

  it('drops a collection whose last record is torn, and only that one', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    await store.receive('orders', [orderOf(1)], markAt(1));
    await store.receive('orders', [orderOf(2)], markAt(2));
    await store.receive('settings', [{ id: 'house' }], markAt(9));
    await store.close();
    const idb = await openDatabase(name, {});
    const tear = idb.transaction('orders', 'readwrite');
    const record = await answered(tear.objectStore('orders').get(2));
    tear.objectStore('orders').put({ sealed: record.sealed.slice(0, record.sealed.byteLength - 7) }, 2);
    await committed(tear);
    idb.close();
    const again = await open();
    expect(numbers(again)).toEqual([]);
    expect(again.mark('orders')).toEqual(startMark);
    expect(again.mark('settings').position).toBe(9);
    await again.receive('orders', [orderOf(1), orderOf(2)], markAt(2));
    await again.close();
    expect(numbers(await open())).toHaveLength(2);
  });

  it('drops a collection that has lost a record', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    for (const n of [1, 2, 3]) await store.receive('orders', [orderOf(n)], markAt(n));
    await store.close();
    const idb = await openDatabase(name, {});
    const lose = idb.transaction('orders', 'readwrite');
    lose.objectStore('orders').delete(2);
    await committed(lose);
    idb.close();
    expect((await open()).mark('orders')).toEqual(startMark);
  });

  it('has the checkpoint and its documents together or neither, wherever the write is cut', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    await store.receive('orders', [orderOf(1)], markAt(1));
    const put = IDBObjectStore.prototype.put;
    for (const cut of ['add', 'put'] as const) {
      const method = IDBObjectStore.prototype[cut];
      const spy = vi.spyOn(IDBObjectStore.prototype, cut).mockImplementation(function (this: IDBObjectStore, ...args) {
        const request = method.apply(this, args as Parameters<typeof put>);
        this.transaction.abort();
        return request;
      });
      await expect(store.receive('orders', [orderOf(2)], markAt(2))).rejects.toThrow();
      spy.mockRestore();
      expect(store.mark('orders')).toEqual(markAt(1));
    }
    expect(await rawSegments(name)).toHaveLength(1);
    await store.close();
    const again = await open();
    expect(again.mark('orders')).toEqual(markAt(1));
    expect(numbers(again)).toEqual(['ORD2606000001']);
  });

  it('lets no later mark stand for a page whose write failed', async () => {
    const { open } = await newDesk();
    const store = await open();
    const add = IDBObjectStore.prototype.add;
    let calls = 0;
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      calls += 1;
      if (calls === 1) throw new DOMException('full', 'QuotaExceededError');
      return add.apply(this, args);
    });
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => store.receive('orders', [orderOf(n)], markAt(n))));
    expect(outcomes.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(store.mark('orders')).toEqual(startMark);
    await store.receive(
      'orders',
      [4, 5].map((n) => orderOf(n)),
      markAt(5),
    );
    expect(store.mark('orders')).toEqual(markAt(5));
  });

  it('writes again what a failed write left in memory only, before any mark passes it', async () => {
    const { open } = await newDesk();
    const store = await open();
    await store.receive('orders', [orderOf(1), orderOf(2)], markAt(2));
    const change = [orderOf(1, { notes: 'new' }), { id: orderOf(2).id, _deleted: true }, orderOf(3)];
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(store.receive('orders', change, markAt(5))).rejects.toThrow();
    await store.receive('orders', change, markAt(5));
    await store.close();
    const again = await open();
    expect(again.mark('orders')).toEqual(markAt(5));
    expect(numbers(again)).toEqual(['ORD2606000001', 'ORD2606000003']);
    expect(again.get('orders', orderOf(1).id)?.notes).toBe('new');
  });

  it('merges many small segments without losing, doubling or reviving anything', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    const expected = new Map<string, string>();
    for (let round = 0; round < 400; round += 1) {
      const order = orderOf(round % 90, { notes: `round ${round}` });
      const gone = round % 7 === 3;
      if (gone) expected.delete(order.id);
      else expected.set(order.id, `round ${round}`);
      await store.receive('orders', [gone ? { id: order.id, _deleted: true } : order], markAt(round));
    }
    const shown = (one: ReplicaStore) => new Map([...one.documents('orders')].map((order) => [order.id, order.notes]));
    expect(shown(store)).toEqual(expected);
    expect((await rawSegments(name)).length).toBeLessThan(70);
    await store.close();
    const again = await open();
    expect(shown(again)).toEqual(expected);
    expect(again.mark('orders').position).toBe(399);
  });

  it('keeps a deletion while an older, larger segment still holds the document', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    await store.receive(
      'orders',
      Array.from({ length: 1_500 }, (_, n) => orderOf(n)),
      markAt(1),
    );
    await store.receive('orders', [{ id: orderOf(7).id, _deleted: true }], markAt(2));
    for (let n = 0; n < 40; n += 1) await store.receive('orders', [orderOf(5_000 + n)], markAt(3 + n));
    expect((await rawSegments(name)).length).toBeLessThan(35);
    await store.close();
    const again = await open();
    expect(again.get('orders', orderOf(7).id)).toBeUndefined();
    expect(again.count('orders')).toBe(1_539);
  });

  it('loses nothing when merging is cut short', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    const method = IDBObjectStore.prototype.delete;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (this: IDBObjectStore, key) {
      const request = method.call(this, key);
      this.transaction.abort();
      return request;
    });
    for (let n = 0; n < 40; n += 1) await store.receive('orders', [orderOf(n)], markAt(n));
    expect(spy).toHaveBeenCalled();
    spy.mockRestore();
    expect(await rawSegments(name)).toHaveLength(40);
    await store.close();
    expect(numbers(await open())).toHaveLength(40);
  });

  it('keeps the heads beside the segments, and nothing else', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    await store.receive('orders', [orderOf(1)], markAt(1));
    const idb = await openDatabase(name, {});
    const heads = await answered(idb.transaction(HEAD_STORE).objectStore(HEAD_STORE).getAll());
    expect(heads).toEqual([{ collection: 'orders', segments: 1, mark: markAt(1) }]);
    expect(idb.objectStoreNames).toHaveLength(11);
    idb.close();
  });
});

describe('packed pages', () => {
  const first = [1, 2, 3].map((n) => orderOf(n));
  const second = [4, 5].map((n) => orderOf(n));

  it('are kept as they came, over a reopen, with what is newer laid over them', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    const block = await blockOf(first);
    // In the same page a document that is not packed is the newer one.
    await store.receive('orders', [orderOf(2, { state: 'RETURNED' })], markAt(3), [block, await blockOf(second)]);
    const records = await rawSegments(name);
    expect(records.map((record) => record.packed)).toEqual([true, true, undefined]);
    expect(records[0].sealed.byteLength).toBeLessThan(block.byteLength + 64);
    expect(Buffer.from(records[0].sealed).toString('latin1')).not.toContain(Buffer.from(block).toString('latin1'));
    await store.receive('orders', [{ id: orderOf(3).id, _deleted: true }, orderOf(5, { notes: 'live' })], markAt(6));
    for (const one of [store, await reopened(store, open)]) {
      expect(numbers(one)).toEqual([1, 2, 4, 5].map((n) => orderOf(n).orderNumber));
      expect(one.get('orders', orderOf(1).id)).toMatchObject(orderOf(1));
      expect(one.get('orders', orderOf(2).id)?.state).toBe('RETURNED');
      expect(one.get('orders', orderOf(5).id)).toMatchObject(orderOf(5, { notes: 'live' }));
      expect(one.mark('orders')).toEqual(markAt(6));
      const newest = [...(one.ordered('orders', 'placedAt', true) ?? [])].map((order) => order.id);
      expect(newest).toEqual([5, 4, 2, 1].map((n) => orderOf(n).id));
    }
  });

  it('are taken over documents that are there, and say only what has changed', async () => {
    const { open } = await newDesk();
    const store = await open();
    await store.receive('orders', [], markAt(3), [await blockOf(first)]);
    const told: unknown[] = [];
    store.onChange(({ ids }) => told.push(ids));
    await store.receive('orders', [], markAt(4), [await blockOf([orderOf(1), orderOf(2, { lines: [] }), orderOf(3)])]);
    expect(told).toEqual([[orderOf(2).id]]);
    expect(store.get('orders', orderOf(2).id)?.lines).toEqual([]);
    expect(store.count('orders')).toBe(3);
  });

  it('and their mark are on disk together or not at all, wherever the write is cut', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    await store.receive('orders', [], markAt(3), [await blockOf(first)]);
    for (const cut of ['add', 'put'] as const) {
      const method = IDBObjectStore.prototype[cut];
      let calls = 0;
      const spy = vi.spyOn(IDBObjectStore.prototype, cut).mockImplementation(function (this: IDBObjectStore, ...args) {
        calls += 1;
        const request = method.apply(this, args as Parameters<typeof method>);
        // The first of two blocks is written, and then the power is gone.
        if (cut === 'put' || calls === 2) this.transaction.abort();
        return request;
      });
      const blocks = [await blockOf(second), await blockOf([orderOf(6)])];
      await expect(store.receive('orders', [], markAt(6), blocks)).rejects.toThrow();
      spy.mockRestore();
    }
    expect(await rawSegments(name)).toHaveLength(1);
    const again = await reopened(store, open);
    expect([again.count('orders'), again.mark('orders')]).toEqual([3, markAt(3)]);
    await again.receive('orders', [], markAt(6), [await blockOf(second), await blockOf([orderOf(6)])]);
    expect(numbers(await reopened(again, open))).toHaveLength(6);
  });

  it('that were lost in a failed write are written again before any mark passes them', async () => {
    const { open } = await newDesk();
    const store = await open();
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(store.receive('orders', [], markAt(3), [await blockOf(first)])).rejects.toThrow();
    // The same documents, this time from the feed: memory has them, the disk does not.
    await store.receive('orders', first, markAt(3));
    expect(numbers(await reopened(store, open))).toHaveLength(3);
  });

  it('torn, or put in the place of another kind of segment, are not half loaded', async () => {
    for (const tear of ['bytes', 'kind', 'contents'] as const) {
      const { open, name, seal } = await newDesk();
      const store = await open();
      await store.receive('orders', [], markAt(3), [await blockOf(first)]);
      await store.receive('settings', [{ id: 'house' }], markAt(9));
      await store.close();
      const [record] = await rawSegments(name);
      const torn = {
        bytes: { sealed: record.sealed.slice(0, record.sealed.byteLength - 5), packed: true },
        kind: { sealed: record.sealed },
        contents: { sealed: await seal.closeBytes(new Uint8Array([1, 2, 3]), `${name}/orders`), packed: true },
      };
      const idb = await openDatabase(name, {});
      const transaction = idb.transaction('orders', 'readwrite');
      transaction.objectStore('orders').put(torn[tear], 1);
      await committed(transaction);
      idb.close();
      const again = await open();
      expect([again.count('orders'), again.mark('orders')]).toEqual([0, startMark]);
      expect(again.mark('settings').position).toBe(9);
      await again.close();
    }
  });

  it('that are no block are refused, and nothing of the page is kept', async () => {
    const { open } = await newDesk();
    const store = await open();
    const nonsense = [new Uint8Array([1, 2, 3]), await blockOf([{ name: 'no id' }])];
    for (const block of nonsense) await expect(store.receive('orders', [], markAt(3), [block])).rejects.toThrow();
    expect(store.mark('orders')).toEqual(startMark);
    expect((await reopened(store, open)).count('orders')).toBe(0);
  });

  it('keep their place behind documents that wait to be written', async () => {
    const { name, seal } = await newDesk();
    const idb = await openDatabase(name, { [HEAD_STORE]: { keyPath: 'collection' }, orders: { autoIncrement: true } });
    const unpack = async () => [orderOf(1, { notes: 'newer' })];
    const log = new SegmentLog(idb, 'orders', seal, { current: () => undefined, unpack });
    const block = { ids: [orderOf(1).id], bytes: await blockOf([orderOf(1, { notes: 'newer' })]) };
    // The first is being written; the other two wait side by side.
    const older = orderOf(1, { notes: 'older' });
    await Promise.all([log.append([orderOf(2)]), log.append([older]), log.append([], null, [block])]);
    const again = new SegmentLog(idb, 'orders', seal, { current: () => undefined, unpack });
    const found = (await again.load()).find((document) => document.id === orderOf(1).id);
    expect(found).toMatchObject({ notes: 'newer' });
    idb.close();
  });

  it('are merged with the small segments that come later, lists and all', async () => {
    const { open, name } = await newDesk();
    const store = await open();
    await store.receive('orders', [], markAt(1), [await blockOf(first)]);
    for (let n = 10; n < 50; n += 1) await store.receive('orders', [orderOf(n)], markAt(n));
    expect((await rawSegments(name)).some((record) => record.packed)).toBe(false);
    const again = await reopened(store, open);
    expect(again.count('orders')).toBe(43);
    expect(again.get('orders', orderOf(2).id)).toMatchObject(orderOf(2));
  });
});

async function reopened(store: ReplicaStore, open: () => Promise<ReplicaStore>): Promise<ReplicaStore> {
  await store.close();
  return open();
}
