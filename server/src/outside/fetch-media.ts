import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { FetchedMedia, MediaLimits, MediaProblem } from './channel.ts';
import { fileType } from './file-type.ts';

/** A provider's media address leads on to its store, and that seldom further. */
const MOST_REDIRECTS = 3;

/**
 * Fetches a file for which the provider wants credentials. The address comes from a request body, so only the
 * provider's own origin is asked; credentials go nowhere else, also not to where it sends us on. Bytes and time are
 * capped, and what counts as the type is what the bytes are. `send` is fetch, for tests.
 */
export async function fetchProviderMedia(
  ref: string,
  provider: { origin: string; authorization: string },
  limits: MediaLimits,
  send: typeof fetch = fetch,
): Promise<Result<FetchedMedia, MediaProblem>> {
  if (!URL.canParse(ref) || new URL(ref).origin !== provider.origin) return err({ kind: 'FOREIGN_ADDRESS' });
  const signal = AbortSignal.timeout(limits.timeoutMs);
  try {
    let url = new URL(ref);
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      // The first hop only, and by hand: a signed link needs no credentials, and a store must not see them.
      const headers: Record<string, string> = hops === 0 ? { Authorization: provider.authorization } : {};
      const response = await send(url, { headers, redirect: 'manual', signal });
      const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (next === null) return await readFile(response, limits);
      await response.body?.cancel();
      url = new URL(next, url);
      const isWeb = url.protocol === 'https:' || url.origin === provider.origin;
      if (!isWeb) return err({ kind: 'FOREIGN_ADDRESS' });
    }
    return err({ kind: 'NO_ANSWER' });
  } catch {
    return err({ kind: 'NO_ANSWER' });
  }
}

async function readFile(response: Response, limits: MediaLimits): Promise<Result<FetchedMedia, MediaProblem>> {
  if (!response.ok) {
    await response.body?.cancel();
    return err(response.status >= 500 ? { kind: 'NO_ANSWER' } : { kind: 'GONE', status: response.status });
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A length that is told is not believed; the bytes are counted.
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limits.maxBytes) return err({ kind: 'TOO_LARGE', maxBytes: limits.maxBytes });
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const contentType = fileType(bytes);
  return contentType !== null && limits.accept.includes(contentType)
    ? ok({ bytes, contentType })
    : err({ kind: 'TYPE_REFUSED', contentType });
}
