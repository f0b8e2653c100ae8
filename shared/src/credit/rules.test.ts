import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableCredit, checkCredit } from './rules.ts';

const account = { limitPaisa: 5_000_000, outstandingPaisa: 1_200_000, reservedPaisa: 300_000 };
const paisa = fc.integer({ min: 0, max: 1_000_000_000 });
const anyAccount = fc.record({
  limitPaisa: paisa,
  outstandingPaisa: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
  reservedPaisa: paisa,
});

describe('checkCredit', () => {
  it('passes exactly at the limit and refuses one paisa above it', () => {
    expect(checkCredit(account, 3_500_000)).toEqual({ ok: true, value: null });
    expect(checkCredit(account, 3_500_001)).toMatchObject({
      ok: false,
      error: {
        code: 'CREDIT_LIMIT_EXCEEDED',
        details: [
          {
            figures: {
              ...account,
              orderPaisa: 3_500_001,
              availablePaisa: 3_500_000,
              shortfallPaisa: 1,
              maxOrderPaisa: 3_500_000,
            },
          },
        ],
      },
    });
  });

  it('says it in rupees, with both ways out', () => {
    const refused = checkCredit(account, 3_737_300);
    expect(refused.ok ? '' : refused.error.message).toBe(
      'This order of Rs. 37,373.00 is Rs. 2,373.00 over the credit that is left (Rs. 35,000.00). Pay Rs. 2,373.00 first, or order for at most Rs. 35,000.00.',
    );
  });

  it('counts an advance, and never offers less than nothing', () => {
    expect(checkCredit({ limitPaisa: 0, outstandingPaisa: -50_000, reservedPaisa: 0 }, 50_000).ok).toBe(true);
    const cut = checkCredit({ limitPaisa: 100, outstandingPaisa: 500, reservedPaisa: 0 }, 1);
    expect(cut).toMatchObject({
      ok: false,
      error: { details: [{ figures: { availablePaisa: -400, shortfallPaisa: 401, maxOrderPaisa: 0 } }] },
    });
  });

  it('passes exactly when outstanding, reserved and the order stay within the limit', () => {
    fc.assert(
      fc.property(anyAccount, paisa, (credit, order) => {
        const within = credit.outstandingPaisa + credit.reservedPaisa + order <= credit.limitPaisa;
        expect(checkCredit(credit, order).ok).toBe(within);
        expect(availableCredit(credit)).toBe(credit.limitPaisa - credit.outstandingPaisa - credit.reservedPaisa);
      }),
    );
  });

  it('names figures that make it pass: the payment to the paisa, or the smaller order', () => {
    fc.assert(
      fc.property(anyAccount, paisa, (credit, order) => {
        const refused = checkCredit(credit, order);
        fc.pre(!refused.ok);
        if (refused.ok) return;
        const figures = refused.error.details[0]?.figures ?? {};
        const [shortfall, most] = [Number(figures.shortfallPaisa), Number(figures.maxOrderPaisa)];
        const paid = (amount: number) => ({ ...credit, outstandingPaisa: credit.outstandingPaisa - amount });
        expect(checkCredit(paid(shortfall), order).ok).toBe(true);
        expect(checkCredit(paid(shortfall - 1), order).ok).toBe(false);
        if (most > 0) {
          expect(checkCredit(credit, most).ok).toBe(true);
          expect(checkCredit(credit, most + 1).ok).toBe(false);
        }
      }),
    );
  });
});
