import { z } from 'zod';

export const mediaKindSchema = z.enum(['PHOTO', 'VOICE']);
export type MediaKind = z.infer<typeof mediaKindSchema>;

/** A line that was read off a photo or heard, and how sure whoever read it is, 0 … 1. */
export const heardLineSchema = z.object({ text: z.string(), confidence: z.number().min(0).max(1) });
export type HeardLine = z.infer<typeof heardLineSchema>;

/** Why a photo or voice note came to nothing. */
export const readingFailureSchema = z.enum([
  'TOO_LARGE',
  'NOT_READABLE_KIND', // not a photo, not a voice note, or a format nobody here can open
  'TOO_LONG', // a voice note of more than two minutes
  'TOO_SHORT', // under half a second: a slip of the thumb
  'NOTHING_FOUND',
  'NO_LISTENER', // voice, and no service is set up that could hear it
  'BUDGET_SPENT',
  'UNREACHABLE', // the provider or the reading service did not answer, several times
]);
export type ReadingFailure = z.infer<typeof readingFailureSchema>;
