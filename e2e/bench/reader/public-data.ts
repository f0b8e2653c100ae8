/** The public sets beside the repository, where they are: `../shared/data/e_matching_nlp` from its root. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';

const FOLDER = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'e_matching_nlp');

export const publicDataIsHere = existsSync(FOLDER);

export function readText(path: string): string {
  const bytes = readFileSync(join(FOLDER, path));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** One JSON value a line. */
export function readLines<T>(path: string, schema: z.ZodType<T>): T[] {
  return readText(path)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => schema.parse(JSON.parse(line)));
}

/** Rows of a CSV as name → value; quoted cells may hold commas, quotes and line ends. */
export function readCsv(path: string): Record<string, string>[] {
  const [head = [], ...rows] = cellsOf(readText(path));
  return rows
    .filter((row) => row.length === head.length)
    .map((row) => Object.fromEntries(head.map((name, place) => [name.trim(), row[place] ?? ''])));
}

function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
