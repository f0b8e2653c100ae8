import { refusal } from '@khaacho/shared/kernel/errors.ts';
import { err } from '@khaacho/shared/kernel/result.ts';
import type { User } from '@khaacho/shared/people/contract.ts';
import type { Actor } from '@khaacho/shared/sync/projection.ts';
import { Dexie } from 'dexie';
import type { AuthClient } from './auth-client.ts';
import { deleteReplicas } from './database.ts';
import { Desk } from './desk.ts';
import { type Host, hostInServerTime } from './host.ts';
import { isQuotaError } from './idb.ts';
import type { Installation } from './installation.ts';
import type { Transport } from './link.ts';
import { liveDocument, liveQuery } from './live-query.ts';
import { signal } from './observable.ts';
import { Outbox, outboxName } from './outbox.ts';
import type { Project } from './overlay.ts';
import type { OutboxView, Replica, ReplicaState } from './replica-api.ts';
import { sealWith } from './sealing.ts';
import { PersonSession } from './session.ts';
import { Shown } from './shown.ts';
import { type SyncStatus, startStatus } from './status.ts';
import { TabLock, type TabPorts } from './tab-lock.ts';

export type ReplicaPorts = {
  host: Host;
  auth: AuthClient;
  openInstallation(): Promise<Installation>;
  transport(deviceId: string): Transport;
  tabs: Pick<TabPorts, 'locks' | 'channel'>;
  project(read: Parameters<Project>[0], command: Parameters<Project>[1], actor: Actor): ReturnType<Project>;
};

/** Another tab is only mentioned when the lock does not come at once. */
const LOCK_NOTICE_MS = 300;

type Open = { desk: Desk; outbox: Outbox; user: User; stopListening: () => void };

/** The replica of this tab, from its parts. `createReplica` (browser) gives it the real ones. */
export class TabReplica {
  readonly state = signal<ReplicaState>({ kind: 'starting' });
  readonly status;
  readonly outbox = signal<OutboxView>({ waiting: [], refused: [] });
  readonly session: PersonSession;
  readonly shown: Shown;
  readonly #ports: ReplicaPorts;
  readonly #tab: TabLock;
  #installation = Promise.withResolvers<Installation>();
  #open: Open | null = null;
  #actor: Actor | null = null;
  /** Opening and closing desks, one after another. */
  #turn: Promise<void> = Promise.resolve();
  #revoked = false;

  constructor(ports: ReplicaPorts) {
    this.#ports = ports;
    const { host } = ports;
    this.status = signal<SyncStatus>(startStatus(host.now()));
    this.shown = new Shown(host, (read, command) => {
      if (!this.#actor) return err(refusal('UNAUTHENTICATED', 'Sign in first.'));
      return ports.project(read, command, this.#actor);
    });
    this.session = new PersonSession({
      host,
      auth: ports.auth,
      installation: () => this.#installation.promise,
      revoked: () => void this.#wipe(true),
    });
    this.session.state.subscribe(() => void this.#inTurn(() => this.#followPerson()));
    const after: Host['after'] = (milliseconds, run) => host.after(milliseconds, run);
    this.#tab = new TabLock({ ...ports.tabs, after, giveUp: () => this.#letGo() });
    this.#tab.state.subscribe(() => this.#followTab());
  }

  get host(): Host {
    return this.#ports.host;
  }

  get desk(): Desk | null {
    return this.#open?.desk ?? null;
  }

  get openOutbox(): Outbox | null {
    return this.#open?.outbox ?? null;
  }

  start(): void {
    this.#tab.acquire();
    this.#ports.host.after(LOCK_NOTICE_MS, () => {
      if (this.#tab.state.get() === 'waiting' && this.state.get().kind === 'starting')
        this.state.set({ kind: 'other-tab' });
    });
  }

  async stop(): Promise<void> {
    await this.#letGo();
    this.#tab.close();
  }

  /** Nothing works until a person does something about it. */
  fail(code: Extract<ReplicaState, { kind: 'failed' }>['code'], message: string): void {
    this.state.set({ kind: 'failed', code, message });
  }

  takeOver(): void {
    this.#tab.takeOver();
  }

  /** Ends the session and wipes this person's replica; see `Replica.signOut`. */
  signOut(discardUnsent: boolean): Promise<void> {
    return this.#wipe(false, discardUnsent);
  }

  /** Resolves when no desk is being opened or closed. */
  settled(): Promise<void> {
    return this.#turn;
  }

  #followTab(): void {
    const tab = this.#tab.state.get();
    if (tab === 'lost') this.state.set({ kind: 'taken-over' });
    if (tab === 'owner') void this.#inTurn(() => this.#own());
  }

  async #own(): Promise<void> {
    this.state.set({ kind: 'starting' });
    this.#installation.resolve(await this.#ports.openInstallation());
    await this.session.load();
  }

