import type { Log } from '../log.ts';
import { connectFeed, type FeedConnection } from './feed-connection.ts';
import { createWaker } from './waker.ts';

/** Told after each numbering, in the process that numbers. Must find its own work: a crash skips a call. */
export type AfterNumbered = (range: { from: number; to: number }) => Promise<void>;

export type SequencerDeps = {
  databaseUrl: string;
  log: Log;
  /** In every process: the feed has grown to this position. */
  onHead(head: number): void;
  /** Lines numbered by this process. */
  onNumbered?: (lines: number) => void;
  afterNumbered?: readonly AfterNumbered[];
  /** Work of the leader about once an hour: pruning. */
  housekeeping?: () => Promise<void>;
  /** From this age on an open transaction is warned of; 5. */
  longTransactionSeconds?: number;
};

/** Behind the nudges: how late a line is numbered at most when nobody said that it came. */
const LOOK_MS = 500;
/** Under load this bounds passes to 200 a second; what comes in between is numbered together. */
const PASS_EVERY_MS = 5;
const LINES_A_PASS = 10_000;
const RECONNECT_MS = 300;
const LONG_TRANSACTION_SECONDS = 5;
const WATCH_MS = 5_000;
const FIRST_HOUSEKEEPING_MS = 60_000;
const HOUSEKEEPING_MS = 60 * 60_000;

/**
 * Numbers committed feed lines, in one process of all that are started on a database, on a connection of its own; the
 * others take over when it goes. Every process hears of new positions by NOTIFY and looks for itself now and then.
 */
export class Sequencer {
  readonly #deps: SequencerDeps;
  readonly #waker = createWaker();
  readonly #waiting = new Set<() => void>();
  #feed: FeedConnection | null = null;
  #leader = false;
  /** The last pass took as much as it could. */
  #bulk = false;
  #head = 0;
  #oldest = 0;
  #stopping = false;
  #running: Promise<void> | null = null;
  #telling = false;
  #watchAt = 0;
  #keepHouseAt = Number.POSITIVE_INFINITY;

  constructor(deps: SequencerDeps) {
    this.#deps = deps;
  }

  /** The last position this process knows of. */
  get head(): number {
    return this.#head;
  }

  get isLeader(): boolean {
    return this.#leader;
  }

  /** Age in seconds of the oldest transaction seen open at the last look; 0 where none was long. */
  get oldestTransaction(): number {
    return this.#oldest;
  }

  start(): void {
    this.#running ??= this.#live();
  }

  /** Gives the lead away. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#waker.wake();
    await this.#running;
  }

  /** Something was committed: number it now instead of at the next look. */
  nudge(): void {
    if (this.#leader || this.#feed === null) this.#waker.wake();
    else void this.#tellLeader(this.#feed);
  }

  /** Settles with the next head that is announced, or when `ms` have passed. */
  async nextHead(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(resolve);
  }

  async #live(): Promise<void> {
    const { log, databaseUrl } = this.#deps;
    while (!this.#stopping) {
      try {
        this.#feed = await connectFeed(databaseUrl, () => this.#waker.wake());
        await this.#serve(this.#feed);
      } catch (error) {
        log.warn({ err: error }, 'the feed lost its connection');
        if (!this.#stopping) await this.#waker.rest(RECONNECT_MS);
      } finally {
        this.#leader = false;
        await this.#feed?.close();
        this.#feed = null;
      }
    }
  }

  /** One connection's life: leads if it can, numbers or looks until it breaks or is told to stop. */
  async #serve(feed: FeedConnection): Promise<void> {
    while (!this.#stopping) {
      if (!this.#leader) await this.#tryToLead(feed);
      const begun = performance.now();
      const again = this.#leader ? await this.#pass(feed) : await this.#look(feed);
      if (this.#leader) await this.#keepWatch(feed, begun);
      if (!again) await this.#waker.wait(LOOK_MS);
      await this.#waker.rest(PASS_EVERY_MS - (performance.now() - begun));
    }
  }

  async #tryToLead(feed: FeedConnection): Promise<void> {
    this.#leader = await feed.tryToLead();
    if (!this.#leader) return;
    this.#deps.log.info('this process numbers the feed');
    this.#watchAt = 0;
    this.#keepHouseAt = performance.now() + FIRST_HOUSEKEEPING_MS;
  }

  /** Numbers what is there; true where there is more. */
  async #pass(feed: FeedConnection): Promise<boolean> {
    const { log, onNumbered, afterNumbered } = this.#deps;
    const from = this.#head;
    const { taken, head } = await feed.number(LINES_A_PASS);
    this.#announce(head);
    if (taken === 0) return false;
    onNumbered?.(taken);
    // Outside the transaction that numbered: a NOTIFY inside one holds a lock of the whole cluster while it commits.
    await feed.tellAll();
    for (const hook of afterNumbered ?? []) {
      await hook({ from, to: head }).catch((error: unknown) =>
        log.error({ err: error }, 'an afterNumbered hook failed'),
      );
    }
    const more = taken === LINES_A_PASS;
    // After a seed, an import or a restore the planner still believes that next to nothing is numbered; until the next
    // autovacuum each look at the feed then read all of it (measured: 15 to 80 ms instead of 0.2).
    if (this.#bulk && !more) await feed.analyze();
    this.#bulk = more;
    return more;
  }

  async #look(feed: FeedConnection): Promise<boolean> {
    this.#announce(await feed.head());
    return false;
  }

  #announce(head: number): void {
    if (head <= this.#head) return;
    this.#head = head;
    this.#deps.onHead(head);
    for (const settle of this.#waiting) settle();
    this.#waiting.clear();
  }

  /** What the leader does beside numbering. */
  async #keepWatch(feed: FeedConnection, now: number): Promise<void> {
    const { log, housekeeping, longTransactionSeconds } = this.#deps;
    if (now >= this.#watchAt) {
      this.#watchAt = now + WATCH_MS;
      const open = await feed.openTransactions(longTransactionSeconds ?? LONG_TRANSACTION_SECONDS);
      this.#oldest = open[0]?.seconds ?? 0;
      for (const one of open) log.warn({ ...one }, 'a transaction stays open; its changes reach nobody');
    }
    if (now < this.#keepHouseAt) return;
    this.#keepHouseAt = now + HOUSEKEEPING_MS;
    housekeeping?.().catch((error: unknown) => log.error({ err: error }, 'the feed could not be pruned'));
  }

  /** What comes while one message is under way is told with the next, or seen by the leader's own look. */
  async #tellLeader(feed: FeedConnection): Promise<void> {
    if (this.#telling) return;
    this.#telling = true;
    await feed.tellLeader().catch(() => undefined);
    this.#telling = false;
  }
}
