import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import { socketServerOptions } from './origin.ts';
import type { Sync } from './service.ts';

/** Opens the sockets of a web process on its HTTP server; `close` ends them and leaves the HTTP server open. */
export function attachSocket(
  server: HttpServer,
  { sync, config }: { sync: Sync; config: { corsOrigins: readonly string[] } },
): { close(): Promise<void> } {
  const io = new Server(server, socketServerOptions(config.corsOrigins));
  sync.attach(io);
  return {
    close: async () => {
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}
