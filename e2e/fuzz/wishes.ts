/** What people do at their desks: every type of command, mostly what the screen offers, sometimes what it would not. */
import type { OrderDocument, OrderState } from '@khaacho/shared/orders/contract.ts';
import { commandRoles } from '@khaacho/shared/people/permissions.ts';
import type { Payloads } from '@khaacho/shared/sync/payloads.ts';
import { type CommandType, commandTypes } from '@khaacho/shared/sync/protocol.ts';
import type { Desk } from '../../desktop/src/renderer/replica/desk.ts';
import type { Random } from '../../desktop/src/renderer/replica/testing/virtual-time.ts';
import type { Ground } from './ground.ts';
import type { Person } from './person.ts';

export type Wish = { [T in CommandType]: { type: T; payload: Payloads[T] } }[CommandType];

export function pick<T>(random: Random, among: readonly T[]): T | undefined {
  return among[random.below(among.length)];
}

/** The states in which a step is offered; now and then it is tried in any other. */
const FROM: Partial<Record<CommandType, readonly OrderState[]>> = {
  'order.accept': ['ASSIGNED'],
  'order.reject': ['ASSIGNED'],
  'order.pack': ['ACCEPTED'],
  'order.dispatch': ['PACKING'],
  'order.outForDelivery': ['DISPATCHED'],
  'order.deliver': ['OUT_FOR_DELIVERY', 'DISPATCHED'],
  'order.cancel': ['ASSIGNED', 'ACCEPTED', 'PENDING'],
};
/** Orders are to get somewhere: what moves them on is wished for more often than what ends them. */
const OFTEN: readonly CommandType[] = [
  ...['order.create', 'order.create', 'order.create', 'order.accept', 'order.accept', 'order.pack'],
  ...['order.dispatch', 'order.outForDelivery', 'order.deliver', 'payment.record', 'stock.adjust'],
] as const satisfies CommandType[];

type Making = { ground: Ground; random: Random; shown: Desk['shown']; type: CommandType };

/** Thoughts of something to do, until there is something to do it with. */
const THOUGHTS = 4;

/** Null where this desk shows nothing to do anything with. */
export function wishOf(person: Person, ground: Ground, random: Random): Wish | null {
  const { desk } = person;
  if (!desk) return null;
  const { role } = person.member;
  const mine = [...commandTypes, ...OFTEN].filter((type) => commandRoles[type].includes(role));
  for (let thought = 0; thought < THOUGHTS; thought += 1) {
    const type = random.chance(0.03) ? pick(random, commandTypes) : pick(random, mine);
    const wish = type ? makers[type]({ ground, random, shown: desk.shown, type }) : null;
    if (wish) return wish;
  }
  return null;
}

type Maker = (making: Making) => Wish | null;

const orderStep =
  (make: (order: OrderDocument, random: Random) => Wish): Maker =>
  ({ shown, random, type, ground }) => {
    const states = FROM[type] ?? [];
    const orders = [...shown.all('orders')].filter((order) => ground.shops.includes(order.retailerId));
    const fitting = random.chance(0.1) ? orders : orders.filter((order) => states.includes(order.state));
    const order = pick(random, sorted(fitting));
    return order ? make(order, random) : null;
  };

