import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idSchema, newId } from './ids.ts';

const instant = fc.integer({ min: 0, max: 253_402_300_799_999 }).map((ms) => new Date(ms));

describe('ids', () => {
  it('are UUIDs of version 7 that carry their time', () => {
    fc.assert(
      fc.property(instant, (now) => {
        const id = newId(now);
        expect(idSchema.safeParse(id).success).toBe(true);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(now.getTime());
      }),
    );
  });

  it('rise within one millisecond, 2,048 of them at least', () => {
    const now = new Date('2026-11-20T04:15:00.123Z');
    const ids = Array.from({ length: 2048 }, () => newId(now));
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('rise with the clock', () => {
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        fc.pre(a.getTime() < b.getTime());
        expect(newId(a) < newId(b)).toBe(true);
      }),
    );
  });

  it('are a function of their arguments where the chance is handed in', () => {
    fc.assert(
      fc.property(instant, fc.uint8Array({ minLength: 10, maxLength: 16 }), (now, random) => {
        expect(newId(now, random)).toBe(newId(now, random));
        expect(newId(now, random)).toMatch(/-7[0-9a-f]{3}-[89ab]/);
      }),
    );
  });
});
