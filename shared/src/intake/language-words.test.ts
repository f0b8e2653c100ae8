import { describe, expect, it } from 'vitest';
import { languageWish, languageWritten } from './language-words.ts';

describe('a wish for a language', () => {
  it.each([
    ['en', ['english', 'English!', 'language english', 'ENGLISH please', 'अंग्रेजी', 'अङ्ग्रेजीमा', 'angreji ma']],
    ['ne', ['nepali', 'NEPALI', 'language nepali', 'Language: Nepali', 'नेपाली', 'नेपालीमा', 'nepali ma', '“नेपाली”।']],
    [null, ['nepali chiya 5', 'english biscuit 2', 'nepali topi', 'nepal', 'language', '', 'नेपाली चिया ५']],
  ] as const)('%s', (language, texts) => {
    expect(texts.map((text) => [text, languageWish(text)])).toEqual(texts.map((text) => [text, language]));
  });
});

describe('the language of a first message', () => {
  it.each([
    [
      'ne',
      ['चामल १०', 'नमस्ते', 'RICE-1KG चाहियो, कति पर्छ', 'chamal 10 pathaunus', 'malai chini chahiyo', 'namaste dai'],
    ],
    ['en', ['please send rice', 'I want 5 kg sugar', 'hello', 'what is the price of rice?', 'chamal 10 please']],
    // Goods and figures say nothing of a language, and neither does what stands in both.
    [null, ['RICE-1KG x 10', 'chamal 10, dal 5', 'CONFIRM', '', '👍', '12', 'hello dai']],
  ] as const)('%s', (language, texts) => {
    expect(texts.map((text) => [text, languageWritten(text)])).toEqual(texts.map((text) => [text, language]));
  });
});
