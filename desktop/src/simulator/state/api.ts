import type { z } from 'zod';
import {
  type Contact,
  contactsAnswer,
  type Message,
  type Place,
  type Settings,
  sentAnswer,
  threadAnswer,
  type World,
  wireAnswer,
  world,
} from './model.ts';

/** The control plane, seen from the page at /simulator/. */
const BASE = '/simulator/api';

/** Thrown when a call is refused; the message can be shown. */
export class Refused extends Error {}

/** Thrown when nobody answers at all. */
export class NoServer extends Error {}

async function call<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  init?: RequestInit,
): Promise<z.infer<Schema>> {
  const response = await fetch(`${BASE}${path}`, init).catch(() => {
    throw new NoServer();
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(problemIn(body) ?? `HTTP ${response.status}`);
  return schema.parse(body);
}

function problemIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const error = body.error;
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : null;
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});
const phonePath = (phone: string, rest = '') => `/phones/${encodeURIComponent(phone)}${rest}`;

async function sent(phone: string, deed: string, body: unknown): Promise<Message> {
  return (await call(sentAnswer, phonePath(phone, `/${deed}`), json('POST', body))).message;
}

export interface Attachment {
  file: Blob;
  contentType: string;
  filename: string | null;
  caption: string;
  voice: boolean;
  /** What is said in a voice note: kept inside the file, for the demo's transcriber. */
  transcript: string;
}

export const api = {
  world: (): Promise<World> => call(world, '/state'),
  contacts: async (): Promise<Contact[]> => (await call(contactsAnswer, '/contacts')).contacts,
  thread: (phone: string) => call(threadAnswer, phonePath(phone, '/messages')),
  wire: () => call(wireAnswer, '/exchanges?limit=300'),
  text: (phone: string, body: string, replyTo: string | null) => sent(phone, 'text', { body, replyTo }),
  location: (phone: string, place: Place) => sent(phone, 'location', place),
  voice: (phone: string, transcript: string, seconds: number) => sent(phone, 'voice', { transcript, seconds }),
  tap: (phone: string, message: string, id: string) => sent(phone, 'tap', { message, id }),
  async attach(phone: string, attachment: Attachment, replyTo: string | null): Promise<Message> {
    const query = new URLSearchParams({ caption: attachment.caption, transcript: attachment.transcript });
    if (attachment.filename !== null) query.set('filename', attachment.filename);
    if (attachment.voice) query.set('voice', '1');
    if (replyTo !== null) query.set('replyTo', replyTo);
    const init = { method: 'POST', headers: { 'Content-Type': attachment.contentType }, body: attachment.file };
    return (await call(sentAnswer, `${phonePath(phone, '/media')}?${query.toString()}`, init)).message;
  },
  async configure(phone: string, settings: Partial<Settings>): Promise<Contact> {
    return (await call(threadAnswer.pick({ contact: true }), phonePath(phone), json('PATCH', settings))).contact;
  },
  advance: (duration: string) => call(world, '/clock', json('POST', { advance: duration })),
  chaos: (on: boolean, seed?: string) => call(world, '/chaos', json('PUT', { on, seed })),
  mediaUrl: (path: string) => `${BASE}/${path}`,
  stream: () => new EventSource(`${BASE}/stream`),
};
