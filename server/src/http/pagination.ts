import { z } from 'zod';

/** Whole numbers only: `1.5`, `1e2`, ` ` and `0x10` are refused. */
const wholeNumber = z
  .string()
  .regex(/^-?\d{1,9}$/, 'Must be a whole number.')
  .transform(Number);

export const pageSchema = wholeNumber.pipe(z.number().int().min(1)).default(1);
/** Q04: 1 … 100, 20 where nothing is said; 0, 101 and negatives are refused. */
export const limitSchema = wholeNumber.pipe(z.number().int().min(1).max(100)).default(20);
export const cursorSchema = z.string().min(1).max(500).optional();

/** Query of a list counted by offset. */
export const pageQuerySchema = z.object({ page: pageSchema, limit: limitSchema });
/** Query of a list read by cursor: stable while rows are added. */
export const cursorQuerySchema = z.object({ limit: limitSchema, cursor: cursorSchema });

/** Rows to skip for a page. */
export function offsetOf(page: { page: number; limit: number }): number {
  return (page.page - 1) * page.limit;
}
