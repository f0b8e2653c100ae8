import type { Request, Response } from 'express';

/** Server-sent events: everything that happens, to every page that listens. */
export interface Stream {
  emit(type: string, data: unknown): void;
  handler(request: Request, response: Response): void;
  listeners(): number;
  close(): void;
}

// Proxies and browsers drop a silent connection after about 30 s.
const KEEP_ALIVE_MS = 20_000;

export function createStream(): Stream {
  const open = new Set<Response>();
  const beat = setInterval(() => {
    for (const response of open) response.write(': still here\n\n');
  }, KEEP_ALIVE_MS);
  beat.unref();
  return {
    emit(type, data) {
      if (open.size === 0) return;
      const text = `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
      for (const response of open) response.write(text);
    },
    handler(_request, response) {
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
      // A page that lost the stream comes back after a second and reads everything again on `hello`.
      response.write('retry: 1000\nevent: hello\ndata: {}\n\n');
      open.add(response);
      response.on('close', () => open.delete(response));
    },
    listeners: () => open.size,
    close() {
      clearInterval(beat);
      for (const response of open) response.end();
      open.clear();
    },
  };
}
