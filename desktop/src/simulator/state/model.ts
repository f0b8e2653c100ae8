import { z } from 'zod';

/** What the control plane answers, as far as the page uses it. Unknown fields are left alone. */

const when = z.string();

export const media = z.object({
  url: z.string(),
  contentType: z.string(),
  bytes: z.number(),
  filename: z.string().nullable(),
  voice: z.boolean(),
});
export type Media = z.infer<typeof media>;

export const button = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['reply', 'url', 'phone', 'copy']),
  value: z.string().nullable(),
});
export type Button = z.infer<typeof button>;

export const list = z.object({
  button: z.string(),
  items: z.array(z.object({ id: z.string(), title: z.string(), description: z.string().nullable() })),
});
export type List = z.infer<typeof list>;

export const place = z.object({
  latitude: z.number(),
  longitude: z.number(),
  label: z.string().nullable(),
  address: z.string().nullable(),
});
export type Place = z.infer<typeof place>;

export const message = z.object({
  sid: z.string(),
  phone: z.string(),
  channel: z.enum(['whatsapp', 'sms']),
  /** Written by the person who holds the phone. */
  mine: z.boolean(),
  type: z.string(),
  body: z.string(),
  header: z.string().nullable(),
  footer: z.string().nullable(),
  media: z.array(media),
  location: place.nullable(),
  buttons: z.array(button),
  list: list.nullable(),
  quote: z.object({ sid: z.string(), body: z.string(), type: z.string(), mine: z.boolean() }).nullable(),
  payload: z.string().nullable(),
  template: z.boolean(),
  status: z.string(),
  errorCode: z.number().nullable(),
  errorMessage: z.string().nullable(),
  delivery: z.enum(['pending', 'accepted', 'lost']).nullable(),
  at: when,
});
export type Message = z.infer<typeof message>;

export const settings = z.object({
  hideNumber: z.boolean(),
  blocked: z.boolean(),
  readReceipts: z.boolean(),
  profileName: z.string().nullable(),
});
export type Settings = z.infer<typeof settings>;

export const contact = z.object({
  phone: z.string(),
  name: z.string().nullable(),
  place: z.string().nullable(),
  externalUserId: z.string(),
  settings,
  optedOut: z.boolean(),
  windowEndsAt: when.nullable(),
  last: message.nullable(),
  received: z.number(),
});
export type Contact = z.infer<typeof contact>;

export const world = z.object({
  now: when,
  clockAhead: z.object({ canAdvance: z.boolean(), offsetMs: z.number() }),
  accountSid: z.string(),
  businessNumber: z.string(),
  webhookUrl: z.string(),
  statusCallback: z.string().nullable(),
  advancedOptOut: z.boolean(),
  chaos: z.object({ on: z.boolean(), seed: z.string(), profile: z.record(z.string(), z.number()).nullable() }),
});
export type World = z.infer<typeof world>;

export const exchange = z.object({
  id: z.number(),
  kind: z.enum(['webhook', 'fallback', 'status', 'rest']),
  at: when,
  phone: z.string().nullable(),
  messageSid: z.string().nullable(),
  title: z.string(),
  attempt: z.number(),
  request: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    params: z.array(z.tuple([z.string(), z.string()])),
  }),
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string() }).nullable(),
  latencyMs: z.number().nullable(),
  outcome: z.enum(['pending', 'ok', 'failed']),
  note: z.string().nullable(),
});
export type Exchange = z.infer<typeof exchange>;

export const alert = z.object({
  id: z.number(),
  code: z.number(),
  message: z.string(),
  at: when,
  phone: z.string().nullable(),
  messageSid: z.string().nullable(),
});
export type Alert = z.infer<typeof alert>;

export const contactsAnswer = z.object({ contacts: z.array(contact) });
export const threadAnswer = z.object({ contact, messages: z.array(message) });
export const sentAnswer = z.object({ message });
export const wireAnswer = z.object({ exchanges: z.array(exchange), alerts: z.array(alert) });
