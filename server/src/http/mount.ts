import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import express, { type Express, type Request, type Response } from 'express';
import { storable } from '../db/storable.ts';
import type { Log } from '../log.ts';
import { type Authenticate, type Authenticated, authenticateHeader } from './auth.ts';
import { DEFAULT_BODY_LIMIT, readBody } from './body.ts';
import { type Answering, type Say, sendRaw, sendRefusal, sendReply } from './envelope.ts';
import { rateLimited, refusalOfThrown } from './errors.ts';
import { hashRequest, readIdempotencyKey } from './idempotency.ts';
import type { Limits } from './limits.ts';
import { RawReply } from './reply.ts';
import { requestOf } from './request.ts';
import type { RawInput, Route } from './route.ts';

export const API_BASE = '/api/v1';

/** Somebody signed in tried a door that is not theirs: kept in the audit log. */
export type Forbidden = { caller: Caller; method: string; path: string; now: Date; requestId: string };

export type HttpDeps = {
  authenticate: Authenticate;
  clock: Clock;
  log: Log;
  limits: Limits;
  /** Puts a refusal into the reader's language (Accept-Language). */
  say?: Say;
  onForbidden?: (attempt: Forbidden) => Promise<void>;
};

/** Mounts declared routes below /api/v1. A method nobody declared on a known path is 405; two declarations of one door throw. */
export function mountRoutes(app: Express, routes: readonly Route[], deps: HttpDeps): void {
  const router = express.Router({ caseSensitive: true });
  const methods = new Map<string, Set<string>>();
  for (const route of [...routes].sort(literalFirst)) {
    const known = methods.get(route.path) ?? new Set();
    if (known.has(route.method)) throw new Error(`${route.method} ${route.path} is declared twice`);
    methods.set(route.path, known.add(route.method));
    router[route.method](route.path, (request, response) => answer(route, request, response, deps));
  }
  for (const [path, allowed] of methods) {
    router.all(path, (request, response) => {
      response.setHeader('Allow', [...allowed].map((method) => method.toUpperCase()).join(', '));
      const { requestId } = requestOf(request);
      const refused = refusal('METHOD_NOT_ALLOWED', `${request.method} is not possible here.`);
      return sendRefusal(request, response, refused, { requestId, now: deps.clock.now(), say: deps.say });
    });
  }
  app.use(API_BASE, router);
}

/** `/orders/bulk` must be tried before `/orders/:id`. */
function literalFirst(a: Route, b: Route): number {
  const shape = (route: Route) =>
    route.path
      .split('/')
      .map((segment) => (segment.startsWith(':') ? '1' : '0'))
      .join('');
  return shape(a) < shape(b) ? -1 : shape(a) > shape(b) ? 1 : 0;
}

async function answer(route: Route, request: Request, response: Response, deps: HttpDeps): Promise<void> {
  const now = deps.clock.now();
  const { requestId } = requestOf(request);
  const about: Answering = { requestId, now, say: deps.say };
  requestOf(request).template = API_BASE + route.path;
  response.setHeader('Cache-Control', 'no-store');
  try {
    const admitted = await admit(route, request, deps, now);
    if (!admitted.ok) return await sendRefusal(request, response, admitted.error, about);
    const input = await readRequest(route, request, response, admitted.value, { now, requestId });
    if (!input.ok) return await sendRefusal(request, response, input.error, about);
    const outcome = await route.run(input.value);
    if ('refused' in outcome) return await sendRefusal(request, response, outcome.refused, about);
    if (outcome.answer instanceof RawReply) return sendRaw(response, outcome.answer);
    await sendReply(request, response, route.status, outcome.answer, about);
  } catch (error) {
    await answerThrown(error, request, response, about, deps.log);
  }
}

/** The central error handler: a bug is logged with its stack, the client gets the request id and nothing of ours. */
export async function answerThrown(
  error: unknown,
  request: Request,
  response: Response,
  about: Answering,
  log: Log,
): Promise<void> {
  const { refused, expected } = refusalOfThrown(error);
  if (expected) log.warn({ err: error }, refused.code);
  else log.error({ err: error }, 'a request ended in an error of ours');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  await sendRefusal(request, response, refused, about);
}

/** Who asks, may they, and have they asked too often: all before the body is read. */
async function admit(
  route: Route,
  request: Request,
  deps: HttpDeps,
  now: Date,
): Promise<Result<Authenticated | null, Refusal>> {
  if (route.roles === 'public') {
    const allowed = takeBudget(route, `address:${request.ip ?? ''}`, deps, now);
    return allowed.ok ? ok(null) : allowed;
  }
  const authenticated = await authenticateHeader(request.headers.authorization, deps.authenticate, now);
  if (!authenticated.ok) return authenticated;
  const caller = authenticated.value;
  requestOf(request).userId = caller.userId;
  const allowed = takeBudget(route, `${caller.userId}:${caller.deviceId ?? 'key'}`, deps, now);
  if (!allowed.ok) return allowed;
  const mayWrite = !caller.readOnly || route.method === 'get';
  if (route.roles.includes(caller.role) && mayWrite) return ok(caller);
  const { requestId } = requestOf(request);
  await deps.onForbidden?.({ caller, method: request.method, path: API_BASE + route.path, now, requestId });
  return err(refusal('FORBIDDEN', mayWrite ? 'Your role may not do this.' : 'This API key may only read.'));
}

function takeBudget(route: Route, key: string, deps: HttpDeps, now: Date): Result<null, Refusal> {
  if (route.budget === 'none') return ok(null);
  const taken = deps.limits[route.budget].take(key, now);
  return taken.ok ? ok(null) : err(rateLimited(taken.retryAfterSeconds));
}

async function readRequest(
  route: Route,
  request: Request,
  response: Response,
  caller: Authenticated | null,
  about: { now: Date; requestId: string },
): Promise<Result<RawInput, Refusal>> {
  const body = await readBody(request, response, route.bodyFormat, route.bodyLimit ?? DEFAULT_BODY_LIMIT);
  if (!body.ok) return body;
  const idempotency = readIdempotency(route, request, caller, body.value, about.now);
  if (!idempotency.ok) return idempotency;
  return ok({
    caller,
    params: storable(request.params),
    query: storable({ ...request.query }),
    body: body.value.parsed,
    rawBody: body.value.raw,
    idempotency: idempotency.value,
    request,
    ...about,
  });
}

function readIdempotency(
  route: Route,
  request: Request,
  caller: Authenticated | null,
  body: { parsed: unknown; raw: Buffer },
  now: Date,
): Result<RawInput['idempotency'], Refusal> {
  if (route.idempotent === false) return ok(null);
  const key = readIdempotencyKey(request.get('Idempotency-Key'));
  if (!key.ok) return key;
  if (key.value === null) {
    return route.idempotent === 'required'
      ? err(refusal('IDEMPOTENCY_KEY_REQUIRED', 'Send an Idempotency-Key with this request.'))
      : ok(null);
  }
  const scope = caller ? `user:${caller.userId}` : `address:${request.ip ?? ''}`;
  return ok({
    scope,
    key: key.value,
    requestHash: hashRequest(request.method, request.originalUrl, body.parsed, body.raw),
    now,
  });
}
