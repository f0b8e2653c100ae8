import { type AlertDocument, alertKindSchema } from '@khaacho/shared/alerts/contract.ts';
import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../language/en/catalogue.ts';
import { makeFormat } from '../../language/format.ts';
import { ne } from '../../language/ne/catalogue.ts';
import { fixtureId, minutesAgo } from '../../story/fixtures.ts';
import { alertSentence } from './alert-words.ts';

const i18n = createInstance();
beforeAll(async () => {
  const resources = { en: { translation: en }, ne: { translation: ne } };
  await i18n.init({ lng: 'en', resources, contextSeparator: '~', interpolation: { escapeValue: false } });
});

/** As the server raises it. */
const alert = (kind: AlertDocument['kind'], figures: AlertDocument['figures']): AlertDocument => ({
  ...{ id: fixtureId(), kind, severity: 'WARNING', message: 'As the server wrote it.', figures },
  ...{ orderId: null, retailerId: null, vendorId: null, openedAt: minutesAgo(5), acknowledgedAt: null },
  ...{ acknowledgedBy: null, updatedAt: minutesAgo(5) },
});
async function say(language: 'en' | 'ne', one: AlertDocument): Promise<string> {
  await i18n.changeLanguage(language);
  const format = makeFormat({
    language,
    calendar: language === 'ne' ? 'bs' : 'ad',
    digits: language === 'ne' ? 'devanagari' : 'latin',
  });
  return alertSentence(one, i18n, format);
}

describe('an alert', () => {
  const raised: [AlertDocument['kind'], AlertDocument['figures'], english: string, nepali: RegExp][] = [
    [
      'PAYMENT_UNMATCHED',
      { amountPaisa: 450_000, receiptNumber: 'R-8841A2C0' },
      'Rs. 4,500.00 (receipt R-8841A2C0) was taken for a shop that is not known. It lies in suspense until somebody says whose it is.',
      /^रु\. ४,५००\.०० \(रसिद R-8841A2C0\)/,
    ],
    [
      'COUNT_BELOW_PROMISED',
      { product: 'Basmati Rice 1KG', onHandMilli: 5000, reservedMilli: 30_000 },
      'Basmati Rice 1KG: 5 counted, but 30 are promised to orders.',
      /गन्दा ५ भेटियो/,
    ],
    [
      'DELIVERED_ELSEWHERE',
      { orderNumber: 'ORD261120001', state: 'CANCELLED' },
      'ORD261120001 was reported delivered although it was “Cancelled”. Find out where the goods and the money are.',
      /^«रद्द/,
    ],
    [
      'FACT_PARKED',
      { type: 'stock.count', commandId: fixtureId(), because: 'OFFER_UNKNOWN: Whatever the server wrote.' },
      '“Count stock”: This good is not on your list. It is kept until somebody settles it.',
      /^«मौज्दात गन्ती»: यो सामान तपाईंको सूचीमा छैन।/,
    ],
  ];
  it.each(raised)('%s is told from its figures in both languages', async (kind, figures, english, nepali) => {
    expect(await say('en', alert(kind, figures))).toBe(english);
    expect(await say('ne', alert(kind, figures))).toMatch(nepali);
  });

  it('says more where its figures say more', async () => {
    const figures = { orderNumber: 'ORD261120001', totalPaisa: 100_000, assignments: 2 };
    expect(await say('en', alert('NO_VENDOR_LEFT', { ...figures, dearer: 0 }))).not.toContain('ask more');
    expect(await say('en', alert('NO_VENDOR_LEFT', { ...figures, dearer: 3 }))).toContain('ask more');
    expect(await say('en', alert('DELIVERED_ELSEWHERE', { orderId: fixtureId() }))).toContain('not known here');
  });

  it('of a kind with many causes is told in general in Nepali, as the server wrote it in English', async () => {
    const stopped = alert('CHANNEL_TROUBLE', { word: 'STOP' });
    expect(await say('en', stopped)).toBe('As the server wrote it.');
    expect(await say('ne', stopped)).toMatch(/^«STOP» लेख्नेलाई/);
  });

  it('stands as the server wrote it where a figure is missing', async () => {
    for (const kind of ['PAYMENT_UNMATCHED', 'NO_VENDOR_LEFT', 'COUNT_BELOW_PROMISED'] as const)
      expect(await say('ne', alert(kind, {}))).toBe('As the server wrote it.');
  });

  it('of every kind says something, with figures or without', async () => {
    for (const kind of alertKindSchema.options) expect(await say('ne', alert(kind, {}))).not.toBe('');
  });
});
