import { refusal } from '../kernel/errors.ts';
import { err, ok } from '../kernel/result.ts';
import { changed, type Projection } from '../sync/projection.ts';

const update: Projection<'offer.update'> = (read, { payload }) => {
  const offer = read.get('offers', payload.offerId);
  if (!offer)
    return err(refusal('OFFER_UNKNOWN', 'This good is not on your list.', [{ field: 'offerId', issue: 'unknown' }]));
  return ok([
    changed('offers', {
      ...offer,
      pricePaisa: payload.pricePaisa ?? offer.pricePaisa,
      costPaisa: payload.costPaisa ?? offer.costPaisa,
      minQuantityMilli: payload.minQuantityMilli ?? offer.minQuantityMilli,
      active: payload.active ?? offer.active,
    }),
  ]);
};

export const offerProjections = { 'offer.update': update };
