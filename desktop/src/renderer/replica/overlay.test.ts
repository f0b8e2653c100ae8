import { ok } from '@khaacho/shared/kernel/result.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import { changed, type PendingCommand } from '@khaacho/shared/sync/projection.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { describe, expect, it } from 'vitest';
import { Groups } from './groups.ts';
import { Overlay, type OverlayChange, type Project } from './overlay.ts';
import type { Base } from './overlay-stacks.ts';
import { idOf, offerOf, orderOf } from './testing/samples.ts';
import { toyRules } from './testing/toy-rules.ts';

const offerId = idOf(1);

function world(rules: Project = toyRules) {
  const rows = new Map<CollectionName, Map<string, Documents[CollectionName]>>();
  const base: Base = {
    get: (collection, id) => rows.get(collection)?.get(id) as never,
    all: (collection) => [...(rows.get(collection)?.values() ?? [])] as never,
    group: (name, key) => groups.group(name, key),
  };
  let built = 0;
  const groups = new Groups({
    get: base.get,
    documents: (collection) => {
      built += 1;
      return base.all(collection);
    },
  });
  let projected = 0;
  const overlay = new Overlay(base, (read, command) => {
    projected += 1;
    return rules(read, command);
  });
  const told: OverlayChange[] = [];
  overlay.onChange((change) => told.push(change));
  const put = <C extends CollectionName>(collection: C, document: Documents[C]) => {
    const of = rows.get(collection) ?? new Map();
    rows.set(collection, of.set(document.id, document));
    changed(collection, document.id);
  };
  const changed = (collection: CollectionName, id: string) =>
    overlay.baseChanged(collection, [id], groups.changed(collection, [id]));
  const runs = () => {
    const before = projected;
    projected = 0;
    return before;
  };
  const stock = () => overlay.get('offers', offerId)?.onHandMilli;
  return { overlay, told, put, changed, runs, stock, built: () => built };
}

function adjust(number: number, deltaMilli: number): PendingCommand {
  const payload = { offerId, deltaMilli, reason: 'FOUND' as const };
  return { id: idOf(5000 + number), type: 'stock.adjust', payload, issuedAt: `2026-06-01T10:00:0${number}.000Z` };
}
function cancel(number: number, orderId: string): PendingCommand {
  const payload = { orderId, reason: 'not wanted' };
  return { id: idOf(6000 + number), type: 'order.cancel', payload, issuedAt: `2026-06-01T11:00:0${number}.000Z` };
}
function create(number: number, orderId: string): PendingCommand {
  const payload = { orderId, retailerId: idOf(3), lines: [{ productId: idOf(4), quantityMilli: 1000 }] };
  return { id: idOf(7000 + number), type: 'order.create', payload, issuedAt: '2026-06-01T12:00:00.000Z' };
}

describe('overlay', () => {
  it('lays commands over the base in order and marks the documents', () => {
    const { overlay, put, stock } = world();
    put('offers', offerOf(1));
    overlay.add(adjust(1, 1000), 1);
    overlay.add(adjust(2, 500), 2);
    expect(stock()).toBe(121_500);
    expect(overlay.mark('offers', offerId)).toEqual({
      pendingSince: '2026-06-01T10:00:01.000Z',
      commandIds: [idOf(5001), idOf(5002)],
    });
    overlay.remove(idOf(5001));
    expect(stock()).toBe(120_500);
    overlay.remove(idOf(5002));
    expect(stock()).toBe(120_000);
    expect(overlay.mark('offers', offerId)).toBeUndefined();
  });

  it('replays over a base that moves, and shows nothing for what the rule would refuse now', () => {
    const { overlay, put, stock } = world();
    put('offers', offerOf(1));
    overlay.add(adjust(1, -100_000), 1);
    expect(stock()).toBe(20_000);
    put('offers', offerOf(1, { onHandMilli: 130_000 }));
    expect(stock()).toBe(30_000);
    put('offers', offerOf(1, { onHandMilli: 50_000 }));
    expect(stock()).toBe(50_000);
    expect(overlay.isOverlaid('offers', offerId)).toBe(false);
    put('offers', offerOf(1, { onHandMilli: 110_000 }));
    expect(stock()).toBe(10_000);
  });

  it('keeps the effect once from verdict to documents: no flicker back, none applied twice', () => {
    const { overlay, put, stock, told } = world();
    put('offers', offerOf(1));
    overlay.add(adjust(1, -20_000), 1);
    const seen: (number | undefined)[] = [];
    overlay.onChange(() => seen.push(stock()));
    overlay.freeze(idOf(5001));
    put('offers', offerOf(1, { onHandMilli: 100_000 }));
    overlay.land(idOf(5001), 'offers');
    overlay.remove(idOf(5001));
    expect(new Set(seen)).toEqual(new Set([100_000]));
    expect(stock()).toBe(100_000);
    expect(told.length).toBeGreaterThan(0);
  });

  it('lands collection by collection', () => {
    const { overlay, put } = world();
    const order = orderOf(9, { state: 'ASSIGNED' });
    put('orders', order);
    overlay.add(cancel(1, order.id), 1);
    overlay.freeze(idOf(6001));
    expect(overlay.collectionsOf(idOf(6001))).toEqual(['orders']);
    overlay.land(idOf(6001), 'offers');
    expect(overlay.get('orders', order.id)?.state).toBe('CANCELLED');
    overlay.land(idOf(6001), 'orders');
    expect(overlay.get('orders', order.id)?.state).toBe('ASSIGNED');
    expect(overlay.collectionsOf(idOf(6001))).toEqual([]);
  });

  it('lets later commands see what earlier ones make, and names their maker', () => {
    const { overlay } = world();
    const orderId = idOf(77);
    overlay.add(create(1, orderId), 1);
    const tried = overlay.try(cancel(1, orderId));
    expect(tried.projected.ok).toBe(true);
    expect(overlay.makersOf(tried.trace)).toEqual([idOf(7001)]);
    overlay.add(cancel(1, orderId), 2);
    expect(overlay.get('orders', orderId)?.state).toBe('CANCELLED');
    expect(overlay.all('orders').map((order) => order.id)).toEqual([orderId]);
    overlay.remove(idOf(7001));
    expect(overlay.get('orders', orderId)).toBeUndefined();
  });

  it('replays only what has read what moved', () => {
    const { overlay, put, runs } = world();
    put('offers', offerOf(1));
    put('offers', offerOf(2));
    for (let n = 10; n < 60; n += 1) put('orders', orderOf(n, { state: 'ASSIGNED' }));
    overlay.add(adjust(1, 1000), 1);
    for (let n = 10; n < 60; n += 1) overlay.add({ ...cancel(1, orderOf(n).id), id: idOf(8000 + n) }, n);
    runs();
    put('offers', offerOf(2, { pricePaisa: 1 }));
    expect(runs()).toBe(0);
    put('offers', offerOf(1, { pricePaisa: 1 }));
    expect(runs()).toBe(1);
    put('orders', orderOf(12, { state: 'PACKING' }));
    expect(runs()).toBe(1);
  });

  it('leaves whole-collection readers to be refreshed when their owner says', () => {
    const { overlay, put, runs } = world();
    put('offers', offerOf(1));
    overlay.add(create(1, idOf(77)), 1);
    runs();
    put('offers', offerOf(2));
    expect([runs(), overlay.stale, overlay.get('orders', idOf(77))?.itemCount]).toEqual([0, true, 1]);
    overlay.refresh();
    expect([runs(), overlay.stale, overlay.get('orders', idOf(77))?.itemCount]).toEqual([1, false, 2]);
  });

  it('tells only of what is shown otherwise', () => {
    const { overlay, put, changed, told } = world();
    put('offers', offerOf(1));
    overlay.add(adjust(1, 1000), 1);
    told.length = 0;
    // The same projection again: the base says what it said before.
    overlay.refresh();
    expect(told).toEqual([]);
    const before = overlay.get('offers', offerId);
    changed('offers', offerId);
    expect(overlay.get('offers', offerId)).toBe(before);
  });
});

