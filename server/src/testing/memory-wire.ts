/** A connection to socket.io without a network: the real namespace, rooms and doors, packets handed over as text. */
import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { socketServerOptions } from '../sync/origin.ts';

export type WireEnd = {
  /** A packet of the server, as it would go over the line; bytes that belong to one follow it. */
  packet(part: string | Uint8Array): void;
  /** The server has ended the line. */
  closed(): void;
};

export type Wire = {
  /** False where the line has ended and nobody takes it. */
  send(text: string): boolean;
  close(): void;
  /** False: this reader takes nothing; packets pile up as in a full send buffer. True again lets them go on. */
  reads(able: boolean): void;
};

/** What socket.io asks of an engine's connection, and nothing else. */
class MemoryConnection extends EventEmitter {
  readonly id: string;
  readonly protocol = 4;
  readonly remoteAddress = '127.0.0.1';
  readonly request = undefined;
  readonly transport = { writable: true };
  readyState: 'open' | 'closed' = 'open';
  readonly #end: WireEnd;

  constructor(id: string, end: WireEnd) {
    super();
    this.id = id;
    this.#end = end;
  }

  write(part: string | Uint8Array): void {
    this.#end.packet(part);
  }

  close(): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.emit('close', 'transport close');
    this.#end.closed();
  }
}

let connections = 0;

/** A socket.io server that listens nowhere; attach `Sync` to it, then connect with `connectWire`. */
export function createWireServer(): Server {
  return new Server(createServer(), socketServerOptions([]));
}

export function connectWire(io: Server, end: WireEnd): Wire {
  connections += 1;
  const connection = new MemoryConnection(`wire-${connections}`, end);
  io.engine.emit('connection', connection);
  return {
    send: (text) => connection.readyState === 'open' && connection.emit('data', text),
    close: () => connection.close(),
    reads: (able) => {
      connection.transport.writable = able;
      if (able) connection.emit('drain');
    },
  };
}
