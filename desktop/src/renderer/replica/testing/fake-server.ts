import { deflateRawSync } from 'node:zlib';
import type { Documents } from '@khaacho/shared/sync/documents.ts';
import { lookups, searched } from '@khaacho/shared/sync/lookups.ts';
import { pack } from '@khaacho/shared/sync/packing/pack.ts';
import { payloadSchemas } from '@khaacho/shared/sync/payloads.ts';
import type { PendingCommand, ReplicaReader } from '@khaacho/shared/sync/projection.ts';
import {
  type Changed,
  type CollectionName,
  type Command,
  collectionNames,
  commandTypeSchema,
  type PackedBlock,
  type PullAnswer,
  type PullRequest,
  type PushAnswer,
  type Verdict,
} from '@khaacho/shared/sync/protocol.ts';
import { toyRules } from './toy-rules.ts';

type AnyDocument = Documents[CollectionName];
type Line = { position: number; scope: string; collection: CollectionName; id: string; op: 'put' | 'del' };
type Stored = { document: AnyDocument; scope: string };

export type ServerState = {
  documents: Map<string, Stored>;
  lines: Line[];
  unnumbered: Omit<Line, 'position'>[];
  position: number;
  verdicts: Map<string, Verdict & { position?: number }>;
  nextSeq: Map<string, number>;
  effects: string[];
};

type Pulled = Changed['documents'];

function inBlocks(documents: Pulled, size: number): { documents: Pulled; packed: PackedBlock[] } {
  const whole = documents.filter((document) => !('_deleted' in document));
  const packed: PackedBlock[] = [];
  for (let from = 0; from < whole.length; from += size) {
    const some = whole.slice(from, from + size);
    packed.push({ documents: some.length, bytes: new Uint8Array(deflateRawSync(pack(some))) });
  }
  return { documents: documents.filter((document) => '_deleted' in document), packed };
}

const keyOf = (collection: CollectionName, id: string) => `${collection}/${id}`;

