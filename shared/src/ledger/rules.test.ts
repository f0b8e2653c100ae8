import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { shareOf } from '../kernel/money.ts';
import { paymentMethodSchema } from '../payments/contract.ts';
import type { JournalDraft } from './contract.ts';
import { deliveryJournal, moneyAccount, paymentJournal, receiptNumber } from './rules.ts';

const sumOf = (journal: JournalDraft) => journal.entries.reduce((sum, entry) => sum + entry.amountPaisa, 0);
const order = { id: 'o', orderNumber: 'ORD261120001', retailerId: 'shop', vendorId: 'vendor' };

describe('deliveryJournal', () => {
  it('books the worked example: 2100.00, tax 273.00, commission 2 %', () => {
    const journal = deliveryJournal({
      ...order,
      subtotalPaisa: 210_000,
      taxPaisa: 27_300,
      totalPaisa: 237_300,
      commissionBasisPoints: 200,
    });
    expect(journal).toEqual({
      kind: 'DELIVERY',
      memo: 'Delivery of ORD261120001',
      orderId: 'o',
      paymentId: null,
      entries: [
        { account: 'RECEIVABLE', party: 'shop', amountPaisa: 237_300 },
        { account: 'PAYABLE', party: 'vendor', amountPaisa: -210_000 },
        { account: 'VENDOR_TAX', party: 'vendor', amountPaisa: -27_300 },
        { account: 'PAYABLE', party: 'vendor', amountPaisa: 4_200 },
        { account: 'COMMISSION', party: null, amountPaisa: -4_200 },
      ],
    });
  });

  it('sums to zero, owes the vendor price and tax less commission, and has no entry of nothing', () => {
    const paisa = fc.integer({ min: 0, max: 1_000_000_000 });
    fc.assert(
      fc.property(
        paisa,
        paisa,
        fc.integer({ min: 0, max: 10_000 }),
        (subtotalPaisa, taxPaisa, commissionBasisPoints) => {
          fc.pre(subtotalPaisa + taxPaisa > 0);
          const totalPaisa = subtotalPaisa + taxPaisa;
          const journal = deliveryJournal({ ...order, subtotalPaisa, taxPaisa, totalPaisa, commissionBasisPoints });
          expect(sumOf(journal)).toBe(0);
          expect(journal.entries.length).toBeGreaterThanOrEqual(2);
          for (const entry of journal.entries) expect(entry.amountPaisa).not.toBe(0);
          const commission = shareOf(subtotalPaisa, commissionBasisPoints);
          const vendor = journal.entries.filter((entry) => entry.party === 'vendor');
          expect(vendor.reduce((sum, entry) => sum + entry.amountPaisa, 0)).toBe(commission - totalPaisa);
        },
      ),
    );
  });

  it('is a bug, not a refusal, where the total is not price and tax', () => {
    const wrong = { ...order, subtotalPaisa: 100, taxPaisa: 13, totalPaisa: 114, commissionBasisPoints: 0 };
    expect(() => deliveryJournal(wrong)).toThrow('journal off by 1 paisa');
  });
});

describe('paymentJournal', () => {
  it.each([
    ['CASH', null, 'CASH', null],
    ['CASH', 'agent', 'AGENT_CASH', 'agent'],
    ['CHEQUE', null, 'CHEQUES', null],
    ['CHEQUE', 'agent', 'CHEQUES', null],
    ['BANK', 'agent', 'BANK', null],
    ['WALLET', null, 'WALLET', null],
  ] as const)('%s taken by %s lies in %s', (method, agent, account, party) => {
    expect(moneyAccount(method, agent)).toEqual({ account, party });
  });

  it('keeps money without an owner in suspense', () => {
    const journal = paymentJournal({ id: 'p', retailerId: null, amountPaisa: 500, method: 'BANK', agentUserId: null });
    expect(journal.entries).toEqual([
      { account: 'BANK', party: null, amountPaisa: 500 },
      { account: 'SUSPENSE', party: null, amountPaisa: -500 },
    ]);
  });

  it('sums to zero for any payment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_000_000_000_000 }),
        fc.constantFrom(...paymentMethodSchema.options),
        fc.option(fc.constant('shop')),
        fc.option(fc.constant('agent')),
        (amountPaisa, method, retailerId, agentUserId) => {
          const journal = paymentJournal({ id: 'p', retailerId, amountPaisa, method, agentUserId });
          expect(sumOf(journal)).toBe(0);
          expect(journal.entries.map((entry) => entry.amountPaisa)).toEqual([amountPaisa, -amountPaisa]);
          expect(journal).toMatchObject({ kind: 'PAYMENT', orderId: null, paymentId: 'p' });
        },
      ),
    );
  });
});

describe('receiptNumber', () => {
  it('is the end of the payment id, the same on every device', () => {
    expect(receiptNumber('019a9f3e-7c2d-7abc-8def-0123456789ab')).toBe('R-456789AB');
    const now = new Date('2026-11-20T04:15:00.000Z');
    const numbers = Array.from({ length: 1000 }, () => receiptNumber(newId(now)));
    for (const number of numbers) expect(number).toMatch(/^R-[0-9A-F]{8}$/);
    // From the random end, not the time in front: a thousand of one millisecond differ.
    expect(new Set(numbers).size).toBe(1000);
  });
});
