import { DESK_ROLES } from '@khaacho/shared/people/rules.ts';
import { z } from 'zod';
import { replyRaw } from '../http/reply.ts';
import { type Route, rawAnswer, route } from '../http/route.ts';
import { contentTypes } from './kinds.ts';
import { type MediaDeps, MOST_MEDIA_BYTES, openMedia, putMedia } from './service.ts';

const params = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hexadecimal') });

export function mediaRoutes(deps: MediaDeps): Route[] {
  return [
    route({
      method: 'put',
      path: '/media/:sha256',
      roles: DESK_ROLES,
      summary: 'Keeps a file under its SHA-256; commands then carry the hash. The same file twice is one.',
      params,
      bodyFormat: 'bytes',
      bodyLimit: MOST_MEDIA_BYTES,
      body: z.instanceof(Buffer).refine((bytes) => bytes.length > 0, 'must not be empty'),
      answer: z.object({ sha256: z.string(), contentType: z.enum(contentTypes), bytes: z.number().int() }),
      budget: 'sync',
      handler: ({ params: { sha256 }, body, caller, now }) => putMedia(deps, { sha256, bytes: body }, caller, now),
    }),
    route({
      method: 'get',
      path: '/media/:sha256',
      roles: DESK_ROLES,
      summary: 'A kept file: any for the back office, for others what they kept themselves.',
      params,
      answer: rawAnswer(...contentTypes),
      budget: 'sync',
      handler: async ({ params: { sha256 }, caller }) => {
        const opened = await openMedia(deps, sha256, caller);
        if (!opened.ok) return opened;
        return replyRaw(opened.value.contentType, opened.value.body, {
          headers: {
            // It is what a stranger sent: shown as a picture or saved, never run as a page.
            'Content-Security-Policy': "sandbox; default-src 'none'",
            'X-Content-Type-Options': 'nosniff',
            'Cache-Control': 'private, max-age=31536000, immutable',
          },
        });
      },
    }),
  ];
}
