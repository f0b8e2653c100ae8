import { setTimeout as pause } from 'node:timers/promises';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { type Changed, type CollectionName, collectionNameSchema } from '@khaacho/shared/sync/protocol.ts';
import type { Db } from '../db/database.ts';
import type { Log } from '../log.ts';
import { type FreshLines, linesSince } from './feed.ts';
import type { Registry } from './registry.ts';

/** Those of this process who listen, as the fan-out needs to know them. */
export type Listeners = {
  /** One caller of each audience that listens to a scope: documents are projected once per audience, not per socket. */
  audiences(scope: string): readonly { audience: string; caller: Caller }[];
  send(audience: string, changed: Changed): void;
  /** Too much to send: they pull instead. */
  resync(audience: string, scope: string): void;
};

export type FanOut = {
  /** The feed has grown; a call that comes while one is at work is joined to it. */
  advance(head: number): void;
  /** Settles when everything up to the last head was sent. */
  idle(): Promise<void>;
  /** Sends nothing more. */
  stop(): Promise<void>;
};

export type FanOutDeps = { db: Db; registry: Registry; log: Log; listeners: Listeners; now(): Date };

/** Beyond either, a pull is cheaper than a push: it is paged, and nobody gets what he already has. */
const MOST_DOCUMENTS = 200;
const MOST_BYTES = 256 * 1024;
const RETRY_MS = 300;

/** Sends what was numbered to the sockets of this process, in the order of the feed. */
export function createFanOut(deps: FanOutDeps): FanOut {
  /** Last position sent of each scope and collection. The feed may have dropped that line since: one of a later change. */
  const last = new Map<string, number>();
  let position: number | null = null;
  let target = 0;
  let working: Promise<void> | null = null;
  let stopped = false;

  const work = async () => {
    while (!stopped && position !== null && position < target) {
      try {
        const fresh = await linesSince(deps.db, position);
        for (const group of fresh.groups) {
          const key = `${group.collection} ${group.scope}`;
          await sendGroup(deps, { ...group, previous: Math.max(group.previous, last.get(key) ?? 0) });
          last.set(key, group.position);
        }
        position = Math.max(fresh.reached, position);
        // Everything newer was overtaken by lines still to come, or pruned.
        if (fresh.groups.length === 0) position = target;
      } catch (error) {
        deps.log.warn({ err: error }, 'new feed lines could not be read');
        await pause(RETRY_MS);
      }
    }
  };

  // Cleared in a callback, never inside `work`: with nothing to do it ends before its promise is kept here.
  const begin = () => {
    working ??= work().finally(() => {
      working = null;
      if (!stopped && position !== null && position < target) begin();
    });
  };

  return {
    advance: (head) => {
      // The first head is where this process begins: whoever connects pulls up to it.
      position ??= head;
      target = Math.max(target, head);
      begin();
    },
    idle: async () => {
      while (working) await working;
    },
    stop: async () => {
      stopped = true;
      await working;
    },
  };
}

async function sendGroup(deps: FanOutDeps, group: FreshLines): Promise<void> {
  const collection = collectionNameSchema.safeParse(group.collection);
  for (const { audience, caller } of deps.listeners.audiences(group.scope)) {
    const changed = collection.success ? await project(deps, group, collection.data, caller) : null;
    if (changed) deps.listeners.send(audience, changed);
    else deps.listeners.resync(audience, group.scope);
  }
}

/** What one audience gets of a group; null where it is too much, or could not be loaded. */
async function project(
  deps: FanOutDeps,
  { scope, ids, previous, position }: FreshLines,
  collection: CollectionName,
  caller: Caller,
): Promise<Changed | null> {
  const door = deps.registry.collection(collection);
  if (!door || ids.length > MOST_DOCUMENTS) return null;
  try {
    const loaded: { id: string }[] = await door.load(deps.db, ids, caller, deps.now());
    const found = new Map(loaded.map((document) => [document.id, document]));
    const documents = ids.map((id) => found.get(id) ?? { id, _deleted: true as const });
    if (JSON.stringify(documents).length > MOST_BYTES) return null;
    return { collection, scope, previous, position, documents };
  } catch (error) {
    deps.log.error({ err: error, collection }, 'changed documents could not be loaded');
    return null;
  }
}
