import { describe, expect, it } from 'vitest';
import { detectIntent, type Intent } from './intent.ts';

const table: [Intent, string[]][] = [
  [
    { kind: 'confirm' },
    [
      'CONFIRM',
      'confirm',
      'Confirmed!',
      ' "CONFIRM" ',
      'yes',
      'ok',
      'Okay.',
      'ho',
      'huncha',
      'hunchha',
      'हुन्छ',
      'हुन्छ।',
      'हो',
      'पक्का',
    ],
  ],
  [{ kind: 'cancel', orderNumber: null }, ['CANCEL', 'cancel', 'radda', 'रद्द', '“CANCEL”']],
  [
    { kind: 'cancel', orderNumber: 'ORD261120001' },
    ['cancel ORD261120001', 'Cancel order #ord261120001', 'रद्द ORD२६११२०००१', 'CANCEL  #ORD261120001.'],
  ],
  [{ kind: 'status', orderNumber: null }, ['STATUS', 'status', 'track', 'अवस्था']],
  [{ kind: 'status', orderNumber: 'ORD2611201234' }, ['STATUS ORD2611201234', 'track order ORD2611201234']],
  [{ kind: 'balance' }, ['BALANCE', 'hisab', 'khata', 'हिसाब', 'खाता', 'statement']],
  [{ kind: 'help' }, ['help', 'HELP!', '?', 'madat', 'मद्दत']],
  [{ kind: 'greeting' }, ['Namaste', 'namaste dai', 'Hello sir', 'hi', 'good morning', 'नमस्ते दाइ', 'namaste didi ji']],
  [{ kind: 'skip' }, ['skip', 'SKIP', 'chhoda', 'छोड']],
  [{ kind: 'number', text: '2' }, ['2', ' 2 ', '२', '2.']],
  [{ kind: 'number', text: '12' }, ['12', '१२']],
  [
    { kind: 'text' },
    [
      'RICE-1KG x 10',
      'confirm rice 10',
      'ok send rice',
      'cancel rice',
      'status of rice',
      'namaste dai chamal 10 kg',
      'yes please',
      'cancel ORD12',
      '2 kg',
      '1234567',
      '',
      'होइन',
      'confirmation',
    ],
  ],
];

describe('detectIntent', () => {
  it.each(table.flatMap(([intent, texts]) => texts.map((text) => ({ text, intent }))))('$text', ({ text, intent }) => {
    expect(detectIntent(text)).toEqual(intent);
  });
});
