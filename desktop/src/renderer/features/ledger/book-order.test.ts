import { describe, expect, it } from 'vitest';
import { ledgerFixture } from '../../story/fixtures.ts';
import { inBookOrder } from './book-order.ts';

const entry = (at: string, amountPaisa: number, balancePaisa: number) =>
  ledgerFixture({ at, amountPaisa, balancePaisa });

describe('the order of a statement', () => {
  it('is newest first', () => {
    const old = entry('2026-11-01T00:00:00.000Z', 100, 100);
    const young = entry('2026-11-02T00:00:00.000Z', 50, 150);
    expect(inBookOrder([old, young])).toEqual([young, old]);
  });

  it('follows the balances within one moment, whatever the ids say', () => {
    const at = '2026-11-02T00:00:00.000Z';
    const opening = entry('2026-11-01T00:00:00.000Z', -500, -500);
    const commission = entry(at, 30, -1470);
    const goods = entry(at, -1000, -1500);
    expect(inBookOrder([commission, opening, goods])).toEqual([commission, goods, opening]);
    expect(inBookOrder([commission, goods])).toEqual([commission, goods]);
  });

  it('keeps every entry even where the balances do not meet', () => {
    const at = '2026-11-02T00:00:00.000Z';
    expect(inBookOrder([entry(at, 1, 7), entry(at, 2, 9), entry(at, 3, 44)])).toHaveLength(3);
  });
});
