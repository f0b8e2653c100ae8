import { type Signal, signal } from './observable.ts';

export type TabState = 'waiting' | 'owner' | 'lost';

/** The parts of the browser it needs. */
export type TabPorts = {
  locks: Pick<LockManager, 'request'>;
  channel: Pick<BroadcastChannel, 'postMessage' | 'close'> & { onmessage: BroadcastChannel['onmessage'] };
  after(milliseconds: number, run: () => void): () => void;
  /** Lets go of everything that writes; the lock passes on when it is done. */
  giveUp(): Promise<void>;
};

const LOCK = 'khaacho-replica';
export const TAB_CHANNEL = 'khaacho-replica-tabs';
const GIVE_WAY = 'give-way';
/** A tab that has not let go by then is frozen or hung; its lock is taken. */
const PATIENCE_MS = 5_000;

/** One tab owns the replica. A second one waits, takes it when the first is closed, or asks for it. */
export class TabLock {
  readonly state: Signal<TabState> = signal<TabState>('waiting');
  readonly #ports: TabPorts;
  #release: (() => void) | null = null;
  #waiting: AbortController | null = null;
  #closed = false;

  constructor(ports: TabPorts) {
    this.#ports = ports;
    ports.channel.onmessage = (message) => {
      if (message.data === GIVE_WAY && this.#release) void this.#giveWay();
    };
  }

  /** Stands in line for the replica. */
  acquire(): void {
    if (this.#waiting || this.#release || this.#closed) return;
    this.state.set('waiting');
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#request({ signal: waiting.signal });
  }

  /** Asks the owner to let go; takes the lock where it does not. */
  takeOver(): void {
    if (this.state.get() === 'owner' || this.#closed) return;
    this.acquire();
    this.#ports.channel.postMessage(GIVE_WAY);
    this.#ports.after(PATIENCE_MS, () => {
      if (this.state.get() === 'owner' || this.#closed) return;
      this.#waiting?.abort();
      this.#request({ steal: true });
    });
  }

  close(): void {
    this.#closed = true;
    this.#waiting?.abort();
    this.#release?.();
    this.#release = null;
    this.#ports.channel.close();
  }

  #request(options: LockOptions): void {
    let granted = false;
    const held = () =>
      new Promise<void>((resolve) => {
        this.#waiting = null;
        if (this.#closed) return resolve();
        granted = true;
        this.#release = resolve;
        this.state.set('owner');
      });
    this.#ports.locks.request(LOCK, options, held).catch(() => {
      // Not granted: called off by ourselves. Granted: stolen, so another tab writes already and this one must stop at once.
      if (granted && this.#release && !this.#closed) void this.#giveWay();
    });
  }

  async #giveWay(): Promise<void> {
    const release = this.#release;
    this.#release = null;
    this.state.set('lost');
    await this.#ports.giveUp().catch(() => undefined);
    release?.();
  }
}
