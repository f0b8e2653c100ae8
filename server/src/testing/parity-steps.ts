/** Random days at a desk: steps without ids, made into commands about one shop and the goods of a few vendors. */
import { newId } from '@khaacho/shared/kernel/ids.ts';
import type { OfferDocument } from '@khaacho/shared/pricing/contract.ts';
import type { PendingCommand } from '@khaacho/shared/sync/projection.ts';
import type { CommandType } from '@khaacho/shared/sync/protocol.ts';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { MORNING } from './world.ts';

export type AnyCommand = { [T in CommandType]: PendingCommand<T> }[CommandType];

/** Rejections are left out: who is asked next stands in no replica. */
const KINDS = [
  'create',
  'create',
  'accept',
  'accept',
  'pack',
  'dispatch',
  'outForDelivery',
  'deliver',
  'deliver',
  'cancel',
  'pay',
  'pay',
  'adjust',
  'count',
  'price',
  'limit',
  'block',
  'unblock',
] as const;
export type Step = { kind: (typeof KINDS)[number]; order: number; vendor: number; amount: number; flag: boolean };

export const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS),
  // Few orders, so that steps meet.
  order: fc.integer({ min: 0, max: 2 }),
  vendor: fc.integer({ min: 0, max: 11 }),
  amount: fc.integer({ min: 1, max: 60_000 }),
  flag: fc.boolean(),
});

/** Commands for the steps; an order is made once, later steps of its number are about it whether or not it was taken. */
export function sequenceOf(
  steps: readonly Step[],
  about: { shop: string; goods: readonly string[]; offers: readonly OfferDocument[] },
): AnyCommand[] {
  const orders = new Map<number, string>();
  const offers = about.offers.filter((offer) => about.goods.includes(offer.productId));
  return steps.flatMap((step) => {
    if (step.kind === 'create' && orders.has(step.order)) return [];
    const orderId = orders.get(step.order) ?? newId(MORNING);
    if (step.kind === 'create') orders.set(step.order, orderId);
    const offer = offers[step.vendor % offers.length];
    if (!offer) throw new Error('no offers');
    return [commandOf(step, { ...about, orderId, offer })];
  });
}

type About = { shop: string; goods: readonly string[]; orderId: string; offer: OfferDocument };

function commandOf(step: Step, about: About): AnyCommand {
  const stamp = { id: newId(MORNING), issuedAt: MORNING.toISOString() };
  const { shop, goods, orderId, offer } = about;
  const { amount, flag } = step;
  switch (step.kind) {
    case 'create': {
      const lines = (flag ? goods : goods.slice(0, 1)).map((productId, n) => ({
        productId,
        quantityMilli: amount + n * 500,
      }));
      return {
        ...stamp,
        type: 'order.create',
        payload: { orderId, retailerId: shop, lines, notes: flag ? 'back door' : undefined },
      };
    }
    case 'accept':
      return {
        ...stamp,
        type: 'order.accept',
        payload: { orderId, assignment: flag ? 1 : step.vendor === 0 ? 2 : undefined },
      };
    case 'pack':
      return { ...stamp, type: 'order.pack', payload: { orderId } };
    case 'dispatch':
      return { ...stamp, type: 'order.dispatch', payload: { orderId } };
    case 'outForDelivery':
      return { ...stamp, type: 'order.outForDelivery', payload: { orderId } };
    case 'deliver':
      return { ...stamp, type: 'order.deliver', payload: { orderId, receivedBy: flag ? 'Sita' : undefined } };
    case 'cancel':
      return { ...stamp, type: 'order.cancel', payload: { orderId, reason: 'changed their mind' } };
    case 'pay':
      return {
        ...stamp,
        type: 'payment.record',
        payload: {
          paymentId: newId(MORNING),
          retailerId: shop,
          amountPaisa: amount * 5,
          method: 'CASH',
          orderIds: flag ? [orderId] : undefined,
        },
      };
    case 'adjust':
      return {
        ...stamp,
        type: 'stock.adjust',
        payload: { offerId: offer.id, deltaMilli: flag ? amount : -amount, reason: 'OTHER' },
      };
    case 'count':
      return {
        ...stamp,
        type: 'stock.count',
        payload: { offerId: offer.id, countedMilli: amount, againstMilli: flag ? offer.onHandMilli : amount + 7_000 },
      };
    case 'price':
      return {
        ...stamp,
        type: 'offer.update',
        payload: { offerId: offer.id, pricePaisa: 12_000 + (amount % 6_000), active: step.vendor !== 3 },
      };
    case 'limit':
      return {
        ...stamp,
        type: 'credit.setLimit',
        payload: { retailerId: shop, limitPaisa: amount * 20, reason: 'parity' },
      };
    case 'block':
      return { ...stamp, type: 'credit.block', payload: { retailerId: shop, reason: 'parity' } };
    case 'unblock':
      return { ...stamp, type: 'credit.unblock', payload: { retailerId: shop, reason: 'parity' } };
  }
}

/** A shop with nothing owed and no phone, so that nothing is sent to anybody. */
export async function freshShop(db: Db, limitPaisa: number): Promise<string> {
  const id = newId(MORNING);
  const stamps = { createdAt: MORNING, updatedAt: MORNING };
  await db
    .insertInto('retailers')
    .values({
      id,
      name: `Parity ${id.slice(-6)}`,
      address: 'Surkhet',
      city: 'Birendranagar',
      approved: true,
      ...stamps,
    })
    .execute();
  await db.insertInto('creditAccounts').values({ retailerId: id, limitPaisa }).execute();
  return id;
}

/** Fills the shelves of these goods and puts their offers on the list again, after what earlier runs have done to them. */
export async function makeRoom(db: Db, goods: readonly string[]): Promise<void> {
  await sql`WITH filled AS (
      UPDATE stock_levels s SET on_hand_milli = s.reserved_milli + 60000, short_since = NULL
      FROM offers f, stock_levels before
      WHERE f.id = s.offer_id AND before.offer_id = s.offer_id AND f.product_id = ANY(${[...goods]}::uuid[])
      RETURNING s.offer_id, s.on_hand_milli, before.on_hand_milli AS before_milli)
    INSERT INTO stock_moves (offer_id, kind, delta_milli, on_hand_milli, at)
    SELECT offer_id, 'ADJUST', on_hand_milli - before_milli, on_hand_milli, ${MORNING} FROM filled`.execute(db);
  await sql`UPDATE offers SET active = true WHERE product_id = ANY(${[...goods]}::uuid[])`.execute(db);
}
