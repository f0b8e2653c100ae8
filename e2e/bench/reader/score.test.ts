import { describe, expect, it } from 'vitest';
import type { Answer } from './adapter.ts';
import type { LabelledLine, LabelledMessage } from './corpus/types.ts';
import { dialogueIsRight } from './dialogue-score.ts';
import { tally } from './figures.ts';
import { judge } from './score.ts';

const sugar: LabelledLine = {
  kind: 'take',
  form: 'test',
  written: 'chini 5',
  anyOf: [{ sku: 'SUGAR-1KG', milli: 5000 }],
};
const soap: LabelledLine = { kind: 'ask', form: 'test', written: 'sabun 2', about: 'product', skus: ['LUX', 'DOVE'] };
const cement: LabelledLine = { kind: 'none', form: 'test', written: 'cement 3', why: 'stranger' };
const talk: LabelledLine = { kind: 'none', form: 'test', written: 'namaste', why: 'talk' };

const message = (...lines: LabelledLine[]): LabelledMessage => ({
  id: 'm',
  half: 'tuning',
  writing: 'romanised',
  text: lines.map((line) => line.written).join('\n'),
  lines,
});

const answer = (over: Partial<Answer>): Answer => ({
  written: '',
  state: 'taken',
  about: null,
  sku: null,
  milli: null,
  choices: [],
  afterChoosing: () => null,
  ...over,
});
const taken = (sku: string, milli: number, written = '') => answer({ sku, milli, written });
const outcomeOf = (line: LabelledLine, ...answers: Answer[]) => judge(message(line), answers).verdicts[0]?.outcome;

describe('a line', () => {
  it('is right taken as meant, wrong taken otherwise', () => {
    expect(outcomeOf(sugar, taken('SUGAR-1KG', 5000))).toBe('taken');
    expect(outcomeOf(sugar, taken('SUGAR-1KG', 4000))).toBe('wrongQuantity');
    expect(outcomeOf(sugar, taken('SALT-1KG', 5000))).toBe('wrongProduct');
    expect(outcomeOf(sugar)).toBe('missed');
  });

  it('is right after a question only where one answer settles it', () => {
    const asked = { state: 'asked', about: 'product', choices: ['SALT-1KG', 'SUGAR-1KG'] } as const;
    expect(outcomeOf(sugar, answer({ ...asked, choices: [...asked.choices], afterChoosing: () => 5000 }))).toBe(
      'afterQuestion',
    );
    expect(outcomeOf(sugar, answer({ ...asked, choices: [...asked.choices] }))).toBe('askedInVain');
    expect(outcomeOf(sugar, answer({ ...asked, choices: ['SALT-1KG'], written: 'chini 5' }))).toBe('askedInVain');
    expect(outcomeOf(sugar, answer({ state: 'asked', about: 'quantity', sku: 'SUGAR-1KG' }))).toBe('afterQuestion');
  });

  it('that is unclear must be asked about', () => {
    expect(outcomeOf(soap, answer({ state: 'asked', about: 'product', choices: ['DOVE'] }))).toBe('askedAsItMust');
    expect(outcomeOf(soap, taken('LUX', 2000))).toBe('wrongProduct');
    expect(outcomeOf(soap, answer({ state: 'refused', written: 'sabun 2' }))).toBe('missed');
  });

  it('of something else may be asked about but not taken; small talk neither', () => {
    expect(outcomeOf(cement)).toBe('leftAlone');
    expect(outcomeOf(cement, answer({ state: 'asked', written: 'cement 3', choices: ['SALT-1KG'] }))).toBe('leftAlone');
    expect(outcomeOf(cement, taken('SALT-1KG', 3000, 'cement 3'))).toBe('wrongProduct');
    expect(outcomeOf(talk, answer({ state: 'refused', written: 'namaste' }))).toBe('leftAlone');
    expect(outcomeOf(talk, answer({ state: 'asked', written: 'namaste', choices: ['SALT-1KG'] }))).toBe('askedInVain');
  });
});

describe('a message', () => {
  it('pairs each line with the answer that fits it, in any order', () => {
    const { verdicts, extra } = judge(message(sugar, soap, cement), [
      answer({ state: 'asked', about: 'product', choices: ['LUX'] }),
      taken('SUGAR-1KG', 5000),
    ]);
    expect(verdicts.map((verdict) => verdict.outcome)).toEqual(['taken', 'askedAsItMust', 'leftAlone']);
    expect(extra).toEqual([]);
  });

  it('counts what was made up as a wrong product, and a second line of a right one as a wrong amount', () => {
    const madeUp = judge(message(sugar), [taken('SUGAR-1KG', 5000), taken('SALT-1KG', 1000)]);
    expect(tally([madeUp])).toMatchObject({ lines: 1, right: 1, wrongProduct: 1, wrongQuantity: 0 });
    const twice = judge(message(sugar), [taken('SUGAR-1KG', 5000), taken('SUGAR-1KG', 1000)]);
    expect(tally([twice])).toMatchObject({ wrongProduct: 0, wrongQuantity: 1 });
  });
});

describe('a dialogue', () => {
  const dialogue = {
    id: 'd',
    half: 'tuning',
    writing: 'romanised',
    form: 'correct',
    turns: ['chini 5', 'hoina, 7'],
    draft: [[{ sku: 'SUGAR-1KG', milli: 7000 }]],
  } as const;
  const mutable = { ...dialogue, turns: [...dialogue.turns], draft: dialogue.draft.map((line) => [...line]) };

  it('is right where the draft is exactly what was meant', () => {
    expect(dialogueIsRight(mutable, [taken('SUGAR-1KG', 7000)])).toBe(true);
    expect(dialogueIsRight(mutable, [taken('SUGAR-1KG', 5000)])).toBe(false);
    expect(dialogueIsRight(mutable, [taken('SUGAR-1KG', 7000), taken('SALT-1KG', 1000)])).toBe(false);
  });
});
