import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Command, PullAnswer, PullRequest, PushAnswer } from '@khaacho/shared/sync/protocol.ts';
import type { Versions } from '@khaacho/shared/sync/versions.ts';
import type { Server } from 'socket.io';
import type { Db } from '../db/database.ts';
import type { Authenticate } from '../http/auth.ts';
import type { Route } from '../http/route.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { createAdmission } from './admission.ts';
import { commandCollection } from './command-documents.ts';
import type { DecideDeps } from './decide.ts';
import { createFanOut, type Listeners } from './fan-out.ts';
import { pendingLines } from './feed.ts';
import { createGate } from './gate.ts';
import type { History } from './history.ts';
import { createOriginCheck } from './origin.ts';
import type { ParkedDeps } from './parked.ts';
import { parkedRoutes } from './parked-routes.ts';
import { type Pruned, prune } from './prune.ts';
import { createPull, type Pull } from './pull.ts';
import { createPush } from './push.ts';
import { type AnyCollectionDoor, type AnyCommandDoor, createRegistry } from './registry.ts';
import { replicaRoutes } from './routes.ts';
import { type AfterNumbered, Sequencer } from './sequencer.ts';
import { openSocketDoor, type SocketDoorDeps } from './socket-door.ts';
import { type ReplicaNamespace, Sockets } from './sockets.ts';

export type SyncDeps = {
  db: Db;
  /** For the one connection of its own, on which it numbers and listens. */
  databaseUrl: string;
  log: Log;
  clock: Clock;
  authenticate: Authenticate;
  metrics: Metrics;
  collections: readonly AnyCollectionDoor[];
  commands: readonly AnyCommandDoor[];
  /** Origins besides our own that may open sockets. */
  allowedOrigins?: readonly string[];
  onParkedFact?: DecideDeps['onParkedFact'];
  /** Where people settle such facts; absent, there is no door for it. */
  settling?: Pick<ParkedDeps, 'callerOf' | 'onSettled'>;
  /** Run by the process that numbers, after each numbering. */
  afterNumbered?: readonly AfterNumbered[];
  /** Remembers how far the feed has come, to notice a restore. */
  history?: History;
  /** Shapes of documents and commands; a test hands in others than today's. */
  versions?: Versions;
};

export type Sync = {
  /** Opens the namespace `/replica`. */
  attach(io: Server): void;
  routes: Route[];
  start(): void;
  stop(): Promise<void>;
  /** Something replicated was committed; call it from `tx.onCommit`. Forgotten, it is seen half a second later. */
  nudge(): void;
  /** Settles when all lines committed by now are numbered and sent. For tests and orderly stops. */
  drain(): Promise<void>;
  pull(caller: Caller, request: PullRequest): Promise<PullAnswer>;
  push(caller: Caller, commands: readonly Command[]): Promise<PushAnswer>;
  /** Somebody's rights changed or ended: their sockets here are asked again at once. */
  accessChanged(change: AccessChange): void;
  /** Also done hourly by the process that numbers. */
  prune(now: Date): Promise<Pruned>;
  isLeader(): boolean;
};

/** Side by side at most, so that a storm after an outage neither drains the pool nor fills the memory with pages. */
const PULLS = 4;
const PUSHES = 6;
/** Batches of commands in memory, at most 256 KB each; the devices behind them are told when to come. */
const PUSHES_INSIDE = 48;
const PUSHES_PER_DEVICE = 4;
/** A push waits so long for its positions; later ones come with the feed. */
const NUMBERED_MS = 25;
/** Other processes notice changed rights when they ask again. */
const RECHECK_MS = 15_000;

