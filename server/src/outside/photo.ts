import sharp from 'sharp';

/** Long edge in pixels: enough for handwriting, small enough for a slow line. */
const LONG_EDGE = 2048;
const QUALITY = 80;
/** A picture that unpacks to more than this is not a photo of a list. */
const MOST_PIXELS = 60_000_000;

/**
 * A photo as it is kept and read: upright by its EXIF, at most 2048 pixels, JPEG, and without EXIF, which holds the place it
 * was taken. Null where the bytes are no picture, whatever their name says.
 */
export async function preparePhoto(bytes: Buffer): Promise<Buffer | null> {
  try {
    return await sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'truncated', pages: 1 })
      .rotate()
      .flatten({ background: '#ffffff' })
      .resize({ width: LONG_EDGE, height: LONG_EDGE, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: QUALITY, mozjpeg: true })
      .toBuffer();
  } catch {
    // The library tells nothing but that it could not: a text file, half a picture, a bomb.
    return null;
  }
}

/** Below this long edge print is too small for the reader: it is enlarged first. */
const LEAST_EDGE = 1200;

/** The same picture made easy for a machine that reads print: grey, even, large enough. */
export async function forOcr(jpeg: Buffer): Promise<Buffer> {
  const image = sharp(jpeg);
  const { width, height } = await image.metadata();
  const edge = Math.max(width, height);
  const scaled = edge < LEAST_EDGE ? image.resize({ width: Math.round((width * LEAST_EDGE) / edge) }) : image;
  return scaled.grayscale().normalise().png().toBuffer();
}
