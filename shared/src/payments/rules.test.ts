import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addDays } from '../kernel/clock.ts';
import cases from './cases.json' with { type: 'json' };
import { paymentStateSchema } from './contract.ts';
import { ageBills, allocate, type Bill, paymentState } from './rules.ts';

const bucketSchema = z.enum(['notDuePaisa', 'to30Paisa', 'to60Paisa', 'to90Paisa', 'over90Paisa']);
const table = z
  .object({
    today: z.iso.date(),
    ageing: z.array(z.object({ daysPastDue: z.number(), bucket: bucketSchema })),
    states: z.array(
      z.object({
        name: z.string(),
        total: z.number(),
        paid: z.number(),
        dueInDays: z.number().nullable(),
        state: paymentStateSchema,
      }),
    ),
  })
  .parse(cases);
const TODAY = table.today;
const nothing = { notDuePaisa: 0, to30Paisa: 0, to60Paisa: 0, to90Paisa: 0, over90Paisa: 0 };

const bill = (
  orderId: string,
  dueDay: string,
  totalPaisa: number,
  paidPaisa = 0,
  placedAt = '2026-11-01T00:00:00.000Z',
): Bill => ({
  orderId,
  dueDay,
  placedAt,
  totalPaisa,
  paidPaisa,
});

const anyBills = fc
  .uniqueArray(
    fc.record({
      orderId: fc.integer({ min: 0, max: 999 }).map((n) => `order-${n}`),
      dueDay: fc.integer({ min: -200, max: 30 }).map((days) => addDays(TODAY, days)),
      placedAt: fc.integer({ min: 0, max: 5 }).map((day) => `2026-10-0${day + 1}T00:00:00.000Z`),
      totalPaisa: fc.integer({ min: 0, max: 10_000 }),
      paidPart: fc.integer({ min: 0, max: 100 }),
    }),
    { selector: (one) => one.orderId, maxLength: 20 },
  )
  .map((bills) =>
    bills.map(({ paidPart, ...one }): Bill => ({ ...one, paidPaisa: Math.floor((one.totalPaisa * paidPart) / 100) })),
  );
const openOf = (bills: readonly Bill[]) => bills.reduce((sum, one) => sum + one.totalPaisa - one.paidPaisa, 0);

describe('allocate', () => {
  it('pays the oldest due day first; ties by when it was placed, then by id', () => {
    const bills = [
      bill('d', '2026-11-10', 100),
      bill('c', '2026-11-01', 100, 0, '2026-10-02T00:00:00.000Z'),
      bill('b', '2026-11-01', 100, 0, '2026-10-01T00:00:00.000Z'),
      bill('a', '2026-11-10', 100),
    ];
    expect(allocate(bills, 350).allocations).toEqual([
      { orderId: 'b', amountPaisa: 100 },
      { orderId: 'c', amountPaisa: 100 },
      { orderId: 'a', amountPaisa: 100 },
      { orderId: 'd', amountPaisa: 50 },
    ]);
  });

  it('pays those named first, in the order they are named, then the oldest', () => {
    const bills = [bill('a', '2026-11-01', 100), bill('b', '2026-11-02', 100), bill('c', '2026-11-03', 100)];
    expect(allocate(bills, 250, ['c', 'b']).allocations).toEqual([
      { orderId: 'c', amountPaisa: 100 },
      { orderId: 'b', amountPaisa: 100 },
      { orderId: 'a', amountPaisa: 50 },
    ]);
  });

  it('passes over what is paid and names nobody knows, and keeps the rest as an advance', () => {
    const bills = [bill('a', '2026-11-01', 100, 100), bill('b', '2026-11-02', 100, 40)];
    expect(allocate(bills, 100, ['a', 'no such order'])).toEqual({
      allocations: [{ orderId: 'b', amountPaisa: 60 }],
      advancePaisa: 40,
    });
    expect(allocate([], 5)).toEqual({ allocations: [], advancePaisa: 5 });
  });

  it('gives out every paisa once, never more than is open, and nothing later while something earlier is open', () => {
    fc.assert(
      fc.property(
        anyBills,
        fc.integer({ min: 1, max: 100_000 }),
        fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 5 }),
        (bills, amount, numbers) => {
          const named = numbers.map((n) => `order-${n}`);
          const { allocations, advancePaisa } = allocate(bills, amount, named);
          const given = allocations.reduce((sum, one) => sum + one.amountPaisa, 0);
          expect(given + advancePaisa).toBe(amount);
          expect(given).toBe(Math.min(amount, openOf(bills)));
          expect(new Set(allocations.map((one) => one.orderId)).size).toBe(allocations.length);
          allocations.forEach((one, index) => {
            const of = bills.find((candidate) => candidate.orderId === one.orderId);
            const open = (of?.totalPaisa ?? 0) - (of?.paidPaisa ?? 0);
            expect(one.amountPaisa).toBeGreaterThan(0);
            if (index < allocations.length - 1) expect(one.amountPaisa).toBe(open);
            else expect(one.amountPaisa).toBeLessThanOrEqual(open);
          });
        },
      ),
    );
  });

  it('does not depend on the order in which the bills are handed in', () => {
    fc.assert(
      fc.property(anyBills, fc.integer({ min: 1, max: 100_000 }), (bills, amount) => {
        expect(allocate([...bills].reverse(), amount)).toEqual(allocate(bills, amount));
      }),
    );
  });
});

describe('paymentState', () => {
  it.each(table.states)('$name: $state', ({ total, paid, dueInDays, state }) => {
    const dueDay = dueInDays === null ? null : addDays(TODAY, dueInDays);
    expect(paymentState({ totalPaisa: total, paidPaisa: paid, dueDay }, TODAY)).toBe(state);
  });
});

describe('ageBills', () => {
  it.each(table.ageing)('$daysPastDue days past due lie in $bucket', ({ daysPastDue, bucket }) => {
    const bills = [bill('a', addDays(TODAY, -daysPastDue), 1_000, 300)];
    expect(ageBills(bills, TODAY)).toEqual({ ...nothing, [bucket]: 700 });
  });

  it('holds every open rupee exactly once, and nothing else', () => {
    fc.assert(
      fc.property(anyBills, (bills) => {
        const ageing = ageBills(bills, TODAY);
        expect(Object.values(ageing).reduce((sum, one) => sum + one, 0)).toBe(openOf(bills));
        for (const amount of Object.values(ageing)) expect(amount).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(ageBills([], TODAY)).toEqual(nothing);
  });
});
