import type { ErrorCode } from '@khaacho/shared/kernel/errors.ts';
import { syncOrder } from './collections.ts';
import { Connection, type TokenAnswer } from './connection.ts';
import { deleteReplicas, openReplicaStore, type ReplicaStore } from './database.ts';
import type { Host } from './host.ts';
import { Landing } from './landing.ts';
import type { Link, Transport } from './link.ts';
import { type Signal, signal } from './observable.ts';
import type { Outbox } from './outbox.ts';
import { Replication } from './replication.ts';
import type { Seal } from './sealing.ts';
import { Sending } from './sending.ts';
import type { Shown } from './shown.ts';
import { type SyncStatus, startStatus, statusOf, type Trouble } from './status.ts';
import { Uploader } from './uploader.ts';

export type DeskPorts = {
  host: Host;
  userId: string;
  seal: Seal;
  outbox: Outbox;
  transport: Transport;
  shown: Shown;
  accessToken(): Promise<TokenAnswer>;
  renewedToken(): Promise<TokenAnswer>;
  tokenRefused(): void;
  /** Milliseconds this clock runs ahead of the server's; null where nobody knows yet. */
  clockAheadMs(): number | null;
  /** The server's history this person's replica on this disk belongs to; null before the first sync. */
  knownEpoch: string | null;
  rememberEpoch(epoch: string): Promise<void>;
  /** This device has been shut out: everything on it has to go. */
  revoked(): void;
  /** The replica on this disk cannot be opened at all. */
  failed(error: unknown): void;
};

