import type { Alert, Exchange } from '../state/model.ts';

/** All calls about one message, as one entry of the inspector. */
export interface Journey {
  key: string;
  /** In: written on a phone. Out: sent by Khaacho. Other: a call that belongs to no message. */
  direction: 'in' | 'out' | 'other';
  phone: string | null;
  title: string;
  at: string;
  /** The call that began it. */
  first: Exchange;
  /** Oldest first, the first one included. */
  calls: Exchange[];
  alerts: Alert[];
  isTroubled: boolean;
}

/** Sorts the calls by message; the journey that began last comes first. */
export function journeysOf(exchanges: Exchange[], alerts: Alert[]): Journey[] {
  const byMessage = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const key = exchange.messageSid ?? `call-${exchange.id}`;
    byMessage.set(key, [...(byMessage.get(key) ?? []), exchange]);
  }
  const journeys = [...byMessage].flatMap(([key, calls]) => {
    const journey = toJourney(key, calls, alerts);
    return journey ? [journey] : [];
  });
  return journeys.sort((a, b) => b.first.id - a.first.id);
}

function toJourney(key: string, unsorted: Exchange[], allAlerts: Alert[]): Journey | null {
  const calls = unsorted.toSorted((a, b) => a.id - b.id);
  const create = calls.find((call) => call.kind === 'rest' && call.request.method === 'POST');
  const first = create ?? calls[0];
  if (!first) return null;
  const isIn = calls.some((call) => call.kind === 'webhook' || call.kind === 'fallback');
  const isOut = create !== undefined || calls.some((call) => call.kind === 'status');
  const alerts = allAlerts.filter((alert) => alert.messageSid === key);
  const last = calls.findLast((call) => call.kind !== 'status');
  return {
    key,
    direction: isIn ? 'in' : isOut ? 'out' : 'other',
    phone: first.phone,
    title: first.title,
    at: first.at,
    first,
    calls: create ? [create, ...calls.filter((call) => call !== create)] : calls,
    alerts,
    isTroubled:
      alerts.length > 0 ||
      last?.outcome === 'failed' ||
      calls.some((call) => /failed|undelivered/.test(call.kind === 'status' ? call.title : '')),
  };
}

/** JSON indented; everything else as it is. */
export function prettyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
