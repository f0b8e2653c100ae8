import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { parseDuration } from '../clock.ts';
import { isPhone } from './address.ts';
import { chaosProfile, standardChaos, troubles } from './chaos.ts';
import { parse, problem } from './control.ts';
import type { Core } from './core.ts';
import type { Inbox } from './inbound.ts';
import { createPhoneRouter } from './phone-router.ts';
import { contactView, stateView } from './view.ts';

/** The control plane of the phone page: everything a person or a test can do to the outside world of the demo. */
export function createSimulatorRouter(core: Core, inbox: Inbox): Router {
  const router = Router();
  const json = express.json({ limit: '64kb' });
  router.use(sameSite);
  router.get('/stream', (request, response) => core.stream.handler(request, response));
  router.get('/state', (_request, response) => void response.json(stateView(core)));
  router.get('/contacts', async (_request, response) => {
    const shops = await core.directory.refresh();
    const phones = new Set(shops.map((shop) => shop.phone));
    for (const { phone, messages } of core.state.contacts())
      if (messages.length > 0 && isPhone(phone)) phones.add(phone);
    response.json({ contacts: [...phones].map((phone) => contactView(core, phone)) });
  });
  router.get('/exchanges', (request, response) => {
    const query = parse(inspectorQuery, request.query, response);
    if (query)
      response.json({
        exchanges: core.wire.exchanges(query.phone ?? null, query.limit),
        alerts: core.wire.alerts(query.limit),
      });
  });
  router.post('/clock', json, (request, response) => advance(core, request, response));
  router.put('/chaos', json, (request, response) => {
    const body = parse(chaosBody, request.body, response);
    if (!body) return;
    core.chaos.set(body.on ? { ...standardChaos, ...body.profile } : null, body.seed);
    core.stream.emit('state', stateView(core));
    response.json(stateView(core));
  });
  router.post('/faults', json, (request, response) => {
    const body = parse(faultBody, request.body, response);
    if (!body) return;
    if ('trouble' in body) core.chaos.force(body.trouble, body.times);
    else core.chaos.forceCode(body.where, body.code, body.times);
    response.json(body);
  });
  router.post('/drain', async (_request, response) => {
    await core.schedule.drain();
    response.json({});
  });
  router.use('/phones/:phone', createPhoneRouter(core, inbox, json));
  router.get('/media/:message/:media', (request, response) => serveMedia(core, request, response));
  return router;
}

const inspectorQuery = z.object({
  phone: z.string().refine(isPhone).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
const chaosBody = z.object({
  on: z.boolean(),
  seed: z.string().min(1).max(100).optional(),
  profile: chaosProfile.partial().optional(),
});
const times = z.number().int().min(0).max(1_000);
const faultBody = z.union([
  z.object({ trouble: z.enum(troubles), times }),
  z.object({ where: z.enum(['create', 'delivery']), code: z.number().int(), times }),
]);
const clockBody = z.object({ advance: z.string().transform((text) => parseDuration(text)) });

function advance(core: Core, request: Request, response: Response): void {
  const body = parse(clockBody, request.body, response);
  if (!body) return;
  if (body.advance === null || body.advance === 0)
    return problem(response, 400, 'advance is a duration such as 25h, 90s or 1d2h');
  if (!core.clock.advance) return problem(response, 409, 'this clock cannot be moved');
  core.clock.advance(body.advance);
  core.schedule.wake();
  core.stream.emit('state', stateView(core));
  response.json(stateView(core));
}

/** The page has no sign-in, so no other site open in the same browser may use it. */
function sameSite(request: Request, response: Response, next: NextFunction): void {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return next();
  problem(response, 403, 'only the simulator page itself may call this');
}

// What a browser may show in place; anything else that was attached is offered as a download, never run.
const SHOWN = /^(image\/(jpeg|png|webp|gif)|audio\/[\w.+-]+|video\/(mp4|webm)|application\/pdf)(;|$)/;

function serveMedia(core: Core, request: Request, response: Response): void {
  const message = core.state.message(String(request.params.message));
  const media = message?.media.find((each) => each.sid === request.params.media);
  const bytes = media ? core.media.get(media.sid) : null;
  if (!media || !bytes) return problem(response, 404, 'no such media');
  const isShown = SHOWN.test(media.contentType);
  response.set({
    'Content-Type': isShown ? media.contentType : 'application/octet-stream',
    'Content-Disposition': isShown ? 'inline' : 'attachment',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, max-age=3600',
  });
  response.send(bytes);
}
