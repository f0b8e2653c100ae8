/** What a feature hands to replication: how its documents are read, and how its commands take effect. */
import type { Detail, Refusal } from '@khaacho/shared/kernel/errors.ts';
import type { Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller, Role } from '@khaacho/shared/people/contract.ts';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import type { CollectionName, CommandType } from '@khaacho/shared/sync/protocol.ts';
import { documentAt, payloadToday, today, type Versions } from '@khaacho/shared/sync/versions.ts';
import type { Db, Tx } from '../db/database.ts';

/** One replicated collection. The feed says which ids have changed; the door says what this caller may see of them. */
export type CollectionDoor<C extends CollectionName> = {
  name: C;
  /**
   * Documents of these ids as the caller may see them now, in any order. An id that is missing in the answer is not the
   * caller's (any more), or has left the replica's window: the client gets `{id, _deleted: true}`.
   * It may depend on role, vendor, retailer and territories of the caller; on user and device only for `commands`.
   */
  load(db: Db, ids: readonly string[], caller: Caller, now: Date): Promise<Documents[C][]>;
  /** Of these ids, those that have left the replica's window for everybody; absent where documents never leave it. */
  aged?(db: Db, ids: readonly string[], now: Date): Promise<string[]>;
};

/** One command type. `apply` runs inside a savepoint: what it wrote is undone when it answers with a refusal. */
export type CommandDoor<T extends CommandType> = {
  type: T;
  roles: readonly Role[];
  apply(tx: Tx, input: CommandInput<T>): Promise<Result<{ details?: Detail[] }, Refusal>>;
};

export type CommandInput<T extends CommandType> = {
  payload: Payloads[T];
  commandId: string;
  /** The device comes from the token, never from the body. */
  caller: Caller;
  /** By the device's clock. */
  issuedAt: Date;
  now: Date;
};

export type AnyCollectionDoor = { [C in CollectionName]: CollectionDoor<C> }[CollectionName];
export type AnyCommandDoor = { [T in CommandType]: CommandDoor<T> }[CommandType];

/** A door with what makes older payloads into those it takes. */
export type RegisteredCommandDoor = AnyCommandDoor & {
  /** Null where the version is later than this server knows. */
  payloadToday(version: number, payload: unknown): { payload: unknown } | null;
};

export type Registry = {
  /** Its documents come in the shape that the caller's app was made for. */
  collection(name: CollectionName): AnyCollectionDoor | undefined;
  command(type: string): RegisteredCommandDoor | undefined;
  collections: readonly AnyCollectionDoor[];
  versions: Versions;
};

/**
 * Throws where a collection or a command type is registered twice: two features would answer for one thing. A test hands in
 * versions of its own.
 */
export function createRegistry(
  collections: readonly AnyCollectionDoor[],
  commands: readonly AnyCommandDoor[],
  versions: Versions = today,
): Registry {
  const byName = new Map<string, AnyCollectionDoor>();
  for (const door of collections) {
    if (byName.has(door.name)) throw new Error(`collection ${door.name} is registered twice`);
    byName.set(door.name, inVersion(door, versions));
  }
  const byType = new Map<string, RegisteredCommandDoor>();
  for (const door of commands) {
    if (byType.has(door.type)) throw new Error(`command ${door.type} is registered twice`);
    byType.set(door.type, {
      ...door,
      payloadToday: (version, payload) => payloadToday(versions, door.type, version, payload),
    });
  }
  return {
    collection: (name) => byName.get(name),
    command: (type) => byType.get(type),
    collections: [...byName.values()],
    versions,
  };
}

/** Every way to documents (pull, live change, snapshot) loads them through the door, so here none is forgotten. */
function inVersion(door: AnyCollectionDoor, versions: Versions): AnyCollectionDoor {
  if (!versions.down[door.name]) return door;
  const load = async (db: Db, ids: readonly string[], caller: Caller, now: Date) => {
    const documents = await door.load(db, ids, caller, now);
    return documents.map((document) => documentAt(versions, caller.schemaVersion, door.name, document));
  };
  // An older shape is by definition not today's type; nothing between here and the wire looks inside.
  return { ...door, load } as AnyCollectionDoor;
}
