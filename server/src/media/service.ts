import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { type Db, transaction } from '../db/database.ts';
import { type MediaStore, sha256Of } from '../outside/media.ts';
import { type ContentType, contentTypeOf } from './kinds.ts';
import { findMedia, insertMedia, type MediaRow } from './store.ts';

export type { ContentType } from './kinds.ts';

/** Five megabytes: what a WhatsApp photo has at most. */
export const MOST_MEDIA_BYTES = 5 * 1024 * 1024;

export type Kept = MediaRow & { contentType: ContentType };
export type MediaDeps = { db: Db; files: MediaStore };

const READ_ALL: readonly Caller['role'][] = ['ADMIN', 'SUPPORT', 'READONLY'];

/** Keeps a file that came by chat or was made from one. `UNSUPPORTED_MEDIA_TYPE` by its bytes, `PAYLOAD_TOO_LARGE`. */
export async function keepMedia(
  { db, files }: MediaDeps,
  bytes: Buffer,
  keptBy: string | null,
  now: Date,
): Promise<Result<Kept, Refusal>> {
  if (bytes.length > MOST_MEDIA_BYTES)
    return err(refusal('PAYLOAD_TOO_LARGE', 'The file has more than 5 MB. Send a smaller one.'));
  const contentType = contentTypeOf(bytes);
  if (!contentType)
    return err(refusal('UNSUPPORTED_MEDIA_TYPE', 'Only photos (JPEG, PNG, WebP), voice notes and PDF files are kept.'));
  // The file first: a row without its file would be a promise nobody can keep; a file without a row is litter.
  const sha256 = await files.keep(bytes, contentType);
  const kept = { sha256, contentType, bytes: bytes.length };
  await transaction(db, (tx) => insertMedia(tx, { ...kept, keptBy }, now));
  return ok(kept);
}

/** Keeps what a desk uploads under the hash it announced, so that a torn upload is told from a whole one. */
export async function putMedia(
  deps: MediaDeps,
  upload: { sha256: string; bytes: Buffer },
  caller: Caller,
  now: Date,
): Promise<Result<Kept, Refusal>> {
  if (sha256Of(upload.bytes) !== upload.sha256)
    return err(
      refusal('VALIDATION_ERROR', 'The file is not the one that was announced: its hash differs. Send it again.', [
        { field: 'sha256', issue: 'is not the hash of the body' },
      ]),
    );
  return keepMedia(deps, upload.bytes, caller.userId, now);
}

/** A file for its door: the back office reads all, everybody else what they kept. */
export async function openMedia(
  { db, files }: MediaDeps,
  sha256: string,
  caller: Caller,
): Promise<Result<{ contentType: string; body: Buffer }, Refusal>> {
  const found = await findMedia(db, sha256, READ_ALL.includes(caller.role) ? null : caller.userId);
  const body = found && (await files.read(sha256));
  // Not yours and not there look alike.
  return found && body
    ? ok({ contentType: found.contentType, body })
    : err(refusal('NOT_FOUND', 'There is no such file.'));
}
