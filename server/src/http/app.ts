import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { type Log, withLogContext } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { sendRefusal } from './envelope.ts';
import { API_BASE, answerThrown, type HttpDeps } from './mount.ts';
import { rememberRequest, requestOf } from './request.ts';

export type AppDeps = {
  log: Log;
  clock: Clock;
  metrics: Metrics;
  /** Hops of reverse proxy to believe. */
  trustedProxies: number;
  /** Plain http is sent to https where the proxy says it was used. */
  httpsOnly: boolean;
  corsOrigins: readonly string[];
};

/**
 * Mantine writes style elements, hence 'unsafe-inline' for styles and for nothing else. ws: and wss: are the socket;
 * blob: serves pictures, voice notes and workers made in the page.
 */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'self'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  frameSrc: ["'none'"],
  objectSrc: ["'none'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  fontSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
};

/** An express application with everything that comes before the doors: request ids, log line, metrics, security headers. */
export function createApp(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', deps.trustedProxies);
  app.use(identify(deps));
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
      strictTransportSecurity: deps.httpsOnly ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      crossOriginEmbedderPolicy: false,
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );
  if (deps.httpsOnly) app.use(redirectToHttps);
  app.use(API_BASE, allowOrigins(deps.corsOrigins));
  return app;
}

/** Ids of proxies and clients are kept where they look like one: 8 to 64 letters, digits, dots, dashes. */
const REQUEST_ID = /^[\w.-]{8,64}$/;

function identify({ clock, log, metrics }: AppDeps): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id') ?? '';
    const requestId = REQUEST_ID.test(given) ? given : newId(clock.now());
    rememberRequest(request, { requestId, template: null, userId: null });
    response.setHeader('X-Request-Id', requestId);
    const started = performance.now();
    withLogContext({ requestId }, () => {
      response.on('close', () => {
        const seconds = (performance.now() - started) / 1000;
        const { template, userId } = requestOf(request);
        const route = template ?? 'other';
        metrics.observeHttp({ method: request.method, route, status: response.statusCode, seconds });
        const line = {
          method: request.method,
          route,
          status: response.statusCode,
          ms: Math.round(seconds * 1000),
          userId,
        };
        // The address line of an unknown path may hold anything, so it is not logged.
        withLogContext({ requestId }, () =>
          response.statusCode >= 500 ? log.warn(line, 'request') : log.info(line, 'request'),
        );
      });
      next();
    });
  };
}

const redirectToHttps: RequestHandler = (request, response, next) => {
  if (request.get('x-forwarded-proto') !== 'http' || !request.hostname) return next();
  response.redirect(308, `https://${request.hostname}${request.originalUrl}`);
};

/** Tokens travel in headers, never in cookies, so another origin gains nothing a token would not give it anyway. */
function allowOrigins(origins: readonly string[]): RequestHandler {
  return (request, response, next) => {
    const origin = request.get('origin');
    if (origin === undefined || !origins.includes(origin)) return next();
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader(
      'Access-Control-Expose-Headers',
      'X-Request-Id, Retry-After, Idempotency-Replayed, Content-Disposition',
    );
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.vary('Origin');
    if (request.method !== 'OPTIONS') return next();
    response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
    response.setHeader(
      'Access-Control-Allow-Headers',
      'Authorization, Content-Type, Idempotency-Key, X-Request-Id, Accept-Language',
    );
    response.setHeader('Access-Control-Max-Age', '600');
    response.status(204).end();
  };
}

/** Call last: what no door took is 404 in the envelope, what was thrown is answered without a word of ours. */
export function mountLast(app: Express, deps: Pick<HttpDeps, 'clock' | 'log' | 'say'>): void {
  app.use((request, response) =>
    sendRefusal(request, response, refusal('NOT_FOUND', 'There is nothing at this address.'), {
      requestId: requestOf(request).requestId,
      now: deps.clock.now(),
      say: deps.say,
    }),
  );
  const thrown: ErrorRequestHandler = (error: unknown, request, response, _next) =>
    answerThrown(
      error,
      request,
      response,
      { requestId: requestOf(request).requestId, now: deps.clock.now(), say: deps.say },
      deps.log,
    );
  app.use(thrown);
}
