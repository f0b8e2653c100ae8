import type { ErrorCode } from '@khaacho/shared/kernel/errors.ts';
import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { syncOrder } from './collections.ts';
import type { ConnectionState } from './connection.ts';
import type { ReplicaStore } from './database.ts';
import type { OutboxView } from './replica-api.ts';

/** What stands in the way, in the order of how much it matters. */
export type SyncProblem = {
  /** `UNREADABLE`: commands on this disk do not open with this device's key. */
  code: ErrorCode | 'DISK_FULL' | 'LOCAL_WRITE' | 'SIGN_IN_AGAIN' | 'UNREADABLE';
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
  /** Too many devices send at once, and the server has said when it is this one's turn, ISO 8601; null otherwise. */
  pacedUntil: string | null;
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
  /** The server was set back to an older state since this page was opened: what was given to it again. */
  restored: { at: string; handedBack: number } | null;
  /** How far this computer's clock runs ahead of the server's, behind it below zero; null until a session was renewed. */
  clockAheadMs: number | null;
};

/** Something that keeps going wrong, and since when. */
export type Trouble = { code: ErrorCode | 'DISK_FULL' | 'LOCAL_WRITE'; message: string; since: string };

type Parts = {
  connection: ConnectionState;
  troubles: { pull: Trouble | null; push: Trouble | null };
  outbox: OutboxView;
  unreadable: number;
  sending: number;
  pacedUntil: string | null;
  store: ReplicaStore | null;
  current: CollectionName | null;
  caughtUp: boolean;
  lastSyncedAt: string | null;
  restored: SyncStatus['restored'];
  clockAheadMs: number | null;
};

/** Before anything is open. */
export function startStatus(now: Date): SyncStatus {
  return {
    connection: 'offline',
    since: now.toISOString(),
    problem: null,
    sending: 0,
    pacedUntil: null,
    waiting: 0,
    oldestWaitingSince: null,
    refused: 0,
    firstSync: { done: false, current: null, collections: [] },
    caughtUp: false,
    lastSyncedAt: null,
    sizeOnDiskBytes: 0,
    epoch: null,
    restored: null,
    clockAheadMs: null,
  };
}

export function statusOf(parts: Parts): SyncStatus {
  const { connection, outbox, store } = parts;
  const collections = store ? syncOrder.map((collection) => progressOf(store, collection)) : [];
  const done = store !== null && collections.every((progress) => progress.done);
  return {
    connection: connection.kind,
    since: connection.since,
    problem: problemOf(parts),
    sending: parts.sending,
    pacedUntil: parts.pacedUntil,
    waiting: outbox.waiting.length,
    oldestWaitingSince: outbox.waiting[0]?.issuedAt ?? null,
    refused: outbox.refused.length,
    firstSync: { done, current: done ? null : parts.current, collections },
    caughtUp: parts.caughtUp,
    lastSyncedAt: parts.lastSyncedAt,
    sizeOnDiskBytes: store?.sizeOnDisk() ?? 0,
    epoch: store?.epoch ?? null,
    restored: parts.restored,
    clockAheadMs: parts.clockAheadMs,
  };
}

function progressOf(store: ReplicaStore, collection: CollectionName): CollectionProgress {
  const { received, total, complete } = store.mark(collection);
  return { collection, received, total: total ?? (complete ? received : null), done: complete };
}

function problemOf({ connection, troubles, unreadable }: Parts): SyncProblem | null {
  if (unreadable > 0) {
    const message = `${unreadable} unsent entries on this disk cannot be read with this device's key.`;
    return { code: 'UNREADABLE', message, since: connection.since };
  }
  const disk = [troubles.push, troubles.pull].find((trouble) => trouble?.code === 'DISK_FULL');
  if (disk) return disk;
  if (connection.refused?.code === 'UNAUTHENTICATED') {
    return { code: 'SIGN_IN_AGAIN', message: connection.refused.message, since: connection.since };
  }
  if (connection.refused) return { ...connection.refused, since: connection.since };
  // While offline what was tried last has failed for that reason alone.
  return connection.kind === 'online' ? (troubles.push ?? troubles.pull) : null;
}
