/** A bad link between a browser and a server: slow, thin, cut in the middle of a frame, or silent without a word. */
import { connect, createServer, type Socket } from 'node:net';

export type FaultProxy = {
  url: string;
  /** Both apply to what passes from now on; null is as fast as the machine. */
  weather: { latencyMs: number; bytesPerSecond: number | null };
  /** Bytes that have reached the browser, and the server. */
  carried: { down: number; up: number };
  /** Connections that were opened through it. */
  opened: number;
  /** Cuts everything (RST) once so many more bytes have reached the browser: in the middle of whatever frame that is. */
  cutAfter(bytes: number): Promise<void>;
  cut(): void;
  /** Swallows everything both ways without closing anything, new connections too. What was swallowed is lost. */
  blackHole(on: boolean): void;
  /** The server stands elsewhere from now on; what is open is cut. */
  retarget(port: number): void;
  close(): Promise<void>;
};

/** A slice of this size passes at once; smaller ones make timers the bottleneck. */
const SLICE = 1_024;

export async function startFaultProxy(serverUrl: string): Promise<FaultProxy> {
  let target = Number(new URL(serverUrl).port);
  let silent = false;
  let fuse: { left: number; burnt: () => void } | null = null;
  const sockets = new Set<Socket>();
  const proxy: FaultProxy = {
    url: '',
    weather: { latencyMs: 0, bytesPerSecond: null },
    carried: { down: 0, up: 0 },
    opened: 0,
    cutAfter: (bytes) => new Promise((burnt) => (fuse = { left: bytes, burnt })),
    cut: () => {
      for (const socket of sockets) socket.resetAndDestroy();
    },
    blackHole: (on) => {
      silent = on;
      // What was swallowed is gone: a stream with a hole in it is of no use to anybody any more.
      if (!on) proxy.cut();
    },
    retarget: (port) => {
      target = port;
      proxy.cut();
    },
    close: async () => {
      proxy.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  /** Passes on what one side says, slice by slice, at the pace of the link. */
  const carry = (from: Socket, to: Socket, way: 'down' | 'up') => {
    let line: Promise<void> = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      from.pause();
      line = line.then(() => pass(chunk)).finally(() => from.resume());
    });
    from.on('close', () => void line.then(() => to.destroy()));
    const pass = async (chunk: Buffer) => {
      const { latencyMs, bytesPerSecond } = proxy.weather;
      if (latencyMs > 0) await pause(latencyMs);
      for (let at = 0; at < chunk.length; at += SLICE) {
        const slice = chunk.subarray(at, at + SLICE);
        if (bytesPerSecond !== null) await pause((slice.length / bytesPerSecond) * 1000);
        if (silent || to.destroyed) return;
        to.write(fuse && way === 'down' ? slice.subarray(0, fuse.left) : slice);
        proxy.carried[way] += slice.length;
        if (way === 'down') burn(slice.length);
      }
    };
  };
  const burn = (bytes: number) => {
    if (!fuse) return;
    fuse.left -= bytes;
    if (fuse.left > 0) return;
    const { burnt } = fuse;
    fuse = null;
    // After the last bytes have left; the rest of their frame never comes.
    setImmediate(() => {
      proxy.cut();
      burnt();
    });
  };

  const server = createServer((near) => {
    proxy.opened += 1;
    const far = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    carry(near, far, 'up');
    carry(far, near, 'down');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy.url = `http://127.0.0.1:${address.port}`;
  return proxy;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
