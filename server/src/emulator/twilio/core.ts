import type { Clock } from '@khaacho/shared/kernel/clock.ts';
import type { VirtualClock } from '../clock.ts';
import type { Chaos } from './chaos.ts';
import { bsuidOf } from './ids.ts';
import type { MediaStore } from './media-store.ts';
import type { DemoContact, Settings } from './options.ts';
import type { JournalEvent } from './records.ts';
import type { Schedule } from './schedule.ts';
import type { State } from './state.ts';
import type { Stream } from './stream.ts';
import type { Wire } from './wire.ts';

/** What every part of the emulator works with; put together once, in emulator.ts. */
export interface Core {
  settings: Settings;
  clock: Clock & Partial<VirtualClock>;
  state: State;
  schedule: Schedule;
  chaos: Chaos;
  media: MediaStore;
  wire: Wire;
  stream: Stream;
  directory: Directory;
  /** Keeps an event for good: journal first, then memory, then the listening pages. */
  record(event: JournalEvent): void;
}

/** ISO text of the virtual now. */
export function isoNow(core: Core): string {
  return core.clock.now().toISOString();
}

/** Who is who: names of the demo shops, and the business-scoped ids of all phones ever seen. */
export interface Directory {
  /** Reads the shops again; they may be seeded after the emulator was made. */
  refresh(): Promise<DemoContact[]>;
  /** As last read. */
  find(phone: string): DemoContact | undefined;
  /** Reads the shops where a phone is not among them yet, but not over and over for a stranger. */
  meet(phone: string): Promise<void>;
  bsuid(phone: string): string;
  phoneOf(bsuid: string): string | undefined;
}

const LOOK_AGAIN_MS = 10_000;

export function createDirectory(settings: Settings): Directory {
  const shops = new Map<string, DemoContact>();
  const phones = new Map<string, string>();
  const ids = new Map<string, string>();
  let lastLook = Number.NEGATIVE_INFINITY;

  function bsuid(phone: string): string {
    let id = ids.get(phone);
    if (id === undefined) {
      id = bsuidOf(settings.number, phone);
      ids.set(phone, id);
      phones.set(id, phone);
    }
    return id;
  }

  async function refresh(): Promise<DemoContact[]> {
    const list = await settings.contacts();
    shops.clear();
    for (const shop of list) {
      shops.set(shop.phone, shop);
      bsuid(shop.phone);
    }
    return list;
  }

  return {
    refresh,
    async meet(phone) {
      const isFresh = performance.now() - lastLook < LOOK_AGAIN_MS;
      if (shops.has(phone) || isFresh) return;
      lastLook = performance.now();
      // The shops come from the application's database; while it is away, people write all the same.
      await refresh().catch(() => undefined);
    },
    find: (phone) => shops.get(phone),
    bsuid,
    phoneOf: (id) => phones.get(id),
  };
}
