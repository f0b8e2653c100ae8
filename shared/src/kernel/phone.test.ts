import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisePhone, phoneSchema } from './phone.ts';

describe('normalisePhone', () => {
  it.each([
    ['9800000001', '+9779800000001'],
    ['98-0000-0001', '+9779800000001'],
    ['(980) 000.0001', '+9779800000001'],
    ['+977 9800000001', '+9779800000001'],
    ['+977-980-000-0001', '+9779800000001'],
    ['009779800000001', '+9779800000001'],
    ['9779800000001', '+9779800000001'],
    ['whatsapp:+9779800000001', '+9779800000001'],
    ['९८००००००००१'.slice(0, 10), '+9779800000000'],
    ['+९७७ ९८४१२३४५६७', '+9779841234567'],
    ['9612345678', '+9779612345678'],
    ['9712345678', '+9779712345678'],
    ['+14155238886', '+14155238886'],
    ['+919876543210', '+919876543210'],
  ])('%j is %s', (text, expected) => {
    expect(normalisePhone(text)).toBe(expected);
  });

  it.each([
    '',
    '980000000',
    '98000000011',
    '9500000001',
    '+9770000000000000',
    '+0123456789',
    '14155238886',
    'whatsapp:',
    '98000o0001',
    '+977 980000000a',
    '--',
    '+',
  ])('%j is no number', (text) => {
    expect(normalisePhone(text)).toBe(null);
  });

  it('gives the same for every way of writing a number, and leaves its own answer alone', () => {
    const local = fc
      .tuple(fc.constantFrom('6', '7', '8'), fc.integer({ min: 0, max: 99_999_999 }))
      .map(([second, rest]) => `9${second}${String(rest).padStart(8, '0')}`);
    fc.assert(
      fc.property(local, fc.constantFrom('', '+977', '00977', '977', 'whatsapp:+977', '+977-'), (number, prefix) => {
        const phone = normalisePhone(prefix + number);
        expect(phone).toBe(`+977${number}`);
        expect(normalisePhone(phone ?? '')).toBe(phone);
      }),
    );
  });

  it('never answers anything but E.164', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+-. ()९८whatsp:x'), maxLength: 20 }), (text) => {
        const phone = normalisePhone(text);
        if (phone !== null) expect(phone).toMatch(/^\+[1-9]\d{7,14}$/);
      }),
    );
  });

  it('says at a door how to write it', () => {
    expect(phoneSchema.parse('9800000001')).toBe('+9779800000001');
    expect(phoneSchema.safeParse('12').error?.issues[0]?.message).toContain('98XXXXXXXX');
  });
});
