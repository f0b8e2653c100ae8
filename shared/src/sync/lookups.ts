import { VENDOR_OPEN } from '../orders/states.ts';
import type { Documents } from './documents.ts';

type LookupCollections = {
  offersOf: 'offers';
  inHandOf: 'orders';
  unpaidOf: 'orders';
  heardFrom: 'messages';
  questionsOf: 'alerts';
};
export type LookupName = keyof LookupCollections;
export type LookupDocument<N extends LookupName> = Documents[LookupCollections[N]];

/** Documents of one collection by something in them; null where a document is in none of the groups. */
type Lookup<N extends LookupName> = {
  collection: LookupCollections[N];
  groupOf(document: LookupDocument<N>): string | null;
};

/** What rules ask for besides single documents. A replica holds up to 100,000 orders; none of these groups grows with them. */
export const lookups: { [N in LookupName]: Lookup<N> } = {
  /** Offers a good can be bought by, by product. */
  offersOf: { collection: 'offers', groupOf: (offer) => (offer.active ? offer.productId : null) },
  /** Orders a vendor has in hand, by vendor. */
  inHandOf: {
    collection: 'orders',
    groupOf: (order) => (VENDOR_OPEN.includes(order.state) ? order.vendorId : null),
  },
  /** Bills that are not paid, by retailer. */
  unpaidOf: {
    collection: 'orders',
    groupOf: (order) => (order.dueDay !== null && order.paidPaisa < order.totalPaisa ? order.retailerId : null),
  },
  /** What a shop has written, by retailer. */
  heardFrom: {
    collection: 'messages',
    groupOf: (message) => (message.direction === 'INBOUND' ? message.retailerId : null),
  },
  /** Messages of a shop that wait for a person's answer, by retailer. */
  questionsOf: {
    collection: 'alerts',
    groupOf: (alert) => (alert.kind === 'MESSAGE_UNREAD' && alert.acknowledgedAt === null ? alert.retailerId : null),
  },
};

export const lookupNames: readonly LookupName[] = ['offersOf', 'inHandOf', 'unpaidOf', 'heardFrom', 'questionsOf'];

/** For readers that keep no groups: goes through the whole collection. */
export function searched<N extends LookupName>(
  all: readonly LookupDocument<N>[],
  name: N,
  key: string,
): LookupDocument<N>[] {
  return all.filter((document) => lookups[name].groupOf(document) === key);
}
