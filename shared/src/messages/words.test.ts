import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availableCredit, checkCredit } from '../credit/rules.ts';
import { readingFailureSchema } from '../intake/media-contract.ts';
import { errorCodes, refusal } from '../kernel/errors.ts';
import { languageSchema } from '../kernel/language.ts';
import { journalKindSchema } from '../ledger/contract.ts';
import { orderStates } from '../orders/contract.ts';
import { stateForRetailer } from '../orders/states.ts';
import type { Quote } from '../pricing/contract.ts';
import { priceLines } from '../pricing/rules.ts';
import { defaultHouseSettings } from '../settings/contract.ts';
import { MOST_CHARACTERS } from './fit.ts';
import { type Question, type StatusOfOrder, say, type Words } from './words.ts';

type Asked = { sku: string; name: string; nameNe: string; price: number; milli: number; taxClass?: 'VAT' | 'EXEMPT' };
function quoteOf(goods: readonly Asked[]): Quote {
  const lines = goods.map(({ sku, name, nameNe, price, milli, taxClass = 'VAT' as const }) => ({
    product: { id: 'p', sku, name, nameNe, unit: 'packet', taxClass },
    quantityMilli: milli,
    unitPricePaisa: price,
  }));
  return { vendorId: 'v', ...priceLines(lines, defaultHouseSettings.taxRates, '2026-11-20') };
}
const rice: Asked = {
  sku: 'RICE-1KG',
  name: 'Basmati Rice 1KG',
  nameNe: 'बासमती चामल १ केजी',
  price: 15_000,
  milli: 10_000,
};
const dal: Asked = { sku: 'DAL-1KG', name: 'Toor Dal 1KG', nameNe: 'रहर दाल १ केजी', price: 12_000, milli: 5_000 };
const summary = (goods: readonly Asked[], changed = false): Words => ({
  kind: 'orderSummary',
  quote: quoteOf(goods),
  taxBasisPoints: 1300,
  changed,
});
const order: StatusOfOrder = {
  orderNumber: 'ORD261120001',
  state: 'PENDING',
  vendorName: null,
  itemCount: 2,
  totalPaisa: 237_300,
  paidPaisa: 100_000,
  expectedDeliveryDay: '2026-11-21',
};
const entry = (amountPaisa: number, balancePaisa: number) => ({
  ...{ day: '2026-11-20', kind: 'DELIVERY' as const, orderNumber: 'ORD261120001', amountPaisa, balancePaisa },
});
const question: Question = { written: 'soap 5', missing: 'product', choices: ['Lux Soap', 'Lifebuoy Soap'] };
const shortOf = (names: readonly string[]) =>
  refusal(
    'INSUFFICIENT_STOCK',
    'Only so much.',
    names.map((name) => ({ issue: 'not enough', figures: { name, askedMilli: 10_000, availableMilli: 7_500 } })),
  );

