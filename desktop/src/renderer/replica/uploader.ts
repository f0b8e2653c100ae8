import type { ErrorCode } from '@khaacho/shared/kernel/errors.ts';
import { PUSH_BYTES, PUSH_LIMIT, type Verdict } from '@khaacho/shared/sync/protocol.ts';
import { backOff, type Host } from './host.ts';
import { isQuotaError } from './idb.ts';
import { type Link, LinkLost } from './link.ts';
import { commandOf, type HeldEntry, type Outbox } from './outbox.ts';

export type UploaderPorts = {
  host: Host;
  outbox: Outbox;
  /** The server's history, as the replica knows it; null while none is known yet: nothing is sent then. */
  epoch(): string | null;
  /** Verdicts are on disk. */
  settled(entries: readonly HeldEntry[]): void;
  /** The server asked for commands it has lost: they wait again. */
  linedUp(): void;
  refused(code: ErrorCode, message: string): void;
  /** How many are on the wire; null problem when the last trouble is over. */
  sending(count: number): void;
  /** The server has said when it is our turn; null when it is. */
  paced(until: string | null): void;
  problem(problem: { code: ErrorCode | 'DISK_FULL'; message: string } | null): void;
};

const FIRST_RETRY_MS = 500;
const MOST_RETRY_MS = 30_000;
/** Of the time the server has given: so much is added at most. */
const TURN_SPREAD = 0.25;
/** Room in the batch for what surrounds the commands. */
const ENVELOPE_BYTES = 256;
/** The server may ask to send from elsewhere once after a restore; more often in one go is a misunderstanding. */
const MOST_LINE_UPS = 3;

/** The largest command that fits a batch alone. */
export const MOST_COMMAND_BYTES = PUSH_BYTES - ENVELOPE_BYTES;

export function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength;
}

/** Sends what waits, one batch at a time, in the order of the line, until nothing waits or the line is gone. */
export class Uploader {
  readonly #ports: UploaderPorts;
  #link: Link | null = null;
  #running = false;
  #again = false;
  #failures = 0;
  #lineUps = 0;
  #callOff: (() => void) | null = null;
  #stopped = false;

  constructor(ports: UploaderPorts) {
    this.#ports = ports;
  }

  connected(link: Link): void {
    this.#link = link;
    this.#failures = 0;
    this.nudge();
  }

  disconnected(): void {
    this.#link = null;
    this.#callOff?.();
    this.#callOff = null;
    this.#ports.paced(null);
  }

  stop(): void {
    this.#stopped = true;
    this.disconnected();
  }

  /** Something waits, or what held the uploader up may be over. */
  nudge(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    if (this.#callOff || this.#stopped) return;
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
      this.#ports.sending(0);
      if (this.#again) {
        this.#again = false;
        this.nudge();
      }
    });
  }

  async #run(): Promise<void> {
    this.#lineUps = 0;
    try {
      for (;;) {
        const link = this.#link;
        const epoch = this.#ports.epoch();
        if (link === null || epoch === null || this.#stopped) return;
        const batch = await this.#nextBatch(epoch);
        if (batch.length === 0) return this.#inOrder();
        this.#ports.sending(batch.length);
        this.#ports.paced(null);
        const answer = await link.push(batch.map(commandOf));
        if (this.#stopped) return;
        if ('refused' in answer) {
          const { code, message, retryAfterMs } = answer.refused;
          if (retryAfterMs !== undefined) return this.#waitTurn(retryAfterMs);
          this.#ports.refused(code, message);
          return this.#tryLater(answer.refused);
        }
        if (!(await this.#take(batch, answer.verdicts, epoch))) return;
      }
    } catch (error) {
      this.#broken(error);
    }
  }

  /**
   * What waits; before it, in a history not met yet, the last command the old one had applied: the server knows it, or says
   * from where on it has lost ours.
   */
  async #nextBatch(epoch: string): Promise<HeldEntry[]> {
    const { outbox } = this.#ports;
    if (outbox.epoch !== epoch) {
      const last = outbox.epoch === null ? null : await outbox.lastApplied();
      if (last) return [last];
      await outbox.setEpoch(epoch);
    }
    const batch: HeldEntry[] = [];
    let bytes = ENVELOPE_BYTES;
    for (const entry of outbox.waiting()) {
      bytes += bytesOf(commandOf(entry)) + 1;
      if (batch.length === PUSH_LIMIT || (batch.length > 0 && bytes > PUSH_BYTES)) break;
      batch.push(entry);
    }
    return batch;
  }

  /** False where nothing more is to be sent for now. */
  async #take(batch: readonly HeldEntry[], verdicts: readonly Verdict[], epoch: string): Promise<boolean> {
    const { outbox, host } = this.#ports;
    const asked = new Set(batch.map((entry) => entry.id));
    const ours = verdicts.filter((verdict) => asked.has(verdict.id));
    const settled = await outbox.settle(ours, host.now());
    if (settled.length > 0) this.#ports.settled(settled);
    const retry = ours.find((verdict) => verdict.status === 'retry');
    if (ours.length < batch.length || (retry && !(await this.#lineUp(batch, retry)))) {
      this.#tryLater({ code: retry?.code ?? 'BUSY', message: retry?.message ?? 'The server will take it later.' });
      return false;
    }
    if (!retry && outbox.epoch !== epoch) await outbox.setEpoch(epoch);
    return true;
  }

  async #lineUp(batch: readonly HeldEntry[], retry: Verdict): Promise<boolean> {
    const sent = batch.find((entry) => entry.id === retry.id);
    const expected = retry.expectedSeq;
    if (expected === undefined || expected === sent?.deviceSeq || this.#lineUps >= MOST_LINE_UPS) return false;
    this.#lineUps += 1;
    await this.#ports.outbox.lineUpFrom(expected);
    const epoch = this.#ports.epoch();
    // Everything lost waits again by now, so there is nothing to probe for any more.
    if (epoch !== null && this.#ports.outbox.epoch !== epoch) await this.#ports.outbox.setEpoch(epoch);
    this.#ports.linedUp();
    return true;
  }

  #inOrder(): void {
    this.#failures = 0;
    this.#ports.problem(null);
  }

  #broken(error: unknown): void {
    // Asked again on the next line; the server answers the same.
    if (error instanceof LinkLost && this.#link === null) return;
    if (isQuotaError(error)) {
      return this.#tryLater({
        code: 'DISK_FULL',
        message: 'The disk is full: the server’s answers cannot be kept. Make some room.',
      });
    }
    this.#tryLater({ code: 'UNAVAILABLE', message: 'What waits could not be sent; trying again.' });
  }

  /** No failure: the server is well, and has said when to come. A little later than that, so that no two come together. */
  #waitTurn(retryAfterMs: number): void {
    const { host, paced, problem } = this.#ports;
    const wait = retryAfterMs * (1 + host.random() * TURN_SPREAD);
    this.#failures = 0;
    problem(null);
    paced(new Date(host.now().getTime() + wait).toISOString());
    this.#nudgeAfter(wait);
  }

  #nudgeAfter(milliseconds: number): void {
    this.#callOff = this.#ports.host.after(milliseconds, () => {
      this.#callOff = null;
      this.nudge();
    });
  }

  #tryLater(problem: { code: ErrorCode | 'DISK_FULL'; message: string }): void {
    if (this.#stopped) return;
    this.#failures += 1;
    this.#ports.problem(problem);
    this.#nudgeAfter(backOff(this.#ports.host, this.#failures, FIRST_RETRY_MS, MOST_RETRY_MS));
  }
}
