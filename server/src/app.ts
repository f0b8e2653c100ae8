import type { Express } from 'express';
import type { Context } from './context.ts';
import { featureRoutes } from './features.ts';
import { createApp, mountLast } from './http/app.ts';
import { mountDocs } from './http/docs.ts';
import { type Health, mountHealth } from './http/health.ts';
import { mountRoutes } from './http/mount.ts';
import { mountPages } from './pages.ts';

export const VERSION = '0.1.0';

/** Mounts every door of a web process. */
export function createWebApp(context: Context, startedAt: Date): { app: Express; health: Health } {
  const { log, clock, metrics, config, people, limits, database, demo, sync } = context;
  const app = createApp({
    log,
    clock,
    metrics,
    trustedProxies: config.trustedProxies,
    httpsOnly: !config.demo,
    corsOrigins: config.corsOrigins,
  });
  const health = mountHealth(app, { clock, metrics, checks: { database: database.ping }, startedAt });
  const routes = [...featureRoutes(context), ...sync.routes];
  mountDocs(app, routes, { version: VERSION });
  mountRoutes(app, routes, { authenticate: people.authenticate, clock, log, limits, onForbidden: people.onForbidden });
  if (demo) {
    app.use('/emulator/twilio', demo.twilio.router);
    if (demo.openai) app.use('/emulator/openai', demo.openai.router);
    app.use('/simulator/api', demo.twilio.simulator);
  }
  mountPages(app, { simulator: demo !== null });
  mountLast(app, { clock, log });
  return { app, health };
}

/** A worker has no doors but its health. */
export function createWorkerApp(context: Context, startedAt: Date): { app: Express; health: Health } {
  const { log, clock, metrics, config, database } = context;
  const app = createApp({
    log,
    clock,
    metrics,
    trustedProxies: config.trustedProxies,
    httpsOnly: false,
    corsOrigins: [],
  });
  const health = mountHealth(app, { clock, metrics, checks: { database: database.ping }, startedAt });
  mountLast(app, { clock, log });
  return { app, health };
}
