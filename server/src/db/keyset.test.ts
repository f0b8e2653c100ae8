import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPage, decodeCursor, encodeCursor } from './keyset.ts';

describe('cursors', () => {
  it('come back as they went out', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.uuid(), (at, id) => {
        expect(decodeCursor(encodeCursor({ at, id }))).toEqual({ at, id });
      }),
    );
  });

  it('that we did not make are null, not an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.json().map((text) => Buffer.from(text).toString('base64url')),
        ),
        (cursor) => {
          const decoded = decodeCursor(cursor);
          expect(decoded === null || typeof decoded.id === 'string').toBe(true);
        },
      ),
    );
  });

  it('name the last row of a page only where there is a next one', () => {
    const keysetOf = (row: number) => ({ at: String(row), id: String(row) });
    expect(cutPage([1, 2, 3], 3, keysetOf)).toEqual({ rows: [1, 2, 3], nextCursor: null });
    const cut = cutPage([1, 2, 3, 4], 3, keysetOf);
    expect([cut.rows, decodeCursor(cut.nextCursor ?? '')]).toEqual([[1, 2, 3], { at: '3', id: '3' }]);
    expect(cutPage([], 3, keysetOf)).toEqual({ rows: [], nextCursor: null });
  });
});
