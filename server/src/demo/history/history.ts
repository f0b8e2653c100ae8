import { addDays, addMinutes, nepalDay, startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import { type DemoOffer, demoMarket } from '../market.ts';
import { type DemoRetailer, retailersAt } from '../retailers.ts';
import { demoVendors } from '../vendors.ts';
import { type Diary, keepDiary } from './diary.ts';
import type { Shelves } from './fate.ts';
import { type BookedAccount, type BookedJournal, keepBooks } from './ledger-book.ts';
import { type NumberedOrder, numberOrders } from './numbers.ts';
import { playScene } from './scene.ts';
import { type Level, type StockMove, StockRoom } from './stock-room.ts';
import type { DemoPayment } from './types.ts';

export const HISTORY_DAYS = 120;
const DAY = 1440;

export type History = {
  /** When the house opened its books: the evening before the first day. */
  opening: Date;
  retailers: DemoRetailer[];
  offers: DemoOffer[];
  orders: NumberedOrder[];
  numberDays: { day: string; last: number }[];
  payments: DemoPayment[];
  journals: BookedJournal[];
  accounts: BookedAccount[];
  moves: StockMove[];
  levels: Level[];
};

/** All that has happened until `now`, worked out in memory: the same for the same moment and scale. */
export function writeHistory(now: Date, scale: number): History {
  const firstDay = addDays(nepalDay(now), -HISTORY_DAYS);
  const opening = addMinutes(startOfNepalDay(firstDay), -180);
  const retailers = retailersAt(scale);
  const offers = demoMarket(opening, HISTORY_DAYS);
  const shelves: Shelves = new Map(
    demoVendors.map((vendor) => [
      vendor,
      new Map(offers.flatMap((offer) => (offer.vendor === vendor ? [[offer.good.sku, offer]] : []))),
    ]),
  );
  const diaries = new Map(
    retailers.map((retailer): [DemoRetailer, Diary] => [
      retailer,
      keepDiary(retailer, demoVendors, shelves, {
        firstDay,
        now,
        settledBy: addMinutes(now, -settledBefore(retailer)),
      }),
    ]),
  );
  const settled = [...diaries.values()].flatMap((diary) => diary.orders);
  const room = new StockRoom(offers, opening, settled);
  const recent = settled.filter((order) => order.placedAt > addMinutes(now, -4 * DAY));
  const scene = playScene({ diaries, shelves, room, recent, now });
  const { orders, days } = numberOrders([...settled, ...scene]);
  const payments = [...diaries.values()]
    .flatMap((diary) => diary.payments)
    .sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1));
  return {
    opening,
    retailers,
    offers,
    orders,
    numberDays: days,
    payments,
    ...keepBooks(orders, payments),
    moves: room.moves,
    levels: room.levels(),
  };
}

/**
 * Minutes before `now` by which a shop's history has come to rest. The first shop needs time to pay; the crowd of a larger
 * scale ends earlier, so that the vendors' open orders are those of the thirty and stay below their limits.
 */
function settledBefore(retailer: DemoRetailer): number {
  if (retailer.number === 1) return 2 * DAY;
  return retailer.number <= 30 ? 90 : 2 * DAY;
}
