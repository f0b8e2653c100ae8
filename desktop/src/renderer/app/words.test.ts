import { checkCredit } from '@khaacho/shared/credit/rules.ts';
import { errorCodes, refusal } from '@khaacho/shared/kernel/errors.ts';
import { decideMove } from '@khaacho/shared/orders/move-rules.ts';
import { checkMayOrder } from '@khaacho/shared/risk/rules.ts';
import { decideAdjust } from '@khaacho/shared/stock/rules.ts';
import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../language/en/catalogue.ts';
import { makeFormat } from '../language/format.ts';
import { ne } from '../language/ne/catalogue.ts';
import { refusalSentence } from './words.ts';

const formats = {
  en: makeFormat({ language: 'en', calendar: 'ad', digits: 'latin' }),
  ne: makeFormat({ language: 'ne', calendar: 'bs', digits: 'devanagari' }),
};
const i18n = createInstance();
beforeAll(async () => {
  await i18n.init({
    lng: 'en',
    resources: { en: { translation: en }, ne: { translation: ne } },
    contextSeparator: '~',
    interpolation: { escapeValue: false },
  });
});
const say = (refused: Parameters<typeof refusalSentence>[0], language: 'en' | 'ne' = 'en') =>
  refusalSentence(refused, i18n.getFixedT(language), formats[language]);

/** The refusal a rule really gives. */
function refusedBy<T, E>(result: { ok: true; value: T } | { ok: false; error: E }): E {
  if (result.ok) throw new Error('the rule let it pass');
  return result.error;
}

describe('words for refusals', () => {
  it('say what would make an order over the limit pass', () => {
    const refused = refusedBy(
      checkCredit({ limitPaisa: 5_000_000, outstandingPaisa: 4_000_000, reservedPaisa: 500_000 }, 1_240_000),
    );
    expect(say(refused)).toBe(
      'The order of Rs. 12,400.00 is Rs. 7,400.00 over the credit that is left (Rs. 5,000.00). Take a payment of Rs. 7,400.00 first, or order for at most Rs. 5,000.00.',
    );
    expect(say(refused, 'ne')).toContain('रु. ७,४००.००');
  });

  it('tell the three ways a shop is stopped apart', () => {
    const settings = { blockOverdueDays: 30 };
    const facts = { approved: true, block: null, oldestDueDay: null };
    const late = refusedBy(checkMayOrder({ ...facts, oldestDueDay: '2026-10-19' }, settings, '2026-11-20'));
    expect(say(late)).toContain('32 days past due');
    const stopped = refusedBy(
      checkMayOrder({ ...facts, block: { reason: 'Cheque returned' } }, settings, '2026-11-20'),
    );
    expect(say(stopped)).toContain('stopped for this shop: Cheque returned');
    expect(say(refusedBy(checkMayOrder({ ...facts, approved: false }, settings, '2026-11-20')))).toContain(
      'not approved',
    );
  });

  it('tell an order that went away from one that came anew, and name the state it is in', () => {
    const order = {
      id: 'x',
      orderNumber: 'ORD261120001',
      state: 'CANCELLED' as const,
      vendorId: 'a',
      retailerId: 'r',
      assignment: 2,
      reason: null,
    };
    const ask = { move: 'accept' as const, by: 'VENDOR_STAFF' as const };
    expect(say(refusedBy(decideMove(order, { ...ask, vendorId: 'b' })))).toContain('another vendor');
    const anew = decideMove({ ...order, state: 'ASSIGNED' }, { ...ask, vendorId: 'a', assignment: 1 });
    expect(say(refusedBy(anew))).toContain('offered anew');
    expect(say(refusedBy(decideMove(order, { ...ask, vendorId: 'a' })))).toContain('“Cancelled”');
    expect(say(refusedBy(decideMove(order, { ...ask, vendorId: 'a' })), 'ne')).toContain('«रद्द»');
  });

  it('give figures of stock as quantities', () => {
    const refused = refusedBy(decideAdjust({ onHandMilli: 10_000, reservedMilli: 8_500 }, -5_000));
    expect(say(refused)).toBe('8.5 are promised to orders. Take away at most 1.5, or cancel an order first.');
  });

  it('have one line for each good that falls short', () => {
    const short = (name: string, availableMilli: number) => ({
      field: name,
      issue: 'not enough in stock',
      figures: { name, availableMilli, askedMilli: 50_000 },
    });
    const sentence = say(refusal('INSUFFICIENT_STOCK', '…', [short('Rice', 12_000), short('Dal', 0)]));
    expect(sentence).toContain('Only 12 of Rice');
    expect(sentence).toContain('Only 0 of Dal');
  });

  it('leave no hole in any sentence, with figures or without', () => {
    for (const code of errorCodes) {
      for (const language of ['en', 'ne'] as const) {
        expect([code, say(refusal(code, ''), language)]).toEqual([code, expect.not.stringContaining('{{')]);
      }
    }
  });

  it('fall back on the server’s English for a code this version does not know', () => {
    const unknown = { ...refusal('BUSY', 'Something new happened.'), code: 'NEW_CODE' as 'BUSY' };
    expect(say(unknown, 'ne')).toBe('Something new happened.');
  });
});
