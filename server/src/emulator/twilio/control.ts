import type { Response } from 'express';
import { z } from 'zod';

/** Parses a body or a query; on failure answers 400 with what is wrong, and returns null. */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  response: Response,
): z.infer<Schema> | null {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  problem(response, 400, z.prettifyError(parsed.error));
  return null;
}

export function problem(response: Response, status: number, message: string): void {
  response.status(status).json({ error: { code: status === 404 ? 'NOT_FOUND' : 'BAD_REQUEST', message } });
}
