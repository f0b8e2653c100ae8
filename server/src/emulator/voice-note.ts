/**
 * Voice notes whose words are known: a real Ogg Opus file of silence with the transcript in its comment header, so
 * that the demo's transcriber can "hear" it, and every player and magic-byte check sees a voice note like any other.
 */

const SAMPLES_PER_PACKET = 960; // 20 ms at Opus's fixed 48 kHz
const PACKETS_PER_SECOND = 50;
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe]); // one 20 ms CELT frame, mono, empty
const COMMENT = 'TRANSCRIPT=';
// Recordings come in containers of the browser's choice; all of them ignore bytes after their end.
const TRAILER = '\nTRANSCRIPT-BASE64:';

/** @param seconds length of the silence, 1 … 60 */
export function writeVoiceNote(transcript: string, seconds: number): Buffer {
  const packets = Math.min(60, Math.max(1, Math.round(seconds))) * PACKETS_PER_SECOND;
  const pages = [page([head()], 0n, 0, 2), page([tags(transcript)], 0n, 1, 0)];
  // A page holds at most 255 lacing values, and each of these packets takes one.
  for (let done = 0; done < packets; ) {
    const count = Math.min(200, packets - done);
    done += count;
    const granule = BigInt(done * SAMPLES_PER_PACKET);
    pages.push(page(Array<Buffer>(count).fill(SILENCE), granule, pages.length, done === packets ? 4 : 0));
  }
  return Buffer.concat(pages);
}

/** Gives a recording the words that were spoken in it. */
export function tagRecording(recording: Buffer, transcript: string): Buffer {
  if (transcript === '') return recording;
  return Buffer.concat([recording, Buffer.from(`${TRAILER}${Buffer.from(transcript).toString('base64')}`)]);
}

/** The words in a voice note made here, or null when the sound would have to be heard. */
export function readTranscript(bytes: Buffer): string | null {
  const trailer = bytes.lastIndexOf(TRAILER);
  if (trailer >= 0)
    return Buffer.from(bytes.subarray(trailer + TRAILER.length).toString('ascii'), 'base64').toString('utf8');
  const start = bytes.indexOf('OpusTags');
  if (start < 0) return null;
  try {
    return (
      readComments(bytes, start + 8)
        .find((comment) => comment.startsWith(COMMENT))
        ?.slice(COMMENT.length) ?? null
    );
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function readComments(bytes: Buffer, from: number): string[] {
  let at = from;
  const text = () => {
    const length = bytes.readUInt32LE(at);
    at += 4 + length;
    return bytes.subarray(at - length, at).toString('utf8');
  };
  text();
  const count = bytes.readUInt32LE(at);
  at += 4;
  return Array.from({ length: Math.min(count, 100) }, text);
}

function head(): Buffer {
  const packet = Buffer.alloc(19);
  packet.write('OpusHead', 'ascii');
  packet.writeUInt8(1, 8);
  packet.writeUInt8(1, 9);
  packet.writeUInt32LE(48_000, 12);
  return packet;
}

function tags(transcript: string): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(1);
  return Buffer.concat([
    Buffer.from('OpusTags'),
    lengthAndText('khaacho simulator'),
    count,
    lengthAndText(COMMENT + transcript),
  ]);
}

function lengthAndText(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** One Ogg page of whole packets. `flags`: 2 begins the stream, 4 ends it. */
function page(packets: Buffer[], granule: bigint, sequence: number, flags: number): Buffer {
  const lacing = packets.flatMap((packet) => [
    ...Array<number>(Math.floor(packet.length / 255)).fill(255),
    packet.length % 255,
  ]);
  const header = Buffer.alloc(27 + lacing.length);
  header.write('OggS', 'ascii');
  header.writeUInt8(flags, 5);
  header.writeBigInt64LE(granule, 6);
  header.writeUInt32LE(0x6b686163, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(lacing.length, 26);
  Buffer.from(lacing).copy(header, 27);
  const whole = Buffer.concat([header, ...packets]);
  whole.writeUInt32LE(checksum(whole), 22);
  return whole;
}

/** Ogg's CRC-32: polynomial 04c11db7, not reflected, starting at zero. */
function checksum(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}
