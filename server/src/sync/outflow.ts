/** What waits to be written to one connection. Where the other side does not read, everything behind it stays here. */

/** The part of an engine.io connection this looks at: packets are made, and handed to the transport once it is free. */
export type Conn = {
  on(event: 'packetCreate', listener: (packet: { data?: unknown }) => void): unknown;
  on(event: 'drain', listener: () => void): unknown;
  on(event: 'close', listener: () => void): unknown;
};

/** Beyond either nothing more is pushed to a socket: it pulls once it has read what waits. */
const MOST_PACKETS = 64;
const MOST_BYTES = 1024 * 1024;
/** Nobody who reads at all is so far behind: acknowledgements of refusals and pings alone make this many. */
const HOPELESS_PACKETS = 512;

export class Outflow {
  #packets = 0;
  #bytes = 0;
  readonly #waiting = new Set<() => void>();

  /** `hopeless`: called each time the connection is behind beyond all measure. */
  constructor(conn: Conn, hopeless: () => void) {
    conn.on('packetCreate', ({ data }) => {
      this.#packets += 1;
      this.#bytes += sizeOf(data);
      if (this.#packets > HOPELESS_PACKETS) hopeless();
    });
    // Emitted when everything that waited was handed over, that is when what went before has been written.
    conn.on('drain', () => this.#emptied());
    conn.on('close', () => this.#emptied());
  }

  /** Packets behind what is being written. */
  get packets(): number {
    return this.#packets;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get lagging(): boolean {
    return this.#packets > MOST_PACKETS || this.#bytes > MOST_BYTES;
  }

  /** Settles when nothing waits behind what is being written, or the connection has ended. */
  async clear(): Promise<void> {
    while (this.#packets > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  #emptied(): void {
    this.#packets = 0;
    this.#bytes = 0;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const settle of waiting) settle();
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length;
  return data instanceof Uint8Array || data instanceof ArrayBuffer ? data.byteLength : 0;
}
