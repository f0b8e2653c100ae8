/** A replica as a desk keeps one, in memory: pulls from checkpoints, applies live changes that follow on. */
import { inflateRawSync } from 'node:zlib';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { unpack } from '@khaacho/shared/sync/packing/unpack.ts';
import {
  type Changed,
  type CollectionName,
  collectionNames,
  type PackedBlock,
  type PullAnswer,
  type PullRequest,
} from '@khaacho/shared/sync/protocol.ts';

/** The documents of one packed block. Throws where they are not as many as it says. */
export function unpackBlock({ documents, bytes }: PackedBlock): { id: string }[] {
  const unpacked = unpack(new Uint8Array(inflateRawSync(bytes))).map((one) => ({ ...one, id: String(one['id']) }));
  if (unpacked.length !== documents) throw new Error(`${unpacked.length} documents in a block of ${documents}`);
  return unpacked;
}

type Held = {
  checkpoint: string | null;
  position: number;
  scopes: Map<string, number>;
  documents: Map<string, unknown>;
};
export type PullOf = (caller: Caller, request: PullRequest) => Promise<PullAnswer>;

export type Desk = {
  caller: Caller;
  pulls: number;
  resets: number;
  /** Ids of every document or tombstone that was ever sent to it. */
  sent: Map<string, unknown[]>;
  holds(collection: CollectionName): Map<string, unknown>;
  everything(): Map<CollectionName, Map<string, unknown>>;
  checkpoint(collection: CollectionName): string | null;
  pull(collection: CollectionName, limit?: number): Promise<PullAnswer>;
  pullToEnd(collection: CollectionName, limit?: number): Promise<void>;
  pullAll(limit?: number): Promise<void>;
  /** False where it does not follow on: the desk has to pull. */
  apply(changed: Changed): boolean;
};

/** `packed`: a desk that reads packed pages. */
export function createDesk(pull: PullOf, caller: Caller, { packed = false } = {}): Desk {
  const held = new Map<CollectionName, Held>();
  const of = (collection: CollectionName): Held => {
    const known = held.get(collection);
    if (known) return known;
    const fresh = { checkpoint: null, position: 0, scopes: new Map(), documents: new Map() };
    held.set(collection, fresh);
    return fresh;
  };
  const sent = new Map<string, unknown[]>();
  const receive = (into: Held, documents: readonly { id: string }[]) => {
    for (const document of documents) {
      sent.set(document.id, [...(sent.get(document.id) ?? []), document]);
      if ('_deleted' in document) into.documents.delete(document.id);
      else into.documents.set(document.id, document);
    }
  };
  const desk: Desk = {
    caller,
    pulls: 0,
    resets: 0,
    sent,
    holds: (collection) => of(collection).documents,
    everything: () => new Map(collectionNames.map((collection) => [collection, of(collection).documents])),
    checkpoint: (collection) => of(collection).checkpoint,
    pull: async (collection, limit = 5000) => {
      const into = of(collection);
      desk.pulls += 1;
      const asked = { collection, checkpoint: into.checkpoint, limit, ...(packed ? { packed } : {}) };
      const answer = await pull(desk.caller, asked);
      if ('refused' in answer) throw new Error(answer.refused.message);
      if ('reset' in answer) {
        desk.resets += 1;
        held.delete(collection);
        return answer;
      }
      for (const block of answer.packed ?? []) receive(into, unpackBlock(block));
      receive(into, answer.documents);
      into.checkpoint = answer.checkpoint;
      if (!answer.more) {
        into.position = answer.position;
        into.scopes.clear();
      }
      return answer;
    },
    pullToEnd: async (collection, limit) => {
      for (;;) {
        const answer = await desk.pull(collection, limit);
        if ('reset' in answer || ('more' in answer && answer.more)) continue;
        return;
      }
    },
    pullAll: async (limit) => {
      for (const collection of collectionNames) await desk.pullToEnd(collection, limit);
    },
    apply: (changed) => {
      const into = of(changed.collection);
      const known = Math.max(into.position, into.scopes.get(changed.scope) ?? 0);
      if (changed.position <= known) return true;
      if (into.checkpoint === null || changed.previous > known) return false;
      into.scopes.set(changed.scope, changed.position);
      receive(into, changed.documents);
      return true;
    },
  };
  return desk;
}
