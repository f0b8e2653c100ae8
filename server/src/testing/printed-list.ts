import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';

const FONTS = new URL('../../../desktop/node_modules/@fontsource/noto-sans-devanagari/files/', import.meta.url)
  .pathname;

/** A printed list as a phone would send it, in the fonts the desktop ships: a test machine may have none. */
export async function printedList(text: string, script: 'latin' | 'devanagari', dir: string): Promise<Buffer> {
  const fontfile = join(dir, `${script}.ttf`);
  writeFileSync(fontfile, unpackWoff(readFileSync(join(FONTS, `noto-sans-devanagari-${script}-400-normal.woff`))));
  // The drawing library takes markup.
  const plain = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const written = {
    text: `<span font_size="28pt">${plain}</span>`,
    fontfile,
    font: 'Noto Sans Devanagari',
    rgba: true,
    dpi: 150,
  };
  const margins = { top: 60, bottom: 60, left: 60, right: 60, background: '#fff' };
  return sharp({ text: written }).flatten({ background: '#fff' }).extend(margins).jpeg().toBuffer();
}

/** WOFF is a TrueType file with its tables deflated; the drawing library reads only the latter. */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => {
    const at = 44 + index * 20;
    const [offset, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)];
    const bytes = woff.subarray(offset, offset + packed);
    const body = packed < length ? inflateSync(bytes) : bytes;
    return { tag: woff.subarray(at, at + 4), checksum: woff.subarray(at + 16, at + 20), body };
  });
  const head = Buffer.alloc(12);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  let offset = 12 + 16 * count;
  const entries: Buffer[] = [];
  const bodies: Buffer[] = [];
  for (const { tag, checksum, body } of tables) {
    const place = Buffer.alloc(8);
    place.writeUInt32BE(offset, 0);
    place.writeUInt32BE(body.length, 4);
    entries.push(Buffer.concat([tag, checksum, place]));
    // Every table begins at a multiple of four.
    bodies.push(body, Buffer.alloc((4 - (body.length % 4)) % 4));
    offset += body.length + ((4 - (body.length % 4)) % 4);
  }
  return Buffer.concat([head, ...entries, ...bodies]);
}
