/** For tests: people, their doors and a real server on a free port, over a database of its own. */
import { generateKeyPairSync } from 'node:crypto';
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { Role, Tokens } from '@khaacho/shared/people/contract.ts';
import { z } from 'zod';
import { auditRoutes } from '../audit/routes.ts';
import { createDatabase, type Database, type Db } from '../db/database.ts';
import { createApp, mountLast } from '../http/app.ts';
import { mountDocs } from '../http/docs.ts';
import { mountHealth } from '../http/health.ts';
import { createLimits } from '../http/limits.ts';
import { mountRoutes } from '../http/mount.ts';
import type { Route } from '../http/route.ts';
import { listen } from '../http/server.ts';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { createTestDatabase } from '../testing/postgres.ts';
import { createPasswords } from './passwords.ts';
import { peopleRoutes } from './routes.ts';
import { createPeople, type People, type PeopleDeps } from './service.ts';

export const PASSWORD = 'khaacho-demo';

export type TestOptions = {
  routes?: (deps: { db: Db; people: People }) => Route[];
  /** Reaches the database by another address, a proxy say. */
  through?: (databaseUrl: string) => Promise<string>;
  poolSize?: number;
  acquireTimeoutMs?: number;
  statementTimeoutMs?: number;
  budgets?: Partial<{ apiPerMinute: number; syncPerMinute: number; signInPerHour: number }>;
  demo?: boolean;
  jwt?: Partial<PeopleDeps['jwt']>;
  app?: Partial<{ httpsOnly: boolean; corsOrigins: string[]; trustedProxies: number }>;
};

export type Answered = { status: number; headers: Headers; text: string; body: AnsweredBody };
const bodySchema = z.looseObject({
  success: z.boolean().optional(),
  data: z.unknown().optional(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      details: z.array(z.looseObject({ field: z.string().optional(), issue: z.string() })),
      requestId: z.string(),
    })
    .optional(),
  pagination: z.looseObject({}).optional(),
});
type AnsweredBody = z.infer<typeof bodySchema>;

export type CallOptions = {
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
  key?: string;
  raw?: string | Uint8Array<ArrayBuffer>;
};

export type TestApp = {
  url: string;
  databaseUrl: string;
  database: Database;
  db: Db;
  people: People;
  routes: Route[];
  logged: string[];
  /** Codes "sent", newest last. */
  codes: { phone: string; code: string }[];
  now(): Date;
  /** Moves the clock of the application. */
  pass(milliseconds: number): void;
  call(method: string, path: string, options?: CallOptions): Promise<Answered>;
  signIn(email: string, deviceId?: string): Promise<Tokens>;
  close(): Promise<void>;
};

export const tokensOf = (answered: Answered): Tokens =>
  z.custom<Tokens>((value) => value !== null && typeof value === 'object').parse(answered.body.data);

