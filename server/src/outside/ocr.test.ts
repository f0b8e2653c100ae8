import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { printedList } from '../testing/printed-list.ts';
import { createTesseract } from './ocr.ts';
import { preparePhoto } from './photo.ts';

const dir = mkdtempSync(join(tmpdir(), 'khaacho-ocr-'));
const reader = createTesseract(dir);
afterAll(async () => {
  await reader.stop();
  rmSync(dir, { recursive: true, force: true });
});

describe('a photo', () => {
  it('becomes upright, small, and loses the place it was taken', async () => {
    const wide = sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#eee' } });
    const taken = await wide
      .withExif({ IFD0: { Make: 'Phone' }, IFD3: { GPSLatitude: '28/1 36/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const kept = await preparePhoto(taken);
    const { width, height, exif, format } = await sharp(kept ?? taken).metadata();
    expect({ width, height, exif, format }).toEqual({ width: 1536, height: 2048, exif: undefined, format: 'jpeg' });
  });

  it.each([
    ['words', Buffer.from('RICE-1KG x 10')],
    ['half a picture', Buffer.from('ffd8ffe000104a46', 'hex')],
    ['nothing', Buffer.alloc(0)],
  ])('that is %s is none', async (_, bytes) => {
    expect(await preparePhoto(bytes)).toBeNull();
  });
});

describe('reading print without any network', () => {
  it('gives the lines of an English list, in order', async () => {
    const lines = await reader.read(await printedList('Sugar 10 kg\nMustard oil 5 litre', 'latin', dir));
    expect(lines.map(({ text }) => text)).toEqual(['Sugar 10 kg', 'Mustard oil 5 litre']);
    for (const { confidence } of lines) expect(confidence).toBeGreaterThan(0.7);
  });

  it('gives the lines of a Nepali list', async () => {
    const lines = await reader.read(await printedList('चामल १० केजी\nदाल ५ प्याकेट', 'devanagari', dir));
    expect(lines.map(({ text }) => text)).toEqual(['चामल १० केजी', 'दाल ५ प्याकेट']);
  });

  it('says so where its language files are broken, and harms nothing else', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'khaacho-ocr-broken-'));
    mkdirSync(join(broken, 'eng.traineddata.gz'));
    const reader = createTesseract(broken);
    await expect(reader.read(await printedList('Sugar', 'latin', dir))).rejects.toThrow(/failed/);
    await reader.stop();
    rmSync(broken, { recursive: true, force: true });
  });

  it('finds nothing on an empty page', async () => {
    const empty = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#fff' } })
      .jpeg()
      .toBuffer();
    expect(await reader.read(empty)).toEqual([]);
  });
});
