import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/** A client that sends its headers or body drop by drop (slow-loris) is cut off; uploads over 2G still fit. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** Above the idle time-outs of common proxies (60 s), so that it is the proxy that closes first. */
const KEEP_ALIVE_MS = 65_000;
const MAX_HEADERS = 100;

export type Listening = {
  server: Server;
  url: string;
  port: number;
  /** Takes no new connections, lets open requests finish for `graceMs`, then cuts them. */
  close(graceMs?: number): Promise<void>;
};

/** Starts listening; port 0 takes a free one. Rejects where the port is taken. */
export async function listen(app: Express, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    app,
  );
  server.maxHeadersCount = MAX_HEADERS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const taken = portOf(server.address());
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    server,
    port: taken,
    url: `http://${shown}:${taken}`,
    close: (graceMs = 25_000) => closeServer(server, graceMs),
  };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server listens on no TCP port');
  return address.port;
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
