/** A web process with replication and nothing else: real HTTP, real sockets, callers by token as the test says. */
import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import {
  type Changed,
  PROTOCOL_VERSION,
  type PullAnswer,
  type PullRequest,
  type PushAnswer,
  type RenewAnswer,
  SCHEMA_VERSION,
} from '@khaacho/shared/sync/protocol.ts';
import type { Versions } from '@khaacho/shared/sync/versions.ts';
import { io, type Socket } from 'socket.io-client';
import { createApp } from '../http/app.ts';
import type { Authenticate } from '../http/auth.ts';
import { createLimits } from '../http/limits.ts';
import { mountRoutes } from '../http/mount.ts';
import { listen } from '../http/server.ts';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { attachSocket } from '../sync/attach.ts';
import type { AnyCommandDoor } from '../sync/registry.ts';
import { createSync, type Sync } from '../sync/service.ts';
import { featureCollections, NOW, type ReplicaWorld } from './replica-world.ts';

export type ReplicaServer = {
  url: string;
  sync: Sync;
  /** What a token means from now on. */
  tokens: Map<string, Caller | 'REVOKED' | 'DISABLED'>;
  expiresAt: Date;
  /** Calls of authenticate. */
  asked: () => number;
  metrics(): Promise<string>;
  close(): Promise<void>;
};

export async function startReplicaServer(
  world: ReplicaWorld,
  commands: readonly AnyCommandDoor[] = [],
  versions?: Versions,
): Promise<ReplicaServer> {
  const tokens: ReplicaServer['tokens'] = new Map();
  const log = createLog({ level: 'silent' });
  const clock = { now: () => NOW };
  const metrics = createMetrics({ process: 'test', defaults: false });
  let asked = 0;
  const made = { expiresAt: new Date(NOW.getTime() + 900_000) };
  const authenticate: Authenticate = async (token) => {
    asked += 1;
    const known = tokens.get(token);
    if (known === 'REVOKED') return err(refusal('DEVICE_REVOKED', 'This device was signed out.'));
    if (known === 'DISABLED') return err(refusal('USER_DISABLED', 'This account is closed.'));
    if (!known) return err(refusal('UNAUTHENTICATED', 'Sign in first.'));
    return ok({ ...known, expiresAt: made.expiresAt, readOnly: false });
  };
  const sync = createSync({
    ...{ db: world.db, databaseUrl: world.url, log, clock, authenticate, metrics, commands },
    collections: featureCollections,
    allowedOrigins: ['app://khaacho'],
    ...(versions ? { versions } : {}),
  });
  world.database.onEveryCommit(() => sync.nudge());
  const app = createApp({ log, clock, metrics, trustedProxies: 0, httpsOnly: false, corsOrigins: [] });
  const budget = { apiPerMinute: 10_000, syncPerMinute: 10_000, signInPerHour: 10_000 };
  mountRoutes(app, sync.routes, { authenticate, clock, log, limits: createLimits(budget) });
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  const socket = attachSocket(listening.server, { sync, config: { corsOrigins: ['app://khaacho'] } });
  sync.start();
  return Object.assign(made, {
    url: listening.url,
    sync,
    tokens,
    asked: () => asked,
    metrics: () => metrics.text(),
    close: async () => {
      await socket.close();
      await listening.close(1_000);
      await sync.stop();
    },
  });
}

export type Client = {
  socket: Socket;
  changed: Changed[];
  resyncs: () => number;
  revoked: () => number;
  disconnected: () => string | null;
  pull(request: Partial<PullRequest>): Promise<PullAnswer>;
  push(commands: unknown): Promise<PushAnswer>;
  renew(token: string): Promise<RenewAnswer>;
  close(): void;
};

export type ClientOptions = { deviceId?: string; auth?: Record<string, unknown>; origin?: string };

/** Connects as a desk does; rejects with the server's `data.code` where it is not let in. */
export async function connectDesk(server: ReplicaServer, caller: Caller, options: ClientOptions = {}): Promise<Client> {
  const token = `token-${caller.userId}`;
  if (!server.tokens.has(token)) server.tokens.set(token, caller);
  const auth = {
    token,
    deviceId: options.deviceId ?? caller.deviceId,
    protocol: PROTOCOL_VERSION,
    schemaVersion: SCHEMA_VERSION,
  };
  const socket = io(`${server.url}/replica`, {
    ...{ auth: { ...auth, ...options.auth }, transports: ['websocket'], reconnection: false, forceNew: true },
    ...(options.origin ? { extraHeaders: { Origin: options.origin } } : {}),
  });
  const changed: Changed[] = [];
  let resyncs = 0;
  let revoked = 0;
  let disconnected: string | null = null;
  socket.on('changed', (change: Changed) => void changed.push(change));
  socket.on('resync', () => void (resyncs += 1));
  socket.on('revoked', () => void (revoked += 1));
  socket.on('disconnect', (reason) => void (disconnected = reason));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on('connect', resolve);
  socket.on('connect_error', (error: Error & { data?: { code?: string } }) =>
    reject(new Error(error.data?.code ?? error.message)),
  );
  await promise;
  return {
    socket,
    changed,
    resyncs: () => resyncs,
    revoked: () => revoked,
    disconnected: () => disconnected,
    pull: (request) =>
      socket.timeout(10_000).emitWithAck('pull', { collection: 'orders', checkpoint: null, limit: 5000, ...request }),
    push: (commands) => socket.timeout(10_000).emitWithAck('push', { commands }),
    renew: (token) => socket.timeout(10_000).emitWithAck('renew', { token }),
    close: () => void socket.disconnect(),
  };
}

/** A vendor's stock, moved without any rule. */
export const adjustDoor: AnyCommandDoor = {
  type: 'stock.adjust',
  roles: ['VENDOR_STAFF'],
  apply: async (tx, { payload }) => {
    await tx
      .updateTable('stockLevels')
      .set((eb) => ({ onHandMilli: eb('onHandMilli', '+', payload.deltaMilli) }))
      .where('offerId', '=', payload.offerId)
      .execute();
    return ok({});
  },
};
