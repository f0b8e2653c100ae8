import { createHmac, timingSafeEqual } from 'node:crypto';
import { collectionNameSchema } from '@khaacho/shared/sync/protocol.ts';
import { z } from 'zod';

const position = z.number().int().min(0);

/**
 * How far one reader has come in one collection.
 * `feed`: everything up to `position` is there.
 * `fill`: documents of scopes that are new to the reader come, newest line first; those at or below `next` are to come. A
 * line that rises meanwhile is met in the feed.
 * `leave`: documents he may no longer read go, oldest line first, those above `next` are to go; so a line that rises is met
 * later. The feed of a scope he has lost is not his to read.
 * After both the feed is read from `position` on, which was taken before the first of them.
 */
export const checkpointSchema = z.object({
  epoch: z.string(),
  collection: collectionNameSchema,
  grants: z.string(),
  position,
  phase: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('feed') }),
    z.object({
      kind: z.enum(['fill', 'leave']),
      next: position,
      /** The grants the reader had before; null on the first sync. */
      before: z.string().nullable(),
      remaining: z.number().int(),
      /** The snapshot whose chunks are read while it fills; where it is gone it is filled from the feed. */
      snapshot: z.string().optional(),
    }),
  ]),
});
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** 128 bits of the signature: a forged checkpoint could ask for the ids of another person's documents. */
const SIGNATURE_BYTES = 16;

function sign(body: string, key: Buffer): Buffer {
  return createHmac('sha256', key).update(body).digest().subarray(0, SIGNATURE_BYTES);
}

/** `<base64url JSON>.<base64url signature>`: opaque to clients. */
export function writeCheckpoint(checkpoint: Checkpoint, key: Buffer): string {
  const body = Buffer.from(JSON.stringify(checkpoint)).toString('base64url');
  return `${body}.${sign(body, key).toString('base64url')}`;
}

/** Null where it is not one of ours. */
export function readCheckpoint(text: string, key: Buffer): Checkpoint | null {
  const [body = '', signature = ''] = text.split('.');
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== SIGNATURE_BYTES || !timingSafeEqual(given, sign(body, key))) return null;
  const parsed = checkpointSchema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return parsed.success ? parsed.data : null;
}
