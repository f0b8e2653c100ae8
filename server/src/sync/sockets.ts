/** Who is connected to this process: rooms per scope and audience, and sockets that read too slowly. */
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { scopesOf } from '@khaacho/shared/people/rules.ts';
import type { Changed, PullAnswer, PushAnswer } from '@khaacho/shared/sync/protocol.ts';
import type { Namespace, Socket } from 'socket.io';
import type { Listeners } from './fan-out.ts';
import { audienceOf } from './grants.ts';

/** What a client may send; nothing in it is believed before it is parsed. */
export type ClientEvents = {
  pull: (request: unknown, ack: (answer: PullAnswer) => void) => void;
  push: (request: unknown, ack: (answer: PushAnswer) => void) => void;
};
export type ServerEvents = { changed: (changed: Changed) => void; resync: () => void; revoked: () => void };
export type SocketData = { caller: Caller; token: string; expiresAt: Date };
export type ReplicaSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type ReplicaNamespace = Namespace<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

export type Sockets = Listeners & {
  /** Puts a socket into the rooms of its caller's scopes, and out of those of former ones. */
  admit(socket: ReplicaSocket, caller: Caller): void;
  remove(socket: ReplicaSocket): void;
  all(): ReplicaSocket[];
};

/** Packets that may wait for one socket. Beyond it nothing is queued: it is told to pull once it has read what waits. */
const MOST_WAITING = 64;

type Room = { name: string; audience: string; caller: Caller; members: Set<ReplicaSocket> };
type Member = { scopes: string[]; lagging: boolean; waiting: number };

/** A device's commands are projected by person and device too, so its scope is an audience of its own. */
function audienceIn(scope: string, caller: Caller): string {
  return scope.startsWith('device:') ? caller.userId : audienceOf(caller);
}

export function createSockets(namespace: ReplicaNamespace): Sockets {
  const members = new Map<ReplicaSocket, Member>();
  const scopes = new Map<string, Map<string, Room>>();

  const roomsOf = (socket: ReplicaSocket): Room[] =>
    (members.get(socket)?.scopes ?? []).flatMap((scope) =>
      [...(scopes.get(scope)?.values() ?? [])].filter((room) => room.members.has(socket)),
    );

  const remove = (socket: ReplicaSocket) => {
    for (const room of roomsOf(socket)) {
      room.members.delete(socket);
      void socket.leave(room.name);
    }
    for (const scope of members.get(socket)?.scopes ?? []) {
      const rooms = scopes.get(scope);
      for (const [audience, room] of rooms ?? []) if (room.members.size === 0) rooms?.delete(audience);
      if (rooms?.size === 0) scopes.delete(scope);
    }
    members.delete(socket);
  };

  const admit = (socket: ReplicaSocket, caller: Caller) => {
    remove(socket);
    const granted = scopesOf(caller);
    for (const scope of granted) {
      const audience = audienceIn(scope, caller);
      const rooms = scopes.get(scope) ?? new Map<string, Room>();
      const name = JSON.stringify([scope, audience]);
      const room = rooms.get(audience) ?? { name, audience, caller, members: new Set() };
      room.members.add(socket);
      scopes.set(scope, rooms.set(audience, room));
      void socket.join(name);
    }
    members.set(socket, { scopes: granted, lagging: false, waiting: 0 });
  };

  /** Counts what waits; too much takes it out of the rooms until it has read that, and then it pulls what it missed. */
  const count = (socket: ReplicaSocket, member: Member) => {
    if (socket.conn.transport.writable) {
      member.waiting = 0;
      return;
    }
    member.waiting += 1;
    if (member.waiting <= MOST_WAITING) return;
    member.lagging = true;
    for (const room of roomsOf(socket)) void socket.leave(room.name);
    socket.conn.once('drain', () => {
      if (members.get(socket) !== member) return;
      member.lagging = false;
      member.waiting = 0;
      for (const room of roomsOf(socket)) void socket.join(room.name);
      socket.emit('resync');
    });
  };

  const send = (scope: string, audience: string, emit: (room: string) => void) => {
    const room = scopes.get(scope)?.get(audience);
    if (!room) return;
    for (const socket of room.members) {
      const member = members.get(socket);
      if (member && !member.lagging) count(socket, member);
    }
    emit(room.name);
  };

  return {
    admit,
    remove,
    all: () => [...members.keys()],
    audiences: (scope) => [...(scopes.get(scope)?.values() ?? [])],
    // `local`: every process reads the feed itself, none sends for another. The room's packet is encoded once.
    send: (audience, changed) =>
      send(changed.scope, audience, (room) => void namespace.local.to(room).emit('changed', changed)),
    resync: (audience, scope) => send(scope, audience, (room) => void namespace.local.to(room).emit('resync')),
  };
}
