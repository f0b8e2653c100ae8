import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMinutes } from '../kernel/clock.ts';
import { languageSchema } from '../kernel/language.ts';
import { failureSchema, templateNameSchema } from './contract.ts';
import { afterFailure, type FailedSend, lessonOf } from './failures.ts';
import { MOST_CHARACTERS, splitText } from './fit.ts';
import { optWord } from './opt-words.ts';
import { isCritical, purposeOf } from './purpose.ts';
import { inOrderAt } from './rules.ts';
import { routeOf, type SendFacts } from './send-rules.ts';
import { templateOf, templates, templateText } from './templates.ts';

const NOW = new Date('2026-11-20T04:15:00.000Z');
const later = (minutes: number) => addMinutes(NOW, minutes);

describe('how a message leaves', () => {
  const chat: SendFacts['chat'] = {
    phone: '+9779800000001',
    windowEndsAt: later(60),
    optedInAt: later(-600),
    optedOutAt: null,
    smsOptedOutAt: null,
    numberInvalidAt: null,
    marketingRestsUntil: null,
  };
  const facts = (over: Partial<Omit<SendFacts, 'chat'>>, of: Partial<SendFacts['chat']> = {}): SendFacts => ({
    medium: 'WHATSAPP',
    purpose: 'NOTICE',
    hasTemplate: true,
    smsPossible: false,
    ...over,
    chat: { ...chat, ...of },
  });

  it.each<[string, SendFacts, ReturnType<typeof routeOf>]>([
    ['as text while the window is open', facts({}), { by: 'TEXT' }],
    ['as a template a minute before it closes', facts({}, { windowEndsAt: later(1) }), { by: 'TEMPLATE' }],
    ['as text a little earlier', facts({}, { windowEndsAt: new Date(later(1).getTime() + 1) }), { by: 'TEXT' }],
    ['as a template to who never wrote', facts({}, { windowEndsAt: null }), { by: 'TEMPLATE' }],
    [
      'by SMS where no template says it',
      facts({ hasTemplate: false, smsPossible: true }, { windowEndsAt: null }),
      { by: 'SMS' },
    ],
    [
      'not at all without either',
      facts({ hasTemplate: false }, { windowEndsAt: null }),
      { by: 'NONE', failure: 'NO_TEMPLATE' },
    ],
    ['not to who has said STOP', facts({}, { optedOutAt: NOW }), { by: 'NONE', failure: 'OPTED_OUT' }],
    ['but as an answer to them', facts({ purpose: 'REPLY' }, { optedOutAt: NOW }), { by: 'TEXT' }],
    ['not to who never agreed', facts({}, { optedInAt: null }), { by: 'NONE', failure: 'NO_CONSENT' }],
    [
      'by SMS where the number is not on WhatsApp',
      facts({ smsPossible: true }, { numberInvalidAt: NOW }),
      { by: 'SMS' },
    ],
    [
      'not at all to such a number without SMS',
      facts({}, { numberInvalidAt: NOW }),
      { by: 'NONE', failure: 'RECIPIENT_INVALID' },
    ],
    ['a code as a template, window or not', facts({ purpose: 'CODE' }), { by: 'TEMPLATE' }],
    [
      'a code to who never agreed to anything else',
      facts({ purpose: 'CODE' }, { optedInAt: null }),
      { by: 'TEMPLATE' },
    ],
    [
      'a code by SMS without a template',
      facts({ purpose: 'CODE', hasTemplate: false, smsPossible: true }),
      { by: 'SMS' },
    ],
    [
      'no code to a bare user id',
      facts({ purpose: 'CODE' }, { phone: null }),
      { by: 'NONE', failure: 'RECIPIENT_INVALID' },
    ],
    ['an SMS as SMS', facts({ medium: 'SMS' }), { by: 'SMS' }],
    [
      'no SMS to who has answered STOP to one',
      facts({ medium: 'SMS' }, { smsOptedOutAt: NOW }),
      { by: 'NONE', failure: 'OPTED_OUT' },
    ],
    [
      'no advertising within a day of the cap',
      facts({ purpose: 'MARKETING' }, { marketingRestsUntil: later(1) }),
      { by: 'NONE', failure: 'MARKETING_CAP' },
    ],
    ['no advertising by SMS', facts({ purpose: 'MARKETING', medium: 'SMS' }), { by: 'NONE', failure: 'POLICY' }],
  ])('%s', (_, given, route) => {
    expect(routeOf(given, NOW)).toEqual(route);
  });
});

