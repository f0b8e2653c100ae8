import { lineProblemSchema } from '@khaacho/shared/intake/contract.ts';
import { heardLineSchema } from '@khaacho/shared/intake/media-contract.ts';
import { refusal, refusalSchema } from '@khaacho/shared/kernel/errors.ts';
import { idSchema } from '@khaacho/shared/kernel/ids.ts';
import { languageSchema } from '@khaacho/shared/kernel/language.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import type { Role } from '@khaacho/shared/people/contract.ts';
import { quoteSchema } from '@khaacho/shared/pricing/contract.ts';
import { z } from 'zod';
import type { Db } from '../db/database.ts';
import { decodeCursor } from '../db/keyset.ts';
import { cursorQuerySchema } from '../http/pagination.ts';
import { replyNext } from '../http/reply.ts';
import { type Route, route } from '../http/route.ts';
import { type ImageDeps, MOST_PHOTO_BYTES, parseImage } from './image-service.ts';
import { type ParseDeps, parseText, suggestProducts } from './parse-service.ts';
import { readerLog } from './reader-log-service.ts';

/** Who takes orders, and who looks on. */
const READERS: readonly Role[] = ['ADMIN', 'SUPPORT', 'READONLY', 'FIELD_AGENT'];
/** What a person writes in one WhatsApp message. */
const textSchema = z.string().trim().min(1).max(4096);

const namedGoodSchema = z.object({
  productId: idSchema,
  sku: z.string(),
  name: z.string(),
  unit: z.string(),
  confidence: z.number(),
});

const parsedSchema = z.object({
  intent: z.string(),
  confidence: z.number(),
  lines: z.array(
    z.object({
      raw: z.string(),
      product: namedGoodSchema.nullable(),
      quantityMilli: z.number().int().nullable(),
      problem: lineProblemSchema.nullable(),
      alternatives: z.array(namedGoodSchema),
    }),
  ),
  quote: quoteSchema.nullable(),
  refusal: refusalSchema.nullable(),
  reply: z.string().nullable(),
});

/** Several published names of one door: whoever asks, and by which, is told what chat would say. */
function parseRoute(deps: ParseDeps, path: string): Route {
  return route({
    method: 'post',
    path,
    roles: READERS,
    summary:
      'Reads a text as chat would: what it asks for, its lines with goods and confidence, what is still open, and with a shop the prices. Keeps nothing.',
    body: z.object({ text: textSchema, retailerId: idSchema.optional(), language: languageSchema.default('en') }),
    answer: parsedSchema,
    handler: ({ body, caller, now }) => parseText(deps, body, caller, now),
  });
}

function parseImageRoute(deps: ImageDeps): Route {
  return route({
    method: 'post',
    path: '/ai/parse-image',
    roles: READERS,
    summary:
      'Reads a photo of a list (JPEG, PNG or WebP in the body) as chat would. The photo is kept as evidence, the draft is not.',
    query: z.object({ retailerId: idSchema.optional(), language: languageSchema.default('en') }),
    bodyFormat: 'bytes',
    bodyLimit: MOST_PHOTO_BYTES,
    body: z.instanceof(Buffer).refine((bytes) => bytes.length > 0, 'must not be empty'),
    answer: parsedSchema.extend({ sha256: z.string(), heard: z.array(heardLineSchema) }),
    handler: ({ body, query, caller, now }) => parseImage(deps, { ...query, bytes: body }, caller, now),
  });
}

export function intakeRoutes(deps: ImageDeps): Route[] {
  return [
    parseRoute(deps, '/whatsapp/parse-order'),
    parseRoute(deps, '/order-parser'),
    parseRoute(deps, '/ai/parse-text'),
    parseImageRoute(deps),
    route({
      method: 'post',
      path: '/ai/suggest-products',
      roles: READERS,
      summary: 'The goods each line of a text may mean, surest first: what chat takes, or offers to choose from.',
      body: z.object({ text: textSchema, retailerId: idSchema.optional() }),
      answer: z.array(z.object({ written: z.string(), products: z.array(namedGoodSchema) })),
      handler: ({ body, caller }) => suggestProducts(deps, body, caller),
    }),
    readerLogRoute(deps.db),
  ];
}

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

function readerLogRoute(db: Db): Route {
  return route({
    method: 'get',
    path: '/ai/log',
    roles: ['ADMIN'],
    summary: 'Calls of readers that are not plain code (photos, voice, unsure lines), newest first; by cursor.',
    query: cursorQuerySchema.extend({
      kind: z.enum(['CHOOSE', 'PHOTO', 'VOICE']).optional(),
      reader: z.string().max(100).optional(),
      outcome: z.string().max(200).optional(),
      messageId: idSchema.optional(),
      paid: z.stringbool().optional(),
      from: instant.optional(),
      to: instant.optional(),
    }),
    answer: z.array(
      z.object({
        id: idSchema,
        messageId: idSchema.nullable(),
        kind: z.string(),
        reader: z.string(),
        promptVersion: z.string().nullable(),
        input: z.unknown(),
        output: z.unknown(),
        outcome: z.string(),
        isPaid: z.boolean(),
        inputTokens: z.number().int(),
        outputTokens: z.number().int(),
        tookMs: z.number().int(),
        requestId: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    handler: async ({ query: { limit, cursor, ...filter } }) => {
      const after = cursor === undefined ? null : decodeCursor(cursor);
      if (cursor !== undefined && after === null)
        return err(
          refusal('VALIDATION_ERROR', 'This cursor is not one of ours.', [
            { field: 'query.cursor', issue: 'malformed' },
          ]),
        );
      const page = await readerLog(db, filter, { limit, after });
      return replyNext(page.calls, page.nextCursor);
    },
  });
}
