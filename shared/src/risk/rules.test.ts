import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../kernel/clock.ts';
import { defaultHouseSettings } from '../settings/contract.ts';
import { checkMayOrder, daysOverdue, type RiskFacts } from './rules.ts';

const TODAY = '2026-11-20';
const clean: RiskFacts = { approved: true, block: null, oldestDueDay: null };
const ask = (facts: Partial<RiskFacts>, blockOverdueDays = 30) =>
  checkMayOrder({ ...clean, ...facts }, { blockOverdueDays }, TODAY);

describe('checkMayOrder', () => {
  it.each([
    [-7, true],
    [0, true],
    [1, true],
    [29, true],
    [30, false],
    [31, false],
    [400, false],
  ])('a bill %d days past due: may order is %s', (days, allowed) => {
    const answer = ask({ oldestDueDay: addDays(TODAY, -days) });
    expect(answer.ok).toBe(allowed);
    if (!answer.ok) {
      expect(answer.error).toMatchObject({
        code: 'RETAILER_BLOCKED',
        message: `The oldest bill is ${days} days past due. New orders are held until it is paid.`,
        details: [{ issue: 'overdue', figures: { daysOverdue: days } }],
      });
    }
  });

  it('takes the number of days from the settings', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: -3, max: 3 }), (limit, beyond) => {
        const days = limit + beyond;
        expect(ask({ oldestDueDay: addDays(TODAY, -days) }, limit).ok).toBe(days < limit);
      }),
    );
    expect(defaultHouseSettings.blockOverdueDays).toBe(30);
  });

  it('lets a shop without bills order', () => {
    expect(ask({})).toEqual({ ok: true, value: null });
  });

  it('refuses a shop that is not approved before it says anything of its bills or its stop', () => {
    expect(ask({ approved: false, block: { reason: 'x' }, oldestDueDay: '2020-01-01' })).toMatchObject({
      ok: false,
      error: { details: [{ issue: 'not approved' }] },
    });
  });

  it('gives the reason of a stop', () => {
    expect(ask({ block: { reason: 'cheque bounced' }, oldestDueDay: '2020-01-01' })).toMatchObject({
      ok: false,
      error: {
        code: 'RETAILER_BLOCKED',
        message: 'New orders are stopped for this shop: cheque bounced. Ask an admin to lift the stop.',
        details: [{ issue: 'blocked', figures: { reason: 'cheque bounced' } }],
      },
    });
  });
});

describe('daysOverdue', () => {
  it.each([
    [null, 0],
    ['2026-11-21', 0],
    ['2026-11-20', 0],
    ['2026-11-19', 1],
    ['2026-10-21', 30],
    ['2025-11-20', 365],
  ])('of %s is %d', (due, days) => {
    expect(daysOverdue(due, TODAY)).toBe(days);
  });
});
