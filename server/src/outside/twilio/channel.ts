import type { Language } from '@khaacho/shared/kernel/language.ts';
import type { InboundMessage, TemplateName, TemplateUse } from '@khaacho/shared/messages/contract.ts';
import { MOST_CHARACTERS } from '@khaacho/shared/messages/fit.ts';
import twilio from 'twilio';
import { z } from 'zod';
import type { Channel, OutboundContent, OutboundMessage, SendOutcome, SignedRequest } from '../channel.ts';
import { fetchProviderMedia } from '../fetch-media.ts';
import { failureOf } from './codes.ts';
import { numbered } from './content.ts';
import { type Form, readEvents, readForm, readInbound, statusNews } from './forms.ts';

export type TwilioSettings = {
  accountSid: string;
  authToken: string;
  /** Accepted beside the first while tokens are changed. */
  secondaryAuthToken: string | null;
  /** `whatsapp:+977…` */
  whatsappNumber: string;
  /** `+977…`; null: no SMS. */
  smsNumber: string | null;
  baseUrl: string | null;
  templates: Partial<Record<TemplateName, Partial<Record<Language, string>>>>;
};

/** Ten seconds; the library waits thirty. A retailer waits for the next message behind this one. */
const TIMEOUT_MS = 10_000;
/** A listing by page; an outage of a quarter of an hour at full rate fits in a few. */
const PAGE = 500;
const MOST_LISTED = 5_000;

/** `<Response/>` and nothing else: `OK` as text/plain would be sent to the retailer. */
const ACK = { contentType: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' };

const restErrorSchema = z.object({ status: z.number(), code: z.union([z.number(), z.string()]).optional() });

export function createTwilioChannel(settings: TwilioSettings): Channel {
  const client = twilio(settings.accountSid, settings.authToken, { timeout: TIMEOUT_MS });
  if (settings.baseUrl) client.api.baseUrl = settings.baseUrl;
  const sidOf = (name: TemplateName, language: Language) => settings.templates[name]?.[language];
  const tokens = [settings.authToken, ...(settings.secondaryAuthToken ? [settings.secondaryAuthToken] : [])];
  const origin = new URL(settings.baseUrl ?? 'https://api.twilio.com').origin;
  const authorization = `Basic ${Buffer.from(`${settings.accountSid}:${settings.authToken}`).toString('base64')}`;
  return {
    name: 'twilio',
    capabilities: {
      maxText: MOST_CHARACTERS,
      sms: settings.smsNumber !== null,
      buttons: 3,
      list: 10,
      hasTemplate: (name, language) => sidOf(name, language) !== undefined,
    },
    ack: ACK,
    verify: (request) => tokens.some((token) => isSigned(token, request)),
    greet: null,
    parse: (request) => readEvents(readForm(request.rawBody)),
    send: (message) => send(client, settings, message, sidOf),
    findSent: async (message, since) => {
      const listed = await client.messages.list({
        to: wireAddress(message.to),
        dateSentAfter: new Date(since.getTime() - 60_000),
        limit: 50,
      });
      // Dates on the wire have whole seconds.
      const earliest = new Date(since.getTime() - 2_000);
      return listed
        .filter((sent) => sent.direction.startsWith('outbound') && sent.dateCreated >= earliest)
        .filter((sent) => says(sent.body, message.content))
        .map((sent) => sent.sid);
    },
    listInbound: (since) => listInbound(client, settings, origin, since),
    statusOf: async (providerId) => {
      try {
        const found = await client.messages(providerId).fetch();
        return statusNews(found.sid, found.status, found.errorCode ? String(found.errorCode) : null);
      } catch (error) {
        if (restErrorSchema.safeParse(error).data?.status === 404) return null;
        throw error;
      }
    },
    fetchMedia: (ref, limits) => fetchProviderMedia(ref, { origin, authorization }, limits),
  };
}

/** Forms are signed with their parameters, other bodies by their hash in the query. */
function isSigned(token: string, request: SignedRequest): boolean {
  const signature = request.header('x-twilio-signature');
  if (!signature) return false;
  if (new URL(request.url).searchParams.has('bodySHA256'))
    return twilio.validateRequestWithBody(token, signature, request.url, new TextDecoder().decode(request.rawBody));
  // Repeated names count with all their values.
  const params: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(request.rawBody))) {
    const present = params[name];
    params[name] = present === undefined ? value : [...(Array.isArray(present) ? present : [present]), value];
  }
  return twilio.validateRequest(token, signature, request.url, params);
}

