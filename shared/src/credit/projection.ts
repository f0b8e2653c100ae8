import type { Refusal } from '../kernel/errors.ts';
import { refusal } from '../kernel/errors.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { RetailerDocument } from '../parties/contract.ts';
import { type Change, changed, type Projection, type ReplicaReader } from '../sync/projection.ts';

function onRetailer(
  read: ReplicaReader,
  id: string,
  change: (retailer: RetailerDocument) => RetailerDocument,
): Result<Change[], Refusal> {
  const retailer = read.get('retailers', id);
  if (!retailer)
    return err(
      refusal('RETAILER_UNKNOWN', 'This shop is not known here.', [{ field: 'retailerId', issue: 'unknown' }]),
    );
  return ok([changed('retailers', change(retailer))]);
}

const setLimit: Projection<'credit.setLimit'> = (read, { payload }) =>
  onRetailer(read, payload.retailerId, (retailer) => ({
    ...retailer,
    credit: { ...retailer.credit, limitPaisa: payload.limitPaisa },
  }));

const block: Projection<'credit.block'> = (read, { payload, issuedAt }, actor) =>
  onRetailer(read, payload.retailerId, (retailer) => ({
    ...retailer,
    block: { reason: payload.reason, since: issuedAt, by: actor.name },
  }));

const unblock: Projection<'credit.unblock'> = (read, { payload }) =>
  onRetailer(read, payload.retailerId, (retailer) => ({ ...retailer, block: null }));

export const creditProjections = { 'credit.setLimit': setLimit, 'credit.block': block, 'credit.unblock': unblock };
