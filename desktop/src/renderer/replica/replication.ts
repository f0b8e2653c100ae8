import type { ErrorCode } from '@khaacho/shared/kernel/errors.ts';
import { type Changed, type CollectionName, PULL_LIMIT, type PullAnswer } from '@khaacho/shared/sync/protocol.ts';
import { newsOrder, syncOrder } from './collections.ts';
import { type ReplicaStore, startMark } from './database.ts';
import { backOff, type Host } from './host.ts';
import { type Link, LinkLost } from './link.ts';
import { PageSize } from './page-size.ts';
import { markAfter, type PullProblem, pageIsEmpty, problemOf, Refused } from './pull-outcome.ts';
import { VerdictWaits } from './verdict-waits.ts';

export type ReplicationPorts = {
  host: Host;
  store: ReplicaStore;
  /** Commands lie over the documents unheard: their verdict is to be known before their effect shows up in documents. */
  verdictsDue(): boolean;
  /** A collection has reached the server's end, with a pull that began at `tick`. */
  reached(collection: CollectionName): void;
  /** Pages, live changes and laps: whatever a progress bar shows has moved. */
  moved(): void;
  /** The server has another history; nothing more is applied to this store. */
  otherEpoch(epoch: string): void;
  refused(code: ErrorCode, message: string): void;
  /** Null when the last trouble is over. */
  problem(problem: PullProblem | null): void;
};

/** Live changes kept while a pull of their collection is under way; beyond it, pulling once more is cheaper. */
const MOST_BUFFERED = 500;
/** Once everything has been synced, so many collections are pulled side by side. In the first sync it is one. */
const SIDE_BY_SIDE = 4;
const FIRST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 60_000;
/** Pulls everything now and then: moves the checkpoints on past what came live, and finds a change whose nudge was lost. */
const LAP_MS = 5 * 60_000;
/** Changes of one commit come one after another; while verdicts are due, theirs is mostly among them and need not be asked for. */
const TOGETHER_MS = 20;
/** After an outage the server nudges everybody at once; they do not all ask at once. */
const RESYNC_SPREAD_MS = 1_000;

type Lane = {
  collection: CollectionName;
  /** A pull is to begin; what arrives live until then it will bring. */
  wanted: boolean;
  pulling: boolean;
  failures: number;
  callOff: (() => void) | null;
  buffered: Changed[];
  /** Last position seen live per scope, where it is beyond the mark's. */
  scopes: Map<string, number>;
  /** Tick at which the last pull that reached the end had begun. */
  reachedAt: number;
};

/** Brings the server's truth into one store: pulls from the checkpoints, applies live changes that follow on, else pulls. */
export class Replication {
  readonly #ports: ReplicationPorts;
  readonly #lanes = new Map<CollectionName, Lane>();
  readonly #pages: PageSize;
  #link: Link | null = null;
  #tick = 0;
  #callOffLap: (() => void) | null = null;
  readonly #verdictWaits = new VerdictWaits();
  /** Live changes that came while verdicts were due, oldest first. */
  #held: Changed[] = [];
  #releasing = false;
  #stopped = false;

  constructor(ports: ReplicationPorts) {
    this.#ports = ports;
    this.#pages = new PageSize(ports.host, PULL_LIMIT);
    for (const collection of syncOrder) {
      const lane = { collection, wanted: true, pulling: false, failures: 0, callOff: null, buffered: [], reachedAt: 0 };
      this.#lanes.set(collection, { ...lane, buffered: [], scopes: new Map() });
    }
  }

  /** A logical clock: a pull begun after a tick was read has a greater one. */
  get tick(): number {
    return this.#tick;
  }

  /** Whether everything up to the log position, known since `tick`, is in the store for this collection. */
  hasReached(collection: CollectionName, position: number | null, tick: number): boolean {
    const lane = this.#lane(collection);
    if (lane.reachedAt > tick) return true;
    const mark = this.#ports.store.mark(collection);
    return position !== null && mark.complete && mark.position >= position;
  }

