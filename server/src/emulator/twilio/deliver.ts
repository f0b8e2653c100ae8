import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { type Core, isoNow } from './core.ts';
import { type PostOutcome, post } from './http-post.ts';
import { isRetried, type Overrides, readOverrides } from './overrides.ts';
import type { Exchange } from './wire.ts';

/** One call of Twilio to the application. */
export interface Call {
  kind: 'webhook' | 'fallback' | 'status';
  url: string;
  params: Record<string, string>;
  phone: string;
  messageSid: string;
  title: string;
}

export interface Delivered {
  outcome: PostOutcome;
  exchange: Exchange;
}

// Doubling from here; the total stays far below Twilio's limit of 15 s.
const FIRST_PAUSE_MS = 100;

/**
 * Posts a signed form, again where the URL's overrides say so. All attempts carry the same idempotency token.
 * Settles with the last attempt; the limits are those of the real clock. Throws where the URL is no URL.
 */
export async function deliver(core: Core, call: Call): Promise<Delivered> {
  const overrides = readOverrides(call.url);
  const token = randomUUID();
  const deadline = performance.now() + overrides.totalMs;
  for (let attempt = 1; ; attempt += 1) {
    const left = Math.max(1, deadline - performance.now());
    const delivered = await once(core, call, overrides, token, attempt, left);
    if (attempt > overrides.retries || !isRetried(overrides, delivered.outcome)) return delivered;
    const pause = FIRST_PAUSE_MS * 2 ** (attempt - 1);
    if (performance.now() + pause >= deadline) return delivered;
    await sleep(pause);
  }
}

async function once(
  core: Core,
  call: Call,
  overrides: Overrides,
  token: string,
  attempt: number,
  leftMs: number,
): Promise<Delivered> {
  const url = overrides.url.toString();
  const headers = {
    'Content-Type': 'application/x-www-form-urlencoded; charset=UTF-8',
    Accept: '*/*',
    'User-Agent': 'TwilioProxy/1.1',
    'X-Home-Region': 'us1',
    'I-Twilio-Idempotency-Token': token,
    'X-Twilio-Signature': getExpectedTwilioSignature(core.settings.authToken, url, call.params),
  };
  const params = Object.entries(call.params);
  const exchange = core.wire.begin({
    kind: call.kind,
    at: isoNow(core),
    phone: call.phone,
    messageSid: call.messageSid,
    title: call.title,
    attempt,
    request: { method: 'POST', url, headers, params },
  });
  const limits = { connectMs: Math.min(overrides.connectMs, leftMs), readMs: Math.min(overrides.readMs, leftMs) };
  const started = performance.now();
  const outcome = await post(overrides.url, headers, new URLSearchParams(params).toString(), limits);
  core.wire.end(exchange, {
    response:
      outcome.kind === 'response' ? { status: outcome.status, headers: outcome.headers, body: outcome.body } : null,
    latencyMs: Math.round((performance.now() - started) * 10) / 10,
    outcome: outcome.kind === 'response' && outcome.status < 300 ? 'ok' : 'failed',
    note: outcome.kind === 'failure' ? outcome.message : null,
  });
  return { outcome, exchange };
}
