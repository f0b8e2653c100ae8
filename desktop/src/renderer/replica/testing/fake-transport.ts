import type { Changed } from '@khaacho/shared/sync/protocol.ts';
import type { Host } from '../host.ts';
import { type Link, type LinkEvents, LinkLost, type Transport } from '../link.ts';
import type { FakeServer } from './fake-server.ts';

export type Weather = {
  /** False: no connection comes up. */
  up: boolean;
  /** One way, milliseconds. */
  delay(): number;
  /** Whether a question or its answer gets lost, which ends the connection. */
  loses(what: 'question' | 'answer'): boolean;
};

export const fairWeather: Weather = { up: true, delay: () => 5, loses: () => false };

/** Connects a desk to the fake server through delays and losses, on the virtual clock. */
export class FakeTransport implements Transport {
  weather: Weather = fairWeather;
  scopes: readonly string[];
  deviceId: string;
  questions: { event: 'pull' | 'push' | 'renew'; detail: string }[] = [];
  /** So long a token is good. */
  tokenLifeMs = 15 * 60_000;
  /** False: a server from before tokens could be renewed on the line. */
  renews = true;
  readonly #host: Host;
  readonly #server: FakeServer;
  #cut: ((message: string) => void) | null = null;
  #events: LinkEvents | null = null;

  constructor(host: Host, server: FakeServer, deviceId: string, scopes: readonly string[]) {
    this.#host = host;
    this.#server = server;
    this.deviceId = deviceId;
    this.scopes = scopes;
  }

  /** Ends the connection from outside. */
  cut(): void {
    this.#cut?.('cut');
  }

  tell(what: 'resync' | 'revoked'): void {
    this.#events?.[what]();
  }

  open(_: string, events: LinkEvents): Link {
    const host = this.#host;
    let open = true;
    let leave = () => {};
    let expiry = () => {};
    const rejects = new Set<(error: Error) => void>();
    const end = (): void => {
      open = false;
      expiry();
      leave();
      if (this.#events === events) this.#events = null;
      for (const reject of rejects) reject(new LinkLost('the connection is gone'));
      rejects.clear();
    };
    const cut = (message: string): void => {
      if (!open) return;
      end();
      events.closed({ refused: null, message });
    };
    const expireAfterLife = () => {
      expiry();
      expiry = host.after(this.tokenLifeMs, () => cut('the token has ended'));
    };
    host.after(this.weather.delay(), () => {
      if (!open) return;
      expireAfterLife();
      if (!this.weather.up) return cut('no way through');
      this.#cut = cut;
      this.#events = events;
      leave = this.#server.join([...this.scopes], (change: Changed) => {
        host.after(5, () => open && events.changed(change));
      });
      events.opened();
    });
    const ask = <T>(event: 'pull' | 'push' | 'renew', detail: string, answer: () => T): Promise<T> => {
      this.questions.push({ event, detail });
      return new Promise((resolve, reject) => {
        if (!open) return reject(new LinkLost('the connection is gone'));
        rejects.add(reject);
        if (this.weather.loses('question')) return host.after(this.weather.delay(), () => cut('question lost'));
        host.after(this.weather.delay(), () => {
          if (!open) return;
          const value = answer();
          const lost = this.weather.loses('answer');
          host.after(this.weather.delay(), () => {
            if (!open) return;
            if (lost) return cut('answer lost');
            rejects.delete(reject);
            resolve(value);
          });
        });
      });
    };
    return {
      pull: (request) => ask('pull', request.collection, () => this.#server.pull(request, this.scopes)),
      push: (commands) =>
        ask('push', commands.map((command) => command.deviceSeq).join(), () =>
          this.#server.push(commands, this.deviceId, `device:${this.deviceId}`),
        ),
      renew: (token) =>
        this.renews
          ? ask('renew', token, () => {
              expireAfterLife();
              return { expiresAt: new Date(host.now().getTime() + this.tokenLifeMs).toISOString() };
            })
          : new Promise((_, reject) => rejects.add(reject)),
      close: end,
    };
  }
}
