import { z } from 'zod';
import { heardLineSchema, mediaKindSchema, readingFailureSchema } from '../intake/media-contract.ts';
import { idSchema } from '../kernel/ids.ts';
import { type Language, languageSchema } from '../kernel/language.ts';

export const messageStatusSchema = z.enum([
  'RECEIVED', // inbound, stored
  'HANDLED', // inbound, answered or queued for a person
  'QUEUED',
  'SENDING',
  'SENT',
  'DELIVERED',
  'READ',
  'FAILED',
]);
export type MessageStatus = z.infer<typeof messageStatusSchema>;

export const messageKindSchema = z.enum(['TEXT', 'IMAGE', 'AUDIO', 'DOCUMENT', 'LOCATION', 'OTHER']);
export type MessageKind = z.infer<typeof messageKindSchema>;

/** What carries a message. An address is `whatsapp:` or `sms:` and a phone in E.164, or a WhatsApp user id (`NP.1502…`). */
export const mediumSchema = z.enum(['WHATSAPP', 'SMS']);
export type Medium = z.infer<typeof mediumSchema>;

/**
 * Why we write. A reply may always be sent to who has just written; a code was asked for by its reader; notices and
 * marketing are begun by us, need an opt-in and end with an opt-out.
 */
export const purposeSchema = z.enum(['REPLY', 'NOTICE', 'MARKETING', 'CODE']);
export type Purpose = z.infer<typeof purposeSchema>;

/** Free text, an approved template, or SMS: how a message left the last time. */
export const sentAsSchema = z.enum(['TEXT', 'TEMPLATE', 'SMS']);
export type SentAs = z.infer<typeof sentAsSchema>;

/** Why a message did not get through, in words of our own; what is done about each is in failures.ts. */
export const failureSchema = z.enum([
  'WINDOW_CLOSED', // free text more than 24 hours after they last wrote
  'RECIPIENT_INVALID', // no such number, or not on WhatsApp
  'OPTED_OUT', // they have told us or the provider to stop
  'NO_CONSENT', // we were about to begin a conversation nobody agreed to
  'RATE_LIMITED', // too many to this recipient or from this sender
  'THROTTLED', // too many calls to the provider
  'ACCOUNT', // credentials, sender or account: nothing gets through until an operator acts
  'CONFIGURATION', // not allowed for this recipient by the account's settings
  'CONTENT', // the message itself is wrong: a bug of ours
  'POLICY', // refused by the provider's rules
  'UNREACHABLE_TODAY', // cannot be reached for a while
  'MARKETING_CAP', // enough advertising for this person today
  'NO_TEMPLATE', // the window is closed and no approved template says this
  'NO_ANSWER', // the provider was not reached, or nobody knows whether it took the message
  'UNKNOWN', // a code we have no word for
]);
export type Failure = z.infer<typeof failureSchema>;

export const templateNameSchema = z.enum([
  'sign_in_code',
  'order_confirmed',
  'order_update',
  'order_out_for_delivery',
  'order_delivered',
  'order_cancelled',
  'payment_received',
  'payment_reminder',
  'weekly_reorder',
  'price_alert',
  'stock_alert',
]);
export type TemplateName = z.infer<typeof templateNameSchema>;

/** An approved template by our name for it, and its variables in order, none empty. */
export const templateUseSchema = z.object({
  name: templateNameSchema,
  language: languageSchema,
  variables: z.array(z.string().min(1)),
});
export type TemplateUse = { name: TemplateName; language: Language; variables: string[] };

/** A file of an inbound message, where the channel can fetch it from (`Channel.fetchMedia`). The type is a claim. */
export const inboundMediaSchema = z.object({ ref: z.string(), contentType: z.string() });
export type InboundMedia = z.infer<typeof inboundMediaSchema>;

export const inboundLocationSchema = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  label: z.string().nullable(),
});
export type InboundLocation = z.infer<typeof inboundLocationSchema>;

/** A message of a person, whichever provider brought it. */
export type InboundMessage = {
  /** The provider's id: the same message twice has one effect. */
  providerId: string;
  medium: Medium;
  /** Whose ids `externalId` and `alsoKnownAs` are: the network's, so that another provider of it keeps the chats. */
  provider: string;
  /** Address it was sent from, and the one an answer goes to. */
  externalId: string;
  /** Other ids the provider says are the same person, with this very message. */
  alsoKnownAs: string[];
  phone: string | null;
  kind: MessageKind;
  /** Text, caption, or the payload of a button. */
  body: string;
  media: InboundMedia[];
  location: InboundLocation | null;
  /** Provider's id of the message it answers by swipe or tap. */
  repliesTo: string | null;
  /** Set where the provider itself has acted on a keyword. */
  optKeyword: 'OUT' | 'IN' | null;
  /** When it was sent, where the provider tells later than at once: the 24-hour window counts from here. */
  sentAt: Date | null;
  /** Everything the provider said, as it came. */
  raw: Record<string, unknown>;
};

/** What a provider tells of a message of ours. */
export type StatusNews = {
  providerId: string;
  status: MessageStatus;
  failure: Failure | null;
  /** The provider's own code, for the operator. */
  errorCode: string | null;
};

/** A file of a message that was kept: fetched by its hash where it is looked at. */
export const messageMediaSchema = z.object({
  sha256: z.string(),
  contentType: z.string(),
  kind: mediaKindSchema,
});
export type MessageMedia = z.infer<typeof messageMediaSchema>;

/** What of a photo or voice note was read or heard, or why nothing was; null while it is under way. */
export const messageReadingSchema = z.object({
  lines: z.array(heardLineSchema),
  failure: readingFailureSchema.nullable(),
});
export type MessageReading = z.infer<typeof messageReadingSchema>;

export const messageDocumentSchema = z.object({
  id: idSchema,
  retailerId: idSchema.nullable(),
  direction: z.enum(['INBOUND', 'OUTBOUND']),
  kind: messageKindSchema,
  body: z.string(),
  status: messageStatusSchema,
  orderId: idSchema.nullable(),
  /** Absent in documents a replica has kept from before there were others. */
  medium: mediumSchema.optional(),
  sentAs: sentAsSchema.nullable().optional(),
  failure: failureSchema.nullable().optional(),
  errorCode: z.string().nullable().optional(),
  chatId: idSchema.optional(),
  media: z.array(messageMediaSchema).optional(),
  reading: messageReadingSchema.nullable().optional(),
  /** Who of the house has written it; null for what the machine says. */
  writtenBy: z.string().nullable().optional(),
  /** A note among ourselves: it stands in the thread and is sent to nobody. */
  internal: z.boolean().optional(),
  at: z.string(),
  updatedAt: z.string(),
});
export type MessageDocument = z.infer<typeof messageDocumentSchema>;
