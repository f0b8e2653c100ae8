import { generateKeyPairSync } from 'node:crypto';
import { defaultHouseSettings } from '@khaacho/shared/settings/contract.ts';
import pg from 'pg';
import { createDatabase, type Database } from '../../server/src/db/database.ts';
import { checkInvariants } from '../../server/src/invariants/check.ts';
import { createLog } from '../../server/src/log.ts';
import type { PeopleDeps } from '../../server/src/people/service.ts';
import { createTestDatabase, type TestDatabase } from '../../server/src/testing/postgres.ts';
import { MORNING } from '../../server/src/testing/world.ts';
import { type Instance, startInstance } from './instance.ts';

const keys = generateKeyPairSync('ed25519');
/** Sessions of people are made without sign-in; both servers check them with this key. */
const jwt: PeopleDeps['jwt'] = {
  ...{ algorithm: 'EdDSA', previousPublicKey: null, accessTokenMinutes: 15, refreshTokenDays: 30 },
  privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  publicKey: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
};
/** A server that says nothing for so long hangs. */
const HUNG_MS = 20_000;
/** While somebody holds a transaction open, who waits for its locks is not waited for longer. */
const BESIDE_LATE_MS = 25;

/** The administrator who changes rights and takes payments without a desk. */
export const OFFICE_USER = '01990000-0000-7000-8000-000000000001';

let lanes = 0;

/** One database with two server processes over it; its seeds run one after another. */
export type Lane = {
  url: string;
  jwt: PeopleDeps['jwt'];
  /** A third process without sockets: chat, payments, administrators. */
  house: Database;
  servers: Instance[];
  poison: Set<string>;
  /** The clock of the seed that runs. */
  time: { now(): Date };
  /** Transactions that somebody holds open on purpose. */
  late: Set<Promise<void>>;
  /** Requests the servers have not answered; each settles when it is, or when its line ends. */
  asked: Set<Promise<void>>;
  /** One that lives; after a kill of both, a new one. */
  server(pick: number): Promise<Instance>;
  /** Settles when all requests are answered and everything committed was numbered and sent. */
  idle(): Promise<void>;
  /** The same, for what was written without a word to anybody. */
  settle(): Promise<void>;
  invariants(): Promise<string[]>;
  close(): Promise<void>;
};

/** Without a cluster's URL the one of the running vitest is used. */
export async function openLane(clusterUrl?: string): Promise<Lane> {
  lanes += 1;
  const name = `fuzz-${process.pid}-${lanes}`;
  const testDatabase = await createTestDatabase(clusterUrl);
  const admin = new pg.Client({ connectionString: testDatabase.url });
  await admin.connect();
  const house = createDatabase(testDatabase.url, { log: createLog({ level: 'silent' }), poolSize: 4 });
  const lane = assemble(name, testDatabase, admin, house);
  await house.db
    .insertInto('houseSettings')
    .values({ id: 'house', house: JSON.stringify(defaultHouseSettings), updatedAt: MORNING })
    .execute();
  const stamps = { createdAt: MORNING, updatedAt: MORNING };
  await house.db
    .insertInto('users')
    .values({ id: OFFICE_USER, role: 'ADMIN', name: 'Office', email: 'office@fuzz.test', ...stamps })
    .execute();
  await Promise.all([lane.server(0), lane.server(1)]);
  house.onEveryCommit(() => lane.servers.find((one) => one.alive())?.sync.nudge());
  return lane;
}

function assemble(name: string, testDatabase: TestDatabase, admin: pg.Client, house: Database): Lane {
  let started = 0;
  let dirty = true;
  const begin = MORNING;
  const start = async (): Promise<Instance> => {
    started += 1;
    return startInstance({
      ...{ name: `${name}-${started}`, databaseUrl: testDatabase.url, jwt, poison: lane.poison },
      clock: { now: () => lane.time.now() },
      committed: () => {
        dirty = true;
      },
      terminate: async (application) => {
        const ended = 'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1';
        await admin.query(ended, [application]).catch(() => undefined);
      },
    });
  };
  house.onEveryCommit(() => {
    dirty = true;
  });
  const lane: Lane = {
    ...{ url: testDatabase.url, jwt, house, servers: [], poison: new Set(), time: { now: () => begin } },
    ...{ late: new Set(), asked: new Set() },
    server: async (pick) => {
      const place = pick % 2;
      const there = lane.servers[place];
      if (there?.alive()) return there;
      const fresh = await start();
      lane.servers[place] = fresh;
      return fresh;
    },
    idle: async () => {
      await answered(lane);
      if (!dirty || lane.late.size > 0) return;
      dirty = false;
      for (const one of lane.servers) if (one.alive()) await within(drained(one), 'numbering');
      await new Promise((resolve) => setImmediate(resolve));
    },
    settle: async () => {
      dirty = true;
      await lane.idle();
    },
    invariants: async () => {
      const report = await checkInvariants(house.db, { now: begin });
      return report.broken.map(({ sentence, sample }) => `${sentence} ${JSON.stringify(sample)}`);
    },
    close: async () => {
      for (const one of lane.servers) await one.stop();
      await house.close();
      await admin.end();
      await testDatabase.drop();
    },
  };
  return lane;
}

async function answered(lane: Lane): Promise<void> {
  while (lane.asked.size > 0) {
    const all = Promise.all(lane.asked).then(() => undefined);
    if (lane.late.size === 0) await within(all, 'answers');
    else {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, BESIDE_LATE_MS);
      await Promise.race([all, promise]);
      clearTimeout(timer);
      if (lane.late.size > 0) return;
    }
  }
}

/** One that is killed meanwhile has nothing more to send. */
async function drained(one: Instance): Promise<void> {
  await one.sync.drain().catch((error: unknown) => {
    if (one.alive()) throw error;
  });
}

async function within(work: Promise<void>, what: string): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error(`waited ${HUNG_MS} ms for ${what}`)), HUNG_MS);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