/** A replica gives documents in no promised order; a seed must not hang on it. */
function sorted<T extends { id: string }>(documents: readonly T[]): T[] {
  return [...documents].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function offerIn({ shown, ground, random }: Making): string | undefined {
  // Now and then one that is somebody else's: the screen would not show it, a broken or older app might send it.
  if (random.chance(0.03)) return pick(random, ground.offers.flat());
  const own = sorted(shown.all('offers')).filter((offer) => ground.offers.flat().includes(offer.id));
  return pick(random, own)?.id;
}

function shopIn({ shown, ground, random }: Making): string | undefined {
  if (random.chance(0.03)) return pick(random, ground.shops);
  return pick(
    random,
    sorted(shown.all('retailers')).filter((shop) => ground.shops.includes(shop.id)),
  )?.id;
}

const shopWish =
  (make: (retailerId: string, random: Random) => Wish): Maker =>
  (making) => {
    const shop = shopIn(making);
    return shop ? make(shop, making.random) : null;
  };

const makers: Record<CommandType, Maker> = {
  'order.create': (making) => {
    const { ground, random } = making;
    const retailerId = shopIn(making);
    if (!retailerId) return null;
    const goods = ground.products.filter(() => random.chance(0.5));
    const lines = (goods.length > 0 ? goods : ground.products.slice(0, 1)).map((productId) => ({
      ...{ productId, quantityMilli: (1 + random.below(8)) * 1000 },
    }));
    const vendorId = random.chance(0.3) ? pick(random, ground.vendors) : undefined;
    const payload = { orderId: ground.newId(), retailerId, lines, ...(vendorId ? { vendorId } : {}) };
    return { type: 'order.create', payload };
  },
  'order.accept': orderStep(({ id, assignment }, random) => {
    return { type: 'order.accept', payload: { orderId: id, ...(random.chance(0.5) ? { assignment } : {}) } };
  }),
  'order.reject': orderStep(({ id }) => ({ type: 'order.reject', payload: { orderId: id, reason: 'TOO_BUSY' } })),
  'order.pack': orderStep(({ id }) => ({ type: 'order.pack', payload: { orderId: id } })),
  'order.dispatch': orderStep(({ id }) => ({ type: 'order.dispatch', payload: { orderId: id } })),
  'order.outForDelivery': orderStep(({ id }) => ({ type: 'order.outForDelivery', payload: { orderId: id } })),
  'order.deliver': orderStep(({ id }) => ({ type: 'order.deliver', payload: { orderId: id, receivedBy: 'Sita' } })),
  'order.cancel': orderStep(({ id }) => ({ type: 'order.cancel', payload: { orderId: id, reason: 'not wanted' } })),
  'stock.adjust': (making) => {
    const offerId = offerIn(making);
    const deltaMilli = (making.random.below(21) - 8) * 1000 || 500;
    return offerId ? { type: 'stock.adjust', payload: { offerId, deltaMilli, reason: 'FOUND' } } : null;
  },
  'stock.count': (making) => {
    const offerId = offerIn(making);
    const countedMilli = making.random.below(60) * 1000;
    const againstMilli = (offerId && making.shown.get('offers', offerId)?.onHandMilli) || 0;
    return offerId ? { type: 'stock.count', payload: { offerId, countedMilli, againstMilli } } : null;
  },
  'offer.update': (making) => {
    const offerId = offerIn(making);
    const pricePaisa = 14_000 + making.random.below(20) * 100;
    return offerId ? { type: 'offer.update', payload: { offerId, pricePaisa } } : null;
  },
  'payment.record': (making) => {
    const { ground, random } = making;
    const retailerId = shopIn(making);
    const amountPaisa = 1_000 + random.below(40_000);
    return retailerId
      ? { type: 'payment.record', payload: { paymentId: ground.newId(), retailerId, amountPaisa, method: 'CASH' } }
      : null;
  },
  'credit.setLimit': shopWish((retailerId, random) => {
    const limitPaisa = random.below(60) * 100_000;
    return { type: 'credit.setLimit', payload: { retailerId, limitPaisa, reason: 'as agreed' } };
  }),
  'credit.block': shopWish((retailerId) => ({ type: 'credit.block', payload: { retailerId, reason: 'late again' } })),
  'credit.unblock': shopWish((retailerId) => ({
    type: 'credit.unblock',
    payload: { retailerId, reason: 'has paid' },
  })),
  'alert.acknowledge': ({ shown, random }) => {
    const open = sorted(shown.all('alerts')).filter((alert) => alert.acknowledgedAt === null);
    const alert = pick(random, open);
    return alert ? { type: 'alert.acknowledge', payload: { alertId: alert.id } } : null;
  },
  // Nobody writes to these desks by WhatsApp, so a reply is refused; a note never is.
  'message.send': (making) => {
    const retailerId = shopIn(making);
    const internal = making.random.chance(0.8);
    return retailerId ? { type: 'message.send', payload: { retailerId, text: 'they want tea', internal } } : null;
  },
};