describe('groups', () => {
  const vendor = idOf(800_001);
  /** Sees the orders a vendor has in hand below it, and adds one. */
  const counting: Project = (read, command) => {
    const inHand = read.group('inHandOf', vendor);
    const number = Number(command.id.slice(-6));
    return ok([changed('orders', orderOf(number, { vendorId: vendor, state: 'ASSIGNED', itemCount: inHand.length }))]);
  };
  const inHand = (number: number) => orderOf(number, { vendorId: vendor, state: 'ACCEPTED' });
  const counts = (of: ReturnType<typeof world>) =>
    [7001, 7002, 7003].map((number) => of.overlay.get('orders', idOf(number))?.itemCount);

  it('hold what the base and the layers below put in, and nothing that was moved out', () => {
    const it = world(counting);
    for (const number of [1, 2]) it.put('orders', inHand(number));
    it.put('orders', orderOf(3, { vendorId: vendor, state: 'COMPLETED' }));
    for (const number of [1, 2, 3]) it.overlay.add(create(number, idOf(number)), number);
    expect(counts(it)).toEqual([2, 3, 4]);
    expect(it.overlay.group('inHandOf', vendor)).toHaveLength(5);
    it.put('orders', orderOf(1, { vendorId: vendor, state: 'CANCELLED' }));
    expect([it.overlay.stale, counts(it)]).toEqual([true, [2, 3, 4]]);
    it.overlay.refresh();
    expect(counts(it)).toEqual([1, 2, 3]);
    it.overlay.remove(idOf(7001));
    it.overlay.refresh();
    expect(counts(it)).toEqual([undefined, 1, 2]);
    expect(it.overlay.group('inHandOf', vendor).map((order) => order.id)).toEqual([idOf(2), idOf(7002), idOf(7003)]);
  });

  it('are gone through once, then follow what changes, and wake only who has asked for them', () => {
    const it = world(counting);
    for (let number = 1; number <= 300; number += 1) it.put('orders', orderOf(number, { state: 'COMPLETED' }));
    for (const number of [1, 2, 3]) it.overlay.add(create(number, idOf(number)), number);
    expect([it.built(), counts(it)]).toEqual([1, [0, 1, 2]]);
    it.runs();
    // Another vendor's order, and one that is in nobody's hands before and after.
    it.put('orders', orderOf(400, { vendorId: idOf(800_002), state: 'ASSIGNED' }));
    it.put('orders', orderOf(12, { state: 'CANCELLED' }));
    expect([it.overlay.stale, it.runs()]).toEqual([false, 0]);
    it.put('orders', inHand(12));
    it.overlay.refresh();
    expect([it.runs(), counts(it), it.built()]).toEqual([3, [1, 2, 3], 1]);
  });

  it('layers lifted off together are one change', () => {
    const it = world();
    it.put('offers', offerOf(1));
    for (let number = 1; number <= 9; number += 1) it.overlay.add(adjust(number, 1000), number);
    it.told.length = 0;
    it.runs();
    it.overlay.together(() => {
      for (let number = 1; number <= 6; number += 1) it.overlay.remove(idOf(5000 + number));
    });
    expect(it.runs()).toBe(3);
    expect(it.told).toEqual([{ collection: 'offers', ids: [offerId] }]);
    expect(it.stock()).toBe(123_000);
  });
});
