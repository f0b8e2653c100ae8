import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';

export const alertKindSchema = z.enum([
  'NO_VENDOR_LEFT', // every vendor refused or let the time pass
  'DELIVERED_ELSEWHERE', // goods were delivered for an order that no longer stood with that vendor
  'PAYMENT_UNMATCHED', // money without a known owner, in suspense
  'FACT_PARKED', // something that has happened could not be booked: kept for a person
  'COUNT_BELOW_PROMISED', // a count found less than orders were promised
  'UNKNOWN_SENDER', // a WhatsApp number nobody has registered
  'MESSAGE_FAILED', // a message could not be delivered after every try
  'MESSAGE_UNREAD', // a message a person has to answer
  'CHANNEL_TROUBLE', // messages do not get through at all: account, settings, provider
  'IDENTITY_CONFLICT', // two chats seem to be one person
  'INVARIANT_BROKEN', // the nightly check found a figure that does not add up
]);
export type AlertKind = z.infer<typeof alertKindSchema>;

export const alertDocumentSchema = z.object({
  id: idSchema,
  kind: alertKindSchema,
  severity: z.enum(['INFO', 'WARNING', 'CRITICAL']),
  /** English sentence; `figures` lets a screen say it in Nepali. */
  message: z.string(),
  figures: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  orderId: idSchema.nullable(),
  retailerId: idSchema.nullable(),
  vendorId: idSchema.nullable(),
  openedAt: z.string(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  /** Why or how it was dealt with, where somebody said so. Absent in documents kept from before. */
  note: z.string().nullable().optional(),
  /** The chat it is about: a stranger has no shop to be found by. */
  chatId: idSchema.nullable().optional(),
  updatedAt: z.string(),
});
export type AlertDocument = z.infer<typeof alertDocumentSchema>;

export const alertAcknowledgePayloadSchema = z.object({ alertId: idSchema, note: z.string().max(500).optional() });
