import type { ErrorCode } from '@khaacho/shared/kernel/errors.ts';
import { backOff, type Host } from './host.ts';
import { type Link, type LinkEvents, LinkLost, type Transport } from './link.ts';
import { type Signal, signal } from './observable.ts';

export type ConnectionState = {
  kind: 'online' | 'connecting' | 'offline';
  since: string;
  /** Why it is not online, where the server or the session said so. */
  refused: { code: ErrorCode; message: string } | null;
};

export type TokenAnswer =
  /** `freshForMs`: after so long another one is to be had, while this one still holds. */
  | { kind: 'token'; token: string; freshForMs: number }
  /** The server cannot be reached; try again. */
  | { kind: 'unreachable' }
  /** Only a person can help; nothing is tried until `retryNow`. */
  | { kind: 'sign-in-needed' };

type Fresh = Extract<TokenAnswer, { kind: 'token' }>;

export type ConnectionPorts = {
  host: Host;
  transport: Transport;
  accessToken(): Promise<TokenAnswer>;
  /** A new one although the last is still good. */
  renewedToken(): Promise<TokenAnswer>;
  /** The server would not take the token: the next one has to be a fresh one. */
  tokenRefused(): void;
  opened(link: Link): void;
  lost(): void;
  changed: LinkEvents['changed'];
  resync: LinkEvents['resync'];
  revoked(): void;
};

const FIRST_RETRY_MS = 500;
const MOST_RETRY_MS = 30_000;
/** A refusal that only a new version or an administrator lifts is asked again rarely. */
const REFUSED_RETRY_MS = 5 * 60_000;
/** Where the next token cannot be had before the last one ends, the line is opened anew then. */
const RENEW_RETRY_MS = 5_000;
/** A line that held so long was a good one; one that ends at once counts as a failed try, or it would be tried twice a second. */
const GOOD_LINE_MS = 10_000;

/** Keeps one link open while started: fresh token each time, back-off with jitter, one attempt at a time. */
export class Connection {
  readonly state: Signal<ConnectionState>;
  readonly #ports: ConnectionPorts;
  #link: Link | null = null;
  /** Rises with every attempt, so that what an earlier one still says is not heard. */
  #attempt = 0;
  #failures = 0;
  #running = false;
  #openedAt = 0;
  #callOff: (() => void) | null = null;
  #callOffRenewal: (() => void) | null = null;

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
    this.state = signal<ConnectionState>({ kind: 'offline', since: ports.host.now().toISOString(), refused: null });
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.retryNow();
  }

  stop(): void {
    this.#running = false;
    this.#drop();
    this.#set('offline', null);
  }

  /** Does not wait for the next try: the network is back, the person has signed in or pressed the button. */
  retryNow(): void {
    if (!this.#running || this.state.get().kind !== 'offline') return;
    void this.#try();
  }

  /** Closes and opens again with a fresh token. */
  reopen(): void {
    if (!this.#running) return;
    this.#ports.tokenRefused();
    this.#ended({ code: 'UNAUTHENTICATED', message: 'The session has to be renewed.' });
  }

  async #try(): Promise<void> {
    this.#callOff?.();
    this.#callOff = null;
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#set('connecting', this.state.get().refused);
    const answer = await this.#ports.accessToken();
    if (attempt !== this.#attempt || !this.#running) return;
    if (answer.kind === 'sign-in-needed') {
      this.#set('offline', { code: 'UNAUTHENTICATED', message: 'Sign in again to send and receive.' });
      return;
    }
    if (answer.kind === 'unreachable') return this.#ended(null);
    this.#open(answer, attempt);
  }

  #open({ token, freshForMs }: Fresh, attempt: number): void {
    const current = (run: () => void) => () => {
      if (attempt === this.#attempt) run();
    };
    const link = this.#ports.transport.open(token, {
      opened: current(() => {
        this.#openedAt = this.#ports.host.now().getTime();
        this.#set('online', null);
        this.#renewAfter(freshForMs, link);
        this.#ports.opened(link);
      }),
      closed: (why) => {
        if (attempt !== this.#attempt) return;
        if (why.refused?.code === 'DEVICE_REVOKED') return this.#ports.revoked();
        if (why.refused?.code === 'UNAUTHENTICATED') this.#ports.tokenRefused();
        this.#ended(why.refused);
      },
      changed: (change) => {
        if (attempt === this.#attempt) this.#ports.changed(change);
      },
      resync: current(() => this.#ports.resync()),
      revoked: current(() => this.#ports.revoked()),
    });
    this.#link = link;
  }

  /** The line goes on with a new token before the old one ends; nobody sees anything of it. */
  #renewAfter(milliseconds: number, link: Link): void {
    this.#callOffRenewal?.();
    this.#callOffRenewal = this.#ports.host.after(milliseconds, () => {
      this.#callOffRenewal = null;
      void this.#renew(link);
    });
  }

  async #renew(link: Link): Promise<void> {
    const answer = await this.#ports.renewedToken();
    if (link !== this.#link) return;
    if (answer.kind === 'unreachable') return this.#renewAfter(RENEW_RETRY_MS, link);
    // Until the old token ends the line is good; then it closes, and says what is needed.
    if (answer.kind === 'sign-in-needed') return;
    const renewed = await link.renew(answer.token).catch((error: unknown) => {
      if (error instanceof LinkLost) return null;
      throw error;
    });
    // Lost, or a server that does not know this: the line ends with its token and is opened anew.
    if (link !== this.#link || renewed === null) return;
    if ('refused' in renewed && renewed.refused.code === 'UNAUTHENTICATED') return this.reopen();
    this.#renewAfter('refused' in renewed ? RENEW_RETRY_MS : answer.freshForMs, link);
  }

  #ended(refused: { code: ErrorCode; message: string } | null): void {
    const held = this.#ports.host.now().getTime() - this.#openedAt;
    if (this.state.get().kind === 'online' && held >= GOOD_LINE_MS) this.#failures = 0;
    this.#drop();
    this.#set('offline', refused);
    if (!this.#running) return;
    this.#failures += 1;
    const lasting = refused !== null && refused.code !== 'UNAUTHENTICATED' && refused.code !== 'UNAVAILABLE';
    const { host } = this.#ports;
    const wait = lasting ? REFUSED_RETRY_MS : backOff(host, this.#failures, FIRST_RETRY_MS, MOST_RETRY_MS);
    this.#callOff = host.after(wait, () => void this.#try());
  }

  #drop(): void {
    this.#callOffRenewal?.();
    this.#callOffRenewal = null;
    this.#callOff?.();
    this.#callOff = null;
    this.#attempt += 1;
    const link = this.#link;
    this.#link = null;
    link?.close();
    if (this.state.get().kind === 'online') this.#ports.lost();
  }

  #set(kind: ConnectionState['kind'], refused: ConnectionState['refused']): void {
    const before = this.state.get();
    if (before.kind === kind && before.refused?.code === refused?.code) return;
    // "Offline since" counts from when it was last online, not from the last try.
    const stillOut = kind !== 'online' && before.kind !== 'online';
    this.state.set({ kind, since: stillOut ? before.since : this.#ports.host.now().toISOString(), refused });
  }
}
