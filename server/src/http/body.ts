import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import express, { type Request, type Response } from 'express';
import { NestedTooDeeply, storable } from '../db/storable.ts';

export type BodyFormat = 'json' | 'form' | 'bytes';
export type ReadBody = { parsed: unknown; raw: Buffer };

/** A push of 256 KB of commands is the largest ordinary body (contract §5); the envelope around it needs a little more. */
export const DEFAULT_BODY_LIMIT = 288 * 1024;

const CONTENT_TYPES: Record<BodyFormat, RegExp | null> = {
  json: /^application\/(?:[\w.-]+\+)?json$/i,
  form: /^application\/x-www-form-urlencoded$/i,
  bytes: null,
};

const EMPTY: ReadBody = { parsed: undefined, raw: Buffer.alloc(0) };
/** One reader per limit: making one compiles its options. */
const readers = new Map<number, ReturnType<typeof express.raw>>();

function readerOf(limit: number): ReturnType<typeof express.raw> {
  const known = readers.get(limit);
  if (known) return known;
  // `limit` counts bytes after inflation, so a compression bomb ends as 413.
  const made = express.raw({ type: () => true, limit, inflate: true });
  readers.set(limit, made);
  return made;
}

async function readBytes(request: Request, response: Response, limit: number): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    readerOf(limit)(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
  });
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : EMPTY.raw;
}

/** Reads and parses a body. Refuses the wrong content type (415) and what cannot be parsed (400); too much throws a 413. */
export async function readBody(
  request: Request,
  response: Response,
  format: BodyFormat,
  limit: number,
): Promise<Result<ReadBody, Refusal>> {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) return ok(EMPTY);
  const expected = CONTENT_TYPES[format];
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (expected && !expected.test(contentType)) {
    return err(
      refusal('UNSUPPORTED_MEDIA_TYPE', `This door takes ${format === 'json' ? 'application/json' : 'a form'}.`),
    );
  }
  const raw = await readBytes(request, response, limit);
  if (format === 'bytes') return ok({ parsed: raw, raw });
  return format === 'json' ? parseJson(raw) : parseForm(raw);
}

function parseJson(raw: Buffer): Result<ReadBody, Refusal> {
  try {
    // RFC 8259: UTF-8 only, so bytes that are not are an error, not a question mark.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
    return ok({ parsed: storable(JSON.parse(text)), raw });
  } catch (error) {
    const why = error instanceof NestedTooDeeply ? 'is nested too deeply' : 'is not valid JSON in UTF-8';
    return err(refusal('MALFORMED_BODY', `The request body ${why}.`));
  }
}

/** The first value of a repeated name counts; a door that checks a signature reads `raw` itself. */
function parseForm(raw: Buffer): Result<ReadBody, Refusal> {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(raw.toString('utf8'))) {
    if (!fields.has(name)) fields.set(name, value);
  }
  return ok({ parsed: storable(Object.fromEntries(fields)), raw });
}
