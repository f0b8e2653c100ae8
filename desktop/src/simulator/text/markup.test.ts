import { describe, expect, it } from 'vitest';
import { parseMarkup, plainText } from './markup.ts';

const text = (value: string) => ({ kind: 'text' as const, text: value });

describe('WhatsApp markup', () => {
  it('reads bold, italic, strike and code, also within each other', () => {
    expect(parseMarkup('a *b* _c_ ~d~ `e`')).toEqual([
      text('a '),
      { kind: 'bold', children: [text('b')] },
      text(' '),
      { kind: 'italic', children: [text('c')] },
      text(' '),
      { kind: 'strike', children: [text('d')] },
      text(' '),
      { kind: 'code', children: [text('e')] },
    ]);
    expect(parseMarkup('*_x_ y*')).toEqual([
      { kind: 'bold', children: [{ kind: 'italic', children: [text('x')] }, text(' y')] },
    ]);
  });

  it('leaves stars alone that are no marks', () => {
    for (const line of ['2*3*4', '* not bold *', 'a * b', '*', '**', 'rice *10', 'snake_case_name']) {
      expect(parseMarkup(line)).toEqual([text(line)]);
    }
  });

  it('does not carry a mark over a line break, but a code block does span lines', () => {
    expect(parseMarkup('*a\nb*')).toEqual([text('*a\nb*')]);
    expect(parseMarkup('```a\n*b*```')).toEqual([{ kind: 'code', children: [text('a\n*b*')] }]);
  });

  it('works in Devanagari and before punctuation', () => {
    expect(parseMarkup('*जम्मा:* रु २३७३')).toEqual([{ kind: 'bold', children: [text('जम्मा:')] }, text(' रु २३७३')]);
    expect(parseMarkup('*Total*:')).toEqual([{ kind: 'bold', children: [text('Total')] }, text(':')]);
  });

  it('links the web and nothing else', () => {
    expect(parseMarkup('see https://khaacho.test/a?b=1, ok')).toEqual([
      text('see '),
      { kind: 'link', text: 'https://khaacho.test/a?b=1', href: 'https://khaacho.test/a?b=1' },
      text(', ok'),
    ]);
    expect(parseMarkup('javascript:alert(1) data:text/html,x')).toEqual([text('javascript:alert(1) data:text/html,x')]);
  });

  it('keeps every character of a hostile text', () => {
    const hostile = '<img src=x onerror=alert(1)> \u202E*_~`"\'';
    expect(plainText(hostile)).toBe(hostile);
    expect(plainText('*'.repeat(3_000))).toBe('*'.repeat(3_000));
  });

  it('gives one plain line', () => {
    expect(plainText('*Order Summary:*\n\n1. _Rice_')).toBe('Order Summary: 1. Rice');
  });
});