/** Replication's server half: feed, pulls, pushes and sockets. Knows no feature; they register their doors. */
export function createSync(deps: SyncDeps): Sync {
  const { db, log, clock, metrics } = deps;
  const registry = createRegistry([...deps.collections, commandCollection], deps.commands, deps.versions);
  const figures = createFigures(metrics);
  let attached: Attached | null = null;
  let timer: NodeJS.Timeout | null = null;
  let started = false;

  // Sockets come with `attach`; a process without any still follows the feed.
  const listeners: Listeners = {
    audiences: (scope) => attached?.sockets.audiences(scope) ?? [],
    send: (audience, changed) => attached?.sockets.send(audience, changed),
    resync: (audience, scope) => attached?.sockets.resync(audience, scope),
  };
  const fanOut = createFanOut({ db, registry, log, listeners, now: () => clock.now() });
  const sequencer = new Sequencer({
    databaseUrl: deps.databaseUrl,
    log,
    onHead: (head) => {
      deps.history?.reached(head);
      fanOut.advance(head);
    },
    onNumbered: figures.numbered,
    housekeeping: async () => void (await prune(db, registry, clock.now())),
    ...(deps.afterNumbered ? { afterNumbered: deps.afterNumbered } : {}),
  });
  const admission = createAdmission({
    ...{ places: PUSHES_INSIDE, perDevice: PUSHES_PER_DEVICE },
    now: () => performance.now(),
  });
  const oldest = () => sequencer.oldestTransaction;
  metrics.gauge('sync_oldest_transaction_seconds', 'Age of the oldest open transaction.', oldest);
  const waitingBytes = () => attached?.sockets.all().reduce((sum, { data }) => sum + data.outflow.bytes, 0) ?? 0;
  metrics.gauge('sync_waiting_bytes', 'Bytes that wait for sockets that are slow to read.', waitingBytes);
  metrics.gauge('sync_pushes_inside', 'Batches of commands at work or in line.', () => admission.inside);
  metrics.gauge('sync_sockets', 'Connected replicas.', () => attached?.sockets.all().length ?? 0);

  const numbered = async () => {
    sequencer.nudge();
    if (started) await sequencer.nextHead(NUMBERED_MS);
  };
  const { onParkedFact } = deps;
  const gate = createGate(PUSHES);
  const onVerdict = figures.verdict;
  const push = createPush({ db, registry, log, clock, gate, admission, onParkedFact, onVerdict, numbered });
  const pullNow = createPull({ db, registry });
  const pullGate = createGate(PULLS);
  const pull: Pull = (caller, request, now) => pullGate(() => pullNow(caller, request, now));

  return {
    attach: (io) => {
      const originAllowed = createOriginCheck(deps.allowedOrigins ?? []);
      attached = openNamespace(io, { ...deps, versions: registry.versions, pull, push, originAllowed });
    },
    routes: [
      ...replicaRoutes({ pull, push }),
      ...(deps.settling ? parkedRoutes({ db, registry, ...deps.settling }) : []),
    ],
    start: () => {
      started = true;
      sequencer.start();
      timer ??= setInterval(() => attached?.recheckAll(), RECHECK_MS);
    },
    stop: async () => {
      started = false;
      if (timer) clearInterval(timer);
      await sequencer.stop();
      await fanOut.stop();
      deps.history?.close();
    },
    nudge: () => sequencer.nudge(),
    drain: async () => {
      for (;;) {
        const { pending, head } = await pendingLines(db, started ? 0 : 10_000);
        if (pending === 0 && (!started || sequencer.head >= head)) return fanOut.idle();
        sequencer.nudge();
        if (started) await sequencer.nextHead(50);
      }
    },
    pull: (caller, request) => pull(caller, request, clock.now()),
    push,
    accessChanged: (change) => attached?.recheck(change),
    prune: (now) => prune(db, registry, now),
    isLeader: () => sequencer.isLeader,
  };
}

type AccessChange = { userId: string; deviceId: string | null };
type Attached = { sockets: Sockets; recheck(change: AccessChange): void; recheckAll(): void };

function openNamespace(io: Server, deps: SocketDoorDeps): Attached {
  const namespace: ReplicaNamespace = io.of('/replica');
  const sockets = new Sockets(namespace);
  const door = openSocketDoor(namespace, sockets, deps);
  let round: Promise<void> | null = null;
  return {
    sockets,
    recheck: ({ userId, deviceId }) => {
      const concerned = sockets.all().filter(({ data: { caller } }) => {
        return caller.userId === userId && (deviceId === null || caller.deviceId === deviceId);
      });
      void door.recheck(concerned);
    },
    // One round at a time where the database is slow.
    recheckAll: () => {
      round ??= door.recheck(sockets.all()).finally(() => {
        round = null;
      });
    },
  };
}

function createFigures(metrics: Metrics) {
  const lines = metrics.counter('sync_lines_numbered_total', 'Feed lines numbered by this process.');
  const verdicts = metrics.counter('sync_verdicts_total', 'Commands decided.', ['status', 'code']);
  return {
    numbered: (count: number) => lines.add({}, count),
    verdict: ({ status, code }: { status: string; code?: string | undefined }) =>
      verdicts.add({ status, code: code ?? '' }),
  };
}
