import { refusal } from '../kernel/errors.ts';
import { err, ok } from '../kernel/result.ts';
import { changed, type Projection } from '../sync/projection.ts';
import { decideAdjust, decideCount } from './rules.ts';

const unknownOffer = () =>
  err(refusal('OFFER_UNKNOWN', 'This good is not on your list.', [{ field: 'offerId', issue: 'unknown' }]));

const adjust: Projection<'stock.adjust'> = (read, { payload }) => {
  const offer = read.get('offers', payload.offerId);
  if (!offer) return unknownOffer();
  const decided = decideAdjust(offer, payload.deltaMilli);
  return decided.ok ? ok([changed('offers', { ...offer, onHandMilli: decided.value.onHandMilli })]) : decided;
};

const count: Projection<'stock.count'> = (read, { payload }) => {
  const offer = read.get('offers', payload.offerId);
  if (!offer) return ok([]);
  return ok([changed('offers', { ...offer, onHandMilli: decideCount(offer, payload).level.onHandMilli })]);
};

export const stockProjections = { 'stock.adjust': adjust, 'stock.count': count };
