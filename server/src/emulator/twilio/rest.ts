import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { basicAuth, refuse } from './auth.ts';
import { type Core, isoNow } from './core.ts';
import { notFound, twilioError } from './errors.ts';
import type { Ladder } from './ladder.ts';
import { listMessages, listQuery } from './listing.ts';
import type { MessageRecord } from './records.ts';
import { createForm, prepare } from './send.ts';
import { messageJson, pageJson } from './wire-format.ts';

const ACCOUNT = '/2010-04-01/Accounts/:account';

/** The Messages resource of the v2010 API. */
export function createMessagesRouter(core: Core, ladder: Ladder): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '256kb' });
  router.use(ACCOUNT, basicAuth(core), (request, response, next) => {
    if (request.params.account === core.settings.accountSid) return next();
    refuse(response, notFound(request.originalUrl.split('?')[0] ?? ''));
  });
  router.post(`${ACCOUNT}/Messages.json`, form, (request, response) => create(core, ladder, request, response));
  router.get(`${ACCOUNT}/Messages.json`, (request, response) => list(core, request, response));
  router.get(`${ACCOUNT}/Messages/:sid.json`, (request, response) => {
    withMessage(core, request, response, (message) => void response.json(messageJson(core, message)));
  });
  router.post(`${ACCOUNT}/Messages/:sid.json`, form, (request, response) => {
    withMessage(core, request, response, (message) => update(core, ladder, message, request, response));
  });
  router.delete(`${ACCOUNT}/Messages/:sid.json`, (request, response) => {
    withMessage(core, request, response, (message) => {
      if (isUnderWay(message)) return refuse(response, notComplete('delete'));
      for (const media of message.media) core.media.remove(media.sid);
      core.record({ t: 'delete', sid: message.sid });
      response.status(204).end();
    });
  });
  return router;
}

async function create(core: Core, ladder: Ladder, request: Request, response: Response): Promise<void> {
  const parsed = createForm.safeParse(request.body ?? {});
  if (!parsed.success) return refuse(response, twilioError(400, 20001, z.prettifyError(parsed.error)));
  const lane = parsed.data.To?.replace(/^whatsapp:/, '') ?? '';
  if (core.chaos.strikes('createThrottled', lane))
    return refuse(response, twilioError(429, 20429, 'Too Many Requests'));
  if (core.chaos.strikes('createFails', lane)) {
    return refuse(response, twilioError(500, 20500, 'An internal server error has occurred'));
  }
  const forced = core.chaos.takeCode('create');
  if (forced !== null)
    return refuse(response, twilioError(forced === 20003 ? 401 : 400, forced, 'Refused by the simulator'));
  const prepared = prepare(core, parsed.data);
  if (!prepared.ok) return refuse(response, prepared.error);
  const message = prepared.value;
  // The answer shows the message as it was accepted, even when it has moved on by the time it is sent.
  const answer = messageJson(core, message);
  core.record({ t: 'message', message });
  const isEarly = message.sendAt === null && core.chaos.strikes('earlyCallback', lane);
  if (isEarly) await inHand(core, () => ladder.hurry(message));
  else ladder.begin(message);
  if (core.chaos.strikes('createLost', lane)) {
    request.socket.destroy();
    return;
  }
  response.status(201).json(answer);
}

/** Runs work that drain() must wait for, and waits for it here as well. */
function inHand(core: Core, work: () => Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    core.schedule.run(() => work().finally(resolve));
  });
}

function list(core: Core, request: Request, response: Response): void {
  const query = new URL(request.originalUrl, 'http://emulator').searchParams;
  const parsed = listQuery.safeParse(Object.fromEntries(query));
  if (!parsed.success) return refuse(response, twilioError(400, 20001, z.prettifyError(parsed.error)));
  const page = listMessages(core, parsed.data);
  for (const name of ['Page', 'PageToken', 'PageSize']) query.delete(name);
  const path = `/2010-04-01/Accounts/${core.settings.accountSid}/Messages.json`;
  const frame = { path, query, page: parsed.data.Page, pageSize: parsed.data.PageSize, next: page.next };
  response.json({
    ...pageJson(frame, page.messages.length),
    messages: page.messages.map((message) => messageJson(core, message)),
  });
}

function withMessage(core: Core, request: Request, response: Response, then: (message: MessageRecord) => void): void {
  const message = core.state.message(String(request.params.sid));
  if (message) return then(message);
  refuse(response, notFound(request.originalUrl.split('?')[0] ?? ''));
}

const updateForm = z.object({ Body: z.string().optional(), Status: z.string().optional() });

/** Two things can be changed: the body to nothing (redaction), and a scheduled message to cancelled. */
function update(core: Core, ladder: Ladder, message: MessageRecord, request: Request, response: Response): void {
  const form = updateForm.safeParse(request.body ?? {});
  if (!form.success || (form.data.Body !== undefined && form.data.Body !== '')) {
    return refuse(response, twilioError(400, 20001, 'Body can only be updated to an empty string'));
  }
  if (form.data.Status !== undefined) {
    if (form.data.Status !== 'canceled')
      return refuse(response, twilioError(400, 20001, 'Status can only be updated to canceled'));
    if (message.status !== 'scheduled')
      return refuse(response, twilioError(409, 30409, 'Message cannot be canceled in its current state'));
    const told = ladder.setStatus(message, 'canceled');
    core.schedule.run(() => told);
  }
  if (form.data.Body !== undefined) {
    if (isUnderWay(message)) return refuse(response, notComplete('redact'));
    core.record({ t: 'redact', sid: message.sid, at: isoNow(core) });
  }
  response.json(messageJson(core, message));
}

const isUnderWay = (message: MessageRecord) => ['accepted', 'scheduled', 'queued', 'sending'].includes(message.status);
const notComplete = (what: string) =>
  twilioError(409, 20009, `Cannot ${what} message because delivery has not been completed`);
