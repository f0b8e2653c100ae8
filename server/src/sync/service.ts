import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import type { Command, PullAnswer, PullRequest, PushAnswer } from '@khaacho/shared/sync/protocol.ts';
import type { Server } from 'socket.io';
import type { Db } from '../db/database.ts';
import type { Authenticate } from '../http/auth.ts';
import type { Route } from '../http/route.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { commandCollection } from './command-documents.ts';
import type { DecideDeps } from './decide.ts';
import { createFanOut, type Listeners } from './fan-out.ts';
import { pendingLines } from './feed.ts';
import { createGate } from './gate.ts';
import { createOriginCheck } from './origin.ts';
import { type Pruned, prune } from './prune.ts';
import { createPull } from './pull.ts';
import { createPush } from './push.ts';
import { type AnyCollectionDoor, type AnyCommandDoor, createRegistry } from './registry.ts';
import { replicaRoutes } from './routes.ts';
import { type AfterNumbered, createSequencer } from './sequencer.ts';
import { openSocketDoor } from './socket-door.ts';
import { createSockets, type ReplicaNamespace, type Sockets } from './sockets.ts';

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
  /** Run by the process that numbers, after each numbering. */
  afterNumbered?: readonly AfterNumbered[];
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
  accessChanged(change: { userId: string; deviceId: string | null }): void;
  /** Also done hourly by the process that numbers. */
  prune(now: Date): Promise<Pruned>;
  isLeader(): boolean;
};

/** Side by side at most, so that a storm after an outage neither drains the pool nor fills the memory with pages. */
const PULLS = 4;
const PUSHES = 6;
/** A push waits so long for its positions; later ones come with the feed. */
const NUMBERED_MS = 25;
/** Other processes notice changed rights when they ask again. */
const RECHECK_MS = 15_000;

/** Replication's server half: feed, pulls, pushes and sockets. Knows no feature; they register their doors. */
export function createSync(deps: SyncDeps): Sync {
  const { db, log, clock, metrics } = deps;
  const registry = createRegistry([...deps.collections, commandCollection], deps.commands);
  const figures = createFigures(metrics);
  let attached: { sockets: Sockets; recheck(change?: { userId: string; deviceId: string | null }): void } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let started = false;

  // Sockets come with `attach`; a process without any still follows the feed.
  const listeners: Listeners = {
    audiences: (scope) => attached?.sockets.audiences(scope) ?? [],
    send: (audience, changed) => attached?.sockets.send(audience, changed),
    resync: (audience, scope) => attached?.sockets.resync(audience, scope),
  };
  const fanOut = createFanOut({ db, registry, log, listeners, now: () => clock.now() });
  const sequencer = createSequencer({
    databaseUrl: deps.databaseUrl,
    log,
    onHead: (head) => fanOut.advance(head),
    onNumbered: figures.numbered,
    housekeeping: async () => void (await prune(db, registry, clock.now())),
    ...(deps.afterNumbered ? { afterNumbered: deps.afterNumbered } : {}),
  });
  metrics.gauge('sync_oldest_transaction_seconds', 'Age of the oldest open transaction.', sequencer.oldestTransaction);
  metrics.gauge('sync_sockets', 'Connected replicas.', () => attached?.sockets.all().length ?? 0);

  const pullGate = createGate(PULLS);
  const pushGate = createGate(PUSHES);
  const pullNow = createPull({ db, registry });
  const pushNow = createPush({
    db,
    registry,
    log,
    clock,
    onParkedFact: deps.onParkedFact,
    onVerdict: figures.verdict,
    numbered: async () => {
      sequencer.nudge();
      if (started) await sequencer.nextHead(NUMBERED_MS);
    },
  });
  const pull: typeof pullNow = (caller, request, now) => pullGate(() => pullNow(caller, request, now));
  const push: typeof pushNow = (caller, commands) => pushGate(() => pushNow(caller, commands));

  return {
    attach: (io) => {
      const namespace: ReplicaNamespace = io.of('/replica');
      const sockets = createSockets(namespace);
      const originAllowed = createOriginCheck(deps.allowedOrigins ?? []);
      const door = openSocketDoor(namespace, sockets, { ...deps, pull, push, originAllowed });
      const recheck = (change?: { userId: string; deviceId: string | null }) => {
        const concerned = sockets.all().filter(({ data: { caller } }) => {
          if (change === undefined) return true;
          return caller.userId === change.userId && (change.deviceId === null || caller.deviceId === change.deviceId);
        });
        void door.recheck(concerned);
      };
      attached = { sockets, recheck };
    },
    routes: replicaRoutes({ pull, push }),
    start: () => {
      started = true;
      sequencer.start();
      timer ??= setInterval(() => attached?.recheck(), RECHECK_MS);
    },
    stop: async () => {
      started = false;
      if (timer) clearInterval(timer);
      await sequencer.stop();
      await fanOut.stop();
    },
    nudge: sequencer.nudge,
    drain: async () => {
      for (;;) {
        const { pending, head } = await pendingLines(db, started ? 0 : 10_000);
        if (pending === 0 && (!started || sequencer.head() >= head)) return fanOut.idle();
        sequencer.nudge();
        if (started) await sequencer.nextHead(50);
      }
    },
    pull: (caller, request) => pull(caller, request, clock.now()),
    push,
    accessChanged: (change) => attached?.recheck(change),
    prune: (now) => prune(db, registry, now),
    isLeader: sequencer.isLeader,
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
