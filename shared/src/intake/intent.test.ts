import { describe, expect, it } from 'vitest';
import { detectIntent } from './intent.ts';

const ALONE = 0.97;
const kindOf = (text: string) => detectIntent(text).kind;

describe('detectIntent', () => {
  it.each([
    ['confirm', ['CONFIRM', 'Confirmed!', ' "CONFIRM" ', 'confirm please', 'cofirm', 'पक्का', 'कन्फर्म गर्नुस्']],
    ['yes', ['yes', 'ok', 'Okay.', 'ho', 'huncha', 'hunchha', 'hunxa', 'हुन्छ', 'हुन्छ।', 'हो', 'thik cha', 'ok done']],
    ['no', ['no', 'nope', 'hoina', 'होइन', 'no thank you']],
    ['cancel', ['CANCEL', 'cancel', 'radda', 'रद्द', '“CANCEL”', 'order cancel gardinu', 'अब यो अर्डर चाहिँदैन']],
    ['status', ['STATUS', 'track', 'अवस्था', 'where is my order', 'gadi kaha pugyo', 'kati baje aaipugcha']],
    ['payment', ['BALANCE', 'hisab', 'हिसाब', 'statement', 'esewa garidiye', 'I will pay on Sunday', 'चेक जम्मा गरेको छु']],
    ['reorder', ['same as last week', 'gata hapta kai order', 'फेरि त्यही सामान', 'not this week']],
    ['inquiry', ['chini ko bhau kati', 'red bull paincha?', 'तेल कति पर्छ', 'do you have oats']],
    ['complaint', ['galat saman aayo', '5 eggs were broken', 'दुई प्याकेट कम आयो', 'firta lanu yo saman']],
    ['help', ['help', 'HELP!', '?', 'madat', 'मद्दत', 'kasari order garne', 'manche sanga kura garna cha']],
    ['greeting', ['Namaste', 'namaste dai', 'Hello sir', 'hi', 'good morning', 'धन्यवाद', 'thank you']],
    ['skip', ['skip', 'SKIP', 'chhoda', 'छोड']],
    ['number', ['2', ' 2 ', '२', '2.', '12', '१२']],
    ['text', ['RICE-1KG x 10', 'ok send rice', '2 kg', '1234567', '', 'confirmation', 'chamal 5', 'cancellation']],
  ] satisfies [string, string[]][])('knows %s', (kind, texts) => {
    expect(texts.map((text) => [text, kindOf(text)])).toEqual(texts.map((text) => [text, kind]));
  });

  it('finds the number of an order wherever it stands', () => {
    for (const text of ['cancel ORD261120001', 'रद्द ORD२६११२०००१', 'CANCEL  #ord261120001.'])
      expect(detectIntent(text)).toMatchObject({ kind: 'cancel', orderNumber: 'ORD261120001', confidence: ALONE });
    expect(detectIntent('ORD261120001')).toMatchObject({ kind: 'status', orderNumber: 'ORD261120001' });
    expect(detectIntent('cancel ORD12')).toMatchObject({ kind: 'cancel', orderNumber: null });
  });

  it('is surest where nothing stands beside it, and says what does', () => {
    expect(detectIntent('please cancel my order')).toMatchObject({ confidence: ALONE });
    expect(detectIntent('cancel rice')).toMatchObject({ confidence: 0.92, rest: 'rice' });
    expect(detectIntent('चिनी को भाउ कति')).toMatchObject({ about: 'price', rest: 'चिनी को कति' });
  });

  it('tells the account’s entries from its balance', () => {
    const about = (texts: string[]) => texts.map((text) => [text, Object(detectIntent(text)).about]);
    const statement = [
      'statement',
      'hisab pathaunu',
      'hisab pathaunus hajur',
      'खाता विवरण',
      'हिसाब पठाउनुस्',
      'khatako bibaran',
    ];
    expect(about(statement)).toEqual(statement.map((text) => [text, 'statement']));
    const balance = ['hisab', 'BALANCE', 'khata', 'हिसाब', 'udharo kati cha', 'mero hisab'];
    expect(about(balance)).toEqual(balance.map((text) => [text, 'balance']));
  });

  it('hears a complaint behind a greeting', () => {
    expect(kindOf('namaste dai, dudh bigreko thiyo')).toBe('complaint');
    expect(kindOf('thank you but the rice was bad')).toBe('complaint');
  });
});
