import { z } from 'zod';
import { idSchema } from '../kernel/ids.ts';

/** Three WhatsApp messages of 1,600 characters: more than that nobody reads on a phone. */
export const MOST_REPLY_CHARACTERS = 4800;

export const messageSendPayloadSchema = z.object({
  retailerId: idSchema,
  text: z.string().trim().min(1).max(MOST_REPLY_CHARACTERS),
  /** The last message of the shop that the writer had before them: what was asked after it stays open. */
  answers: idSchema.optional(),
  /** A note among ourselves: it stands in the thread, is sent to nobody and answers nothing. */
  internal: z.boolean().optional(),
});
export type MessageSendPayload = z.infer<typeof messageSendPayloadSchema>;