  async #letGo(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#closeDesk();
      if (this.session.state.get().kind === 'unknown') return;
      (await this.#installation.promise).close();
      this.#installation = Promise.withResolvers();
      this.session.unload();
    });
  }

  async #followPerson(): Promise<void> {
    const session = this.session.state.get();
    if (session.kind === 'unknown') return;
    const user = session.kind === 'signed-in' ? session.user : null;
    if (this.#open && this.#open.user.id !== user?.id) await this.#closeDesk();
    if (!user) return this.state.set({ kind: 'signed-out', revoked: this.#revoked });
    this.#revoked = false;
    this.#actor = actorOf(user, this.session.deviceId);
    if (!this.#open) await this.#openDesk(user);
    // Signed in again: what waited for that goes on.
    else if (session.kind === 'signed-in' && !session.needsSignIn) this.#open.desk.connection.retryNow();
  }

  async #openDesk(user: User): Promise<void> {
    const host = hostInServerTime(this.#ports.host, () => this.session.clockAheadMs);
    const deviceId = this.session.deviceId;
    if (deviceId === null) return;
    this.state.set({ kind: 'opening' });
    const installation = await this.#installation.promise;
    const seal = sealWith(await installation.vault.key(`user:${user.id}`));
    const outbox = await Outbox.open(user.id, deviceId, seal);
    const desk = new Desk({
      host,
      userId: user.id,
      seal,
      outbox,
      shown: this.shown,
      transport: this.#ports.transport(deviceId),
      accessToken: () => this.session.token(),
      renewedToken: () => this.session.renewedToken(),
      tokenRefused: () => this.session.tokenRefused(),
      clockAheadMs: () => this.session.clockAheadMs,
      knownEpoch: await installation.epoch(user.id),
      rememberEpoch: (epoch) => installation.keepEpoch(user.id, epoch),
      revoked: () => void this.#wipe(true),
      failed: (error) => this.#failed(error),
    });
    const follow = () => {
      this.status.set(desk.status.get());
      this.outbox.set(outbox.view.get());
      if (desk.usable.get() && this.state.get().kind === 'opening') this.state.set({ kind: 'ready' });
    };
    const stops = [desk.status, outbox.view, desk.usable].map((one) => one.subscribe(follow));
    this.#open = { desk, outbox, user, stopListening: () => stops.forEach((stop) => void stop()) };
    await desk.start();
    follow();
  }

  async #closeDesk(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    this.#actor = null;
    if (!open) return;
    open.stopListening();
    await open.desk.stop();
    this.status.set(startStatus(this.#ports.host.now()));
    this.outbox.set({ waiting: [], refused: [] });
  }

  async #wipe(revoked: boolean, discardUnsent = revoked): Promise<void> {
    this.#revoked = revoked;
    await this.#inTurn(async () => {
      const session = this.session.state.get();
      if (session.kind !== 'signed-in') return;
      const { id } = session.user;
      const outbox = this.#open?.outbox;
      // Where it is not open, nobody knows what is in it: it stays.
      const unsent = !outbox || outbox.waiting().length + outbox.unreadable > 0;
      const keepOutbox = unsent && !discardUnsent;
      await this.#closeDesk();
      const installation = await this.#installation.promise;
      // The key first: from here on what is still on disk cannot be read.
      if (!keepOutbox) await installation.vault.forget(`user:${id}`);
      await installation.keepEpoch(id, null);
      await deleteReplicas(id, null);
      if (!keepOutbox) await Dexie.delete(outboxName(id));
      await this.session.end();
    });
    await this.settled();
  }

  #inTurn(run: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(run).catch((error: unknown) => this.#failed(error));
    return this.#turn;
  }

  #failed(error: unknown): void {
    if (isQuotaError(error)) {
      return this.fail('DISK_FULL', 'The disk of this computer is full. Make some room, then open the app again.');
    }
    const what = error instanceof Error ? error.message : String(error);
    this.fail('STORAGE_BROKEN', `What is kept on this computer could not be opened (${what}). Restart the app.`);
  }
}

function actorOf(user: User, deviceId: string | null): Actor {
  const { id, name, role, vendorId, territoryIds } = user;
  return { userId: id, name, role, deviceId, vendorId, retailerId: null, territoryIds };
}

/** The face screens see: plain functions that can be handed around. */
export function faceOf(replica: TabReplica): Replica {
  const { shown } = replica;
  const signedOut = refusal('UNAUTHENTICATED', 'Sign in first.');
  const send: Replica['send'] = async (type, payload, options) =>
    replica.desk ? replica.desk.sending.send(type, payload, options) : err(signedOut);
  return {
    state: replica.state,
    session: replica.session,
    status: replica.status,
    outbox: replica.outbox,
    reader: {
      get: (collection, id) => shown.get(collection, id),
      all: (collection) => shown.all(collection),
      group: (name, key) => shown.group(name, key),
    },
    start: async () => replica.start(),
    stop: () => replica.stop(),
    takeOver: () => replica.takeOver(),
    observeDocument: (collection, id) => liveDocument(shown, collection, id),
    observeDocuments: (collection, query) => liveQuery(shown, collection, query),
    send,
    dismiss: async (id) => replica.openOutbox?.move(id, 'refused', 'dismissed'),
    answered: async (since) => replica.openOutbox?.answered(since) ?? [],
    restore: async (id) => replica.openOutbox?.move(id, 'dismissed', 'refused'),
    async resend(id) {
      const entry = replica.openOutbox?.entry(id);
      if (entry?.state !== 'refused') return err(refusal('NOT_FOUND', 'This is not in the list any more.'));
      const sent = await send(entry.type, entry.payload);
      if (sent.ok) await replica.openOutbox?.move(id, 'refused', 'dismissed');
      return sent;
    },
    now: () => hostInServerTime(replica.host, () => replica.session.clockAheadMs).now(),
    syncNow: () => replica.desk?.syncNow(),
    pendingCount: () => replica.outbox.get().waiting.length,
    signOut: (options) => replica.signOut(options?.discardUnsent ?? false),
  };
}
