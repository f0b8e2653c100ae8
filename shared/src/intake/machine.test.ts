import { describe, expect, it } from 'vitest';
import { type ChatState, type Request, understand } from './machine.ts';
import { buildReaderIndex } from './reader.ts';

const good = (n: number, sku: string, name: string, unit: string, ...names: string[]) => ({
  id: `01900000-0000-7000-8000-00000000000${n}`,
  ...{ sku, name, unit, baseUnit: unit === 'kg' ? 'g' : 'piece', basePerUnit: unit === 'kg' ? 1000 : 1, names },
});
const catalogue = buildReaderIndex([
  good(1, 'RICE-1KG', 'Rice', 'packet', 'चामल', 'chamal'),
  good(2, 'SUGAR', 'Sugar', 'kg', 'चिनी', 'chini'),
  good(3, 'EGG', 'Eggs', 'piece', 'anda', 'अण्डा'),
  good(4, 'LUX-R', 'Lux soap rose', 'piece'),
  good(5, 'LUX-J', 'Lux soap jasmine', 'piece'),
]);
const empty: ChatState = { draft: null, reorderAsked: false };

function after(text: string): ChatState {
  const { request } = understand(text, empty, catalogue);
  if (request.kind !== 'draft' || request.step.kind !== 'draft') throw new Error(`no draft of ${text}`);
  const { lines } = request.step;
  const state = lines.some((line) => line.problem !== null) ? 'ASKING' : 'READY';
  return { draft: { state, lines }, reorderAsked: false };
}
const ready = after('chamal 10');
const asking = after('lux 3');
const kindOf = (text: string, chat = empty) => understand(text, chat, catalogue).request.kind;
const requestOf = (text: string, chat = empty): Request => understand(text, chat, catalogue).request;

describe('without a draft', () => {
  it.each([
    ['chamal 10', 'draft'],
    ['namaste dai, chini 5 kg pathaunu', 'draft'],
    ['namaste dai', 'greeting'],
    ['धन्यवाद', 'greeting'],
    ['STATUS', 'status'],
    ['mero order kaha pugyo', 'status'],
    ['same as last week', 'reorder'],
    ['yo hapta chahidaina', 'noReorder'],
    ['I paid 5000 yesterday', 'payment'],
    ['paid for 5 kg sugar', 'payment'],
    ['5 eggs were broken', 'complaint'],
    ['chini 5 kg ko bhau kati', 'inquiry'],
    ['kasari order garne', 'help'],
    ['2', 'help'],
    ['no', 'help'],
    ['yes', 'confirm'],
    ['confirm', 'confirm'],
    ['confirm chamal 10', 'draft'],
    ['chini 5 kg, hisab ma lekhnu', 'draft'],
    ['asdfgh', 'unknown'],
    ['', 'unknown'],
  ])('%j is %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('knows what a question about prices and money is about', () => {
    expect(requestOf('chini ko bhau kati')).toMatchObject({
      about: 'price',
      products: [catalogue.index.bySku.get('SUGAR')?.id],
    });
    for (const text of ['RICE-1KG ko bhau kati?', 'what is the price of RICE-1KG today', 'चामल कति पर्छ'])
      expect(requestOf(text)).toMatchObject({ products: [catalogue.index.bySku.get('RICE-1KG')?.id] });
    expect(requestOf('mero hisab')).toMatchObject({ kind: 'payment', about: 'balance' });
    expect(requestOf('arko hapta tirchu')).toMatchObject({ kind: 'payment', about: 'promise' });
  });

  it('is as sure of a cancellation as its words are', () => {
    expect(requestOf('CANCEL')).toEqual({ kind: 'cancel', orderNumber: null, surely: true });
    expect(requestOf('cancel ORD261120001')).toEqual({ kind: 'cancel', orderNumber: 'ORD261120001', surely: true });
    expect(requestOf('maybe my son will cancel it tomorrow')).toMatchObject({ kind: 'cancel', surely: false });
  });

  it('leaves what it cannot read to a person', () => {
    expect(understand('मेरो छोरीको जन्मदिन', empty, catalogue)).toEqual({ request: { kind: 'unknown' }, confidence: 0 });
  });
});

describe('with a draft that waits for CONFIRM', () => {
  it.each([
    ['CONFIRM', 'confirm'],
    ['hunchha', 'confirm'],
    ['yes confirm my order', 'confirm'],
    ['CANCEL', 'cancel'],
    // Neither orders nor throws away what was written.
    ['no', 'showAgain'],
    ['5', 'showAgain'],
    ['confirm with my brother first', 'showAgain'],
    ['ani 2 kg chini', 'draft'],
    ['cancel chamal', 'draft'],
    ['no, 5', 'draft'],
  ])('%j is %s', (text, kind) => {
    expect(kindOf(text, ready)).toBe(kind);
  });
});

describe('with a question open', () => {
  it.each([
    ['2', 'draft'],
    ['jasmine', 'draft'],
    ['7', 'showAgain'],
    ['yes', 'showAgain'],
    ['skip', 'draft'],
    ['blah blah', 'showAgain'],
    ['STATUS', 'status'],
    ['CANCEL', 'cancel'],
  ])('%j is %s', (text, kind) => {
    expect(kindOf(text, asking)).toBe(kind);
  });
});

describe('after "order same as last week?"', () => {
  const asked = { draft: null, reorderAsked: true };
  it.each([
    ['YES', 'reorder'],
    ['हुन्छ', 'reorder'],
    ['NO', 'noReorder'],
    ['पर्दैन', 'noReorder'],
    // What the buttons of the template send.
    ['REORDER_YES', 'reorder'],
    ['REORDER_NO', 'noReorder'],
    ['chamal 5', 'draft'],
  ])('%j is %s', (text, kind) => {
    expect(kindOf(text, asked)).toBe(kind);
  });

  it('a draft comes first', () => {
    expect(kindOf('yes', { ...ready, reorderAsked: true })).toBe('confirm');
  });
});
