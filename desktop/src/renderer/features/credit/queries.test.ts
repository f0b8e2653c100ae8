import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import { describe, expect, it } from 'vitest';
import { retailerFixture } from '../../story/fixtures.ts';
import { ageingOf, stopOf } from './queries.ts';

const TODAY = '2026-11-20';
const none = { notDuePaisa: 0, to30Paisa: 0, to60Paisa: 0, to90Paisa: 0, over90Paisa: 0 };
const bill = (dueDay: string, totalPaisa: number, paidPaisa = 0) => ({ dueDay, totalPaisa, paidPaisa });
const owing = (outstandingPaisa: number, oldestDueDay: string | null = null) =>
  retailerFixture({ credit: { outstandingPaisa, oldestDueDay } });

describe('age of debt', () => {
  it('is that of the open bills', () => {
    const bills = [bill('2026-11-25', 500), bill('2026-11-10', 700, 200)];
    expect(ageingOf(owing(1000), bills, TODAY)).toEqual({ ...none, notDuePaisa: 500, to30Paisa: 500 });
  });

  it('counts what this device has no bill for at the age of the oldest one', () => {
    expect(ageingOf(owing(1000, '2026-07-01'), [bill('2026-11-25', 400)], TODAY)).toEqual({
      ...none,
      notDuePaisa: 400,
      over90Paisa: 600,
    });
  });

  it('always sums to what is owed, also while a payment is not set against bills yet', () => {
    const ageing = ageingOf(owing(300), [bill('2026-11-25', 400), bill('2026-11-01', 500)], TODAY);
    expect(ageing).toEqual({ ...none, to30Paisa: 300 });
    expect(ageingOf(owing(-50), [], TODAY)).toEqual(none);
  });
});

describe('what stops a shop', () => {
  it('is told from day 30 on, and an admin’s stop before that', () => {
    const house = defaultHouseSettings;
    expect(stopOf(owing(100, '2026-10-22'), house, TODAY)).toBeNull();
    expect(stopOf(owing(100, '2026-10-21'), house, TODAY)).toBe('overdue');
    const block = { reason: 'x', since: TODAY, by: null };
    expect(stopOf({ ...owing(100, '2026-10-21'), block }, house, TODAY)).toBe('stopped');
    expect(stopOf({ ...owing(0), approved: false }, house, TODAY)).toBe('unapproved');
  });
});
