import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { collectionNames, commandTypes, SCHEMA_VERSION } from './protocol.ts';
import { commandVersion, documentAt, isServed, payloadToday, today, type Versions } from './versions.ts';

const adjustment = z.object({ packets: z.number() });
const later: Versions = {
  schema: 3,
  down: { offers: (document) => ({ ...document, was: 'so' }) },
  up: {
    'stock.adjust': [
      (payload) => ({ deltaMilli: adjustment.parse(payload).packets * 1000 }),
      (payload) => ({ ...z.object({}).loose().parse(payload), reason: 'OTHER' }),
    ],
  },
};

describe('versions', () => {
  it('serve the shape of today and the one before, nothing older and nothing later', () => {
    expect([1, 2, 3, 4, '3', null, undefined].filter((version) => isServed(later, version))).toEqual([2, 3]);
    expect([0, 1, 2].filter((version) => isServed({ ...later, schema: 1 }, version))).toEqual([1]);
  });

  it('make a document what an older app knows, and leave it alone for one of today', () => {
    const document = { id: 'one' };
    expect(documentAt(later, 2, 'offers', document)).toEqual({ id: 'one', was: 'so' });
    expect(documentAt(later, 3, 'offers', document)).toBe(document);
    expect(documentAt(later, undefined, 'offers', document)).toBe(document);
    expect(documentAt(later, 2, 'orders', document)).toBe(document);
  });

  it('bring a payload of any earlier version forward step by step, and refuse one of a later', () => {
    expect(commandVersion(later, 'stock.adjust')).toBe(3);
    expect(payloadToday(later, 'stock.adjust', 1, { packets: 2 })).toEqual({
      payload: { deltaMilli: 2000, reason: 'OTHER' },
    });
    expect(payloadToday(later, 'stock.adjust', 2, { deltaMilli: 5 })).toEqual({
      payload: { deltaMilli: 5, reason: 'OTHER' },
    });
    expect(payloadToday(later, 'stock.adjust', 3, { deltaMilli: 5 })).toEqual({ payload: { deltaMilli: 5 } });
    expect(payloadToday(later, 'stock.adjust', 1, { crates: 1 })).toEqual({ payload: null });
    expect(payloadToday(later, 'stock.adjust', 4, {})).toBeNull();
    expect(payloadToday(later, 'stock.adjust', 0, {})).toBeNull();
    expect(payloadToday(later, 'order.accept', 1, 'as it is')).toEqual({ payload: 'as it is' });
  });

  it('a shape raised without a way back is noticed here: what changed needs its step, and the frozen fixtures their new file', () => {
    expect(today.schema).toBe(SCHEMA_VERSION);
    if (SCHEMA_VERSION > 1) expect(Object.keys(today.down)).not.toEqual([]);
    for (const name of Object.keys(today.down)) expect(collectionNames).toContain(name);
    for (const type of Object.keys(today.up)) expect(commandTypes).toContain(type);
  });
});
