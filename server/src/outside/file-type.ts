/** What a file is by its first bytes: the type a sender claims is no more than a claim. Null for what is not known. */
export function fileType(bytes: Uint8Array): string | null {
  const ascii = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  const starts = (...wanted: number[]) => wanted.every((byte, index) => bytes[index] === byte);
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp';
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WAVE') return 'audio/wav';
  if (ascii(0, 4) === 'OggS') return 'audio/ogg';
  if (ascii(0, 5) === '#!AMR') return 'audio/amr';
  // Recordings of a browser; with pictures in it, it would be a video, and nobody sends us those.
  if (starts(0x1a, 0x45, 0xdf, 0xa3)) return 'audio/webm';
  if (ascii(0, 5) === '%PDF-') return 'application/pdf';
  if (ascii(4, 8) === 'ftyp') return isoMedia(ascii(8, 12));
  if (ascii(0, 3) === 'ID3') return 'audio/mpeg';
  // Frame sync: eleven bits set, then a layer; layer 0 is AAC in ADTS.
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0)
    return ((bytes[1] ?? 0) & 0x06) === 0 ? 'audio/aac' : 'audio/mpeg';
  if (ascii(0, 11).toUpperCase() === 'BEGIN:VCARD') return 'text/vcard';
  if (starts(0x50, 0x4b, 0x03, 0x04)) return 'application/zip';
  return null;
}

function isoMedia(brand: string): string {
  if (brand.startsWith('3g')) return 'video/3gpp';
  if (brand.startsWith('M4A') || brand.startsWith('M4B')) return 'audio/mp4';
  if (brand === 'heic' || brand === 'heix' || brand === 'mif1') return 'image/heic';
  return 'video/mp4';
}
