import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { pack } from '@khaacho/shared/sync/packing/pack.ts';
import { describe, expect, it } from 'vitest';
import { PackedDocuments } from './packed-documents.ts';
import { TextSharing } from './sharing.ts';
import { orderOf } from './testing/samples.ts';

const orders = Array.from({ length: 200 }, (_, n) => orderOf(n));

function read(documents: readonly object[] = orders, extra: object = {}): OrderDocument[] {
  const sharing = new TextSharing('orders');
  return new PackedDocuments((text) => sharing.text(text)).read(pack(documents), extra) as never;
}

describe('packed documents', () => {
  it('are for every reader what was packed: compared, spelled out as JSON, listed by field, copied', () => {
    const unpacked = read();
    expect(unpacked).toEqual(orders);
    expect(JSON.parse(JSON.stringify(unpacked))).toEqual(orders);
    expect(unpacked.map((order) => ({ ...order }))).toEqual(orders);
    expect(unpacked.map((order) => Object.keys(order).sort())).toEqual(
      orders.map((order) => Object.keys(order).sort()),
    );
    expect(structuredClone(unpacked[7])).toEqual(orders[7]);
  });

  it('read their lists only when somebody looks, and then find the same ones again', () => {
    const [order] = read();
    const described = Object.getOwnPropertyDescriptor(order, 'lines');
    expect(described?.value).toBeUndefined();
    expect(described?.enumerable).toBe(true);
    expect(order?.lines).toBe(order?.lines);
    expect(order?.lines[0]?.sku).toBe('RICE-1KG');
    expect(Object.getOwnPropertyDescriptor(order, 'retailer')?.value).toEqual(orders[0]?.retailer);
  });

  it('give a copy its own lists: changing it changes nothing else', () => {
    const [order] = read();
    if (!order) throw new Error('nothing was packed');
    const copy = { ...order, history: [...order.history, ...order.history] };
    expect(copy.history).toHaveLength(10);
    expect(order.history).toHaveLength(5);
    expect(Object.getOwnPropertySymbols(copy)).toEqual([]);
  });

  it('leave out a field that one of them does not have', () => {
    const [first, second] = read([{ id: 'a', notes: 'x', lines: [] }, { id: 'b' }]);
    expect(first).toEqual({ id: 'a', notes: 'x', lines: [] });
    expect(second && 'notes' in second).toBe(false);
  });

  it('get the extra fields, and must have an id', () => {
    expect(read([{ id: 'a', lines: [{ n: 1 }] }], { _deleted: false })[0]).toEqual({
      id: 'a',
      lines: [{ n: 1 }],
      _deleted: false,
    });
    expect(() => read([{ name: 'x' }])).toThrow();
  });
});