describe('what is done about a failure', () => {
  const send = (over: Partial<FailedSend>): FailedSend => ({
    failure: 'UNKNOWN',
    medium: 'WHATSAPP',
    sentAs: 'TEXT',
    purpose: 'NOTICE',
    attempts: 1,
    resends: 0,
    hasTemplate: true,
    smsPossible: false,
    late: false,
    ...over,
  });
  const seconds = (count: number) => new Date(NOW.getTime() + count * 1000);

  it.each<[string, Partial<FailedSend>, ReturnType<typeof afterFailure>]>([
    [
      'outside the window: once more as a template',
      { failure: 'WINDOW_CLOSED', late: true },
      { next: 'RESEND', medium: 'WHATSAPP', at: NOW },
    ],
    [
      'a template outside the window: nothing more',
      { failure: 'WINDOW_CLOSED', sentAs: 'TEMPLATE' },
      { next: 'GIVE_UP' },
    ],
    [
      'no template: by SMS',
      { failure: 'WINDOW_CLOSED', hasTemplate: false, smsPossible: true },
      { next: 'RESEND', medium: 'SMS', at: NOW },
    ],
    [
      'too many to one: after 6 seconds',
      { failure: 'RATE_LIMITED', late: true },
      { next: 'RESEND', medium: 'WHATSAPP', at: seconds(6) },
    ],
    [
      'again: after 12, 24, 48, 96',
      { failure: 'RATE_LIMITED', resends: 4 },
      { next: 'RESEND', medium: 'WHATSAPP', at: seconds(96) },
    ],
    ['five times and no more', { failure: 'RATE_LIMITED', resends: 5 }, { next: 'GIVE_UP' }],
    [
      'not on WhatsApp: by SMS',
      { failure: 'RECIPIENT_INVALID', smsPossible: true },
      { next: 'RESEND', medium: 'SMS', at: NOW },
    ],
    ['not on WhatsApp, no SMS: given up', { failure: 'RECIPIENT_INVALID' }, { next: 'GIVE_UP' }],
    ['blocked: given up, whatever else there is', { failure: 'OPTED_OUT', smsPossible: true }, { next: 'GIVE_UP' }],
    [
      'blocked, but a code was asked for: by SMS',
      { failure: 'OPTED_OUT', purpose: 'CODE', smsPossible: true },
      { next: 'RESEND', medium: 'SMS', at: NOW },
    ],
    [
      'an SMS does not become an SMS',
      { failure: 'RECIPIENT_INVALID', medium: 'SMS', smsPossible: true },
      { next: 'GIVE_UP' },
    ],
    [
      'account refused: kept, without losing a try',
      { failure: 'ACCOUNT' },
      { next: 'RETRY', at: later(1), countsAsTry: false },
    ],
    ['cap on advertising: not again', { failure: 'MARKETING_CAP', smsPossible: true }, { next: 'GIVE_UP' }],
    [
      'no answer: by the rhythm',
      { failure: 'NO_ANSWER', attempts: 2 },
      { next: 'RETRY', at: later(5), countsAsTry: true },
    ],
    ['an unknown failure told late: no second copy', { failure: 'UNKNOWN', late: true }, { next: 'GIVE_UP' }],
  ])('%s', (_, over, expected) => {
    expect(afterFailure(send(over), NOW, 0)).toEqual(expected);
  });

  it('spreads what was throttled, and is never later than agreed', () => {
    const at = (jitter: number) => afterFailure(send({ failure: 'THROTTLED' }), NOW, jitter);
    expect(at(0)).toMatchObject({ at: later(1) });
    expect(at(1)).toMatchObject({ at: seconds(48) });
  });

  it('ends, whatever fails and however often', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...failureSchema.options),
        fc.boolean(),
        fc.boolean(),
        (failure, late, smsPossible) => {
          let so = send({ failure, late, smsPossible });
          for (let step = 0; step < 30; step += 1) {
            const after = afterFailure(so, NOW, 0);
            if (after.next === 'GIVE_UP') return;
            // Only an account that is refused is waited for without end: an operator is told.
            if (after.next === 'RETRY' && !after.countsAsTry) {
              expect(failure).toBe('ACCOUNT');
              return;
            }
            so =
              after.next === 'RETRY'
                ? { ...so, attempts: so.attempts + 1 }
                : {
                    ...so,
                    attempts: 1,
                    resends: so.resends + 1,
                    medium: after.medium,
                    sentAs: after.medium === 'SMS' ? 'SMS' : 'TEMPLATE',
                  };
          }
          throw new Error(`${failure} has no end`);
        },
      ),
    );
  });

  it('teaches what must be remembered of a recipient', () => {
    expect(failureSchema.options.flatMap((failure) => lessonOf(failure) ?? [])).toEqual([
      'WINDOW_CLOSED',
      'NUMBER_INVALID',
      'OPTED_OUT',
      'MARKETING_RESTS',
    ]);
  });
});

