import type { Refusal } from '../kernel/errors.ts';
import type { Result } from '../kernel/result.ts';
import type { Caller } from '../people/contract.ts';
import type { Documents } from './documents.ts';
import type { LookupDocument, LookupName } from './lookups.ts';
import type { Payloads } from './payloads.ts';
import type { CollectionName, CommandType } from './protocol.ts';

/** The documents of a replica, as they stand with everything pending before this command applied. */
export type ReplicaReader = {
  get<C extends CollectionName>(collection: C, id: string): Documents[C] | undefined;
  all<C extends CollectionName>(collection: C): readonly Documents[C][];
  /** The documents of one group (`lookups`), in no particular order; costs what is in it, not what the collection holds. */
  group<N extends LookupName>(name: N, key: string): readonly LookupDocument<N>[];
};

/** One document as a command would leave it. */
export type Change = { [C in CollectionName]: { collection: C; document: Documents[C] } }[CollectionName];

export type PendingCommand<T extends CommandType = CommandType> = {
  id: string;
  type: T;
  payload: Payloads[T];
  issuedAt: string;
};

export type Actor = Caller & { name: string };

/** What a command would do here and now: the same rule the server will run, over the replica's documents. */
export type Projection<T extends CommandType> = (
  read: ReplicaReader,
  command: PendingCommand<T>,
  actor: Actor,
  now: Date,
) => Result<Change[], Refusal>;

export function changed<C extends CollectionName>(collection: C, document: Documents[C]): Change {
  // The mapped union cannot be inferred from a generic pair; the parameter types above already tie the two together.
  return { collection, document } as Change;
}
