import { randomUUID } from 'node:crypto';
import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import express, { type Request as Asked, type NextFunction, type Response, Router } from 'express';
import { z } from 'zod';
import { readTranscript } from '../voice-note.ts';
import { completionBody, responseBody, spoiled } from './answers.ts';
import { badRequest, errorBody, type OpenAiError, wrongKey } from './errors.ts';
import { createFaults, type Fault, type Faults, faultSchema, refusalOf } from './faults.ts';
import { chooseProducts } from './guess.ts';
import { completionsRequest, responsesRequest, said } from './requests.ts';
import { answerProblem, strictProblem } from './strict-schema.ts';

export type OpenAiEmulatorOptions = {
  /** Opens this door, and nothing else does: no real key works here. */
  apiKey: string;
  clock: Clock;
};

export type OpenAiEmulator = { router: Router };

/** Bodies with a photo as data URL; the service takes 50 MB, and we send a few hundred kilobytes. */
const MOST_BODY = '10mb';
const MODELS = ['gpt-6-luna', 'gpt-6-sol', 'gpt-transcribe'];

type Core = { clock: Clock; faults: Faults; seen: string[] };

/**
 * OpenAI's wire format over a deterministic stand-in for the model. It can choose among named candidates and hear voice
 * notes that carry their words; it cannot see: what a photo says is told by the control door.
 */
export function createOpenAiEmulator({ apiKey, clock }: OpenAiEmulatorOptions): OpenAiEmulator {
  const core: Core = { clock, faults: createFaults(), seen: [] };
  const router = Router();
  router.use('/control', express.json(), createControl(core));
  router.use('/v1', (request: Asked, response: Response, next: NextFunction) => {
    response.set('x-request-id', `req_${randomUUID().replaceAll('-', '')}`);
    if (request.headers.authorization === `Bearer ${apiKey}`) return next();
    refuse(response, wrongKey);
  });
  router.get('/v1/models', (_, response) => {
    response.json({
      object: 'list',
      data: MODELS.map((id) => ({ id, object: 'model', created: 0, owned_by: 'emulator' })),
    });
  });
  const body = express.json({ limit: MOST_BODY });
  router.post('/v1/responses', body, (request, response) => answerResponses(core, request, response));
  router.post('/v1/chat/completions', body, (request, response) => answerCompletions(core, request, response));
  router.post('/v1/audio/transcriptions', (request, response, next) => {
    transcribe(core, request, response).catch(next);
  });
  return { router };
}

/** Faults to come, and what the next photos say. */
function createControl({ faults, seen }: Core): Router {
  const router = Router();
  router.post('/faults', (request, response) => {
    const asked = z
      .object({ fault: faultSchema, times: z.number().int().min(1).max(1000).default(1) })
      .safeParse(request.body);
    if (!asked.success) return refuse(response, badRequest(z.prettifyError(asked.error), null));
    faults.plan(asked.data.fault, asked.data.times);
    response.status(204).end();
  });
  router.delete('/faults', (_, response) => {
    faults.clear();
    response.status(204).end();
  });
  router.post('/photos', (request, response) => {
    const asked = z.object({ text: z.string() }).safeParse(request.body);
    if (!asked.success) return refuse(response, badRequest(z.prettifyError(asked.error), null));
    seen.push(asked.data.text);
    response.status(204).end();
  });
  return router;
}

function refuse(response: Response, error: OpenAiError): void {
  response
    .status(error.status)
    .set(error.headers ?? {})
    .json(errorBody(error));
}

/** What the model says to a request: for a photo what it was told, else its choice. */
function think({ seen }: Core, input: { text: string; hasImage: boolean }): unknown {
  if (!input.hasImage) return chooseProducts(input.text);
  const lines = (seen.shift() ?? '').split('\n').filter((line) => line.trim() !== '');
  return { lines: lines.map((raw) => ({ raw, legible: true })) };
}

function headerOf(request: Asked): string | undefined {
  const given = request.headers['x-emulator-fault'];
  return typeof given === 'string' ? given : undefined;
}

/** The words the model says, or why the service refuses; null where it leaves the caller waiting. */
function reply(
  core: Core,
  asked: { input: { text: string; hasImage: boolean }; schema: unknown; fault: Fault | null; param: string },
): { said: string } | OpenAiError | null {
  const refused = refusalOf(asked.fault);
  if (refused) return refused;
  const problem = asked.schema === undefined ? null : strictProblem(asked.schema);
  if (problem) return badRequest(`Invalid schema for response_format: ${problem}`, asked.param);
  if (asked.fault === 'hang') return null;
  const thought = think(core, asked.input);
  // Found here, not in the field: the product asks for something this model was not taught.
  const mismatch = asked.schema === undefined ? null : answerProblem(asked.schema, thought);
  if (mismatch) return badRequest(`The emulator has no answer in this schema: ${mismatch}`, asked.param);
  return { said: spoiled(JSON.stringify(thought), asked.fault) };
}

function answerResponses(core: Core, request: Asked, response: Response): void {
  const asked = responsesRequest.safeParse(request.body);
  if (!asked.success) return refuse(response, badRequest(z.prettifyError(asked.error), null));
  const { model, input, text } = asked.data;
  const fault = core.faults.take(headerOf(request), model);
  const answer = reply(core, { input: said(input), schema: text?.format?.schema, fault, param: 'text.format.schema' });
  if (answer === null) return;
  if ('status' in answer) return refuse(response, answer);
  const seconds = Math.floor(core.clock.now().getTime() / 1000);
  response.json(responseBody({ model, asked: JSON.stringify(input), said: answer.said, fault, seconds }));
}

function answerCompletions(core: Core, request: Asked, response: Response): void {
  const asked = completionsRequest.safeParse(request.body);
  if (!asked.success) return refuse(response, badRequest(z.prettifyError(asked.error), null));
  const { model, messages, response_format } = asked.data;
  const fault = core.faults.take(headerOf(request), model);
  const schema = response_format?.json_schema?.schema;
  const answer = reply(core, { input: said(messages), schema, fault, param: 'response_format' });
  if (answer === null) return;
  if ('status' in answer) return refuse(response, answer);
  const seconds = Math.floor(core.clock.now().getTime() / 1000);
  response.json(completionBody({ model, asked: JSON.stringify(messages), said: answer.said, fault, seconds }));
}

/** Containers the service reads, by the file's name: it looks at nothing else. */
const AUDIO = /\.(?:flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/i;

async function transcribe(core: Core, request: Asked, response: Response): Promise<void> {
  const form = await new Request(`http://emulator${request.url}`, {
    method: 'POST',
    headers: { 'content-type': request.headers['content-type'] ?? '' },
    body: Buffer.concat(await request.toArray()),
  }).formData();
  const [model, file] = [form.get('model'), form.get('file')];
  if (typeof model !== 'string' || !(file instanceof File))
    return refuse(response, badRequest('Missing required parameter.', typeof model === 'string' ? 'file' : 'model'));
  const fault = core.faults.take(headerOf(request), model);
  const refused = refusalOf(fault);
  if (refused) return refuse(response, refused);
  if (fault === 'hang') return;
  if (!AUDIO.test(file.name)) return refuse(response, badRequest('Unrecognized file format.', 'file'));
  const words = readTranscript(Buffer.from(await file.arrayBuffer()));
  response.json({ text: words ?? '', usage: { type: 'duration', seconds: 1 } });
}
