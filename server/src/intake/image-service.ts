import { readHeardIntoDraft } from '@khaacho/shared/intake/heard.ts';
import { type HeardLine, heardLineSchema } from '@khaacho/shared/intake/media-contract.ts';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';
import { keepMedia } from '../media/service.ts';
import { PROMPT_VERSION } from '../outside/llm.ts';
import { preparePhoto } from '../outside/photo.ts';
import { retailerInReach } from '../parties/service.ts';
import { type Asked, answered, type ParseDeps, type Parsed } from './parse-service.ts';
import type { ReadingDeps } from './reading-service.ts';

export { MOST_MEDIA_BYTES as MOST_PHOTO_BYTES } from '../media/service.ts';

export type ImageDeps = ParseDeps & { reading: Pick<ReadingDeps, 'files' | 'photos' | 'ask' | 'pseudonym'> };
export type ParsedImage = Parsed & {
  /** The photo, kept as evidence. */
  sha256: string;
  /** What was read off it, top to bottom. */
  heard: HeardLine[];
};

/** Reads a photo of a list as the chat would, as the first message of a draft. The photo is kept, the draft is not. */
export async function parseImage(
  deps: ImageDeps,
  asked: Omit<Asked, 'text'> & { bytes: Buffer },
  caller: Caller,
  now: Date,
): Promise<Result<ParsedImage, Refusal>> {
  const { db, reading } = deps;
  const { retailerId, bytes } = asked;
  if (retailerId !== undefined) {
    const reached = await retailerInReach(db, retailerId, caller);
    if (!reached.ok) return reached;
  }
  const kept = await keepMedia({ db, files: reading.files }, bytes, caller.userId, now);
  if (!kept.ok) return kept;
  const jpeg = await preparePhoto(bytes);
  if (!jpeg)
    return err(refusal('UNSUPPORTED_MEDIA_TYPE', 'This is no photo that can be read. Send a JPEG, PNG or WebP.'));
  const prepared = await keepMedia({ db, files: reading.files }, jpeg, null, now);
  if (!prepared.ok) return prepared;
  const read = await seePhoto(deps, jpeg, { sha256: prepared.value.sha256, retailerId: retailerId ?? null }, caller);
  if (!read.ok) return read;
  const heard = read.value;
  const texts = heard.map((line) => line.text);
  const catalogue = await deps.catalogue({ texts, retailerId: retailerId ?? null });
  const step = readHeardIntoDraft(null, heard, catalogue);
  const lines = step.kind === 'draft' ? step.lines : [];
  return ok({
    intent: lines.length > 0 ? 'order' : 'unknown',
    confidence: Math.max(0, ...lines.map((line) => line.confidence)),
    ...(await answered(db, lines, catalogue, asked, now)),
    sha256: kept.value.sha256,
    heard,
  });
}

async function seePhoto(
  { reading: { photos, ask, pseudonym } }: ImageDeps,
  jpeg: Buffer,
  about: { sha256: string; retailerId: string | null },
  caller: Caller,
): Promise<Result<HeardLine[], Refusal>> {
  const read = await ask({
    messageId: null,
    retailerId: about.retailerId,
    kind: 'PHOTO',
    reader: photos.name,
    promptVersion: PROMPT_VERSION,
    paid: photos.paid,
    input: { sha256: about.sha256 },
    answer: z.array(heardLineSchema),
    call: () => photos.read(jpeg, { person: pseudonym(about.retailerId ?? caller.userId) }),
  });
  if (read.kind === 'later') return err(refusal('UNAVAILABLE', 'Photos cannot be read now. Try again in a minute.'));
  if (read.kind === 'spent')
    return err(refusal('RATE_LIMITED', 'The budget of the day for reading photos is spent. Type the list.'));
  return ok(read.kind === 'answered' ? read.value : []);
}
