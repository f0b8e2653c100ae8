import type { CollectionName } from '@khaacho/shared/sync/protocol.ts';
import { collectionNames } from '@khaacho/shared/sync/protocol.ts';
import type { TokenAnswer } from '../connection.ts';
import { Desk } from '../desk.ts';
import { hostInServerTime } from '../host.ts';
import { Outbox } from '../outbox.ts';
import type { Seal } from '../sealing.ts';
import { Shown } from '../shown.ts';
import { FakeServer } from './fake-server.ts';
import { FakeTransport } from './fake-transport.ts';
import { toyRules } from './toy-rules.ts';
import { type Random, rest, seededRandom, VirtualTime } from './virtual-time.ts';

/** Closes at once: a real cipher would finish at times of its own and a seed would not replay. */
export const openSeal: Seal = {
  close: async (text) => new TextEncoder().encode(text).buffer,
  open: async (sealed) => new TextDecoder().decode(sealed),
  closeBytes: async (bytes) => bytes.slice().buffer,
  openBytes: async (sealed) => new Uint8Array(sealed),
};

let people = 0;

/** One person, one device, one server, on one virtual clock. The desk can be closed and opened again over the same disk. */
export class FakeWorld {
  readonly random: Random;
  readonly time: VirtualTime;
  readonly server = new FakeServer();
  readonly transport: FakeTransport;
  readonly userId: string;
  readonly deviceId: string;
  readonly scopes: string[];
  desk!: Desk;
  outbox!: Outbox;
  revoked = 0;
  failures: unknown[] = [];
  tokens = 0;
  signInNeeded = false;
  clockAheadMs: number | null = null;
  #epoch: string | null = null;

  constructor(seed: number) {
    people += 1;
    this.userId = `desk-person-${people}`;
    this.deviceId = `device-${people}`;
    this.scopes = ['everyone', 'vendor:1', `device:${this.deviceId}`];
    this.random = seededRandom(seed);
    this.time = new VirtualTime(this.random);
    this.time.busy = async () => this.desk?.settled();
    this.transport = new FakeTransport(this.time, this.server, this.deviceId, this.scopes);
  }

  /** As the session gives them: good for a while, asked for anew a little before the end. */
  #token(): TokenAnswer {
    if (this.signInNeeded) return { kind: 'sign-in-needed' };
    this.tokens += 1;
    return { kind: 'token', token: `token-${this.tokens}`, freshForMs: this.transport.tokenLifeMs - 30_000 };
  }

  async open(): Promise<void> {
    this.outbox = await Outbox.open(this.userId, this.deviceId, openSeal);
    this.desk = new Desk({
      host: hostInServerTime(this.time, () => this.clockAheadMs),
      userId: this.userId,
      seal: openSeal,
      outbox: this.outbox,
      shown: new Shown(this.time, toyRules),
      transport: this.transport,
      accessToken: async () => this.#token(),
      renewedToken: async () => this.#token(),
      tokenRefused: () => undefined,
      clockAheadMs: () => this.clockAheadMs,
      knownEpoch: this.#epoch,
      rememberEpoch: async (epoch) => {
        this.#epoch = epoch;
      },
      revoked: () => {
        this.revoked += 1;
      },
      failed: (error) => this.failures.push(error),
    });
    await this.desk.start();
    await rest();
  }

  async close(): Promise<void> {
    await this.desk.stop();
    await rest();
  }

  /** Everything the desk shows, sorted by id, without RxDB's fields. */
  shown(collection: CollectionName): object[] {
    return [...this.desk.shown.all(collection)].map(plain).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  everythingShown(): Record<string, object[]> {
    return Object.fromEntries(collectionNames.map((collection) => [collection, this.shown(collection)]));
  }

  /** Faults off; the server's sequencer runs; until nothing moves any more or the time is up. */
  async settle(milliseconds = 15 * 60_000): Promise<void> {
    const step = 1_000;
    for (let passed = 0; passed < milliseconds; passed += step) {
      this.server.sequence();
      await this.time.pass(step);
      const status = this.desk.status.get();
      const quiet = status.caughtUp && status.waiting === 0 && this.desk.shown.overlay.size === 0;
      if (quiet && passed > 2_000) return;
    }
  }
}

export function plain(document: object & { id: string }): { id: string } {
  const { _deleted, _meta, _rev, _attachments, ...rest_ } = document as Record<string, unknown>;
  return { ...rest_, id: document.id };
}
