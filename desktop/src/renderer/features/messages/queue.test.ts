import type { AlertDocument } from '@khaacho/shared/alerts/contract.ts';
import type { MessageDocument } from '@khaacho/shared/messages/contract.ts';
import { describe, expect, it } from 'vitest';
import { queueOf } from './queue.ts';
import { saysAll, snippetOf } from './search.ts';
import { threadItems } from './thread-items.ts';

const alert = (
  id: string,
  retailerId: string | null,
  minute: number,
  over: Partial<AlertDocument> = {},
): AlertDocument => {
  const at = `2026-11-20T04:${String(minute).padStart(2, '0')}:00.000Z`;
  return {
    ...{ id, kind: 'MESSAGE_UNREAD', severity: 'WARNING', message: '', figures: {}, orderId: null, retailerId },
    ...{ vendorId: null, openedAt: at, acknowledgedAt: null, acknowledgedBy: null, updatedAt: at, ...over },
  };
};
const said = (id: string, at: string, over: Partial<MessageDocument> = {}): MessageDocument => ({
  ...{ id, retailerId: 's', direction: 'INBOUND', kind: 'TEXT', body: id, status: 'HANDLED', orderId: null },
  ...{ at, updatedAt: at, ...over },
});

describe('the queue', () => {
  it('is a row for a chat, complaints first, then the longest wait', () => {
    const { open } = queueOf([
      alert('1', 'a', 10),
      alert('2', 'b', 5, { figures: { about: 'PAYMENT' } }),
      alert('3', 'c', 20, { figures: { about: 'COMPLAINT' } }),
      alert('4', 'b', 30, { figures: { about: 'INQUIRY' } }),
      alert('5', null, 1, { kind: 'UNKNOWN_SENDER', chatId: 'x', figures: { phone: '+977' } }),
      alert('6', 'd', 2, { acknowledgedAt: 'then' }),
    ]);
    expect(open.map(({ key, abouts }) => [key, abouts])).toEqual([
      ['c', ['COMPLAINT']],
      ['x', ['STRANGER']],
      ['b', ['PAYMENT', 'INQUIRY']],
      ['a', ['OTHER']],
    ]);
    expect(open[2]).toMatchObject({ since: '2026-11-20T04:05:00.000Z', alerts: [{ id: '2' }, { id: '4' }] });
  });

  it('keeps below what was answered here and is not sent yet', () => {
    const pending = new Map([['1', { pendingSince: 'now', commandIds: ['c'] }]]);
    const answered = alert('1', 'a', 10, { acknowledgedAt: 'now' });
    expect(queueOf([answered], pending)).toMatchObject({
      open: [],
      answered: [{ key: 'a', pending: { commandIds: ['c'] } }],
    });
    expect(queueOf([answered, alert('2', 'a', 20)], pending)).toMatchObject({
      open: [{ key: 'a', since: expect.stringContaining('04:20') }],
      answered: [],
    });
  });
});

describe('a thread', () => {
  it('has the day above the first of each, in Nepal, and draws close what belongs together', () => {
    const items = threadItems([
      said('a', '2026-11-19T18:10:00.000Z'),
      said('b', '2026-11-19T18:14:59.000Z'),
      said('c', '2026-11-19T18:20:00.000Z'),
      said('d', '2026-11-19T18:21:00.000Z', { direction: 'OUTBOUND' }),
    ]);
    expect(items.map((item) => (item.kind === 'day' ? item.day : [item.key, item.follows]))).toEqual([
      '2026-11-19',
      ['a', false],
      ['b', true],
      '2026-11-20',
      ['c', false],
      ['d', false],
    ]);
  });

  it('is searched by every word, in what was written and in what was read off a photo', () => {
    const photo = said('p', 'at', {
      body: '',
      reading: { lines: [{ text: 'चामल बासमती १०', confidence: 1 }], failure: null },
    });
    expect(saysAll('बासमती चामल')(photo)).toBe(true);
    expect(saysAll('चामल दाल')(photo)).toBe(false);
    expect(saysAll('  ')(photo)).toBe(false);
    const long = said('l', 'at', { body: `${'x'.repeat(80)}\nThe Rice was wet` });
    expect(saysAll('rice')(long)).toBe(true);
    expect(snippetOf(long, 'rice')).toEqual({ before: `…${'x'.repeat(23)} The `, hit: 'Rice', after: ' was wet' });
  });
});