/** One signed-in person's desk: the replica, what waits, and the line to the server. */
export class Desk {
  readonly shown: Shown;
  readonly sending: Sending;
  readonly connection: Connection;
  readonly status: Signal<SyncStatus>;
  /** What a screen can start with is here: settings, shops, goods and offers. */
  readonly usable: Signal<boolean> = signal(false);
  readonly #ports: DeskPorts;
  readonly #landing: Landing;
  readonly #uploader: Uploader;
  #replication: Replication | null = null;
  #link: Link | null = null;
  #onWire = 0;
  #pacedUntil: string | null = null;
  #tidied = false;
  #troubles: { pull: Trouble | null; push: Trouble | null } = { pull: null, push: null };
  #lastSyncedAt: string | null = null;
  #restored: SyncStatus['restored'] = null;
  /** Opening and changing replicas, one after another. */
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(ports: DeskPorts) {
    this.#ports = ports;
    const { host, outbox } = ports;
    this.shown = ports.shown;
    this.status = signal(startStatus(host.now()));
    this.#landing = new Landing({ host, outbox, shown: this.shown, replication: () => this.#replication });
    this.#uploader = new Uploader({
      host,
      outbox,
      epoch: () => this.shown.store?.epoch ?? null,
      settled: (entries) => this.#landing.settled(entries),
      linedUp: () => {
        this.#countHandedBack();
        this.#landing.layAll();
      },
      refused: (code) => this.#refused(code),
      sending: (count) => {
        this.#onWire = count;
        this.#refreshStatus();
      },
      paced: (until) => {
        this.#pacedUntil = until;
        this.#refreshStatus();
      },
      problem: (problem) => this.#trouble('push', problem),
    });
    this.sending = new Sending({ host, outbox, shown: this.shown, queued: () => this.#uploader.nudge() });
    this.connection = new Connection({
      host,
      transport: ports.transport,
      accessToken: ports.accessToken,
      renewedToken: ports.renewedToken,
      tokenRefused: ports.tokenRefused,
      opened: (link) => this.#connected(link),
      lost: () => this.#disconnected(),
      changed: (change) => this.#replication?.changed(change),
      resync: () => this.#replication?.resync(),
      revoked: ports.revoked,
    });
    this.connection.state.subscribe(() => this.#refreshStatus());
    outbox.view.subscribe(() => this.#refreshStatus());
  }

  /** Opens what lies on this disk, then reaches for the server. */
  async start(): Promise<void> {
    const { knownEpoch } = this.#ports;
    if (knownEpoch !== null) await this.#inTurn(() => this.#open(knownEpoch));
    else this.#landing.layAll();
    if (!this.#stopped) this.connection.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.connection.stop();
    this.#uploader.stop();
    this.#landing.stop();
    await this.#inTurn(() => this.#close());
    this.shown.overlay.clear();
    await this.#ports.outbox.close();
  }

  /** Does not wait: reconnects, sends and asks for everything. */
  syncNow(): void {
    this.connection.retryNow();
    this.#uploader.nudge();
    this.#replication?.wantAll();
  }

  /** Resolves when no replica is being opened or closed. */
  settled(): Promise<void> {
    return this.#turn;
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(run).catch((error: unknown) => this.#ports.failed(error));
    return this.#turn;
  }

  async #open(epoch: string): Promise<void> {
    const { host, userId, seal, rememberEpoch } = this.#ports;
    await this.#close();
    const store = await openReplicaStore(userId, epoch, seal);
    await rememberEpoch(epoch);
    await deleteReplicas(userId, epoch);
    this.#lastSyncedAt = asOfOf(store);
    this.#replication = new Replication({
      host,
      store,
      verdictsDue: () => this.shown.overlay.unheard,
      reached: () => this.#landing.check(),
      moved: () => this.#moved(),
      otherEpoch: (other) => void this.#inTurn(() => this.#changeEpoch(other)),
      refused: (code) => this.#refused(code),
      problem: (problem) => this.#trouble('pull', problem),
    });
    this.shown.show(store);
    store.onChange(({ collection, ids }) => {
      if (collection === 'commands') void this.#landing.commandsArrived(ids).catch(this.#ports.failed);
    });
    this.#landing.layAll();
    await this.#landing.commandsArrived('all');
    this.#moved();
    if (this.#link) this.#replication.connected(this.#link);
    this.#uploader.nudge();
  }

  async #changeEpoch(epoch: string): Promise<void> {
    if (this.#stopped || this.shown.store?.epoch === epoch) return;
    if (this.shown.store) this.#restored = { at: this.#ports.host.now().toISOString(), handedBack: 0 };
    await this.#open(epoch);
    this.#landing.rebase();
  }

  async #close(): Promise<void> {
    const { store } = this.shown;
    this.#replication?.stop();
    this.#replication = null;
    this.shown.show(null);
    await store?.close();
  }

  #connected(link: Link): void {
    this.#link = link;
    this.#tidy();
    this.#uploader.connected(link);
    if (this.#replication) this.#replication.connected(link);
    else void this.#firstMeeting(link);
  }

  /** Once: what was answered long ago goes. By the server's time only, for this clock may be a year ahead. */
  #tidy(): void {
    if (this.#tidied || this.#ports.clockAheadMs() === null) return;
    this.#tidied = true;
    // Where the disk will not, the next start does it.
    this.#ports.outbox.forgetOld(this.#ports.host.now()).catch(() => undefined);
  }

  /** Nothing is on this disk yet: which history the server has is asked with the smallest of questions. */
  async #firstMeeting(link: Link): Promise<void> {
    try {
      const answer = await link.pull({ collection: 'settings', checkpoint: null, limit: 1 });
      if ('epoch' in answer) return await this.#inTurn(() => this.#changeEpoch(answer.epoch));
      if ('refused' in answer) this.#refused(answer.refused.code);
    } catch {
      // The line is gone: asked again on the next one.
    }
    if (link === this.#link && !this.#replication) this.connection.reopen();
  }

  #disconnected(): void {
    this.#link = null;
    this.#replication?.disconnected();
    this.#uploader.disconnected();
  }

  #refused(code: ErrorCode): void {
    if (code === 'DEVICE_REVOKED') this.#ports.revoked();
    else if (code === 'UNAUTHENTICATED') this.connection.reopen();
  }

  #trouble(side: 'pull' | 'push', problem: { code: Trouble['code']; message: string } | null): void {
    const before = this.#troubles[side];
    if (before?.code === problem?.code) return;
    const since = this.#ports.host.now().toISOString();
    this.#troubles = { ...this.#troubles, [side]: problem && { ...problem, since } };
    this.#refreshStatus();
  }

  /** What had been applied already and waits again is what a restored server had lost. */
  #countHandedBack(): void {
    if (!this.#restored) return;
    const handedBack = this.#ports.outbox.waiting().filter((entry) => entry.verdict?.status === 'applied').length;
    this.#restored = { ...this.#restored, handedBack };
    this.#refreshStatus();
  }

  #moved(): void {
    const { store } = this.shown;
    if (!store) return;
    if (this.#replication?.caughtUp) this.#lastSyncedAt = this.#ports.host.now().toISOString();
    if (!this.usable.get()) this.usable.set(basics.every((collection) => store.mark(collection).complete));
    this.#refreshStatus();
  }

  #refreshStatus(): void {
    const { outbox } = this.#ports;
    this.status.set(
      statusOf({
        connection: this.connection.state.get(),
        troubles: this.#troubles,
        outbox: outbox.view.get(),
        unreadable: outbox.unreadable,
        sending: this.#onWire,
        pacedUntil: this.#pacedUntil,
        store: this.shown.store,
        current: this.#replication?.current ?? null,
        caughtUp: this.#replication?.caughtUp ?? false,
        lastSyncedAt: this.#lastSyncedAt,
        restored: this.#restored,
        clockAheadMs: this.#ports.clockAheadMs(),
      }),
    );
  }
}

const basics = ['settings', 'vendors', 'products', 'offers', 'retailers'] as const;

/** Every collection was complete at this time: the oldest of their last full pulls. */
function asOfOf(store: ReplicaStore): string | null {
  const times = syncOrder.map((collection) => store.mark(collection).at);
  return times.includes(null) ? null : (times.filter((time) => time !== null).sort()[0] ?? null);
}
