import { describe, expect, it } from 'vitest';
import { pack } from './pack.ts';
import { BrokenBlock, openPacked, unpack } from './unpack.ts';

const ID = '00000000-0000-7000-8000-';
const idOf = (n: number) => `${ID}${String(n).padStart(12, '0')}`;

/** The shape of an order: recurring names, unique ids and times, gaps, an object and two lists inside. */
function orderLike(n: number): { [field: string]: unknown } {
  const at = new Date(Date.UTC(2026, 5, 1) + n * 86_399_999).toISOString();
  return {
    id: idOf(n),
    number: `ORD-${n}`,
    state: ['DELIVERED', 'CANCELLED', 'ASSIGNED'][n % 3],
    shop: { name: `पसल ${n % 5}`, position: n % 2 === 0 ? null : { latitude: 28.6 + n / 1000, longitude: 81.6 } },
    vendorId: n % 4 === 0 ? null : idOf(9000 + (n % 4)),
    totalPaisa: n * 1_000_003,
    deliveredAt: n % 3 === 0 ? null : at,
    notes: n % 50 === 7 ? 'मोबाइलमा फोन गर्नुहोस्' : null,
    placedAt: at,
    paid: n % 2 === 0,
    lines: Array.from({ length: n % 4 }, (_, line) => ({ sku: `SKU-${line}`, quantityMilli: line * 500, note: null })),
    history: [{ to: 'PENDING', at, by: 'Khaacho', reason: null }],
  };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const ODD_VALUES: readonly unknown[] = [
  ...[null, true, false, 0, -1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 0.1, 1e300, '', ' ', 'null', '"', '\u0000null'],
  ...[
    '2026-02-30T00:00:00.000Z',
    '2026-02-28T23:59:59.999Z',
    '2026-06-01',
    '2026-06-01T00:00:00Z',
    '😀 व\u200d',
    '\ud800',
  ],
  ...[
    idOf(1),
    idOf(1).toUpperCase().replace('7', 'A'),
    [],
    {},
    [[]],
    [1, 'two', null],
    [{ a: 1 }],
    { a: { b: [{ c: null }] } },
  ],
];

/** Documents of any JSON, alike or not. */
function anyDocuments(random: () => number): { [field: string]: unknown }[] {
  const pick = () => ODD_VALUES[Math.floor(random() * ODD_VALUES.length)];
  const fields = ['a', 'b', 'c', 'list'].filter(() => random() < 0.8);
  const oneKind = fields.map(() => (random() < 0.5 ? pick() : undefined));
  return Array.from({ length: 1 + Math.floor(random() * 12) }, (_, n) => {
    const document: { [field: string]: unknown } = { id: idOf(n) };
    for (const [at, field] of fields.entries()) {
      if (random() < 0.15) continue;
      document[field] =
        oneKind[at] ?? (field === 'list' ? Array.from({ length: n % 3 }, () => ({ v: pick() })) : pick());
    }
    return document;
  });
}

describe('packing', () => {
  it('gives back equal documents', () => {
    const documents = Array.from({ length: 300 }, (_, n) => orderLike(n));
    expect(unpack(pack(documents))).toEqual(documents);
    expect(unpack(pack([]))).toEqual([]);
  });

  it('gives back any JSON, whatever the documents have in common', () => {
    const random = seeded(20_261_120);
    for (let round = 0; round < 400; round += 1) {
      const documents = anyDocuments(random);
      // As the wire would have them; a lone half of a character is no text in UTF-8, in JSON neither.
      const sent: unknown = JSON.parse(JSON.stringify(documents).replaceAll('\\ud800', ''));
      expect(unpack(pack(sent as object[]))).toEqual(sent);
    }
  });

  it('is a fraction of the JSON, and each recurring text is there once', () => {
    const documents = Array.from({ length: 1000 }, (_, n) => orderLike(n));
    const packed = pack(documents);
    expect(packed.byteLength).toBeLessThan(JSON.stringify(documents).length / 3);
    expect(new TextDecoder().decode(packed).split('CANCELLED')).toHaveLength(2);
    const texts: string[] = [];
    openPacked(packed, (text) => {
      texts.push(text);
      return text;
    });
    expect(texts.filter((text) => text === 'CANCELLED')).toHaveLength(1);
  });

  it('says what is broken instead of giving half of it', () => {
    const packed = pack(Array.from({ length: 50 }, (_, n) => orderLike(n)));
    for (const cut of [0, 3, 20, packed.byteLength / 2, packed.byteLength - 8]) {
      expect(() => unpack(packed.slice(0, cut))).toThrow(BrokenBlock);
    }
    const later = new TextEncoder().encode('XXXX{"version":2,"rows":0,"fields":{}}');
    new DataView(later.buffer).setUint32(0, later.byteLength - 4, true);
    expect(() => unpack(later)).toThrow(BrokenBlock);
  });
});
