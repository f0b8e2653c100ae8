/** Who is connected to this process: rooms per scope and audience, and sockets that read too slowly. */
import type { Caller } from '@khaacho/shared/people/contract.ts';
import { scopesOf } from '@khaacho/shared/people/rules.ts';
import type { Changed, PullAnswer, PushAnswer, RenewAnswer } from '@khaacho/shared/sync/protocol.ts';
import type { Namespace, Socket } from 'socket.io';
import type { Listeners } from './fan-out.ts';
import { audienceOf } from './grants.ts';
import { Outflow } from './outflow.ts';

/** What a client may send; nothing in it is believed before it is parsed. */
export type ClientEvents = {
  pull: (request: unknown, ack: (answer: PullAnswer) => void) => void;
  push: (request: unknown, ack: (answer: PushAnswer) => void) => void;
  renew: (request: unknown, ack: (answer: RenewAnswer) => void) => void;
};
export type ServerEvents = { changed: (changed: Changed) => void; resync: () => void; revoked: () => void };
export type SocketData = { caller: Caller; token: string; expiresAt: Date; outflow: Outflow };
export type ReplicaSocket = Socket<ClientEvents, ServerEvents, Record<string, never>, SocketData>;
export type ReplicaNamespace = Namespace<ClientEvents, ServerEvents, Record<string, never>, SocketData>;

type Room = { name: string; audience: string; caller: Caller; members: Set<ReplicaSocket> };
type Member = { scopes: string[]; rooms: Room[]; lagging: boolean };

/** A device's commands are projected by person and device too, so its scope is an audience of its own. */
function audienceIn(scope: string, caller: Caller): string {
  if (!scope.startsWith('device:')) return audienceOf(caller);
  return caller.schemaVersion === undefined ? caller.userId : `${caller.userId} ${caller.schemaVersion}`;
}

/** By connection: a client may enter the namespace again on the same one. */
const outflows = new WeakMap<object, Outflow>();

/** Follows what waits for a connection; one that is behind beyond all measure is cut. */
export function outflowOf({ conn }: ReplicaSocket): Outflow {
  const known = outflows.get(conn) ?? new Outflow(conn, () => conn.close(true));
  outflows.set(conn, known);
  return known;
}

export class Sockets implements Listeners {
  readonly #namespace: ReplicaNamespace;
  readonly #members = new Map<ReplicaSocket, Member>();
  readonly #scopes = new Map<string, Map<string, Room>>();

  constructor(namespace: ReplicaNamespace) {
    this.#namespace = namespace;
  }

  all(): ReplicaSocket[] {
    return [...this.#members.keys()];
  }

  audiences(scope: string): { audience: string; caller: Caller }[] {
    return [...(this.#scopes.get(scope)?.values() ?? [])];
  }

  /** Puts a socket into the rooms of its caller's scopes, and out of those of former ones. */
  admit(socket: ReplicaSocket, caller: Caller): void {
    this.remove(socket);
    const scopes = scopesOf(caller);
    const rooms = scopes.map((scope) => this.#room(scope, caller));
    for (const room of rooms) room.members.add(socket);
    void socket.join(rooms.map((room) => room.name));
    this.#members.set(socket, { scopes, rooms, lagging: false });
  }

  remove(socket: ReplicaSocket): void {
    const member = this.#members.get(socket);
    if (!member) return;
    this.#members.delete(socket);
    for (const room of member.rooms) {
      room.members.delete(socket);
      void socket.leave(room.name);
    }
    for (const scope of member.scopes) {
      const rooms = this.#scopes.get(scope);
      for (const [audience, room] of rooms ?? []) if (room.members.size === 0) rooms?.delete(audience);
      if (rooms?.size === 0) this.#scopes.delete(scope);
    }
  }

  send(audience: string, changed: Changed): void {
    // `local`: every process reads the feed itself, none sends for another. A room's packet is encoded once.
    this.#each(changed.scope, audience, (room) => this.#namespace.local.to(room).emit('changed', changed));
  }

  resync(audience: string, scope: string): void {
    this.#each(scope, audience, (room) => this.#namespace.local.to(room).emit('resync'));
  }

  #room(scope: string, caller: Caller): Room {
    const audience = audienceIn(scope, caller);
    const rooms = this.#scopes.get(scope) ?? new Map<string, Room>();
    this.#scopes.set(scope, rooms);
    const known = rooms.get(audience);
    if (known) return known;
    const room = { name: JSON.stringify([scope, audience]), audience, caller, members: new Set<ReplicaSocket>() };
    rooms.set(audience, room);
    return room;
  }

  #each(scope: string, audience: string, emit: (room: string) => void): void {
    const room = this.#scopes.get(scope)?.get(audience);
    if (!room) return;
    for (const socket of room.members) this.#watch(socket);
    emit(room.name);
  }

  /** Too much waiting takes the socket out of its rooms until it has read that; then it pulls what it missed. */
  #watch(socket: ReplicaSocket): void {
    const member = this.#members.get(socket);
    const { outflow } = socket.data;
    if (!member || member.lagging || !outflow.lagging) return;
    member.lagging = true;
    for (const room of member.rooms) void socket.leave(room.name);
    void outflow.clear().then(() => {
      if (this.#members.get(socket) !== member) return;
      member.lagging = false;
      void socket.join(member.rooms.map((room) => room.name));
      socket.emit('resync');
    });
  }
}