/** A server that follows the protocol, in memory: log, one sequencer, scopes, verdicts once, sequence per device, epochs. */
export class FakeServer {
  epoch = 'e1';
  /** Answers `reset` to checkpoints below. */
  floor = 0;
  /** Packs its pages where the desk can read them, as many documents to a block. */
  packs: number | null = null;
  #state: ServerState = {
    documents: new Map(),
    lines: [],
    unnumbered: [],
    position: 0,
    verdicts: new Map(),
    nextSeq: new Map(),
    effects: [],
  };
  readonly #rooms = new Set<{ scopes: readonly string[]; changed: (change: Changed) => void }>();

  /** Joins the rooms of these scopes until called off. */
  join(scopes: readonly string[], changed: (change: Changed) => void): () => void {
    const member = { scopes, changed };
    this.#rooms.add(member);
    return () => this.#rooms.delete(member);
  }

  /** A row written by somebody else. Another scope than before: it leaves the one and enters the other. */
  put<C extends CollectionName>(collection: C, document: Documents[C], scope = 'everyone'): void {
    const key = keyOf(collection, document.id);
    const before = this.#state.documents.get(key);
    this.#state.documents.set(key, { document, scope });
    // In this order a reader of both scopes who takes each line at its word ends up without the document.
    this.#line(scope, collection, document.id, 'put');
    if (before && before.scope !== scope) this.#line(before.scope, collection, document.id, 'del');
  }

  remove(collection: CollectionName, id: string): void {
    const before = this.#state.documents.get(keyOf(collection, id));
    this.#state.documents.delete(keyOf(collection, id));
    if (before) this.#line(before.scope, collection, id, 'del');
  }

  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined {
    return this.#state.documents.get(keyOf(collection, id))?.document as Documents[C] | undefined;
  }

  all<C extends CollectionName>(collection: C, scopes: readonly string[] | null = null): Documents[C][] {
    const found = [...this.#state.documents]
      .filter(([key, stored]) => key.startsWith(`${collection}/`) && (scopes === null || scopes.includes(stored.scope)))
      .map(([, stored]) => stored.document as Documents[C]);
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  verdict(id: string): Verdict | undefined {
    return this.#state.verdicts.get(id);
  }

  /** The sequencer: numbers what was committed and sends it to the rooms. Where it is not `heard`, the nudge is lost. */
  sequence(heard: boolean | ((change: Changed) => boolean) = true): void {
    const fresh = this.#state.unnumbered.splice(0);
    const groups = new Map<string, Changed>();
    for (const line of fresh) {
      const previous = this.#lastOf(line.scope, line.collection);
      this.#state.position += 1;
      this.#state.lines.push({ ...line, position: this.#state.position });
      if (line.collection === 'commands') {
        const verdict = this.#state.verdicts.get(line.id);
        if (verdict) verdict.position = this.#state.position;
      }
      const group = groups.get(`${line.scope} ${line.collection}`);
      const change = group ?? { collection: line.collection, scope: line.scope, previous, position: 0, documents: [] };
      change.position = this.#state.position;
      change.documents = [
        ...change.documents.filter((one) => one.id !== line.id),
        this.#shown(line.collection, line.id, [line.scope]),
      ];
      groups.set(`${line.scope} ${line.collection}`, change);
    }
    for (const change of groups.values()) {
      if (typeof heard === 'boolean' ? !heard : !heard(change)) continue;
      for (const member of [...this.#rooms])
        if (member.scopes.includes(change.scope)) member.changed(structuredClone(change));
    }
  }

  pull(request: PullRequest, scopes: readonly string[]): PullAnswer {
    const from = request.checkpoint === null ? null : JSON.parse(request.checkpoint);
    // A checkpoint of another history or from before the floor: begin anew.
    if (from && (from.epoch !== this.epoch || from.position < this.floor)) {
      return from.epoch === this.epoch ? { reset: true } : this.#page(request, 0, scopes);
    }
    return this.#page(request, from?.position ?? 0, scopes);
  }

  #page({ collection, limit, packed }: PullRequest, after: number, scopes: readonly string[]): PullAnswer {
    const newest = new Map<string, number>();
    for (const line of this.#state.lines) {
      if (line.collection === collection && scopes.includes(line.scope)) newest.set(line.id, line.position);
    }
    const due = [...newest].filter(([, position]) => position > after).sort((a, b) => a[1] - b[1]);
    const page = due.slice(0, limit);
    const more = due.length > page.length;
    const position = more ? (page.at(-1)?.[1] ?? after) : this.#state.position;
    const documents = structuredClone(page.map(([id]) => this.#shown(collection, id, scopes)));
    return {
      ...(packed && this.packs ? inBlocks(documents, this.packs) : { documents }),
      checkpoint: JSON.stringify({ epoch: this.epoch, position }),
      position,
      more,
      epoch: this.epoch,
      remaining: due.length - page.length,
    };
  }

  push(commands: readonly Command[], deviceId: string, scope: string): PushAnswer {
    return structuredClone({ verdicts: commands.map((command) => this.#decide(command, deviceId, scope)) });
  }

  #decide(command: Command, deviceId: string, scope: string): Verdict {
    const stored = this.#state.verdicts.get(command.id);
    if (stored) return stored;
    const expectedSeq = this.#state.nextSeq.get(deviceId) ?? 1;
    if (command.deviceSeq !== expectedSeq)
      return { id: command.id, status: 'retry', code: 'COMMAND_OUT_OF_ORDER', expectedSeq };
    this.#state.nextSeq.set(deviceId, expectedSeq + 1);
    const verdict = this.#apply(command);
    this.#state.verdicts.set(command.id, verdict);
    const { id, issuedAt } = command;
    const said = { code: verdict.code ?? null, message: verdict.message ?? null, details: verdict.details ?? [] };
    const document = {
      id,
      type: command.type,
      deviceSeq: expectedSeq,
      issuedAt,
      decidedAt: issuedAt,
      updatedAt: issuedAt,
    };
    this.put(
      'commands',
      { ...document, ...said, status: verdict.status === 'applied' ? 'applied' : 'rejected' },
      scope,
    );
    return { ...verdict };
  }

  #apply(command: Command): Verdict {
    const { id } = command;
    const failed = command.dependsOn?.find((other) => this.#state.verdicts.get(other)?.status === 'rejected');
    if (failed)
      return { id, status: 'rejected', code: 'DEPENDENCY_REFUSED', message: 'What it builds on was refused.' };
    const type = commandTypeSchema.parse(command.type);
    const pending = { id, type, payload: payloadSchemas[type].parse(command.payload), issuedAt: command.issuedAt };
    const reader: ReplicaReader = {
      get: (c, i) => this.get(c, i),
      all: (c) => this.all(c),
      group: (name, key) => searched(this.all(lookups[name].collection), name, key),
    };
    const decided = toyRules(reader, pending as PendingCommand);
    if (!decided.ok) return { id, status: 'rejected', ...decided.error };
    this.#state.effects.push(id);
    for (const { collection, document } of decided.value) {
      const scope = this.#state.documents.get(keyOf(collection, document.id))?.scope ?? 'everyone';
      this.put(collection, document, scope);
    }
    return { id, status: 'applied' };
  }

  /** Ids of commands in the order they took effect in this history. */
  get effects(): readonly string[] {
    return this.#state.effects;
  }

  /** A copy to be restored later. */
  backup(): ServerState {
    return structuredClone(this.#state);
  }

  /** As after a restore from a backup: another epoch, everything since is forgotten. */
  restore(state: ServerState, epoch: string): void {
    this.#state = structuredClone(state);
    this.epoch = epoch;
    this.floor = 0;
  }

  get position(): number {
    return this.#state.position;
  }

  #line(scope: string, collection: CollectionName, id: string, op: 'put' | 'del'): void {
    this.#state.unnumbered.push({ scope, collection, id, op });
  }

  #lastOf(scope: string, collection: CollectionName): number {
    return this.#state.lines.findLast((line) => line.scope === scope && line.collection === collection)?.position ?? 0;
  }

  #shown(collection: CollectionName, id: string, scopes: readonly string[]): Changed['documents'][number] {
    const stored = this.#state.documents.get(keyOf(collection, id));
    return stored && scopes.includes(stored.scope) ? stored.document : { id, _deleted: true };
  }
}

/** What a replica in these scopes has to hold in the end. */
export function truthOf(server: FakeServer, scopes: readonly string[]): Record<CollectionName, AnyDocument[]> {
  return Object.fromEntries(collectionNames.map((collection) => [collection, server.all(collection, scopes)])) as never;
}