describe('the wording that is agreed', () => {
  it('of a summary', () => {
    expect(say(summary([rice, dal]), 'en')).toBe(
      [
        'Order Summary:',
        '1. Basmati Rice 1KG',
        '   SKU: RICE-1KG',
        '   Qty: 10 x Rs.150.00 = Rs.1500.00',
        '2. Toor Dal 1KG',
        '   SKU: DAL-1KG',
        '   Qty: 5 x Rs.120.00 = Rs.600.00',
        '',
        'Subtotal: Rs.2100.00',
        'Tax (13%): Rs.273.00',
        'Total: Rs.2373.00',
        '',
        'Found 2 product(s), 15 total items.',
        'Reply: "CONFIRM" to place order, "CANCEL" to cancel',
      ].join('\n'),
    );
  });

  it('of a confirmation', () => {
    const words: Words = {
      kind: 'orderConfirmed',
      orderNumber: 'ORD261120001',
      state: 'PENDING',
      totalPaisa: 237_300,
      itemCount: 2,
    };
    expect(say(words, 'en')).toBe(
      [
        'Order Confirmed!',
        'Order #ORD261120001',
        'Status: PENDING',
        'Total: Rs.2373.00',
        'Items: 2',
        'Track: Send "STATUS ORD261120001"',
      ].join('\n'),
    );
  });

  it('of a status', () => {
    expect(
      say({ kind: 'orderStatus', order: { ...order, state: 'ACCEPTED', vendorName: 'Bheri Traders' } }, 'en'),
    ).toBe(
      [
        'Order Status',
        'Order #ORD261120001',
        'Status: ACCEPTED',
        'Vendor: Bheri Traders',
        'Items: 2',
        'Total: Rs.2373.00',
        'Paid: Rs.1000.00',
        'Due: Rs.1373.00',
        'Expected Delivery: 2026-11-21',
      ].join('\n'),
    );
  });

  it('of a refusal for credit, with what would make it pass', () => {
    const refused = checkCredit({ limitPaisa: 200_000, outstandingPaisa: 0, reservedPaisa: 0 }, 237_300);
    if (refused.ok) throw new Error('it passed');
    expect(say({ kind: 'refused', refusal: refused.error }, 'en')).toBe(
      'This order of Rs.2373.00 is over your credit. Left: Rs.2000.00. Pay Rs.373.00 first, or order less.',
    );
    expect(say({ kind: 'refused', refusal: refused.error }, 'ne')).toBe(
      'Rs.2373.00 को यो अर्डर उधारो सीमाभन्दा बढी भयो। अझै मिल्ने: Rs.2000.00। पहिले Rs.373.00 तिर्नुहोस् वा कम मगाउनुहोस्।',
    );
  });

  it('of a summary in Nepali', () => {
    expect(say(summary([rice], true), 'ne').split('\n')).toEqual([
      'ध्यान दिनुहोस्: मूल्य बदलिएको छ।',
      '',
      'अर्डरको विवरण:',
      '1. बासमती चामल १ केजी',
      '   SKU: RICE-1KG',
      '   मात्रा: 10 x Rs.150.00 = Rs.1500.00',
      '',
      'जम्मा: Rs.1500.00',
      'कर (13%): Rs.195.00',
      'कुल: Rs.1695.00',
      '',
      '1 सामान, जम्मा 10 वटा।',
      'अर्डर गर्न "CONFIRM" वा "हुन्छ", छोड्न "CANCEL" वा "रद्द" लेख्नुहोस्।',
    ]);
  });

  it('names no percentage where goods of two classes are together', () => {
    const mixed = say(summary([rice, { ...dal, taxClass: 'EXEMPT' }]), 'en');
    expect(mixed).toContain('Tax: Rs.195.00');
    expect(mixed).not.toContain('%');
  });

  it('asks one thing at a time, numbered', () => {
    const words: Words = {
      kind: 'ask',
      understood: ['Rice x 10'],
      questions: [question, { ...question, written: 'oil' }],
    };
    expect(say(words, 'en')).toBe(
      'Got: Rice x 10\n\n"soap 5": which one do you mean?\n1. Lux Soap\n2. Lifebuoy Soap\nSend the number.\nSend SKIP to leave it out.\n\n1 more question(s) after this one.',
    );
  });
});

