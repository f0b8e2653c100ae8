import type { Milli } from '@khaacho/shared/kernel/quantity.ts';
import type { DemoOffer } from '../market.ts';
import type { DemoOrder } from './types.ts';

export type StockMove = {
  offer: DemoOffer;
  kind: 'OPENING' | 'ADJUST' | 'DISPATCH';
  deltaMilli: Milli;
  onHandMilli: Milli;
  order: DemoOrder | null;
  at: Date;
};

export type Level = { offer: DemoOffer; onHandMilli: Milli; reservedMilli: Milli };

type Event = { at: Date; kind: 'HOLD' | 'RELEASE' | 'DISPATCH'; order: DemoOrder };

/** The vendors' stores through time: promised at assignment, gone at dispatch, filled up before they run short. */
export class StockRoom {
  readonly moves: StockMove[] = [];
  readonly #levels = new Map<string, Level>();
  #events: Event[];
  #next = 0;

  constructor(offers: readonly DemoOffer[], opening: Date, orders: readonly DemoOrder[]) {
    for (const offer of offers) {
      const level: Level = { offer, onHandMilli: 0, reservedMilli: 0 };
      this.#levels.set(offer.id, level);
      this.#move(level, 'OPENING', offer.lotMilli, opening, null);
    }
    this.#events = orders.flatMap(eventsOf).sort(byTime);
  }

  level(offer: DemoOffer): Level {
    const level = this.#levels.get(offer.id);
    if (!level) throw new Error('an offer without a place in the store');
    return level;
  }

  levels(): Level[] {
    return [...this.#levels.values()];
  }

  /** Adds what becomes of an order from its last step on; it must not lie in the past of this room. */
  follow(order: DemoOrder, since: Date): void {
    const coming = eventsOf(order).filter((event) => event.at >= since);
    this.#events = [...this.#events.slice(this.#next), ...coming].sort(byTime);
    this.#next = 0;
  }

  /** The vendor who had it puts the goods back on the shelf. */
  putBack(order: DemoOrder): void {
    for (const line of order.lines) this.level(line.offer).reservedMilli -= line.quantityMilli;
  }

  runUntil(moment: Date): void {
    for (;;) {
      const event = this.#events[this.#next];
      if (!event || event.at > moment) return;
      this.#next += 1;
      for (const line of event.order.lines) this.#apply(event, this.level(line.offer), line.quantityMilli);
    }
  }

  #apply(event: Event, level: Level, quantityMilli: Milli): void {
    if (event.kind === 'RELEASE') {
      level.reservedMilli -= quantityMilli;
      return;
    }
    if (event.kind === 'DISPATCH') {
      level.reservedMilli -= quantityMilli;
      this.#move(level, 'DISPATCH', -quantityMilli, event.at, event.order);
      return;
    }
    const { lotMilli, lowStockMilli } = level.offer;
    const free = level.onHandMilli - level.reservedMilli - quantityMilli;
    if (free < lowStockMilli / 2) this.#move(level, 'ADJUST', Math.max(lotMilli, 3 * quantityMilli), event.at, null);
    level.reservedMilli += quantityMilli;
  }

  #move(level: Level, kind: StockMove['kind'], deltaMilli: Milli, at: Date, order: DemoOrder | null): void {
    level.onHandMilli += deltaMilli;
    this.moves.push({ offer: level.offer, kind, deltaMilli, onHandMilli: level.onHandMilli, order, at });
  }
}

function byTime(a: Event, b: Event): number {
  return a.at.getTime() - b.at.getTime() || (a.order.id < b.order.id ? -1 : a.order.id > b.order.id ? 1 : 0);
}

/**
 * The lines stand for the store of the last vendor asked. What an earlier one had put aside he has back on his shelf, with
 * no trace in his moves.
 */
function eventsOf(order: DemoOrder): Event[] {
  const asked = order.assignments.at(-1);
  const timeOf = (state: string) => order.steps.find((step) => step.to === state)?.at;
  const dispatched = timeOf('DISPATCHED');
  const cancelled = timeOf('CANCELLED');
  const events: Event[] = asked ? [{ at: asked.at, kind: 'HOLD', order }] : [];
  if (dispatched) events.push({ at: dispatched, kind: 'DISPATCH', order });
  else if (cancelled) events.push({ at: cancelled, kind: 'RELEASE', order });
  return events;
}
