import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';

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

export const messageDocumentSchema = z.object({
  id: idSchema,
  retailerId: idSchema.nullable(),
  direction: z.enum(['INBOUND', 'OUTBOUND']),
  kind: z.enum(['TEXT', 'IMAGE', 'AUDIO', 'DOCUMENT', 'LOCATION', 'OTHER']),
  body: z.string(),
  status: messageStatusSchema,
  orderId: idSchema.nullable(),
  at: z.string(),
  updatedAt: z.string(),
});
export type MessageDocument = z.infer<typeof messageDocumentSchema>;