/** At least one of every kind: the type makes a missing one an error here. */
const each: { [K in Words['kind']]: Extract<Words, { kind: K }>[] } = {
  orderSummary: [summary([rice, dal]), summary([rice], true)] as Extract<Words, { kind: 'orderSummary' }>[],
  orderConfirmed: orderStates.map((state) => ({
    kind: 'orderConfirmed',
    orderNumber: 'ORD261120001',
    state: stateForRetailer(state),
    totalPaisa: 1,
    itemCount: 1,
  })),
  orderStatus: [{ kind: 'orderStatus', order }],
  orderList: [
    { kind: 'orderList', orders: [] },
    { kind: 'orderList', orders: [order, order, order, order, order] },
  ],
  orderStep: orderStates.flatMap((state) =>
    [null, 'Bheri Traders'].map((vendorName) => ({
      kind: 'orderStep',
      orderNumber: 'ORD261120001',
      state,
      vendorName,
      totalPaisa: 237_300,
      dueDay: vendorName && '2026-11-27',
      reason: vendorName && 'stock was damaged',
    })),
  ),
  draftCancelled: [{ kind: 'draftCancelled' }],
  orderCancelled: [{ kind: 'orderCancelled', orderNumber: 'ORD261120001' }],
  cancelTooLate: orderStates.map((state) => ({ kind: 'cancelTooLate', orderNumber: 'ORD261120001', state })),
  nothingToConfirm: [
    { kind: 'nothingToConfirm', expired: true },
    { kind: 'nothingToConfirm', expired: false },
  ],
  nothingToCancel: [{ kind: 'nothingToCancel' }],
  refused: errorCodes.flatMap((code) => [
    { kind: 'refused', refusal: refusal(code, 'This cannot be done now.') },
    { kind: 'refused', refusal: refusal(code, 'This cannot be done now.', shortOf(['Rice']).details) },
  ]),
  ask: (['product', 'quantity', 'unit'] as const).flatMap((missing) => [
    { kind: 'ask', understood: [], questions: [{ ...question, missing }] },
    { kind: 'ask', understood: ['Rice x 10'], questions: [{ ...question, missing, choices: [] }, question] },
  ]),
  orderUnknown: [{ kind: 'orderUnknown', orderNumber: 'ORD261120001' }],
  balance: [
    {
      kind: 'balance',
      limitPaisa: 5_000_000,
      outstandingPaisa: 1,
      reservedPaisa: 2,
      availablePaisa: availableCredit({ limitPaisa: 5_000_000, outstandingPaisa: 1, reservedPaisa: 2 }),
    },
    { kind: 'balance', limitPaisa: 0, outstandingPaisa: 5, reservedPaisa: 0, availablePaisa: -5 },
  ],
  statement: [
    { kind: 'statement', entries: [], balancePaisa: 0 },
    { kind: 'statement', entries: [entry(237_300, 237_300), entry(-300_000, -62_700)], balancePaisa: -62_700 },
    { kind: 'statement', entries: Array.from({ length: 40 }, (_, n) => entry(n, n)), balancePaisa: 1 },
    {
      kind: 'statement',
      entries: journalKindSchema.options.map((kind) => ({ ...entry(5, 5), kind, orderNumber: null })),
      balancePaisa: 5,
    },
  ],
  languageSet: [{ kind: 'languageSet' }],
  help: [{ kind: 'help' }],
  greeting: [
    { kind: 'greeting', name: 'Sita Kirana' },
    { kind: 'greeting', name: null },
  ],
  passedOn: [
    { kind: 'passedOn' },
    ...(['COMPLAINT', 'PAYMENT', 'INQUIRY', 'MEDIA', 'CANCEL', 'OTHER'] as const).map((about) => ({
      kind: 'passedOn' as const,
      about,
    })),
  ],
  prices: [
    { kind: 'prices', items: [{ name: 'Sugar', sku: 'SUGAR-1KG', unit: 'kg', fromPaisa: 9_500 }] },
    {
      kind: 'prices',
      items: Array.from({ length: 60 }, (_, n) => ({
        name: `Good number ${n}`,
        sku: `G-${n}`,
        unit: 'kg',
        fromPaisa: n,
      })),
    },
  ],
  nothingToRepeat: [{ kind: 'nothingToRepeat' }],
  noReorder: [{ kind: 'noReorder' }],
  typePlease: [{ kind: 'typePlease' }],
  readingMedia: [
    { kind: 'readingMedia', media: 'PHOTO' },
    { kind: 'readingMedia', media: 'VOICE' },
  ],
  mediaUnread: readingFailureSchema.options.flatMap((why) => [
    { kind: 'mediaUnread' as const, media: 'PHOTO' as const, why },
    { kind: 'mediaUnread' as const, media: 'VOICE' as const, why },
  ]),
  unregistered: [{ kind: 'unregistered' }],
  paymentReceived: [
    { kind: 'paymentReceived', receiptNumber: 'R-7F3A9C2E', amountPaisa: 5_000, outstandingPaisa: 100 },
    { kind: 'paymentReceived', receiptNumber: 'R-7F3A9C2E', amountPaisa: 5_000, outstandingPaisa: -100 },
  ],
  signInCode: [{ kind: 'signInCode', code: '123456' }],
  paymentReminder: [
    { kind: 'paymentReminder', name: 'Sita Kirana', duePaisa: 237_300, dueDay: '2026-11-27' },
    { kind: 'paymentReminder', name: null, duePaisa: 237_300, dueDay: '2026-11-27' },
  ],
  reorderPrompt: [
    { kind: 'reorderPrompt', name: null, items: ['Basmati Rice 1KG x 10'], totalPaisa: 237_300 },
    {
      kind: 'reorderPrompt',
      name: 'Sita Kirana',
      items: Array.from({ length: 90 }, (_, n) => `Good number ${n} x 10`),
      totalPaisa: 237_300,
    },
  ],
  priceAlert: [{ kind: 'priceAlert', productName: 'Basmati Rice 1KG', pricePaisa: 14_500, wasPaisa: 15_000 }],
  stockAlert: [{ kind: 'stockAlert', productName: 'Basmati Rice 1KG', pricePaisa: 15_000 }],
  slowDown: [{ kind: 'slowDown' }],
  optedOut: [{ kind: 'optedOut' }],
  optedIn: [{ kind: 'optedIn' }],
};

