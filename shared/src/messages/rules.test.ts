import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMinutes } from '../kernel/clock.ts';
import { type MessageStatus, messageStatusSchema } from './contract.ts';
import { laterStatus, mayLeaveAt, nextTryAt } from './rules.ts';

const NOW = new Date('2026-11-20T04:15:00.000Z');
const at = (ms: number) => new Date(NOW.getTime() + ms);
const ago = (...seconds: number[]) => seconds.map((second) => at(-second * 1000));

describe('mayLeaveAt', () => {
  it.each<[string, number[], number]>([
    ['nothing was sent', [], 0],
    ['one just now', [0], 0],
    ['two just now', [0, 0], 0],
    ['three just now', [0, 0, 0], 6_000],
    ['three, three seconds ago', [3, 3, 3], 3_000],
    ['three, six seconds ago', [6, 6, 6], 0],
    ['one after the other, six seconds apart', [12, 6, 0], 0],
    ['a burst, then one in six seconds', [6, 6, 6, 0], 6_000],
    ['long ago does not add up to more than three', [3600, 1800, 0, 0, 0], 6_000],
    ['handed in the wrong order', [0, 6, 6, 6], 6_000],
  ])('%s', (_, seconds, waitMs) => {
    expect(mayLeaveAt(ago(...seconds), NOW)).toEqual(at(waitMs));
  });

  /** Sends as fast as it lets us, each message asked for at some moment. */
  function sendAll(wanted: readonly number[]): number[] {
    const sent: number[] = [];
    let clock = 0;
    for (const gap of wanted) {
      clock += gap;
      const may = mayLeaveAt(sent.map(at), at(clock));
      clock = Math.max(clock, may.getTime() - NOW.getTime());
      sent.push(clock);
    }
    return sent;
  }
  const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })), { minLength: 1, maxLength: 40 });

  it('never lets more leave in any stretch than three and one for every six seconds of it', () => {
    fc.assert(
      fc.property(gaps, (wanted) => {
        const sent = sendAll(wanted);
        for (let first = 0; first < sent.length; first += 1) {
          for (let last = first; last < sent.length; last += 1) {
            const elapsed = (sent[last] ?? 0) - (sent[first] ?? 0);
            expect((last - first + 1 - 3) * 6_000).toBeLessThanOrEqual(elapsed);
          }
        }
      }),
    );
  });

  it('holds nothing back that may go: the moment it names is free, a millisecond earlier is not', () => {
    fc.assert(
      fc.property(gaps, (wanted) => {
        const sent = sendAll(wanted).map(at);
        const now = sent.at(-1) ?? NOW;
        const may = mayLeaveAt(sent, now);
        expect(mayLeaveAt(sent, may)).toEqual(may);
        if (may > now) expect(mayLeaveAt(sent, new Date(may.getTime() - 1)).getTime()).toBe(may.getTime());
      }),
    );
  });
});

describe('nextTryAt', () => {
  it('tries five times more, after 1, 5, 15, 30 and 60 minutes', () => {
    expect([1, 2, 3, 4, 5].map((attempts) => nextTryAt(attempts, NOW))).toEqual(
      [1, 5, 15, 30, 60].map((minutes) => addMinutes(NOW, minutes)),
    );
    expect(nextTryAt(6, NOW)).toBe(null);
    expect(nextTryAt(7, NOW)).toBe(null);
  });
});

describe('laterStatus', () => {
  const told: readonly MessageStatus[] = ['QUEUED', 'SENDING', 'SENT', 'DELIVERED', 'READ', 'FAILED'];
  const fold = (statuses: readonly MessageStatus[]) => statuses.reduce(laterStatus, 'QUEUED');

  it.each<[MessageStatus, MessageStatus, MessageStatus]>([
    ['QUEUED', 'SENT', 'SENT'],
    ['SENT', 'QUEUED', 'SENT'],
    ['READ', 'DELIVERED', 'READ'],
    ['SENT', 'FAILED', 'FAILED'],
    ['FAILED', 'SENT', 'FAILED'],
    ['FAILED', 'DELIVERED', 'DELIVERED'],
    ['DELIVERED', 'FAILED', 'DELIVERED'],
    ['READ', 'FAILED', 'READ'],
    ['SENDING', 'SENDING', 'SENDING'],
  ])('%s, then told %s: %s', (present, next, expected) => {
    expect(laterStatus(present, next)).toBe(expected);
  });

  it('comes out the same in any order, however often each is told', () => {
    const many = fc.array(fc.constantFrom(...told), { maxLength: 12 });
    const twice = many.chain((statuses) =>
      fc.tuple(
        fc.constant(statuses),
        fc.shuffledSubarray([...statuses, ...statuses], { minLength: statuses.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(twice, ([statuses, shuffled]) => {
        expect(fold(shuffled)).toBe(fold(statuses));
      }),
    );
  });

  it('never moves back: what is delivered stays delivered or is read', () => {
    const rank = ['QUEUED', 'SENDING', 'SENT', 'FAILED', 'DELIVERED', 'READ'];
    fc.assert(
      fc.property(fc.constantFrom(...told), fc.constantFrom(...told), (present, next) => {
        expect(rank.indexOf(laterStatus(present, next))).toBe(Math.max(rank.indexOf(present), rank.indexOf(next)));
      }),
    );
    expect(messageStatusSchema.options).toEqual(expect.arrayContaining([...told]));
  });
});
