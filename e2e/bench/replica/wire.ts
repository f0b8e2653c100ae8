import { connect, createServer, type Socket } from 'node:net';

export type Wire = {
  /** Where the page goes instead of to the server itself. */
  origin: string;
  /** Bytes of TCP payload since the last call, as they are on the line: compressed, with headers and frames. */
  taken(): { down: number; up: number };
  /** Pulls the plug: open connections end, new ones are refused at once. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
};

/** A line of its own between a browser and a server on this machine, to count and to cut; the same for everybody measured. */
export async function openWire(port: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  let bytes = { down: 0, up: 0 };
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true);
    join(near, far, (count) => (bytes.up += count));
    join(far, near, (count) => (bytes.down += count));
  });
  const join = (from: Socket, to: Socket, count: (bytes: number) => void) => {
    sockets.add(from);
    from.on('data', (chunk) => count(chunk.length));
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the wire has no port');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    taken: () => {
      const before = bytes;
      bytes = { down: 0, up: 0 };
      return before;
    },
    cut: () => {
      whole = false;
      drop();
    },
    mend: () => {
      whole = true;
    },
    close: () => {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