describe.each(languageSchema.options)('in %s', (language) => {
  it.each(Object.entries(each))('%s has words', (_, examples) => {
    expect(examples.length).toBeGreaterThan(0);
    for (const words of examples) {
      const text = say(words, language);
      expect(text.trim()).toBe(text);
      expect(text.length).toBeGreaterThan(5);
      expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
      // Something that was not there, shown as if it were.
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);
      if (language === 'ne' && words.kind !== 'refused') expect(text).toMatch(/[\u0900-\u097f]/);
    }
  });

  it.each([
    'RETAILER_BLOCKED',
    'PRODUCT_UNKNOWN',
    'MIN_QUANTITY',
    'INSUFFICIENT_STOCK',
    'MIN_ORDER_AMOUNT',
    'NO_VENDOR',
    'CREDIT_LIMIT_EXCEEDED',
    'PRICE_CHANGED',
    'BUSY',
  ] as const)('says %s, which taking an order may answer, in the reader’s language', (code) => {
    const text = say({ kind: 'refused', refusal: refusal(code, 'A sentence in English.') }, language);
    expect(/[\u0900-\u097f]/.test(text)).toBe(language === 'ne');
  });

  it('says other things in the other language', () => {
    const other = language === 'en' ? 'ne' : 'en';
    for (const words of Object.values(each).flat())
      if (words.kind !== 'refused') expect(say(words, language)).not.toBe(say(words, other));
  });
});

describe('no message is too long', () => {
  const goods = (count: number): Asked[] =>
    Array.from({ length: count }, (_, n) => ({
      sku: `GARAM-MASALA-${100 + n}G`,
      name: `Kitchen King Garam Masala Family Pack ${100 + n}G`,
      nameNe: `किचन किङ गरम मसला पारिवारिक प्याक ${100 + n} ग्राम`,
      price: 12_345_600,
      milli: 100_000_500,
    }));

  it.each([1, 5, 10, 20, 21, 50, 200])(
    'with %d lines: every line or how many are left, and always the totals',
    (count) => {
      for (const language of languageSchema.options) {
        const text = say(summary(goods(count), true), language);
        expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
        const shown = text.split('\n').filter((row) => /^\d+\. /.test(row)).length;
        const left = Number(/… (?:and|अझै) (\d+)/.exec(text)?.[1] ?? 0);
        expect(shown + left).toBe(count);
        expect(text).toContain('CONFIRM');
        expect(text).toMatch(/(?:Total|कुल): Rs\.\d/);
      }
    },
  );

  it('with twenty ordinary lines: all of them are shown', () => {
    const ordinary = Array.from({ length: 20 }, (_, n) => ({ ...rice, sku: `RICE-${n + 1}KG` }));
    for (const language of languageSchema.options) {
      const text = say(summary(ordinary), language);
      expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
      for (const { sku } of ordinary) expect(text).toContain(sku);
    }
  });

  it('whatever is asked, refused or understood', () => {
    const text = fc.string({ maxLength: 200 });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 200 }),
        fc.array(text, { maxLength: 5 }),
        text,
        (many, choices, written) => {
          for (const language of languageSchema.options) {
            const asked = say(
              { kind: 'ask', understood: many, questions: [{ written, missing: 'product', choices }] },
              language,
            );
            const refused = say({ kind: 'refused', refusal: shortOf(many) }, language);
            for (const one of [asked, refused]) expect(one.length).toBeLessThanOrEqual(MOST_CHARACTERS);
            if (written.length < 50 && choices.join('').length < 300) expect(asked).toContain('SKIP');
          }
        },
      ),
      { numRuns: 100 },
    );
  });
});
