/** What a page puts into an order offline; the servers count the orders that have it. */
export const WRITTEN = 'written offline';
