import { payloadSchemas } from '@khaacho/shared/sync/payloads.ts';
import type { Command, Verdict } from '@khaacho/shared/sync/protocol.ts';
import { commandVersion, payloadToday, today, type Versions } from '@khaacho/shared/sync/versions.ts';
import { type Signal, signal } from './observable.ts';
import { bodySchema, type MetaRow, OutboxTables, type Row } from './outbox-tables.ts';
import type { OutboxEntry, OutboxView } from './replica-api.ts';
import type { Seal } from './sealing.ts';

/** So long answered commands are kept, to give back what a restored server has lost (contract, epoch). */
const KEEP_DAYS = 30;

/** An entry with what only the machinery needs. */
export type HeldEntry = OutboxEntry & { version: number; landed: boolean };
export type NewCommand = Pick<OutboxEntry, 'id' | 'type' | 'payload' | 'issuedAt' | 'dependsOn'>;

export function outboxName(userId: string): string {
  return `khaacho-outbox-${userId}`;
}

/**
 * Commands of one person on this device, in the order they were given. Everything is on disk before it is believed; memory
 * holds what waits, what was refused and what has been applied but not yet seen.
 */
export class Outbox {
  readonly view: Signal<OutboxView> = signal<OutboxView>({ waiting: [], refused: [] });
  readonly #tables: OutboxTables;
  readonly #deviceId: string;
  readonly #seal: Seal;
  readonly #versions: Versions;
  readonly #held = new Map<string, HeldEntry>();
  #epoch: string | null = null;
  #unreadable = 0;
  /** Changes go one after another: renumbering must not meet a command that is just being added. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(userId: string, deviceId: string, seal: Seal, versions: Versions) {
    this.#tables = new OutboxTables(outboxName(userId));
    this.#deviceId = deviceId;
    this.#seal = seal;
    this.#versions = versions;
  }

  static async open(userId: string, deviceId: string, seal: Seal, versions = today): Promise<Outbox> {
    const outbox = new Outbox(userId, deviceId, seal, versions);
    await outbox.#load();
    return outbox;
  }

  /** The server's history the answers belong to; null before the first. */
  get epoch(): string | null {
    return this.#epoch;
  }

  /** Rows that do not open with this key: shown, never deleted. */
  get unreadable(): number {
    return this.#unreadable;
  }

  entry(id: string): HeldEntry | undefined {
    return this.#held.get(id);
  }

  /** Not answered yet, in the order of the line. */
  waiting(): HeldEntry[] {
    return this.#inLine().filter((entry) => entry.state === 'waiting');
  }

  /** Waiting, or applied but not yet seen in the documents; in the order of the line. */
  unsettled(): HeldEntry[] {
    return this.#inLine().filter((entry) => entry.state === 'waiting' || (entry.state === 'applied' && !entry.landed));
  }

  #inLine(): HeldEntry[] {
    return [...this.#held.values()].sort((a, b) => a.deviceSeq - b.deviceSeq);
  }

  /** Takes the next place in the line, in the same transaction. Rejects where nothing could be written. */
  add(command: NewCommand): Promise<HeldEntry> {
    return this.#inTurn(() => this.#add(command));
  }

