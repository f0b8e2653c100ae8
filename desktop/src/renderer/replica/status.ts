import type { ErrorCode } from '@khaacho/shared/kernel/errors.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';

/** What stands in the way, in the order of how much it matters. */
export type SyncProblem = {
  code: ErrorCode | 'NETWORK' | 'DISK_FULL' | 'LOCAL_WRITE' | 'SIGN_IN_AGAIN';
  /** One English sentence: what happened and what will be done. */
  message: string;
  /** When it began, ISO 8601. */
  since: string;
};

export type CollectionProgress = {
  collection: CollectionName;
  received: number;
  /** Null while the server has not said how many there are. */
  total: number | null;
  done: boolean;
};

/** Everything the sync pill and the sync panel show. */
export type SyncStatus = {
  connection: 'online' | 'connecting' | 'offline';
  /** Since when the connection is as it is, ISO 8601. */
  since: string;
  problem: SyncProblem | null;
  /** Commands on the wire now. */
  sending: number;
  /** Commands not answered yet, those on the wire included. */
  waiting: number;
  oldestWaitingSince: string | null;
  /** Commands in the conflict inbox. */
  refused: number;
  firstSync: {
    done: boolean;
    /** Being received now; null when done or not begun. */
    current: CollectionName | null;
    /** In the order they are received. */
    collections: readonly CollectionProgress[];
  };
  /** Every collection is as new as the server's last word. */
  caughtUp: boolean;
  /** When the server was last heard with everything complete: the as-of time of every figure while offline. ISO 8601. */
  lastSyncedAt: string | null;
  /** Bytes of the sealed documents on this disk. */
  sizeOnDiskBytes: number;
  /** The server's history this replica belongs to. */
  epoch: string | null;
};
