import { z } from 'zod';

/** What the emulator keeps, and writes to its journal. Times are ISO 8601 UTC of the virtual clock. */

export const messageStatus = z.enum([
  'accepted',
  'scheduled',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'undelivered',
  'failed',
  'canceled',
  'received',
]);
export type MessageStatus = z.infer<typeof messageStatus>;

export const mediaRecord = z.object({
  sid: z.string(),
  contentType: z.string(),
  bytes: z.number().int(),
  filename: z.string().nullable(),
  /** Recorded in the chat, as opposed to an audio file that was attached. */
  voice: z.boolean(),
});
export type MediaRecord = z.infer<typeof mediaRecord>;

export const locationRecord = z.object({
  latitude: z.number(),
  longitude: z.number(),
  label: z.string().nullable(),
  address: z.string().nullable(),
});
export type LocationRecord = z.infer<typeof locationRecord>;

export const buttonRecord = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(['reply', 'url', 'phone', 'copy']),
  /** The address, number or code behind a button that does not answer. */
  value: z.string().nullable(),
});
export type ButtonRecord = z.infer<typeof buttonRecord>;

export const listRecord = z.object({
  button: z.string(),
  items: z.array(z.object({ id: z.string(), title: z.string(), description: z.string().nullable() })),
});
export type ListRecord = z.infer<typeof listRecord>;

export const messageRecord = z.object({
  sid: z.string(),
  channel: z.enum(['whatsapp', 'sms']),
  direction: z.enum(['inbound', 'outbound-api', 'outbound-reply']),
  /** The phone whose chat this is; an unknown business-scoped id stands for itself. */
  phone: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  body: z.string(),
  messageType: z.string(),
  media: z.array(mediaRecord),
  /** Where outbound media still has to be fetched from. */
  mediaUrls: z.array(z.string()),
  location: locationRecord.nullable(),
  buttons: z.array(buttonRecord),
  list: listRecord.nullable(),
  header: z.string().nullable(),
  footer: z.string().nullable(),
  contentSid: z.string().nullable(),
  /** Sent from an approved template, so it may open a conversation. */
  template: z.boolean(),
  /** An authentication template, which needs a phone. */
  authentication: z.boolean(),
  /** The message this one answers by swipe or by button. */
  quotes: z.string().nullable(),
  /** The id of the button or list row that was tapped. */
  payload: z.string().nullable(),
  serviceSid: z.string().nullable(),
  statusCallback: z.string().nullable(),
  sendAt: z.string().nullable(),
  status: messageStatus,
  errorCode: z.number().int().nullable(),
  errorMessage: z.string().nullable(),
  /** Inbound only: whether the application has taken the webhook. */
  delivery: z.enum(['pending', 'accepted', 'lost']).nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  sentAt: z.string().nullable(),
  history: z.array(z.object({ status: messageStatus, at: z.string() })),
  /** Further webhook parameters, as they go out: ad referral, forwarded flags, unknown message types. */
  extra: z.record(z.string(), z.string()),
});
export type MessageRecord = z.infer<typeof messageRecord>;

export const contactSettings = z.object({
  /** The person has a username and hides the number: webhooks carry the business-scoped id instead. */
  hideNumber: z.boolean(),
  blocked: z.boolean(),
  readReceipts: z.boolean(),
  /** False: the number has no WhatsApp account. */
  onWhatsApp: z.boolean(),
  /** What the person calls herself; free text, untrusted by the application. */
  profileName: z.string().max(200).nullable(),
});
export type ContactSettings = z.infer<typeof contactSettings>;

export const approval = z.object({
  name: z.string(),
  category: z.enum(['UTILITY', 'MARKETING', 'AUTHENTICATION']),
  status: z.enum(['unsubmitted', 'received', 'pending', 'approved', 'rejected', 'paused', 'disabled']),
  rejectionReason: z.string(),
});
export type Approval = z.infer<typeof approval>;

/** One template. `types` is kept as it came; content.ts reads the kinds it can show. */
export const contentRecord = z.object({
  sid: z.string(),
  friendlyName: z.string(),
  language: z.string(),
  variables: z.record(z.string(), z.string()),
  types: z.record(z.string(), z.unknown()),
  approval: approval.nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ContentRecord = z.infer<typeof contentRecord>;

/** One line of the journal: something that has happened and is never unsaid. */
export const journalEvent = z.discriminatedUnion('t', [
  z.object({ t: z.literal('message'), message: messageRecord }),
  z.object({
    t: z.literal('status'),
    sid: z.string(),
    status: messageStatus,
    at: z.string(),
    errorCode: z.number().int().nullable(),
    errorMessage: z.string().nullable(),
  }),
  z.object({ t: z.literal('webhook'), sid: z.string(), delivery: z.enum(['accepted', 'lost']), at: z.string() }),
  z.object({ t: z.literal('media'), sid: z.string(), media: z.array(mediaRecord) }),
  z.object({ t: z.literal('redact'), sid: z.string(), at: z.string() }),
  z.object({ t: z.literal('delete'), sid: z.string() }),
  z.object({ t: z.literal('deleteMedia'), sid: z.string(), mediaSid: z.string() }),
  z.object({ t: z.literal('contact'), phone: z.string(), settings: contactSettings.partial() }),
  z.object({ t: z.literal('optOut'), phone: z.string(), channel: z.enum(['whatsapp', 'sms']), out: z.boolean() }),
  z.object({ t: z.literal('content'), content: contentRecord }),
  z.object({ t: z.literal('deleteContent'), sid: z.string() }),
]);
export type JournalEvent = z.infer<typeof journalEvent>;
