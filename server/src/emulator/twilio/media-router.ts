import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { basicAuth, refuse } from './auth.ts';
import type { Core } from './core.ts';
import { notFound } from './errors.ts';
import { mediaJson, pageJson } from './wire-format.ts';

const MEDIA = '/2010-04-01/Accounts/:account/Messages/:message/Media';

// Twilio's links to its media store live for about four hours.
const LINK_LIFE_MS = 4 * 3_600_000;

/**
 * The Media resource. Its metadata and the way to the bytes need the account's credentials; the bytes themselves lie
 * behind a redirect, on a link that is signed, needs no credentials and expires.
 */
export function createMediaRouter(core: Core): Router {
  const router = Router();
  const auth = basicAuth(core);
  router.get(`${MEDIA}.json`, auth, (request, response) => list(core, request, response));
  router.get(`${MEDIA}/:media.json`, auth, (request, response) => {
    const found = find(core, request);
    if (found) response.json(mediaJson(core, found.message, found.media));
    else missing(request, response);
  });
  router.delete(`${MEDIA}/:media.json`, auth, (request, response) => {
    const found = find(core, request);
    if (!found) return missing(request, response);
    core.record({ t: 'deleteMedia', sid: found.message.sid, mediaSid: found.media.sid });
    core.media.remove(found.media.sid);
    response.status(204).end();
  });
  router.get(`${MEDIA}/:media`, auth, (request, response) => {
    const found = find(core, request);
    if (!found) return missing(request, response);
    const expires = String(core.clock.now().getTime() + LINK_LIFE_MS);
    const signature = sign(core, found.media.sid, expires);
    const path = `${request.baseUrl}/store/${found.message.sid}/${found.media.sid}`;
    response.redirect(307, `${path}?Expires=${expires}&Signature=${signature}`);
  });
  router.get('/store/:message/:media', (request, response) => serve(core, request, response));
  return router;
}

function find(core: Core, request: Request) {
  const message = core.state.message(String(request.params.message));
  const media = message?.media.find((each) => each.sid === request.params.media);
  return message && media ? { message, media } : null;
}

function missing(request: Request, response: Response): void {
  refuse(response, notFound(request.originalUrl.split('?')[0] ?? ''));
}

function list(core: Core, request: Request, response: Response): void {
  const message = core.state.message(String(request.params.message));
  if (!message) return missing(request, response);
  const path = `/2010-04-01/Accounts/${core.settings.accountSid}/Messages/${message.sid}/Media.json`;
  const frame = { path, query: new URLSearchParams(), page: 0, pageSize: 50, next: null };
  response.json({
    ...pageJson(frame, message.media.length),
    media_list: message.media.map((media) => mediaJson(core, message, media)),
  });
}

function sign(core: Core, sid: string, expires: string): string {
  return createHmac('sha256', core.settings.authToken).update(`${sid}|${expires}`).digest('hex');
}

const linkQuery = z.object({ Expires: z.string(), Signature: z.string() });

function serve(core: Core, request: Request, response: Response): void {
  const sid = String(request.params.media);
  const link = linkQuery.safeParse(request.query);
  const { Expires: expires, Signature: signature } = link.success ? link.data : { Expires: '', Signature: '' };
  const given = Buffer.from(signature);
  const expected = Buffer.from(sign(core, sid, expires));
  const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
  if (!isSigned || Number(expires) < core.clock.now().getTime()) {
    response.status(403).type('application/xml').send('<Error><Code>AccessDenied</Code></Error>');
    return;
  }
  const bytes = core.media.get(sid);
  const found = find(core, request);
  if (!bytes || !found) {
    response.status(404).type('application/xml').send('<Error><Code>NoSuchKey</Code></Error>');
    return;
  }
  response.set({ 'Content-Type': found.media.contentType, 'X-Content-Type-Options': 'nosniff' }).send(bytes);
}
