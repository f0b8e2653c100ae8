/** Documents and commands as a released version wrote them, frozen; and how to freeze those of the next. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectionNameSchema } from '@khaacho/shared/sync/protocol.ts';
import { z } from 'zod';

const documentsSchema = z.object({
  note: z.string(),
  documents: z.array(
    z.object({ collection: collectionNameSchema, seenBy: z.string(), document: z.looseObject({ id: z.string() }) }),
  ),
});
export type FrozenDocuments = z.infer<typeof documentsSchema>;

const commandsSchema = z.object({
  note: z.string(),
  commands: z.array(
    z.object({
      type: z.string(),
      version: z.number().int(),
      by: z.string(),
      /** Ids are names in angle brackets, found anew in each world. */
      payload: z.looseObject({}),
      verdict: z.object({ status: z.enum(['applied', 'rejected']), code: z.string().optional() }),
    }),
  ),
});
export type FrozenCommands = z.infer<typeof commandsSchema>;

const fileOf = (what: 'documents' | 'commands', version: number) =>
  join(import.meta.dirname, 'fixtures', `${what}-v${version}.json`);

export function frozenDocuments(version: number): FrozenDocuments {
  return documentsSchema.parse(JSON.parse(readFileSync(fileOf('documents', version), 'utf8')));
}

/** Of every version there is a file for, the oldest first. */
export function frozenCommands(): FrozenCommands['commands'] {
  const all: FrozenCommands['commands'] = [];
  for (let version = 1; existsSync(fileOf('commands', version)); version += 1)
    all.push(...commandsSchema.parse(JSON.parse(readFileSync(fileOf('commands', version), 'utf8'))).commands);
  return all;
}

/** Throws where the version is frozen already: what was released does not change any more. */
export function freezeDocuments(version: number, { note, documents }: FrozenDocuments): void {
  const file = fileOf('documents', version);
  if (existsSync(file)) throw new Error(`${file} is frozen`);
  writeFileSync(file, `${JSON.stringify({ note, documents }, null, 2)}\n`);
}

/** What an app made for `frozen` would miss in `document`, as paths: a field that is gone or is of another type. */
export function missedIn(document: unknown, frozen: unknown, path = ''): string[] {
  // Nullable fields were null in one of the two.
  if (frozen === null || document === null) return [];
  if (Array.isArray(frozen)) {
    if (!Array.isArray(document)) return [path];
    return frozen.length > 0 && document.length > 0 ? missedIn(document[0], frozen[0], `${path}[]`) : [];
  }
  if (typeof frozen !== 'object') return typeof document === typeof frozen ? [] : [path];
  if (typeof document !== 'object' || document === undefined) return [path];
  return Object.entries(frozen).flatMap(([field, value]) =>
    field in document ? missedIn(Reflect.get(document, field), value, `${path}.${field}`) : [`${path}.${field}`],
  );
}