export function makeJwtKeys(): { privateKey: string; publicKey: string } {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function callTo(url: string): TestApp['call'] {
  return async (method, path, options = {}) => {
    const json = options.body === undefined ? {} : { 'content-type': 'application/json' };
    const authorization = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
    const key = options.key === undefined ? {} : { 'idempotency-key': options.key };
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(url + (path.startsWith('/auth') || path.startsWith('/t/') ? `/api/v1${path}` : path), {
      method,
      headers: { ...json, ...authorization, ...key, ...options.headers },
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? bodySchema.parse(JSON.parse(text)) : { data: undefined },
    };
  };
}

/** Starts everything; `close` it in afterAll. */
export async function createTestApp(options: TestOptions = {}): Promise<TestApp> {
  const testDatabase = await createTestDatabase();
  const logged: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => void logged.push(line) } });
  const { acquireTimeoutMs, statementTimeoutMs } = options;
  const database = createDatabase((await options.through?.(testDatabase.url)) ?? testDatabase.url, {
    log,
    poolSize: options.poolSize ?? 8,
    ...(acquireTimeoutMs === undefined ? {} : { acquireTimeoutMs }),
    ...(statementTimeoutMs === undefined ? {} : { statementTimeoutMs }),
  });
  let offset = 0;
  const clock = { now: () => new Date(Date.now() + offset) };
  const metrics = createMetrics({ process: 'test', defaults: false });
  const codes: TestApp['codes'] = [];
  const people = await createPeople({
    db: database.db,
    log,
    jwt: {
      algorithm: 'EdDSA',
      ...makeJwtKeys(),
      previousPublicKey: null,
      accessTokenMinutes: 15,
      refreshTokenDays: 30,
      ...options.jwt,
    },
    otpPepper: 'a pepper for tests that is long enough',
    demo: options.demo ?? true,
    evenAnswerMs: 0,
    sendCode: async (_tx, { phone, code }) => void codes.push({ phone, code }),
  });
  const app = createApp({ log, clock, metrics, trustedProxies: 0, httpsOnly: false, corsOrigins: [], ...options.app });
  mountHealth(app, { clock, metrics, checks: { database: database.ping }, startedAt: clock.now() });
  const routes = [
    ...peopleRoutes(people),
    ...auditRoutes(database.db),
    ...(options.routes?.({ db: database.db, people }) ?? []),
  ];
  mountDocs(app, routes, { version: '0' });
  const limits = createLimits({ apiPerMinute: 1e6, syncPerMinute: 1e6, signInPerHour: 1e6, ...options.budgets });
  mountRoutes(app, routes, { authenticate: people.authenticate, clock, log, limits, onForbidden: people.onForbidden });
  mountLast(app, { clock, log });
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  const call = callTo(listening.url);
  return {
    url: listening.url,
    databaseUrl: testDatabase.url,
    database,
    db: database.db,
    people,
    routes,
    logged,
    codes,
    now: clock.now,
    pass: (milliseconds) => {
      offset += milliseconds;
    },
    call,
    signIn: async (email, deviceId) => {
      const answered = await call('POST', '/auth/login', { body: { email, password: PASSWORD, deviceId } });
      if (answered.status !== 200) throw new Error(`sign-in of ${email}: ${answered.text}`);
      return tokensOf(answered);
    },
    close: async () => {
      await listening.close(0);
      await database.close();
      await testDatabase.drop();
    },
  };
}

export type TestPeople = { vendorId: string; territoryId: string; retailerId: string; ids: Record<Role, string> };
const phones: Record<Role, string> = {
  RETAILER: '+9779800000001',
  VENDOR_STAFF: '+9779802000001',
  FIELD_AGENT: '+9779803000001',
  SUPPORT: '+9779801000002',
  READONLY: '+9779801000003',
  ADMIN: '+9779801000001',
};
export const phoneOf = (role: Role): string => phones[role];
export const emailOf = (role: Role): string => `${role.toLowerCase()}@khaacho.test`;

/** One person of each role, all with PASSWORD. */
export async function seedPeople(db: Db, now: Date): Promise<TestPeople> {
  const [vendorId, territoryId, retailerId] = [newId(now), newId(now), newId(now)];
  const at = { createdAt: now, updatedAt: now };
  const place = { address: 'Birendranagar', city: 'Surkhet', ...at };
  await db.insertInto('territories').values({ id: territoryId, name: 'North' }).execute();
  await db
    .insertInto('vendors')
    .values({ id: vendorId, name: 'Karnali Traders', ...place })
    .execute();
  await db
    .insertInto('retailers')
    .values({ id: retailerId, name: 'Sita Kirana', phone: '+9779800000002', ...place })
    .execute();
  const passwordHash = await createPasswords().hash(PASSWORD);
  const ids: Record<Role, string> = {
    RETAILER: newId(now),
    VENDOR_STAFF: newId(now),
    FIELD_AGENT: newId(now),
    SUPPORT: newId(now),
    READONLY: newId(now),
    ADMIN: newId(now),
  };
  const person = (role: Role) => ({
    id: ids[role],
    role,
    name: `${role} person`,
    email: emailOf(role),
    phone: phones[role],
    passwordHash,
    vendorId: role === 'VENDOR_STAFF' ? vendorId : null,
    retailerId: role === 'RETAILER' ? retailerId : null,
    ...at,
  });
  await db
    .insertInto('users')
    .values([
      person('RETAILER'),
      person('VENDOR_STAFF'),
      person('FIELD_AGENT'),
      person('SUPPORT'),
      person('READONLY'),
      person('ADMIN'),
    ])
    .execute();
  await db.insertInto('userTerritories').values({ userId: ids.FIELD_AGENT, territoryId }).execute();
  return { vendorId, territoryId, retailerId, ids };
}
