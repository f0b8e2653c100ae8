import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Express, RequestHandler } from 'express';
import type { Metrics } from '../metrics.ts';
import { API_BASE } from './mount.ts';

/** One part that must work before requests are sent our way; throws where it does not. Never an outside service. */
export type HealthChecks = Record<string, () => Promise<void>>;

export type Health = {
  /** From now on `/readyz` says no, so that no new requests come while open ones are finished. */
  beginShutdown(): void;
};

/** A prober waits a few seconds at most; a check that hangs has failed. */
const CHECK_TIMEOUT_MS = 2_000;

type CheckReport = { ready: boolean; checks: Record<string, 'ok' | 'failed'> };

async function runChecks(checks: HealthChecks): Promise<CheckReport> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => {
      const giveUp = new AbortController();
      const late = pause(CHECK_TIMEOUT_MS, 'late', { signal: giveUp.signal }).catch(() => 'late');
      const outcome = await Promise.race([check().then(() => 'ok' as const), late]).catch(() => 'failed');
      giveUp.abort();
      return [name, outcome === 'ok' ? 'ok' : 'failed'] as const;
    }),
  );
  return { ready: results.every(([, outcome]) => outcome === 'ok'), checks: Object.fromEntries(results) };
}

/**
 * `/livez` this process runs · `/readyz` it can serve (false while the database is away or while it stops) · `/health` and
 * `/api/v1/health` the summary people and uptime monitors read · `/metrics` for Prometheus.
 */
export function mountHealth(
  app: Express,
  deps: { clock: Clock; metrics: Metrics; checks: HealthChecks; startedAt: Date },
): Health {
  let stopping = false;
  const uptime = (now: Date) => Math.floor((now.getTime() - deps.startedAt.getTime()) / 1000);
  const summary = async () => {
    const now = deps.clock.now();
    const { ready, checks } = await runChecks(deps.checks);
    const status = stopping ? 'STOPPING' : ready ? 'OK' : 'UNAVAILABLE';
    return { status, timestamp: now.toISOString(), uptime: uptime(now), checks };
  };
  const plain: RequestHandler = async (_request, response) => {
    const report = await summary();
    response
      .setHeader('Cache-Control', 'no-store')
      .status(report.status === 'OK' ? 200 : 503)
      .json(report);
  };
  app.get(
    '/livez',
    (_request, response) => void response.setHeader('Cache-Control', 'no-store').json({ status: 'OK' }),
  );
  app.get('/readyz', plain);
  app.get('/health', plain);
  // The envelope, with the plain summary beside it for monitors that look for {status, timestamp, uptime}.
  app.get(`${API_BASE}/health`, async (_request, response) => {
    const report = await summary();
    const up = report.status === 'OK';
    response
      .setHeader('Cache-Control', 'no-store')
      .status(up ? 200 : 503)
      .json({ success: up, data: report, message: report.status, ...report });
  });
  app.get('/metrics', async (_request, response) => {
    response
      .setHeader('Cache-Control', 'no-store')
      .type(deps.metrics.registry.contentType)
      .send(await deps.metrics.text());
  });
  return {
    beginShutdown: () => {
      stopping = true;
    },
  };
}
