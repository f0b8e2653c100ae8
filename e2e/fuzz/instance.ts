import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { raiseAlert } from '../../server/src/alerts/service.ts';
import { createDatabase, type Database } from '../../server/src/db/database.ts';
import { collectionDoors, commandDoors } from '../../server/src/features.ts';
import { createLog } from '../../server/src/log.ts';
import { createMetrics } from '../../server/src/metrics.ts';
import { createPeople, type People, type PeopleDeps } from '../../server/src/people/service.ts';
import type { AnyCommandDoor } from '../../server/src/sync/registry.ts';
import { createSync, type Sync } from '../../server/src/sync/service.ts';
import { connectWire, createWireServer, type Wire, type WireEnd } from '../../server/src/testing/memory-wire.ts';

export type InstanceDeps = {
  name: string;
  databaseUrl: string;
  clock: Clock;
  jwt: PeopleDeps['jwt'];
  /** Commands whose door throws each time it is called. */
  poison: ReadonlySet<string>;
  /** Something was committed. */
  committed(): void;
  /** Ends every session that PostgreSQL has for this name. */
  terminate(name: string): Promise<void>;
};

/** One server process as far as replication goes: its own pool, sessions, sockets and sequencer. */
export type Instance = {
  name: string;
  sync: Sync;
  people: People;
  database: Database;
  alive(): boolean;
  connect(end: WireEnd): Wire;
  /** As kill -9: lines and database sessions break in the middle of whatever they do, nothing in memory is kept. */
  kill(): Promise<void>;
  /** After so many queries from now on it is killed. */
  killAfter(queries: number): void;
  stop(): Promise<void>;
};

const log = createLog({ level: 'silent' });

export async function startInstance(deps: InstanceDeps): Promise<Instance> {
  const url = new URL(deps.databaseUrl);
  url.searchParams.set('application_name', deps.name);
  let fuse = Number.POSITIVE_INFINITY;
  const database = createDatabase(url.href, {
    log,
    poolSize: 6,
    onQuery: () => {
      fuse -= 1;
      if (fuse === 0) void kill();
    },
  });
  const people = await createPeople({
    ...{ db: database.db, log, jwt: deps.jwt, otpPepper: 'a pepper that is long enough for a fuzz', demo: true },
    sendCode: async () => undefined,
  });
  const sync = createSync({
    ...{ db: database.db, databaseUrl: url.href, log, clock: deps.clock, authenticate: people.authenticate },
    metrics: createMetrics({ process: 'fuzz', defaults: false }),
    collections: collectionDoors,
    commands: commandDoors.map((door) => poisoned(door, deps.poison)),
    onParkedFact: async (tx, { commandId, type, because, caller, now }) => {
      const about = { severity: 'CRITICAL' as const, cause: `parked:${commandId}`, message: `${type}: ${because}` };
      await raiseAlert(tx, { kind: 'FACT_PARKED', ...about, vendorId: caller.vendorId }, now);
    },
  });
  const io = createWireServer();
  sync.attach(io);
  database.onEveryCommit(() => {
    deps.committed();
    sync.nudge();
  });
  people.onAccessChanged((change) => sync.accessChanged(change));
  sync.start();

  const wires = new Set<Wire>();
  let alive = true;
  const end = () => {
    alive = false;
    for (const wire of [...wires]) wire.close();
    return Promise.all([sync.stop(), database.close()]).catch(() => undefined);
  };
  const kill = async () => {
    if (!alive) return;
    void end();
    await deps.terminate(deps.name);
  };
  return {
    name: deps.name,
    sync,
    people,
    database,
    alive: () => alive,
    connect: (wireEnd) => {
      const wire = connectWire(io, {
        packet: (part) => alive && wireEnd.packet(part),
        closed: () => {
          wires.delete(wire);
          wireEnd.closed();
        },
      });
      wires.add(wire);
      if (!alive) wire.close();
      return wire;
    },
    kill,
    killAfter: (queries) => {
      fuse = queries;
    },
    stop: async () => {
      if (alive) await end();
    },
  };
}

/** The same door, but it breaks on the commands named: a bug of ours that meets one payload. */
function poisoned(door: AnyCommandDoor, poison: ReadonlySet<string>): AnyCommandDoor {
  const apply = (...asked: Parameters<AnyCommandDoor['apply']>) => {
    if (poison.has(asked[1].commandId)) throw new Error('a poison command');
    return Reflect.apply(door.apply, door, asked);
  };
  return new Proxy(door, { get: (target, key) => (key === 'apply' ? apply : Reflect.get(target, key)) });
}
