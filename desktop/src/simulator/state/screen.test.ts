import { describe, expect, it } from 'vitest';
import { suggestionsFor } from '../text/suggestions.ts';
import { english } from '../text/words.en.ts';
import { nepali } from '../text/words.ne.ts';
import type { Message } from './model.ts';
import { phonesIn } from './screen.ts';

describe('the address', () => {
  it('names up to three phones, each once', () => {
    expect(phonesIn('?phone=%2B9779800000001')).toEqual(['+9779800000001']);
    // A plus typed as it is means a space in an address.
    expect(phonesIn('?phone=+9779800000001&phone=9779800000002')).toEqual(['+9779800000001', '+9779800000002']);
    const many = [1, 2, 2, 3, 4].map((last) => `phone=%2B977980000000${last}`).join('&');
    expect(phonesIn(`?${many}`)).toEqual(['+9779800000001', '+9779800000002', '+9779800000003']);
  });

  it('with anything else in it names none', () => {
    expect(phonesIn('?phone=<script>&phone=12&other=1')).toEqual([]);
    expect(phonesIn('')).toEqual([]);
  });
});

describe('suggestions', () => {
  const from = (body: string, mine = false) => ({ body, mine }) as Message;

  it('offer first what the last message asks for', () => {
    expect(suggestionsFor(null, 'en')[0]).toBe('RICE-1KG x 10\nDAL-1KG x 5');
    expect(suggestionsFor(from('Reply: "CONFIRM" to place order'), 'en').slice(0, 2)).toEqual(['CONFIRM', 'CANCEL']);
    expect(suggestionsFor(from('Order #ORD260210001'), 'en')[0]).toBe('STATUS ORD260210001');
    expect(suggestionsFor(from('CONFIRM', true), 'ne')[0]).toMatch(/^चामल/);
  });
});

it('every word keeps its blanks in Nepali', () => {
  const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
  const differing = Object.entries(english).filter(([word, text]) => {
    const twin = Object.entries(nepali).find(([name]) => name === word)?.[1] ?? '';
    return blanks(text).join() !== blanks(twin).join();
  });
  expect(differing).toEqual([]);
});
