import { errorCodeSchema } from '@khaacho/shared/kernel/errors.ts';
import {
  changedSchema,
  PROTOCOL_VERSION,
  pullAnswerSchema,
  pushAnswerSchema,
  renewAnswerSchema,
  SCHEMA_VERSION,
} from '@khaacho/shared/sync/protocol.ts';
import { io, type Socket } from 'socket.io-client';
import { z } from 'zod';
import { type Link, type LinkEvents, LinkLost, type Transport } from './link.ts';

/** A page is sized to take about two seconds; a minute without an answer is a dead line, not a slow one. */
const ANSWER_MS = 60_000;
const CONNECT_MS = 20_000;

const refusedSchema = z.object({ data: z.object({ code: errorCodeSchema }) });

export type SocketOptions = {
  /** Origin of the server; empty is the page's own. */
  origin: string;
  deviceId: string;
};

/** socket.io, WebSocket first and polling where that is blocked. Reconnecting is decided above (`connection.ts`), not here. */
export function socketTransport({ origin, deviceId }: SocketOptions): Transport {
  return {
    open(token, events) {
      const socket = io(`${origin}/replica`, {
        // Asked at every handshake, the fall-back's included.
        auth: (give) => give({ token, deviceId, protocol: PROTOCOL_VERSION, schemaVersion: SCHEMA_VERSION }),
        transports: ['websocket', 'polling'],
        tryAllTransports: true,
        forceNew: true,
        reconnection: false,
        timeout: CONNECT_MS,
      });
      listen(socket, events);
      return linkOver(socket);
    },
  };
}

function listen(socket: Socket, events: LinkEvents): void {
  let ended = false;
  const end = (why: Parameters<LinkEvents['closed']>[0]) => {
    if (ended) return;
    ended = true;
    events.closed(why);
  };
  socket.on('connect', () => events.opened());
  socket.on('connect_error', (error) => {
    const refused = refusedSchema.safeParse(error);
    end({
      refused: refused.success ? { code: refused.data.data.code, message: error.message } : null,
      message: error.message,
    });
    socket.disconnect();
  });
  socket.on('disconnect', (reason) => {
    // Our own `close` is not news.
    if (reason !== 'io client disconnect') end({ refused: null, message: reason });
  });
  socket.on('changed', (payload: unknown) => {
    const change = changedSchema.safeParse(payload);
    // What cannot be read has still happened: ask for it.
    if (change.success) events.changed(change.data);
    else events.resync();
  });
  socket.on('resync', () => events.resync());
  socket.on('revoked', () => events.revoked());
}

function linkOver(socket: Socket): Link {
  const ask = async <T>(event: string, payload: object, schema: z.ZodType<T>): Promise<T> => {
    let answer: unknown;
    try {
      answer = await socket.timeout(ANSWER_MS).emitWithAck(event, payload);
    } catch (cause) {
      throw new LinkLost(`no answer to ${event}`, { cause });
    }
    return schema.parse(answer);
  };
  return {
    pull: (request) => ask('pull', request, pullAnswerSchema),
    push: (commands) => ask('push', { commands }, pushAnswerSchema),
    renew: (token) => ask('renew', { token }, renewAnswerSchema),
    close: () => socket.disconnect(),
  };
}
