/** What is known of a voice note before anybody is paid to hear it. */

const OPUS_RATE = 48_000;

/**
 * Seconds of an Ogg Opus recording, by the position its last page ends at; null for other containers, which do not tell
 * without being decoded.
 */
export function oggSeconds(bytes: Buffer): number | null {
  if (bytes.subarray(0, 4).toString('latin1') !== 'OggS') return null;
  const last = bytes.lastIndexOf('OggS');
  if (last + 14 > bytes.length) return null;
  return Number(bytes.readBigInt64LE(last + 6)) / OPUS_RATE;
}

/** A thumb that slipped, and a recording nobody orders in: neither is worth its price (seconds). */
export const VOICE_SECONDS = { least: 0.5, most: 120 } as const;
