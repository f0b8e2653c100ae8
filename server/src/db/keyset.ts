import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';

/** Where a list stopped: the sort column's value as text and the id that breaks ties. */
export type Keyset = { at: string; id: string };

const keysetSchema = z.tuple([z.string().max(300), z.string().max(100)]);

/** An opaque cursor for the row after which the next page begins. */
export function encodeCursor(keyset: Keyset): string {
  return Buffer.from(JSON.stringify([keyset.at, keyset.id])).toString('base64url');
}

/** Null for a cursor we did not make. */
export function decodeCursor(cursor: string): Keyset | null {
  try {
    const parsed = keysetSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return parsed.success ? { at: parsed.data[0], id: parsed.data[1] } : null;
  } catch {
    return null;
  }
}

/**
 * The condition "comes after the cursor" for a list ordered by (`column`, `idColumn`), both in `direction`. `type` is the
 * column's SQL type: the cursor carries text. Take `at` from the column cast to text where it holds microseconds, because
 * a Date keeps milliseconds and would skip or repeat rows.
 */
export function afterCursor(
  column: string,
  idColumn: string,
  keyset: Keyset,
  options: {
    direction: 'asc' | 'desc';
    type: 'timestamptz' | 'bigint' | 'text' | 'date' | 'uuid';
    idType?: 'uuid' | 'text' | 'bigint';
  },
): RawBuilder<boolean> {
  const operator = sql.raw(options.direction === 'asc' ? '>' : '<');
  const at = sql`${keyset.at}::${sql.raw(options.type)}`;
  const id = sql`${keyset.id}::${sql.raw(options.idType ?? 'uuid')}`;
  return sql<boolean>`(${sql.ref(column)}, ${sql.ref(idColumn)}) ${operator} (${at}, ${id})`;
}

/** Of `limit + 1` rows read: the page, and the cursor of the next one where the extra row was there. */
export function cutPage<R>(
  rows: R[],
  limit: number,
  keysetOf: (row: R) => Keyset,
): { rows: R[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keysetOf(last)) : null };
}