  /** The collection being received in the first sync, or null. */
  get current(): CollectionName | null {
    for (const lane of this.#lanes.values()) if (lane.pulling) return lane.collection;
    return null;
  }

  /** Nothing is under way or waiting to be asked. */
  get caughtUp(): boolean {
    return this.#link !== null && [...this.#lanes.values()].every((lane) => !lane.wanted && !lane.pulling);
  }

  connected(link: Link): void {
    this.#link = link;
    this.#startLap();
    this.wantAll();
  }

  disconnected(): void {
    this.#link = null;
    this.#callOffLap?.();
    this.#held = [];
    for (const lane of this.#lanes.values()) {
      lane.wanted = true;
      lane.buffered = [];
    }
    this.#verdictWaits.failed(new LinkLost('the connection is gone'));
  }

  stop(): void {
    this.#stopped = true;
    this.disconnected();
    for (const lane of this.#lanes.values()) lane.callOff?.();
  }

  wantAll(): void {
    this.want(...syncOrder);
  }

  /** Pulls these soon; where one is being pulled, once more after that. */
  want(...collections: CollectionName[]): void {
    for (const collection of collections) {
      const lane = this.#lane(collection);
      lane.wanted = true;
      lane.callOff?.();
      lane.callOff = null;
    }
    this.#pump();
  }

  resync(): void {
    this.#ports.host.after(this.#ports.host.random() * RESYNC_SPREAD_MS, () => this.wantAll());
  }

  /** A live change: applied where it follows on what is here, ignored where it is known, else the collection is pulled. */
  changed(change: Changed): void {
    const lane = this.#lane(change.collection);
    // A pull that begins after this change was sent brings it.
    if (lane.wanted && !lane.pulling) return;
    const mayHoldEffects = change.collection !== 'commands' && (this.#releasing || this.#ports.verdictsDue());
    if (!mayHoldEffects) return this.#take(change);
    this.#held.push(change);
    if (this.#releasing) return;
    this.#releasing = true;
    this.#ports.host.after(TOGETHER_MS, () => void this.#release());
  }

  /** Applies what was held, in the order it came, each once every verdict it may hold the effect of has been heard. */
  async #release(): Promise<void> {
    while (this.#held.length > 0) {
      const changes = this.#held;
      this.#held = [];
      try {
        if (!(await this.#verdictsHeard())) continue;
        for (const change of changes) this.#take(change);
      } catch (error) {
        // Pulled later, when the verdicts can be had.
        for (const { collection } of changes) this.#failed(this.#lane(collection), error);
      }
    }
    this.#releasing = false;
  }

  /**
   * Whatever has come from the server by now may hold effects of commands whose verdict is still due; from here on every such
   * verdict is in the store. False where the server has another history. Rejects where they could not be pulled.
   */
  async #verdictsHeard(): Promise<boolean> {
    if (!this.#ports.verdictsDue()) return true;
    if (this.#link === null || this.#stopped) throw new LinkLost('the connection is gone');
    const heard = this.#verdictWaits.beyond(this.#tick);
    this.want('commands');
    return heard;
  }

  #take(change: Changed): void {
    const lane = this.#lane(change.collection);
    if (lane.pulling) {
      // The answer under way may be older than this change; it must not be written over it.
      if (lane.buffered.length < MOST_BUFFERED) lane.buffered.push(change);
      else lane.wanted = true;
      return;
    }
    // A pull that begins after this change was sent brings it.
    if (!lane.wanted) this.#applyLive(lane, change);
  }

  #applyLive(lane: Lane, change: Changed): void {
    const { store } = this.#ports;
    const known = Math.max(store.mark(lane.collection).position, lane.scopes.get(change.scope) ?? 0);
    if (change.position <= known) return;
    // Gone from one scope may still be covered by another of ours; only a pull knows.
    const leaves = change.documents.some((one) => '_deleted' in one && store.get(lane.collection, one.id));
    if (change.previous > known || leaves) return this.want(lane.collection);
    lane.scopes.set(change.scope, change.position);
    store.receive(lane.collection, change.documents, null).then(
      () => this.#ports.moved(),
      (error: unknown) => this.#failed(lane, error),
    );
  }

  #pump(): void {
    if (this.#stopped) return;
    const first = syncOrder.some((collection) => !this.#ports.store.mark(collection).complete);
    const lanes = (first ? syncOrder : newsOrder).map((collection) => this.#lane(collection));
    const most = first ? 1 : SIDE_BY_SIDE;
    let under = lanes.filter((lane) => lane.pulling).length;
    const verdicts = this.#lane('commands');
    // Lanes stand still until they have come: they take no place of their own.
    if (this.#verdictWaits.any && this.#link && verdicts.wanted && !verdicts.pulling && !verdicts.callOff) {
      under += 1;
      void this.#pull(verdicts, this.#link);
    }
    const verdictsOnly = this.#ports.verdictsDue() && (verdicts.pulling || verdicts.wanted) && !verdicts.callOff;
    for (const lane of verdictsOnly ? [verdicts] : lanes) {
      if (this.#link === null || under >= most) return;
      if (!lane.wanted || lane.pulling || lane.callOff) continue;
      under += 1;
      void this.#pull(lane, this.#link);
    }
  }

  async #pull(lane: Lane, link: Link): Promise<void> {
    lane.wanted = false;
    lane.pulling = true;
    this.#tick += 1;
    const began = this.#tick;
    try {
      if (!(await this.#pullToEnd(lane, link))) {
        if (lane.collection === 'commands') this.#verdictWaits.givenUp();
        return;
      }
      lane.reachedAt = began;
      lane.failures = 0;
      lane.scopes.clear();
      if ([...this.#lanes.values()].every((one) => one.failures === 0)) this.#ports.problem(null);
      this.#ports.reached(lane.collection);
      if (lane.collection === 'commands') this.#verdictWaits.reached(began);
    } catch (error) {
      this.#failed(lane, error);
      if (lane.collection === 'commands') this.#verdictWaits.failed(error);
    } finally {
      lane.pulling = false;
      const buffered = lane.buffered;
      lane.buffered = [];
      if (!lane.wanted) for (const change of buffered) this.#take(change);
      this.#ports.moved();
      this.#pump();
    }
  }

  /** False where it was given up because the server has another history or said no. */
  async #pullToEnd(lane: Lane, link: Link): Promise<boolean> {
    const { collection } = lane;
    const { store } = this.#ports;
    let mark = store.mark(collection);
    let asked = this.#ask(link, collection, mark.checkpoint);
    let resets = 0;
    let written: Promise<void> = Promise.resolve();
    for (;;) {
      const answer = await asked;
      if (link !== this.#link || this.#stopped) throw new LinkLost('the connection was replaced');
      if ('refused' in answer) {
        this.#ports.refused(answer.refused.code, answer.refused.message);
        throw new Refused(answer.refused.code, answer.refused.message);
      }
      if ('reset' in answer) {
        resets += 1;
        if (resets > 2) throw new Error('the server asks to begin anew again and again');
        await written;
        await store.wipe(collection);
        lane.scopes.clear();
        mark = startMark;
        asked = this.#ask(link, collection, null);
        continue;
      }
      if (answer.epoch !== store.epoch) {
        this.#ports.otherEpoch(answer.epoch);
        return false;
      }
      if (answer.more && answer.checkpoint === mark.checkpoint) throw new Error('the server sends the same page again');
      // The next page travels while this one waits for the one before it to be written: three at most.
      if (answer.more) asked = this.#ask(link, collection, answer.checkpoint);
      await written;
      if (collection !== 'commands' && !pageIsEmpty(answer)) {
        if (!(await this.#verdictsHeard())) return false;
        if (link !== this.#link || this.#stopped) throw new LinkLost('the connection was replaced');
      }
      mark = markAfter(mark, answer, this.#ports.host.now());
      const packed = answer.packed?.map((block) => block.bytes);
      written = store.receive(collection, answer.documents, mark, packed);
      // Awaited with the next page; where it fails, what is queued behind it fails with it.
      written.catch(() => undefined);
      this.#ports.moved();
      if (answer.more) continue;
      await written;
      return true;
    }
  }

  #ask(link: Link, collection: CollectionName, checkpoint: string | null): Promise<PullAnswer> {
    const answer = this.#pages.timed((limit) => link.pull({ collection, checkpoint, limit, packed: true }));
    // Where writing the page before it fails, nobody waits for this one any more.
    answer.catch(() => undefined);
    return answer;
  }

  #failed(lane: Lane, error: unknown): void {
    lane.wanted = true;
    if (this.#stopped || lane.callOff) return;
    // A lost line is not this lane's failure: it is asked again when there is a new one.
    if (error instanceof LinkLost && this.#link === null) return;
    lane.failures += 1;
    this.#ports.problem(problemOf(error));
    const wait = backOff(this.#ports.host, lane.failures, FIRST_RETRY_MS, MOST_RETRY_MS);
    lane.callOff = this.#ports.host.after(wait, () => {
      lane.callOff = null;
      this.#pump();
    });
  }

  #startLap(): void {
    this.#callOffLap?.();
    const { host } = this.#ports;
    this.#callOffLap = host.after(LAP_MS * (0.8 + host.random() * 0.4), () => {
      this.wantAll();
      this.#startLap();
    });
  }

  #lane(collection: CollectionName): Lane {
    const lane = this.#lanes.get(collection);
    if (!lane) throw new Error(`no collection ${collection}`);
    return lane;
  }
}
