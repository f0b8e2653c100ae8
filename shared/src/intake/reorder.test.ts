import { describe, expect, it } from 'vitest';
import { orderCycle, reorderDue } from './reorder.ts';

/** Ten in the morning in Nepal. */
const NOW = new Date('2026-11-20T04:15:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const weekly = [7, 14, 21, 28].map(daysAgo);

describe('the rhythm of a shop', () => {
  it.each([
    ['weekly', weekly, 7],
    ['weekly but for once', [7, 14, 35, 42].map(daysAgo), 7],
    ['every three days', [3, 6, 9].map(daysAgo), 3],
    ['every day', [1, 2, 3, 4].map(daysAgo), null],
    ['every month and more', [31, 62, 93].map(daysAgo), null],
    ['two orders', [7, 14].map(daysAgo), null],
    ['none', [], null],
  ])('%s', (_, placed, days) => {
    expect(orderCycle(placed)).toBe(days);
  });
});

describe('asking for the same again', () => {
  const due = (placed: Date[], suggestedAt: Date | null = null, now = NOW) => reorderDue({ placed, suggestedAt }, now);

  it('is due when a cycle has passed, and until two have', () => {
    expect(due(weekly)).toBe(7);
    expect(due([6.9, 14, 21, 28].map(daysAgo))).toBeNull();
    expect(due([13.9, 21, 28, 35].map(daysAgo))).toBe(7);
    expect(due([14, 21, 28, 35].map(daysAgo))).toBeNull();
  });

  it('happens once a cycle', () => {
    expect(due(weekly, daysAgo(0.1))).toBeNull();
    expect(due(weekly, daysAgo(6.9))).toBeNull();
    expect(due(weekly, daysAgo(8))).toBe(7);
  });

  it('keeps quiet hours', () => {
    // 07:59 and 08:00, 18:59 and 19:00 in Nepal.
    expect(due([8, 15, 22].map(daysAgo), null, new Date('2026-11-20T02:14:00Z'))).toBeNull();
    expect(due([8, 15, 22].map(daysAgo), null, new Date('2026-11-20T02:15:00Z'))).toBe(7);
    expect(due([8, 15, 22].map(daysAgo), null, new Date('2026-11-20T13:14:00Z'))).toBe(7);
    expect(due([8, 15, 22].map(daysAgo), null, new Date('2026-11-20T13:15:00Z'))).toBeNull();
  });
});
