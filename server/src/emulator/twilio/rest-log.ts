import type { NextFunction, Request, Response } from 'express';
import { parseAddress } from './address.ts';
import { type Core, isoNow } from './core.ts';
import type { MessageRecord } from './records.ts';
import type { NewExchange } from './wire.ts';

/**
 * Shows what the application asks of Twilio in the inspector: what changes something, and media that are fetched.
 * Lists are left out: a reconciler that looks every minute would push everything else off the page.
 */
export function logRest(core: Core) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const isMedia = request.path.includes('/Media/');
    if (request.method === 'GET' && !isMedia) return next();
    const started = performance.now();
    let body = '';
    const json = response.json.bind(response);
    response.json = (value: unknown) => {
      body = JSON.stringify(value);
      return json(value);
    };
    response.on('close', () => {
      const exchange = core.wire.begin(describe(core, request, madeIn(core, body)));
      const isAnswered = response.writableEnded;
      core.wire.end(exchange, {
        response: isAnswered ? { status: response.statusCode, headers: readHeaders(response), body } : null,
        latencyMs: Math.round((performance.now() - started) * 10) / 10,
        outcome: isAnswered && response.statusCode < 400 ? 'ok' : 'failed',
        note: isAnswered ? null : 'The connection broke before the answer',
      });
    });
    next();
  };
}

function describe(core: Core, request: Request, made: MessageRecord | undefined): NewExchange {
  const params = readParams(request.body);
  const to = params.find(([name]) => name === 'To')?.[1];
  const address = to === undefined ? null : parseAddress(to);
  const sid = /\/Messages\/([A-Z]{2}[0-9a-f]{32})/.exec(request.path)?.[1] ?? made?.sid ?? null;
  const known = sid === null ? undefined : core.state.message(sid);
  const phone = address?.kind === 'bsuid' ? (core.directory.phoneOf(address.bsuid) ?? address.bsuid) : address?.phone;
  return {
    kind: 'rest',
    at: isoNow(core),
    phone: phone ?? known?.phone ?? null,
    messageSid: sid,
    title: made?.body || `${request.method} ${request.path.split('/').at(-1)}`,
    attempt: 1,
    request: { method: request.method, url: request.originalUrl, headers: requestHeaders(request), params },
  };
}

/** The message a create call has made, by its own answer. */
function madeIn(core: Core, body: string): MessageRecord | undefined {
  const sid = /"sid":"((?:SM|MM)[0-9a-f]{32})"/.exec(body)?.[1];
  return sid === undefined ? undefined : core.state.message(sid);
}

function readParams(body: unknown): [string, string][] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]): [string, string][] =>
    Array.isArray(value)
      ? value.map((each): [string, string] => [name, String(each)])
      : [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]],
  );
}

/** The token of the account is not for showing. */
function requestHeaders(request: Request): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const name of ['authorization', 'content-type', 'user-agent', 'accept']) {
    const value = request.headers[name];
    if (typeof value === 'string') shown[name] = name === 'authorization' ? 'Basic …' : value;
  }
  return shown;
}

function readHeaders(response: Response): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.getHeaders())) headers[name] = String(value);
  return headers;
}
