import { type Core, isoNow } from './core.ts';
import { newSid } from './ids.ts';
import type { MediaRecord, MessageRecord } from './records.ts';

// WhatsApp's own cap, and a limit on how long a slow host may hold a message up.
const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 10_000;

/** Fetches what an outbound message points to, as Twilio does: without credentials. False when it cannot be had. */
export async function fetchMedia(core: Core, message: MessageRecord): Promise<boolean> {
  const fetched: MediaRecord[] = [];
  for (const url of message.mediaUrls) {
    const media = await fetchOne(core, url);
    if (typeof media === 'string') {
      const at = isoNow(core);
      core.wire.alert({ code: 63019, message: `${url}: ${media}`, at, phone: message.phone, messageSid: message.sid });
      return false;
    }
    fetched.push(media);
  }
  core.record({ t: 'media', sid: message.sid, media: fetched });
  return true;
}

async function fetchOne(core: Core, url: string): Promise<MediaRecord | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok || !response.body) return `HTTP ${response.status}`;
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body) {
      size += chunk.length;
      if (size > MAX_BYTES) return `more than ${MAX_BYTES} bytes`;
      chunks.push(chunk);
    }
    const sid = newSid('ME');
    core.media.put(sid, Buffer.concat(chunks));
    const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
    return { sid, contentType, bytes: size, filename: nameIn(url), voice: false };
  } catch (error) {
    return error instanceof Error ? error.message : 'no answer';
  }
}

function nameIn(url: string): string | null {
  const name = new URL(url).pathname.split('/').at(-1);
  return name?.includes('.') ? name : null;
}
