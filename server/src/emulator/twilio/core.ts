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
  bsuid(phone: string): string;
  phoneOf(bsuid: string): string | undefined;
}

export function createDirectory(settings: Settings): Directory {
  const shops = new Map<string, DemoContact>();
  const phones = new Map<string, string>();
  const ids = new Map<string, string>();

  function bsuid(phone: string): string {
    let id = ids.get(phone);
    if (id === undefined) {
      id = bsuidOf(settings.number, phone);
      ids.set(phone, id);
      phones.set(id, phone);
    }
    return id;
  }

  return {
    async refresh() {
      const list = await settings.contacts();
      shops.clear();
      for (const shop of list) {
        shops.set(shop.phone, shop);
        bsuid(shop.phone);
      }
      return list;
    },
    find: (phone) => shops.get(phone),
    bsuid,
    phoneOf: (id) => phones.get(id),
  };
}