describe('a template', () => {
  const texts = Object.values(templates).flatMap((definition) =>
    languageSchema.options.map((language) => [definition.name, language, definition] as const),
  );

  it.each(texts)('%s in %s keeps the rules of the approval', (name, language, definition) => {
    const { body, buttons = [] } = definition.texts[language];
    expect(definition.name).toBe(name);
    const numbers = [...body.matchAll(/\{\{(\d+)\}\}/g)].map((match) => Number(match[1]));
    // Numbered in order without a gap, a sample for each.
    expect(numbers).toEqual(definition.samples.map((_, index) => index + 1));
    expect(body).not.toMatch(/^\s*\{\{|\}\}[^\p{L}\p{M}\p{N}]*$/u);
    expect(body).not.toMatch(/\}\}\s*\{\{/);
    expect(body).not.toMatch(/\n\s*\n\s*\n/);
    // With every variable as long as it may be.
    expect(body.length + numbers.length * 200).toBeLessThanOrEqual(1024);
    expect(buttons.length).toBeLessThanOrEqual(3);
    for (const button of buttons) expect(button.title.length).toBeLessThanOrEqual(20);
    expect(templateText({ name, language, variables: definition.samples })).not.toMatch(/[{}]/);
  });

  it('exists for every name, in both languages, each saying it its own way', () => {
    expect(Object.keys(templates).sort()).toEqual([...templateNameSchema.options].sort());
    for (const { texts: said } of Object.values(templates)) expect(said.en.body).not.toBe(said.ne.body);
  });

  it('never has an empty variable, a line break or more than it may', () => {
    const step = { kind: 'orderStep', orderNumber: 'ORD261120001', totalPaisa: 237_300, dueDay: null } as const;
    expect(templateOf({ ...step, state: 'CANCELLED', vendorName: null, reason: null }, 'en')?.variables).toEqual([
      'ORD261120001',
      '-',
    ]);
    expect(templateOf({ ...step, state: 'DELIVERED', vendorName: null, reason: null }, 'ne')?.variables[2]).toBe('-');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (reason) => {
        const use = templateOf({ ...step, state: 'CANCELLED', vendorName: null, reason }, 'en');
        const value = use?.variables[1] ?? '';
        expect(value).not.toBe('');
        expect(value).not.toMatch(/[\n\t]| {2}/);
        expect(value.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('stands behind every notice, and behind no answer', () => {
    const confirmed = {
      kind: 'orderConfirmed',
      orderNumber: 'ORD261120001',
      state: 'PENDING',
      totalPaisa: 1,
      itemCount: 2,
    } as const;
    expect(templateOf(confirmed, 'en')?.name).toBe('order_confirmed');
    expect(templateOf({ kind: 'help' }, 'en')).toBeNull();
    expect(purposeOf(confirmed, true)).toBe('REPLY');
    expect(purposeOf(confirmed, false)).toBe('NOTICE');
    expect(purposeOf({ kind: 'stockAlert', productName: 'Rice', pricePaisa: 1 }, false)).toBe('MARKETING');
    expect(isCritical({ kind: 'signInCode', code: '1' })).toBe(true);
    expect(isCritical(confirmed)).toBe(false);
  });
});

describe('STOP and START', () => {
  it.each(['STOP', 'stop.', ' Stop all ', 'unsubscribe', 'रोक्नुहोस्', 'रोक्नुहोस्।', 'बन्द गर्नुहोस्', 'roknuhos'])(
    '%s ends it',
    (text) => {
      expect(optWord(text)).toBe('OUT');
    },
  );
  it.each(['START', 'unstop', 'सुरु', 'सुरु गर्नुहोस्'])('%s begins it again', (text) => {
    expect(optWord(text)).toBe('IN');
  });
  it.each(['CANCEL', 'YES', 'END', 'QUIT', 'stop rice, send dal', 'please stop', 'रोक्नुहोस् चामल', 'हो', 'रद्द'])(
    '%s is about something else',
    (text) => {
      expect(optWord(text)).toBeNull();
    },
  );
});

describe('a long text', () => {
  it('is broken at line ends and numbered', () => {
    const lines = Array.from({ length: 60 }, (_, n) => `${n + 1}. चामल १० केजी र दाल ५ प्याकेट, भोलि बिहान पठाइदिनुहोस्`);
    const parts = splitText(lines.join('\n'));
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((part) => part.split('\n')[0])).toEqual(parts.map((_, n) => `(${n + 1}/${parts.length})`));
    expect(parts.flatMap((part) => part.split('\n').slice(1))).toEqual(lines);
  });

  it('fits, loses nothing, and is never broken inside a character', () => {
    const graphemes = (text: string) =>
      Array.from(new Intl.Segmenter('ne', { granularity: 'grapheme' }).segment(text), (each) => each.segment);
    const unit = fc.constantFrom('नमस्ते', 'क्षि', '👩🏽‍🌾', 'rice ', '\n', 'x'.repeat(300), '🇳🇵');
    fc.assert(
      fc.property(
        fc.array(unit, { maxLength: 120 }).map((all) => all.join('')),
        (text) => {
          const parts = splitText(text, 160);
          for (const part of parts) expect(part.length).toBeLessThanOrEqual(160);
          if (parts.length === 1) {
            expect(parts[0]).toBe(text);
            return;
          }
          const said = parts.map((part) => part.replace(/^\(\d+\/\d+\)\n/, '')).join('');
          const bare = (all: string) => graphemes(all.replace(/\s+/g, ''));
          expect(bare(said)).toEqual(bare(text));
        },
      ),
      { numRuns: 200 },
    );
    expect(splitText('short')).toEqual(['short']);
    expect(splitText('x'.repeat(MOST_CHARACTERS))).toHaveLength(1);
  });
});

describe('inOrderAt', () => {
  it('leaves half a second behind the last', () => {
    expect(inOrderAt([], NOW)).toEqual(NOW);
    expect(inOrderAt([new Date(NOW.getTime() - 100)], NOW)).toEqual(new Date(NOW.getTime() + 400));
    expect(inOrderAt([new Date(NOW.getTime() - 700)], NOW)).toEqual(NOW);
  });
});
