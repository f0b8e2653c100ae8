import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { OfferUpdatePayload } from '@khaacho/shared/pricing/contract.ts';
import type { Tx } from '../db/database.ts';

export type OfferActor = { userId: string; role: string; vendorId: string | null };

/** Changes an offer; every change of its price leaves a line with who and when. */
export async function updateOffer(
  tx: Tx,
  ask: OfferUpdatePayload,
  actor: OfferActor,
  commandId: string,
  now: Date,
): Promise<Result<null, Refusal>> {
  const offer = await tx
    .selectFrom('offers')
    .select(['vendorId', 'pricePaisa'])
    .where('id', '=', ask.offerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!offer || (actor.role === 'VENDOR_STAFF' && offer.vendorId !== actor.vendorId)) {
    return err(refusal('OFFER_UNKNOWN', 'This good is not on your list.', [{ field: 'offerId', issue: 'unknown' }]));
  }
  const { offerId, ...changes } = ask;
  await tx
    .updateTable('offers')
    .set((eb) => ({ ...changes, version: eb('version', '+', 1), updatedAt: now }))
    .where('id', '=', offerId)
    .execute();
  if (ask.pricePaisa !== undefined && ask.pricePaisa !== offer.pricePaisa) {
    await tx
      .insertInto('offerPrices')
      .values({
        offerId,
        oldPricePaisa: offer.pricePaisa,
        pricePaisa: ask.pricePaisa,
        changedAt: now,
        changedBy: actor.userId,
        commandId,
      })
      .execute();
  }
  return ok(null);
}
