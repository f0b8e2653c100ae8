import { alertKindSchema } from '@khaacho/shared/alerts/contract.ts';
import { errorCodes } from '@khaacho/shared/kernel/errors.ts';
import { orderSourceSchema, orderStates, rejectReasonSchema } from '@khaacho/shared/orders/contract.ts';
import { paymentMethodSchema, paymentStateSchema } from '@khaacho/shared/payments/contract.ts';
import { roleSchema } from '@khaacho/shared/people/contract.ts';
import { ineligibleSchema } from '@khaacho/shared/routing/contract.ts';
import { stockReasonSchema } from '@khaacho/shared/stock/contract.ts';
import { collectionNames, commandTypes } from '@khaacho/shared/sync/protocol.ts';
import { describe, expect, it } from 'vitest';
import { noticeKinds } from '../app/sync/sync-notices.ts';
import { en } from './en/catalogue.ts';
import { ne } from './ne/catalogue.ts';

/** `orders.move.accept` → its sentence. */
function flat(tree: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]: [string, unknown]): [string, string][] => {
      if (typeof value === 'string') return [[`${prefix}${key}`, value]];
      return value !== null && typeof value === 'object' ? [...flat(value, `${prefix}${key}.`)] : [];
    }),
  );
}

const english = flat(en);
const nepali = flat(ne);
const variables = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').toSorted((a, b) => a.localeCompare(b));

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect([...nepali.keys()].sort()).toEqual([...english.keys()].sort());
    expect(english.size).toBeGreaterThan(400);
  });

  it('have a sentence behind every key', () => {
    for (const [key, text] of [...english, ...nepali]) expect([key, text.trim().length > 0]).toEqual([key, true]);
  });

  it('put the same figures into a sentence in both languages', () => {
    for (const [key, text] of english) expect([key, variables(nepali.get(key) ?? '')]).toEqual([key, variables(text)]);
  });

  it('say it in Nepali where it is said in Nepali', () => {
    const latin = new Set(['orders.sku']);
    const untranslated = [...nepali].filter(([key, text]) => !latin.has(key) && !/[\u0900-\u097f]/.test(text));
    expect(untranslated.map(([key]) => key)).toEqual([]);
  });

  const lists: [prefix: string, members: readonly string[]][] = [
    ['errors', errorCodes],
    ['orderState', orderStates],
    ['orderSource', orderSourceSchema.options],
    ['rejectReason', rejectReasonSchema.options],
    ['alertKind', alertKindSchema.options],
    ['paymentState', paymentStateSchema.options],
    ['paymentMethod', paymentMethodSchema.options],
    ['role', roleSchema.options],
    ['routing.out', ineligibleSchema.options],
    ['stockReason', stockReasonSchema.options],
    ['collection', collectionNames],
    ['command', commandTypes],
    ['notice', noticeKinds],
    ['noticeAction', noticeKinds],
  ];
  it.each(lists)('name every member of %s', (prefix, members) => {
    for (const member of members) {
      const key = `${prefix}.${member}`;
      expect([key, english.has(key), nepali.has(key)]).toEqual([key, true, true]);
    }
  });
});