/** Twilio writes WhatsApp addresses as we do, and SMS as the bare number. */
const wireAddress = (to: string) => to.replace(/^sms:/, '');

type SidOf = (name: TemplateName, language: Language) => string | undefined;

async function send(
  client: ReturnType<typeof twilio>,
  settings: TwilioSettings,
  message: OutboundMessage,
  sidOf: SidOf,
): Promise<SendOutcome> {
  const isSms = message.to.startsWith('sms:');
  const from = isSms ? settings.smsNumber : settings.whatsappNumber;
  if (from === null) return { kind: 'refused', errorCode: 'no-sms-sender', failure: 'CONFIGURATION' };
  const content = wireContent(message.content, sidOf);
  if (content === null) return { kind: 'refused', errorCode: 'no-template', failure: 'NO_TEMPLATE' };
  try {
    const to = wireAddress(message.to);
    const sent = await client.messages.create({ from, to, statusCallback: message.statusCallback, ...content });
    return { kind: 'sent', providerId: sent.sid };
  } catch (error) {
    return outcomeOf(error);
  }
}

type WireContent =
  | { body: string }
  | { contentSid: string; contentVariables: string }
  | { mediaUrl: string[]; body: string };

function wireContent(content: OutboundContent, sidOf: SidOf): WireContent | null {
  if (content.kind === 'text') return { body: content.body };
  if (content.kind === 'media') return { mediaUrl: [content.url], body: content.caption };
  const contentSid = sidOf(content.use.name, content.use.language);
  return contentSid === undefined ? null : { contentSid, contentVariables: variables(content.use) };
}

const variables = (use: TemplateUse) => JSON.stringify(numbered(use.variables));

/** Whether a listed body is this content: of a template the listing shows the filled-in text, which holds every variable. */
function says(body: string, content: OutboundContent): boolean {
  if (content.kind === 'text') return body === content.body;
  if (content.kind === 'media') return body === content.caption;
  return content.use.variables.every((value) => body.includes(value));
}

/** An answer with a status below 500 says the message was not taken; a time-out, a cut line or a 5xx says nothing. */
function outcomeOf(error: unknown): SendOutcome {
  const answer = restErrorSchema.safeParse(error);
  if (!answer.success) return { kind: 'unknown', errorCode: 'no-answer' };
  const { status, code } = answer.data;
  const errorCode = String(code ?? status);
  if (status >= 500) return { kind: 'unknown', errorCode };
  return { kind: 'refused', errorCode, failure: failureOf(code === undefined ? null : Number(code), status) };
}

/** A listing tells less than a webhook: no user id, no button payload; media are asked for one by one. */
async function listInbound(
  client: ReturnType<typeof twilio>,
  settings: TwilioSettings,
  origin: string,
  since: Date,
): Promise<InboundMessage[]> {
  const found: InboundMessage[] = [];
  for (const to of [settings.whatsappNumber, ...(settings.smsNumber ? [settings.smsNumber] : [])]) {
    const listed = await client.messages.list({ to, dateSentAfter: since, pageSize: PAGE, limit: MOST_LISTED });
    for (const row of listed) {
      if (row.direction !== 'inbound') continue;
      const form: Form = { MessageSid: row.sid, From: row.from, To: row.to, Body: row.body, NumMedia: row.numMedia };
      const media = Number(row.numMedia) > 0 ? await client.messages(row.sid).media.list({ limit: 10 }) : [];
      for (const [index, each] of media.entries()) {
        form[`MediaUrl${index}`] = `${origin}${prefix(settings)}${each.uri.replace(/\.json$/, '')}`;
        form[`MediaContentType${index}`] = each.contentType;
      }
      const message = readInbound(form);
      if (message) found.push({ ...message, sentAt: row.dateSent ?? row.dateCreated });
    }
  }
  return found.sort((a, b) => (a.sentAt?.getTime() ?? 0) - (b.sentAt?.getTime() ?? 0));
}

/** Addresses of sub-resources are relative to the API's root, which an emulator may have below a path. */
const prefix = (settings: TwilioSettings) =>
  new URL(settings.baseUrl ?? 'https://api.twilio.com').pathname.replace(/\/$/, '');
