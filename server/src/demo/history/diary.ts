import { addDays, addMinutes, nepalDay, startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { Paisa } from '@khaacho/shared/kernel/money.ts';
import type { PaymentMethod } from '@khaacho/shared/payments/contract.ts';
import { allocate } from '@khaacho/shared/payments/rules.ts';
import { type Random, randomFrom } from '../random.ts';
import type { DemoRetailer } from '../retailers.ts';
import { demoSupport } from '../users.ts';
import type { DemoVendor } from '../vendors.ts';
import { favouritesOf, fillBasket, roughWorth } from './basket.ts';
import { runToItsEnd, type Shelves } from './fate.ts';
import { khaacho, placeOrder, step } from './order.ts';
import { paymentPlan } from './payers.ts';
import type { DemoOrder, DemoPayment } from './types.ts';

export type Diary = {
  orders: DemoOrder[];
  payments: DemoPayment[];
  /** The most that was owed and promised at once in the last days: what open orders come on top of. */
  peakPaisa: Paisa;
};

export type Period = {
  /** First Nepali day of the history. */
  firstDay: string;
  /** Nothing is written later than this. */
  now: Date;
  /** Orders of this shop have all come to their end by then. */
  settledBy: Date;
};

type Event = { at: Date; run(at: Date): void };

/**
 * Four months of one shop: orders by its rhythm within its credit, bills when goods arrive, payments by its habits. The
 * same shop tells the same story whenever it is told, cut off at `now`.
 */
export function keepDiary(
  retailer: DemoRetailer,
  vendors: readonly DemoVendor[],
  shelves: Shelves,
  period: Period,
): Diary {
  const random = randomFrom(`diary ${retailer.number}`);
  const favourites = favouritesOf(random);
  const book = new Book(retailer, random, period);
  let day = addDays(period.firstDay, random.whole(0, retailer.rhythmDays - 1));
  for (;;) {
    const placedAt = addMinutes(startOfNepalDay(day), random.whole(400, 1220));
    if (placedAt >= period.settledBy || day >= book.lastOrderDay) break;
    book.runUntil(placedAt);
    const vendor = random.pickWeighted(vendors, (candidate) => nearness(retailer, candidate));
    const basket = fillBasket(random, retailer, favourites, shelves.get(vendor) ?? new Map());
    while (basket.length > 1 && roughWorth(basket) * 1.25 > book.freePaisa) basket.pop();
    if (basket.length > 0 && roughWorth(basket) >= vendor.minOrderPaisa * 1.1) {
      const order = placeOrder(random, {
        retailer,
        vendor,
        basket,
        placedAt: new Date(placedAt.getTime() + random.whole(0, 59_999)),
      });
      if (order.totalPaisa <= book.freePaisa) {
        runToItsEnd(random, order, shelves);
        if (endOf(order) >= period.settledBy) break;
        book.take(order);
      }
    }
    day = addDays(day, Math.max(1, retailer.rhythmDays + random.whole(-1, 1)));
  }
  book.runUntil(period.now);
  return { orders: book.orders, payments: book.payments, peakPaisa: book.peakPaisa };
}

function endOf(order: DemoOrder): Date {
  return order.steps.at(-1)?.at ?? order.placedAt;
}

/** Shops buy from who is near; the square keeps far ones rare without shutting them out. */
function nearness(retailer: DemoRetailer, vendor: DemoVendor): number {
  const north = (retailer.position.latitude - vendor.position.latitude) * 111;
  const east = (retailer.position.longitude - vendor.position.longitude) * 97;
  return 1 / (1.5 + Math.hypot(north, east)) ** 2;
}

/** What a shop owes and has promised, moment by moment. */
class Book {
  readonly orders: DemoOrder[] = [];
  readonly payments: DemoPayment[] = [];
  peakPaisa: Paisa = 0;
  readonly lastOrderDay: string;
  readonly #retailer: DemoRetailer;
  readonly #random: Random;
  readonly #period: Period;
  readonly #today: string;
  #owedPaisa: Paisa = 0;
  #promisedPaisa: Paisa = 0;
  #bills: DemoOrder[] = [];
  #events: Event[] = [];

  constructor(retailer: DemoRetailer, random: Random, period: Period) {
    this.#retailer = retailer;
    this.#random = random;
    this.#period = period;
    this.#today = nepalDay(period.now);
    // A shop that has stopped paying stopped ordering too, when its oldest bill came in sight of the block.
    this.lastOrderDay = retailer.payer === 'STALLED' ? addDays(this.#today, -47) : addDays(this.#today, 1);
  }

  get freePaisa(): Paisa {
    return this.#retailer.limitPaisa - this.#owedPaisa - this.#promisedPaisa;
  }

  take(order: DemoOrder): void {
    this.orders.push(order);
    this.#promisedPaisa += order.totalPaisa;
    this.#notePeak(order.placedAt);
    this.#at(endOf(order), (at) => {
      this.#promisedPaisa -= order.totalPaisa;
      if (order.deliveredAt) this.#bill(order, at);
    });
  }

  /** Lets happen what is due up to a moment, in order of time. */
  runUntil(moment: Date): void {
    for (;;) {
      const next = this.#events[0];
      if (!next || next.at > moment) return;
      this.#events.shift();
      next.run(next.at);
    }
  }

  #at(at: Date, run: (at: Date) => void): void {
    const place = this.#events.findIndex((event) => event.at > at);
    this.#events.splice(place === -1 ? this.#events.length : place, 0, { at, run });
  }

  #bill(order: DemoOrder, at: Date): void {
    this.#owedPaisa += order.totalPaisa;
    this.#bills.push(order);
    this.#notePeak(at);
    for (const part of paymentPlan(this.#random, order, this.#today)) {
      // Nobody pays before the goods are there.
      const earliest = addMinutes(at, 20);
      this.#at(part.at < earliest ? earliest : part.at, (paidAt) => this.#pay(order, part.share, paidAt));
    }
  }

  #pay(order: DemoOrder, share: number, recordedAt: Date): void {
    const amountPaisa = share === 1 ? this.#openUpTo(order) : this.#roundPart(order, share);
    if (amountPaisa <= 0) return;
    const payment = this.#payment(amountPaisa, recordedAt);
    const byId = new Map(this.#bills.map((bill) => [bill.id, bill]));
    const bills = this.#bills.map((bill) => ({
      ...bill,
      orderId: bill.id,
      dueDay: bill.dueDay ?? this.#today,
      placedAt: bill.placedAt.toISOString(),
    }));
    for (const { orderId, amountPaisa: part } of allocate(bills, amountPaisa).allocations) {
      const bill = byId.get(orderId);
      if (!bill) throw new Error('money on a bill that is not open');
      bill.paidPaisa += part;
      payment.allocations.push({ order: bill, amountPaisa: part });
      if (bill.paidPaisa === bill.totalPaisa) step(bill, 'COMPLETED', recordedAt, khaacho);
    }
    this.#bills = this.#bills.filter((bill) => bill.paidPaisa < bill.totalPaisa);
    this.#owedPaisa -= amountPaisa;
    this.payments.push(payment);
  }

  /** Money goes to the oldest bill first: who settles one settles what fell due before it too. */
  #openUpTo(order: DemoOrder): Paisa {
    return this.#bills.reduce(
      (sum, bill) => sum + ((bill.dueDay ?? '') <= (order.dueDay ?? '') ? bill.totalPaisa - bill.paidPaisa : 0),
      0,
    );
  }

  /** Part of a bill is paid in whole hundreds of rupees. */
  #roundPart(order: DemoOrder, share: number): Paisa {
    return Math.min(order.totalPaisa - order.paidPaisa, Math.round((order.totalPaisa * share) / 10_000) * 10_000);
  }

  #payment(amountPaisa: Paisa, recordedAt: Date): DemoPayment {
    const random = this.#random;
    const method = random.pickWeighted<PaymentMethod>(['CASH', 'WALLET', 'BANK', 'CHEQUE'], (way) =>
      way === 'CASH' ? 11 : way === 'WALLET' ? 4 : way === 'BANK' ? 3 : 2,
    );
    // What agents took in earlier weeks has long been handed in: only the last days' cash is still on the road.
    const carried = method === 'CASH' && recordedAt > addMinutes(this.#period.now, -5 * 1440) && random.chance(0.7);
    const { agent } = this.#retailer.territory;
    return {
      id: random.id(recordedAt),
      retailer: this.#retailer,
      amountPaisa,
      method,
      reference: referenceFor(random, method),
      receivedAt: addMinutes(recordedAt, -random.whole(1, 15)),
      recordedAt,
      recordedBy: carried ? agent.id : demoSupport.id,
      agentUserId: carried ? agent.id : null,
      allocations: [],
    };
  }

  /** Payments only make room: the open orders of the last two days are added on top of the fullest moment of three. */
  #notePeak(at: Date): void {
    const usedPaisa = this.#owedPaisa + this.#promisedPaisa;
    const lately = at >= addMinutes(this.#period.now, -3 * 1440);
    this.peakPaisa = lately ? Math.max(this.peakPaisa, usedPaisa) : usedPaisa;
  }
}

function referenceFor(random: Random, method: PaymentMethod): string | null {
  if (method === 'WALLET') return `ESEWA-${random.whole(10_000_000, 99_999_999)}`;
  if (method === 'BANK') return `NABIL-${random.whole(100_000, 999_999)}`;
  if (method === 'CHEQUE') return `CHQ ${random.whole(1_000_000, 9_999_999)}`;
  return null;
}
