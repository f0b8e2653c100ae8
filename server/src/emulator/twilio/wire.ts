/** What went over the wire, for the inspector: the last calls in both directions, and Twilio's debugger alerts. */

export interface Exchange {
  id: number;
  kind: 'webhook' | 'fallback' | 'status' | 'rest';
  at: string;
  phone: string | null;
  messageSid: string | null;
  /** One line for the list: the text, the status, the REST call. */
  title: string;
  attempt: number;
  request: { method: string; url: string; headers: Record<string, string>; params: [string, string][] };
  response: { status: number; headers: Record<string, string>; body: string } | null;
  latencyMs: number | null;
  outcome: 'pending' | 'ok' | 'failed';
  /** What Twilio makes of the answer, in words. */
  note: string | null;
}

export interface Alert {
  id: number;
  code: number;
  message: string;
  at: string;
  phone: string | null;
  messageSid: string | null;
}

export type NewExchange = Omit<Exchange, 'id' | 'response' | 'latencyMs' | 'outcome' | 'note'>;
export type ExchangeEnd = Pick<Exchange, 'response' | 'latencyMs' | 'outcome' | 'note'>;

export interface Wire {
  begin(exchange: NewExchange): Exchange;
  end(exchange: Exchange, end: ExchangeEnd): void;
  /** Adds to what is known of an ended exchange. */
  annotate(exchange: Exchange, note: string): void;
  alert(alert: Omit<Alert, 'id'>): void;
  /** Newest first. */
  exchanges(phone: string | null, limit: number): Exchange[];
  exchange(id: number): Exchange | undefined;
  alerts(limit: number): Alert[];
}

// Enough for an afternoon of clicking; a load test must not fill the memory.
const KEPT_EXCHANGES = 1_000;
const KEPT_ALERTS = 200;
const KEPT_BODY = 16_384;

export function createWire(emit: (type: 'exchange' | 'alert', data: unknown) => void): Wire {
  const kept: Exchange[] = [];
  const alerts: Alert[] = [];
  let lastId = 0;
  return {
    begin(exchange) {
      lastId += 1;
      const begun: Exchange = {
        ...exchange,
        id: lastId,
        response: null,
        latencyMs: null,
        outcome: 'pending',
        note: null,
      };
      kept.push(begun);
      if (kept.length > KEPT_EXCHANGES) kept.shift();
      emit('exchange', begun);
      return begun;
    },
    end(exchange, end) {
      const response = end.response && { ...end.response, body: end.response.body.slice(0, KEPT_BODY) };
      Object.assign(exchange, end, { response });
      emit('exchange', exchange);
    },
    annotate(exchange, note) {
      exchange.note = note;
      emit('exchange', exchange);
    },
    alert(alert) {
      lastId += 1;
      const raised = { ...alert, id: lastId };
      alerts.push(raised);
      if (alerts.length > KEPT_ALERTS) alerts.shift();
      emit('alert', raised);
    },
    exchanges: (phone, limit) =>
      kept
        .filter((exchange) => phone === null || exchange.phone === phone)
        .slice(-limit)
        .reverse(),
    exchange: (id) => kept.find((exchange) => exchange.id === id),
    alerts: (limit) => alerts.slice(-limit).reverse(),
  };
}
