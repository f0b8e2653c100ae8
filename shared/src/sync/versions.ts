import { type CollectionName, type CommandType, SCHEMA_VERSION } from './protocol.ts';

type AnyDocument = { id: string };
type Step<T> = (value: T) => T;

/**
 * How today's server and apps speak with those of yesterday. Documents go back one version: an app that has not been
 * loaded anew since the upgrade goes on working. Commands come forward from any version: one may have waited in an
 * outbox for the whole offline window.
 */
export type Versions = {
  /** The shape of documents today. */
  schema: number;
  /** What makes today's document into one of version `schema - 1`; a collection that is not named looks the same. */
  down: { readonly [C in CollectionName]?: Step<AnyDocument> };
  /**
   * By type, in order: what makes a payload of version 1 into one of version 2, that into one of 3, and so on. So a type
   * stands at version 1 + the number of its steps. Steps are never taken out again.
   */
  up: { readonly [T in CommandType]?: readonly Step<unknown>[] };
};

/** Version 1 of everything is the first there is: nothing has to be made into anything else yet. */
export const today: Versions = { schema: SCHEMA_VERSION, down: {}, up: {} };

/** Whether an app made for this shape of documents is served: today's and the one before. */
export function isServed(versions: Versions, schemaVersion: unknown): schemaVersion is number {
  return schemaVersion === versions.schema || (schemaVersion === versions.schema - 1 && versions.schema > 1);
}

/** The document as an app of this version knows it; undefined is today's. */
export function documentAt<D extends AnyDocument>(
  versions: Versions,
  schemaVersion: number | undefined,
  collection: CollectionName,
  document: D,
): AnyDocument {
  if (schemaVersion === undefined || schemaVersion === versions.schema) return document;
  return versions.down[collection]?.(document) ?? document;
}

/** The version in which a command of this type is given today. */
export function commandVersion(versions: Versions, type: CommandType): number {
  return 1 + (versions.up[type]?.length ?? 0);
}

/** A payload of whatever version as one of today; null where it comes from a later version than this one knows. */
export function payloadToday(
  versions: Versions,
  type: CommandType,
  version: number,
  payload: unknown,
): { payload: unknown } | null {
  const steps = versions.up[type] ?? [];
  if (version < 1 || version > steps.length + 1) return null;
  try {
    return { payload: steps.slice(version - 1).reduce((value, step) => step(value), payload) };
  } catch {
    // A step that cannot read what it is given: no payload of today either, which its contract then says.
    return { payload: null };
  }
}
