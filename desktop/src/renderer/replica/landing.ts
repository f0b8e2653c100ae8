import type { CollectionName, CommandDocument, Verdict } from '@khaacho/shared/sync/protocol.ts';
import type { Host } from './host.ts';
import type { HeldEntry, Outbox } from './outbox.ts';
import type { Replication } from './replication.ts';
import type { Shown } from './shown.ts';

/** Where an applied command's effect is to be found. `numberedAt` is null until the feed is known to hold it. */
type Effect = { position: number | null; numberedAt: number | null };

export type LandingPorts = { host: Host; shown: Shown; outbox: Outbox; replication(): Replication | null };

/** Feed lines are numbered within milliseconds; where the word of it was lost, ask, and less often each time. */
const FIRST_ASK_MS = 2_000;
const MOST_ASK_MS = 60_000;

/**
 * From the verdict to the documents: what was refused is lifted off at once, what was applied stays laid over each collection
 * until that collection's documents hold the effect. So the screen never shows the old state again, nor the effect twice.
 */
export class Landing {
  readonly #ports: LandingPorts;
  readonly #effects = new Map<string, Effect>();
  #callOff: (() => void) | null = null;
  #asks = 0;

  constructor(ports: LandingPorts) {
    this.#ports = ports;
  }

  /** Lays everything unsettled over the documents: after opening, and after the line was set up anew. */
  layAll(): void {
    const { outbox, shown } = this.#ports;
    for (const entry of outbox.unsettled()) {
      shown.overlay.add(entry, entry.deviceSeq);
      if (entry.state === 'applied') this.#applied(entry);
      else this.#effects.delete(entry.id);
    }
  }

  /** Verdicts are on disk. */
  settled(entries: readonly HeldEntry[]): void {
    const { overlay } = this.#ports.shown;
    overlay.together(() => {
      for (const entry of entries) {
        if (entry.state === 'applied') this.#applied(entry);
        else {
          this.#effects.delete(entry.id);
          overlay.remove(entry.id);
        }
      }
    });
    this.#askFor(entries);
    this.check();
  }

  /** Another history: old positions say nothing in it; a first full pull of it does. */
  rebase(): void {
    for (const id of this.#effects.keys()) this.#effects.set(id, { position: null, numberedAt: 0 });
  }

  /** Documents of `commands` have come: verdicts whose answer was lost, and word that an effect has its number. */
  async commandsArrived(ids: readonly string[] | 'all'): Promise<void> {
    const { outbox, shown, host } = this.#ports;
    const mine = outbox.unsettled().filter((entry) => ids === 'all' || ids.includes(entry.id));
    const verdicts: Verdict[] = [];
    for (const entry of mine) {
      const document = shown.store?.get('commands', entry.id);
      if (!document) continue;
      if (entry.state !== 'waiting') {
        this.#numbered(entry.id);
        continue;
      }
      verdicts.push(verdictOf(document));
      // At once, before the documents that hold the effect: it would be laid over them a second time.
      if (document.status === 'applied') shown.overlay.freeze(entry.id);
      else shown.overlay.remove(entry.id);
    }
    const settled = await outbox.settle(verdicts, host.now());
    for (const entry of settled) if (entry.state === 'applied') this.#numbered(entry.id);
    this.settled(settled);
    this.#askFor(mine);
    this.check();
  }

  /** Lifts off what has arrived. Called when a collection has reached the server's end. */
  check(): void {
    const { shown, outbox } = this.#ports;
    const replication = this.#ports.replication();
    if (!replication) return;
    const landed: string[] = [];
    shown.overlay.together(() => {
      for (const [id, effect] of this.#effects) {
        if (outbox.entry(id)?.state !== 'applied' || effect.numberedAt === null) continue;
        for (const collection of shown.overlay.collectionsOf(id)) {
          if (!replication.hasReached(collection, effect.position, effect.numberedAt)) continue;
          shown.overlay.land(id, collection);
        }
        if (shown.overlay.collectionsOf(id).length === 0) landed.push(id);
      }
      for (const id of landed) {
        this.#effects.delete(id);
        shown.overlay.remove(id);
      }
    });
    // Written down only so that the next start need not look again; where it fails, the next start looks.
    if (landed.length > 0) outbox.landed(landed).catch(() => undefined);
    this.#watch();
  }

  stop(): void {
    this.#callOff?.();
    this.#callOff = null;
  }

  #applied(entry: HeldEntry): void {
    const { shown } = this.#ports;
    shown.overlay.freeze(entry.id);
    const position = entry.verdict?.position ?? null;
    const known = position !== null || shown.store?.get('commands', entry.id) !== undefined;
    const before = this.#effects.get(entry.id)?.numberedAt ?? null;
    this.#effects.set(entry.id, { position, numberedAt: before ?? (known ? this.#tick() : null) });
  }

  #numbered(id: string): void {
    const effect = this.#effects.get(id);
    this.#effects.set(id, { position: effect?.position ?? null, numberedAt: effect?.numberedAt ?? this.#tick() });
  }

  #tick(): number {
    return this.#ports.replication()?.tick ?? 0;
  }

  /** Asks for what these commands have changed; where the feed may not hold it yet, for word of that first. */
  #askFor(entries: readonly HeldEntry[]): void {
    const wanted = new Set<CollectionName>();
    for (const { id } of entries) {
      const effect = this.#effects.get(id);
      if (!effect) continue;
      if (effect.numberedAt === null) wanted.add('commands');
      else for (const collection of this.#ports.shown.overlay.collectionsOf(id)) wanted.add(collection);
    }
    if (wanted.size > 0) this.#ports.replication()?.want(...wanted);
  }

  #watch(): void {
    const { host, outbox } = this.#ports;
    if (this.#effects.size === 0) this.#asks = 0;
    if (this.#effects.size === 0 || this.#callOff) return;
    const wait = Math.min(MOST_ASK_MS, FIRST_ASK_MS * 2 ** Math.min(this.#asks, 10));
    this.#callOff = host.after(wait, () => {
      this.#callOff = null;
      this.#asks += 1;
      this.#askFor([...this.#effects.keys()].flatMap((id) => outbox.entry(id) ?? []));
      this.#watch();
    });
  }
}

function verdictOf(document: CommandDocument): Verdict {
  return {
    id: document.id,
    status: document.status,
    code: document.code ?? undefined,
    message: document.message ?? undefined,
    details: document.details,
  };
}
