import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { tagRecording, writeVoiceNote } from '../voice-note.ts';
import { isPhone } from './address.ts';
import { parse, problem } from './control.ts';
import type { Core } from './core.ts';
import type { Deed, Inbox } from './inbound.ts';
import { contactSettings } from './records.ts';
import { contactView, messageView } from './view.ts';

/** One phone: what its owner sees and does. Every deed answers 201 with the message; its webhook follows. */
export function createPhoneRouter(core: Core, inbox: Inbox, json: RequestHandler): Router {
  const router = Router({ mergeParams: true });
  // A letter weighs 16 MB at most on WhatsApp.
  const raw = express.raw({ type: () => true, limit: '16mb' });
  router.use(async (request, response, next) => {
    if (!isPhone(phoneOf(request))) return problem(response, 400, 'the phone is written as +9779800000001');
    await core.directory.meet(phoneOf(request));
    next();
  });
  router.get('/messages', (request, response) => {
    const query = parse(threadQuery, request.query, response);
    if (!query) return;
    const messages = core.state.contact(phoneOf(request)).messages.slice(-query.limit);
    response.json({
      contact: contactView(core, phoneOf(request)),
      messages: messages.map((each) => messageView(core, each)),
    });
  });
  router.patch('/', json, (request, response) => {
    const settings = parse(contactSettings.partial(), request.body, response);
    if (!settings) return;
    core.record({ t: 'contact', phone: phoneOf(request), settings });
    response.json({ contact: contactView(core, phoneOf(request)) });
  });
  const does = <Schema extends z.ZodType>(schema: Schema, deed: (input: z.infer<Schema>) => Deed): RequestHandler => {
    return (request, response) => {
      const input = parse(schema, request.body, response);
      if (input) act(core, inbox, request, response, deed(input));
    };
  };
  router.post('/text', json, does(textBody, textDeed));
  router.post(
    '/location',
    json,
    does(locationBody, (place) => ({ body: '', messageType: 'location', location: place })),
  );
  router.post('/voice', json, does(voiceBody, voiceDeed));
  router.post(
    '/event',
    json,
    does(eventBody, (event) => ({ body: event.body, messageType: event.type, extra: event.params })),
  );
  router.post('/tap', json, (request, response) => tap(core, inbox, request, response));
  router.post('/media', raw, (request, response) => attach(core, inbox, request, response));
  return router;
}

function phoneOf(request: Request): string {
  return String(request.params.phone);
}

function act(core: Core, inbox: Inbox, request: Request, response: Response, deed: Deed): void {
  if (deed.quotes && !core.state.message(deed.quotes))
    return problem(response, 404, 'the quoted message does not exist');
  response.status(201).json({ message: messageView(core, inbox.receive(phoneOf(request), deed)) });
}

const threadQuery = z.object({ limit: z.coerce.number().int().min(1).max(2_000).default(300) });

const textBody = z.object({
  body: z.string().min(1).max(65_536),
  replyTo: z.string().nullable().default(null),
  channel: z.enum(['whatsapp', 'sms']).default('whatsapp'),
  forwarded: z.boolean().default(false),
});
function textDeed(input: z.infer<typeof textBody>): Deed {
  const extra: Record<string, string> = input.forwarded ? { Forwarded: 'true' } : {};
  return { body: input.body, messageType: 'text', quotes: input.replyTo, channel: input.channel, extra };
}

const locationBody = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  label: z.string().max(1_000).nullable().default(null),
  address: z.string().max(1_000).nullable().default(null),
});

const voiceBody = z.object({ transcript: z.string().min(1).max(2_000), seconds: z.number().min(1).max(60).default(4) });
function voiceDeed(input: z.infer<typeof voiceBody>): Deed {
  const bytes = writeVoiceNote(input.transcript, input.seconds);
  return {
    body: '',
    messageType: 'audio',
    media: { bytes, contentType: 'audio/ogg; codecs=opus', filename: null, voice: true },
  };
}

const eventBody = z.object({
  type: z.string().regex(/^[a-z_]{1,40}$/),
  body: z.string().max(65_536).default(''),
  params: z.record(z.string().regex(/^[A-Za-z0-9]{1,64}$/), z.string()).default({}),
});

const mediaQuery = z.object({
  caption: z.string().max(1_024).default(''),
  filename: z.string().max(255).nullable().default(null),
  voice: z.enum(['0', '1']).default('0'),
  transcript: z.string().max(2_000).default(''),
  replyTo: z.string().nullable().default(null),
});

/** The body is the file itself, its Content-Type the type the phone claims. */
function attach(core: Core, inbox: Inbox, request: Request, response: Response): void {
  const query = parse(mediaQuery, request.query, response);
  if (!query) return;
  if (!Buffer.isBuffer(request.body) || request.body.length === 0)
    return problem(response, 400, 'the body is the file');
  const contentType = request.headers['content-type'] ?? 'application/octet-stream';
  const bytes = tagRecording(request.body, query.transcript);
  act(core, inbox, request, response, {
    body: query.caption,
    messageType: kindOf(contentType),
    quotes: query.replyTo,
    media: { bytes, contentType, filename: query.filename, voice: query.voice === '1' },
  });
}

/** WhatsApp's word for a kind of file. */
function kindOf(contentType: string): string {
  if (contentType.startsWith('image/webp')) return 'sticker';
  if (contentType.startsWith('text/vcard')) return 'contacts';
  const family = contentType.split('/')[0] ?? '';
  return ['image', 'audio', 'video'].includes(family) ? family : 'document';
}

const tapBody = z.object({ message: z.string(), id: z.string() });

/** A tap on a quick-reply button or on a row of a list. */
function tap(core: Core, inbox: Inbox, request: Request, response: Response): void {
  const input = parse(tapBody, request.body, response);
  if (!input) return;
  const message = core.state.message(input.message);
  const button = message?.buttons.find((each) => each.id === input.id && each.kind === 'reply');
  const row = message?.list?.items.find((each) => each.id === input.id);
  const title = button?.title ?? row?.title;
  if (!message || title === undefined || message.phone !== phoneOf(request))
    return problem(response, 404, 'no such button');
  // Buttons of templates come as `button`, those sent within a session as `interactive`.
  const messageType = button && message.template ? 'button' : 'interactive';
  act(core, inbox, request, response, { body: title, messageType, quotes: message.sid, payload: input.id });
}
