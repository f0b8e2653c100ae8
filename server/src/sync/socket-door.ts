import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import { type ErrorCode, type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { DESK_ROLES } from '@khaacho/shared/people/rules.ts';
import {
  handshakeSchema,
  PROTOCOL_VERSION,
  PUSH_BYTES,
  pullRequestSchema,
  pushRequestSchema,
  type RenewAnswer,
  renewRequestSchema,
} from '@khaacho/shared/sync/protocol.ts';
import { isServed, type Versions } from '@khaacho/shared/sync/versions.ts';
import { z } from 'zod';
import { isUnavailable } from '../db/failures.ts';
import type { Authenticate, Authenticated } from '../http/auth.ts';
import type { Log } from '../log.ts';
import { grantsOf } from './grants.ts';
import type { Pull } from './pull.ts';
import type { Push } from './push.ts';
import { outflowOf, type ReplicaNamespace, type ReplicaSocket, type Sockets } from './sockets.ts';
import { createTurns, type Turns } from './turns.ts';

export type SocketDoorDeps = {
  authenticate: Authenticate;
  clock: Clock;
  log: Log;
  pull: Pull;
  push: Push;
  versions: Versions;
  /** May a page of this origin connect? Tokens are no cookies, so this is a second lock, not the first. */
  originAllowed(origin: string | undefined, host: string | undefined): boolean;
};

/** The codes a refused handshake may carry; everything else means: sign in again, or later. */
const HANDSHAKE_CODES: readonly ErrorCode[] = ['UNAUTHENTICATED', 'DEVICE_REVOKED', 'UPGRADE_REQUIRED', 'UNAVAILABLE'];

class HandshakeRefused extends Error {
  readonly data: { code: ErrorCode };
  constructor({ code, message }: Refusal) {
    super(message);
    this.data = { code: HANDSHAKE_CODES.includes(code) ? code : 'UNAUTHENTICATED' };
  }
}

/** Requests of one socket: a burst for a first sync of small pages, then a steady rate. */
const BURST = 400;
const PER_SECOND = 40;
/** Timers hold at most 2^31 ms; tokens live minutes. */
const LONGEST_TIMER_MS = 86_400_000;

const versionsSchema = z.looseObject({ protocol: z.unknown(), schemaVersion: z.unknown() });

export type SocketDoor = {
  /** Asks again who is behind these sockets: rights may have changed, or ended. */
  recheck(sockets: readonly ReplicaSocket[]): Promise<void>;
};

/** The doors of the namespace: handshake, pull, push. */
export function openSocketDoor(namespace: ReplicaNamespace, sockets: Sockets, deps: SocketDoorDeps): SocketDoor {
  namespace.use((socket, next) => {
    handshake(socket, deps).then(
      (admitted) => {
        if (!admitted.ok) return next(new HandshakeRefused(admitted.error));
        const { token, authenticated } = admitted.value;
        const { expiresAt } = authenticated;
        socket.data = { caller: authenticated, token, expiresAt, outflow: outflowOf(socket) };
        next();
      },
      (error: unknown) => {
        deps.log.warn({ err: error }, 'a handshake could not be checked');
        next(new HandshakeRefused(refusal('UNAVAILABLE', 'The server cannot check this now; try again.')));
      },
    );
  });
  namespace.on('connection', (socket) => {
    sockets.admit(socket, socket.data.caller);
    const expiry = cutAtExpiry(socket, deps.clock);
    socket.on('disconnect', () => {
      expiry.stop();
      sockets.remove(socket);
    });
    const guard = { deps, sockets, socket, take: createBucket(), turns: createTurns(socket.data.outflow) };
    socket.on('pull', (request, ack) =>
      answer(guard, request, pullRequestSchema, ack, (caller, asked) => deps.pull(caller, asked, deps.clock.now())),
    );
    socket.on('push', (request, ack) =>
      answer(guard, request, pushSchema, ack, (caller, asked) => deps.push(caller, asked.commands)),
    );
    // Not in turn: it must not wait behind a long pull until the old token has ended.
    socket.on('renew', (request, ack) => {
      const say = speaker<RenewAnswer>(guard, ack);
      return guard.take() ? say(() => renew(guard, request, expiry.move)) : say(TOO_MANY);
    });
  });
  return {
    recheck: async (among) => {
      for (const socket of among) {
        await authenticateAgain({ deps, sockets, socket }).catch((error: unknown) =>
          deps.log.warn({ err: error }, 'a socket could not be checked again'),
        );
      }
    },
  };
}

const pushSchema = pushRequestSchema.refine(
  ({ commands }) => Buffer.byteLength(JSON.stringify(commands)) <= PUSH_BYTES,
  `At most ${PUSH_BYTES} bytes of commands at once.`,
);

async function handshake(
  socket: ReplicaSocket,
  deps: SocketDoorDeps,
): Promise<Result<{ token: string; authenticated: Authenticated }, Refusal>> {
  const { origin, host } = socket.handshake.headers;
  if (!deps.originAllowed(origin, host))
    return err(refusal('UNAUTHENTICATED', 'Pages of this origin may not connect.'));
  const auth: unknown = socket.handshake.auth;
  const versions = versionsSchema.safeParse(auth);
  if (versions.success && 'protocol' in versions.data) {
    const { protocol, schemaVersion } = versions.data;
    if (protocol !== PROTOCOL_VERSION || !isServed(deps.versions, schemaVersion)) {
      return err(
        refusal('UPGRADE_REQUIRED', 'This app and the server are of different versions. Update the older one.'),
      );
    }
  }
  const parsed = handshakeSchema.safeParse(auth);
  if (!parsed.success) return err(refusal('UNAUTHENTICATED', 'Sign in first.'));
  const { token, deviceId, schemaVersion } = parsed.data;
  const authenticated = await deps.authenticate(token, deps.clock.now());
  if (!authenticated.ok) return authenticated;
  // The device is the token's; a token used on another device was taken from it.
  if (authenticated.value.deviceId !== deviceId)
    return err(refusal('UNAUTHENTICATED', 'This token is another device’s.'));
  if (!DESK_ROLES.includes(authenticated.value.role)) return err(refusal('UNAUTHENTICATED', 'Your role has no desk.'));
  const older = schemaVersion === deps.versions.schema ? {} : { schemaVersion };
  return ok({ token, authenticated: { ...authenticated.value, ...older } });
}

/** Ends the connection with its token; `move` after that was renewed. */
function cutAtExpiry(socket: ReplicaSocket, clock: Clock): { move(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const move = () => {
    clearTimeout(timer);
    const left = Math.max(0, socket.data.expiresAt.getTime() - clock.now().getTime());
    timer = setTimeout(() => socket.disconnect(true), Math.min(left, LONGEST_TIMER_MS));
  };
  move();
  return { move, stop: () => clearTimeout(timer) };
}

type Guard = { deps: SocketDoorDeps; sockets: Sockets; socket: ReplicaSocket };
type Refused = { refused: { code: ErrorCode; message: string } };

function refused({ code, message }: Refusal): Refused {
  return { refused: { code, message } };
}

type Asking = Guard & { take(): boolean; turns: Turns };

/** Rate, shape, turn, rights, then the work: in this order, and with an answer in every case. */
async function answer<Q, A>(
  guard: Asking,
  request: unknown,
  schema: z.ZodType<Q>,
  ack: unknown,
  work: (caller: Caller, asked: Q) => Promise<A>,
): Promise<void> {
  const say = speaker<A>(guard, ack);
  if (!guard.take()) return say(TOO_MANY);
  const asked = schema.safeParse(request);
  if (!asked.success) return say(refused(refusal('VALIDATION_ERROR', z.prettifyError(asked.error).slice(0, 500))));
  // The answer is part of the turn: the next one begins when it is known whether this one is being read.
  const done = guard.turns.take(() =>
    say(async () => {
      // Whoever has left meanwhile asks again on the next connection.
      if (!guard.socket.connected) return refused(refusal('UNAVAILABLE', 'This connection has ended.'));
      const authenticated = await authenticateAgain(guard);
      return authenticated.ok ? work(authenticated.value, asked.data) : refused(authenticated.error);
    }),
  );
  await (done ?? say(refused(refusal('RATE_LIMITED', 'Read the answers before you ask for more.'))));
}

const TOO_MANY = refused(refusal('RATE_LIMITED', 'Too many requests on this connection; slow down.'));

/** Gives an acknowledgement whatever happens; a client that wants none gets none, its bucket was charged all the same. */
function speaker<A>(guard: Guard, ack: unknown) {
  return async (reply: A | Refused | (() => Promise<A | Refused>)): Promise<void> => {
    const said = reply instanceof Function ? await reply().catch((error: unknown) => unexpected(guard, error)) : reply;
    if (typeof ack === 'function') ack(said);
  };
}

function unexpected({ deps }: Guard, error: unknown): Refused {
  if (isUnavailable(error)) return refused(refusal('UNAVAILABLE', 'The server cannot answer now; try again.'));
  deps.log.error({ err: error }, 'a request on a socket ended in an error of ours');
  return refused(refusal('INTERNAL', 'An error of ours; it is logged.'));
}

/** A fresh token of the same person and device takes the place of the one that ends soon; the connection goes on. */
async function renew(guard: Guard, request: unknown, moveExpiry: () => void): Promise<RenewAnswer> {
  const { socket, deps } = guard;
  const asked = renewRequestSchema.safeParse(request);
  if (!asked.success) return refused(refusal('VALIDATION_ERROR', z.prettifyError(asked.error).slice(0, 500)));
  const { token } = asked.data;
  const authenticated = await deps.authenticate(token, deps.clock.now());
  // The old token stays what it was until its end.
  if (!authenticated.ok) return refused(authenticated.error);
  const { userId, deviceId } = socket.data.caller;
  const { expiresAt } = authenticated.value;
  if (authenticated.value.userId !== userId || authenticated.value.deviceId !== deviceId)
    return refused(refusal('UNAUTHENTICATED', 'This token is somebody else’s.'));
  socket.data.token = token;
  socket.data.expiresAt = expiresAt;
  moveExpiry();
  await authenticateAgain(guard);
  return { expiresAt: expiresAt.toISOString() };
}

/** Who is behind the socket now. Ended rights cut it; changed ones move it to other rooms and let it pull. */
async function authenticateAgain({ deps, sockets, socket }: Guard): Promise<Result<Authenticated, Refusal>> {
  const authenticated = await deps.authenticate(socket.data.token, deps.clock.now());
  if (!authenticated.ok) {
    if (authenticated.error.code === 'DEVICE_REVOKED') socket.emit('revoked');
    // After the answer that says why.
    setImmediate(() => socket.disconnect(true));
    return authenticated;
  }
  const before = socket.data.caller;
  // The app behind the socket stays the one it was.
  const { schemaVersion } = before;
  const caller = schemaVersion === undefined ? authenticated.value : { ...authenticated.value, schemaVersion };
  socket.data.caller = caller;
  if (socket.connected && grantsOf(before).hash !== grantsOf(caller).hash) {
    sockets.admit(socket, caller);
    socket.emit('resync');
  }
  return ok(caller);
}

/** By the machine's own time: the demo's clock may stand still. */
function createBucket(): () => boolean {
  let tokens = BURST;
  let at = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(BURST, tokens + ((now - at) / 1000) * PER_SECOND);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