  async #add(command: NewCommand): Promise<HeldEntry> {
    const body = { ...command, version: commandVersion(this.#versions, command.type), verdict: null };
    const sealed = await this.#close(command.id, body);
    const row = { id: command.id, issuedAt: command.issuedAt, state: 'waiting' as const, sealed };
    const { commands, meta } = this.#tables;
    const deviceSeq = await this.#tables.transaction('rw', commands, meta, async () => {
      const line = (await meta.get('line')) ?? this.#newLine(0);
      const next = line.lastSeq + 1;
      await meta.put({ ...line, lastSeq: next });
      await commands.add({ ...row, deviceSeq: next, answeredAt: null, landed: false });
      return next;
    });
    const entry: HeldEntry = { ...body, deviceSeq, state: 'waiting', answeredAt: null, landed: false };
    this.#hold([entry]);
    return entry;
  }

  /** Writes final verdicts down; `retry` and unknown ids are left alone. Answers the entries that changed. */
  settle(verdicts: readonly Verdict[], now: Date): Promise<HeldEntry[]> {
    return this.#inTurn(() => this.#settle(verdicts, now));
  }

  async #settle(verdicts: readonly Verdict[], now: Date): Promise<HeldEntry[]> {
    const settled: HeldEntry[] = [];
    for (const verdict of verdicts) {
      const entry = await this.#find(verdict.id);
      if (!entry || verdict.status === 'retry') continue;
      const same = entry.verdict?.status === verdict.status && entry.state !== 'waiting';
      if (same && (verdict.position === undefined || entry.verdict?.position === verdict.position)) continue;
      const state = verdict.status === 'applied' ? 'applied' : entry.state === 'dismissed' ? 'dismissed' : 'refused';
      // A verdict heard again without its position does not take the position away.
      const known = { ...verdict, position: verdict.position ?? entry.verdict?.position };
      const deviceSeq = state === 'applied' ? entry.deviceSeq : 0;
      const answeredAt = entry.answeredAt ?? now.toISOString();
      settled.push({
        ...entry,
        state,
        deviceSeq,
        verdict: known,
        answeredAt,
        landed: state !== 'applied' || entry.landed,
      });
    }
    await this.#write(settled);
    return settled;
  }

  /** The effects have been seen: these need no laying over any more. */
  landed(ids: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      const entries = ids.flatMap((id) => this.#held.get(id) ?? []).filter((entry) => entry.state === 'applied');
      await this.#write(entries.map((entry) => ({ ...entry, landed: true })));
    });
  }

  /**
   * The server expects `expectedSeq` next: what it has lost or never had lines up from there. What it once refused stays
   * refused. Answers whether anything waits now that the server asked for.
   */
  lineUpFrom(expectedSeq: number): Promise<boolean> {
    return this.#inTurn(() => this.#lineUpFrom(expectedSeq));
  }

  async #lineUpFrom(expectedSeq: number): Promise<boolean> {
    const rows = await this.#tables.commands.where('deviceSeq').aboveOrEqual(expectedSeq).toArray();
    const lost = new Map<string, HeldEntry>();
    for (const row of rows) {
      const entry = row.state === 'applied' ? await this.#read(row) : null;
      if (entry) lost.set(entry.id, entry);
    }
    for (const entry of this.waiting()) lost.set(entry.id, entry);
    const line = [...lost.values()].sort((a, b) => a.deviceSeq - b.deviceSeq);
    const again = line.map((entry, index): HeldEntry => {
      return { ...entry, deviceSeq: expectedSeq + index, state: 'waiting', answeredAt: null, landed: false };
    });
    const lastSeq = expectedSeq + again.length - 1;
    await this.#write(again, this.#newLine(lastSeq));
    return again.length > 0;
  }

  /** The last applied command still kept: the server knows it, or has been restored from before it. */
  async lastApplied(): Promise<HeldEntry | null> {
    const rows = await this.#tables.commands.where('state').equals('applied').sortBy('deviceSeq');
    const row = rows.at(-1);
    return row && row.deviceSeq > 0 ? this.#read(row) : null;
  }

  /** What the server has answered since then and nobody has to act on: newest first. */
  async answered(since: string): Promise<HeldEntry[]> {
    const rows = await this.#tables.commands
      .where('state')
      .anyOf('applied', 'dismissed')
      .filter((row) => row.answeredAt !== null && row.answeredAt >= since)
      .toArray();
    rows.sort((a, b) => (b.answeredAt ?? '').localeCompare(a.answeredAt ?? '') || b.deviceSeq - a.deviceSeq);
    const entries = await Promise.all(rows.map((row) => this.#read(row)));
    return entries.filter((entry) => entry !== null);
  }

  setEpoch(epoch: string): Promise<void> {
    return this.#inTurn(async () => {
      const { meta } = this.#tables;
      await this.#tables.transaction('rw', meta, async () => {
        const line = (await meta.get('line')) ?? this.#newLine(0);
        await meta.put({ ...line, epoch });
      });
      this.#epoch = epoch;
    });
  }

  /** Puts a refused command away, or takes it out again. */
  move(id: string, from: 'refused' | 'dismissed', to: 'refused' | 'dismissed'): Promise<void> {
    return this.#inTurn(async () => {
      const entry = await this.#find(id);
      if (entry?.state === from) await this.#write([{ ...entry, state: to }]);
    });
  }

  /** Waits for what is being written, then lets go of the disk. */
  async close(): Promise<void> {
    await this.#turn.catch(() => undefined);
    this.#tables.close();
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run, run);
    this.#turn = turn;
    return turn;
  }

  /** Drops what was answered more than 30 days before `now`, which must be the server's time. */
  forgetOld(now: Date): Promise<void> {
    const oldest = new Date(now.getTime() - KEEP_DAYS * 86_400_000).toISOString();
    return this.#inTurn(async () => {
      await this.#tables.commands
        .where('state')
        .anyOf('applied', 'dismissed')
        .filter((row) => row.answeredAt !== null && row.answeredAt < oldest && !this.#held.has(row.id))
        .delete();
    });
  }

  async #load(): Promise<void> {
    const line = await this.#tables.meta.get('line');
    this.#epoch = line?.epoch ?? null;
    const rows = await this.#tables.commands.where('state').anyOf('waiting', 'refused', 'applied').toArray();
    const needed = rows.filter((row) => row.state !== 'applied' || !row.landed);
    const entries = await Promise.all(needed.map((row) => this.#read(row)));
    this.#unreadable = entries.filter((entry) => entry === null).length;
    this.#hold(entries.filter((entry) => entry !== null));
    if (line && line.deviceId !== this.#deviceId) await this.#beginLine();
  }

  /** This device has a new name to the server, whose line begins at 1: only what waits stands in it. */
  async #beginLine(): Promise<void> {
    await this.#tables.commands.where('state').equals('applied').modify({ deviceSeq: 0 });
    const waiting = this.waiting().map((entry, index) => ({ ...entry, deviceSeq: index + 1 }));
    await this.#write(waiting, this.#newLine(waiting.length));
  }

  #newLine(lastSeq: number): MetaRow {
    return { name: 'line', deviceId: this.#deviceId, lastSeq, epoch: this.#epoch };
  }

  async #find(id: string): Promise<HeldEntry | null> {
    const held = this.#held.get(id);
    if (held) return held;
    const row = await this.#tables.commands.get(id);
    return row ? this.#read(row) : null;
  }

  async #write(entries: readonly HeldEntry[], line?: MetaRow): Promise<void> {
    if (entries.length === 0 && !line) return;
    const rows = await Promise.all(
      entries.map(async (entry): Promise<Row> => {
        const { id, deviceSeq, state, issuedAt, answeredAt, landed } = entry;
        return { id, deviceSeq, state, issuedAt, answeredAt, landed, sealed: await this.#close(id, entry) };
      }),
    );
    const { commands, meta } = this.#tables;
    await this.#tables.transaction('rw', commands, meta, async () => {
      await commands.bulkPut(rows);
      if (line) await meta.put(line);
    });
    this.#hold(entries);
  }

  #hold(entries: readonly HeldEntry[]): void {
    for (const entry of entries) {
      const done = entry.state === 'dismissed' || (entry.state === 'applied' && entry.landed);
      if (done) this.#held.delete(entry.id);
      else this.#held.set(entry.id, entry);
    }
    const refused = [...this.#held.values()].filter((entry) => entry.state === 'refused');
    refused.sort((a, b) => (b.answeredAt ?? '').localeCompare(a.answeredAt ?? ''));
    this.view.set({ waiting: this.waiting(), refused });
  }

  #close(id: string, entry: Pick<HeldEntry, 'type' | 'version' | 'payload' | 'dependsOn' | 'verdict'>) {
    const { type, version, payload, dependsOn, verdict } = entry;
    return this.#seal.close(JSON.stringify({ type, version, payload, dependsOn, verdict }), this.#about(id));
  }

  /**
   * Null where the row does not open or its payload is not what its type says. What an older app has kept becomes a command
   * of today.
   */
  async #read(row: Row): Promise<HeldEntry | null> {
    const text = await this.#seal.open(row.sealed, this.#about(row.id)).catch(() => null);
    const body = text === null ? null : bodySchema.safeParse(JSON.parse(text)).data;
    const kept = body && payloadToday(this.#versions, body.type, body.version, body.payload);
    const payload = kept && payloadSchemas[body.type].safeParse(kept.payload);
    if (!body || !payload?.success) return null;
    const version = commandVersion(this.#versions, body.type);
    const { id, deviceSeq, state, issuedAt, answeredAt, landed } = row;
    return { ...body, version, payload: payload.data, id, deviceSeq, state, issuedAt, answeredAt, landed };
  }

  #about(id: string): string {
    return `${this.#tables.name}/${id}`;
  }
}

/** As it goes over the wire. */
export function commandOf(entry: HeldEntry): Command {
  const { id, type, version, payload, issuedAt, deviceSeq, dependsOn } = entry;
  return {
    id,
    type,
    version,
    payload,
    issuedAt,
    deviceSeq,
    ...(dependsOn.length > 0 ? { dependsOn: [...dependsOn] } : {}),
  };
}
