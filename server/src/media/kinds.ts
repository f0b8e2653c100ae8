/** What a file is by its first bytes. Names and declared types are what a stranger says about it. */

export const contentTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/webm',
  'audio/amr',
  'application/pdf',
] as const;
export type ContentType = (typeof contentTypes)[number];

const starts = (bytes: Uint8Array, text: string, at = 0) =>
  bytes.length >= at + text.length && [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** Null for everything that is none of these: it is not kept. */
export function contentTypeOf(bytes: Uint8Array): ContentType | null {
  if (starts(bytes, '\xff\xd8\xff')) return 'image/jpeg';
  if (starts(bytes, '\x89PNG\r\n\x1a\n')) return 'image/png';
  if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8)) return 'image/webp';
  if (starts(bytes, 'OggS')) return 'audio/ogg';
  if (starts(bytes, 'ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0)) return 'audio/mpeg';
  if (starts(bytes, 'ftyp', 4)) return 'audio/mp4';
  if (starts(bytes, 'RIFF') && starts(bytes, 'WAVE', 8)) return 'audio/wav';
  if (starts(bytes, '\x1a\x45\xdf\xa3')) return 'audio/webm';
  if (starts(bytes, '#!AMR')) return 'audio/amr';
  return starts(bytes, '%PDF-') ? 'application/pdf' : null;
}
