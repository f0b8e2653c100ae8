import type { ServerOptions } from 'socket.io';

/**
 * WebSockets know no CORS: a page of any site can open one. Allowed are programs (no Origin), our own pages, and origins
 * named in the settings (the desktop shell's, a second domain).
 */
export function createOriginCheck(allowed: readonly string[]) {
  return (origin: string | undefined, host: string | undefined): boolean => {
    if (origin === undefined || allowed.includes(origin)) return true;
    return host !== undefined && URL.canParse(origin) && new URL(origin).host === host;
  };
}

/** More than a push may carry, with room for its frame. Longer messages close the connection. */
const MOST_BYTES = 1_000_000;

/** Options every socket.io server of ours is made with. */
export function socketServerOptions(allowedOrigins: readonly string[]): Partial<ServerOptions> {
  const originAllowed = createOriginCheck(allowedOrigins);
  return {
    serveClient: false,
    maxHttpBufferSize: MOST_BYTES,
    // Recovery of missed events skips the check of who asks; the checkpoint does it better.
    connectionStateRecovery: undefined,
    cors: { origin: [...allowedOrigins] },
    allowRequest: ({ headers }, decide) => decide(null, originAllowed(headers.origin, headers.host)),
  };
}
