import type { Given } from './page-replica.ts';
import type { Khaacho } from './server.ts';

export type Offer = { id: string; on_hand: number };

/** Offers of the vendor somebody works for, by id, with what is on hand in thousandths. */
export function offersOf(khaacho: Khaacho, email: string): Promise<Offer[]> {
  return khaacho.query<Offer>(
    `SELECT o.id, s.on_hand_milli::float8 AS on_hand FROM offers o JOIN stock_levels s ON s.offer_id = o.id
     JOIN users u ON u.vendor_id = o.vendor_id WHERE u.email = $1 AND o.active ORDER BY o.id`,
    [email],
  );
}

/** One packet more of one of these offers after another: each command shows in the figure, once and no more. */
export function oneMoreOfEach(offers: readonly Offer[], count: number): Given<'stock.adjust'>[] {
  return Array.from({ length: count }, (_, index) => {
    const offerId = offers[index % offers.length]?.id ?? '';
    return { type: 'stock.adjust', payload: { offerId, deltaMilli: 1_000, reason: 'FOUND' } };
  });
}

/** Thousandths that have come to these offers since; a command lost or doubled makes another figure. */
export async function movedSince(khaacho: Khaacho, email: string, before: readonly Offer[]): Promise<number> {
  const now = new Map((await offersOf(khaacho, email)).map((offer) => [offer.id, offer.on_hand]));
  return before.reduce((sum, offer) => sum + (now.get(offer.id) ?? 0) - offer.on_hand, 0);
}
