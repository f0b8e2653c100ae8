import { describe, expect, it } from 'vitest';
import type { Exchange } from '../state/model.ts';
import { journeysOf, prettyBody } from './journeys.ts';

function call(id: number, change: Partial<Exchange>): Exchange {
  return {
    id,
    kind: 'webhook',
    at: '2026-11-20T04:15:00.000Z',
    phone: '+9779800000001',
    messageSid: 'SM1',
    title: 'hi',
    attempt: 1,
    request: { method: 'POST', url: 'http://127.0.0.1/x', headers: {}, params: [] },
    response: null,
    latencyMs: 1,
    outcome: 'ok',
    note: null,
    ...change,
  };
}

describe('journeys', () => {
  it('gather all calls about one message, the newest message first', () => {
    const journeys = journeysOf(
      [
        call(6, { kind: 'status', messageSid: 'SM2', title: 'delivered' }),
        call(5, { kind: 'rest', messageSid: 'SM2', title: 'Order Summary' }),
        call(4, { kind: 'status', messageSid: 'SM2', title: 'sent' }),
        call(2, { outcome: 'ok', attempt: 2 }),
        call(1, { outcome: 'failed' }),
      ],
      [],
    );
    expect(journeys.map((journey) => [journey.direction, journey.title, journey.calls.map((each) => each.id)])).toEqual(
      [
        ['out', 'Order Summary', [5, 4, 6]],
        ['in', 'hi', [1, 2]],
      ],
    );
    expect(journeys.every((journey) => !journey.isTroubled)).toBe(true);
  });

  it('are in trouble when the last try failed, a message did not arrive, or the debugger complained', () => {
    const trouble = (exchanges: Exchange[], code?: number) => {
      const alerts = code ? [{ id: 9, code, message: '', at: '', phone: null, messageSid: 'SM1' }] : [];
      return journeysOf(exchanges, alerts)[0]?.isTroubled;
    };
    expect(trouble([call(1, { outcome: 'failed' })])).toBe(true);
    expect(trouble([call(1, { kind: 'rest' }), call(2, { kind: 'status', title: 'undelivered 63016' })])).toBe(true);
    expect(trouble([call(1, {})], 12100)).toBe(true);
    expect(trouble([call(1, {})])).toBe(false);
  });

  it('keep calls that belong to no message apart', () => {
    const journeys = journeysOf(
      [call(1, { kind: 'rest', messageSid: null }), call(2, { kind: 'rest', messageSid: null })],
      [],
    );
    expect(journeys).toHaveLength(2);
  });
});

describe('bodies', () => {
  it('are indented when they are JSON, and else left alone', () => {
    expect(prettyBody('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(prettyBody('<Response/>')).toBe('<Response/>');
  });
});
