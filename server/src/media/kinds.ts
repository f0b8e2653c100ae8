import { fileType } from '../outside/file-type.ts';

/** What is kept: photos, voice notes, documents. Everything else is refused. */
export const contentTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/webm',
  'audio/aac',
  'audio/amr',
  'application/pdf',
] as const;
export type ContentType = (typeof contentTypes)[number];

/** By its first bytes: names and declared types are what a stranger says about it. Null for what is not kept. */
export function contentTypeOf(bytes: Uint8Array): ContentType | null {
  const type = fileType(bytes);
  return contentTypes.find((each) => each === type) ?? null;
}
