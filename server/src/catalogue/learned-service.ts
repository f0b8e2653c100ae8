import type { Correction } from '@khaacho/shared/intake/contract.ts';
import { foldName } from '@khaacho/shared/intake/fold.ts';
import { aliasText } from '@khaacho/shared/intake/reader-catalogue.ts';
import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import { type AuditActor, recordAudit } from '../audit/service.ts';
import { type Db, type Tx, transaction } from '../db/database.ts';
import { loadHouse } from '../settings/service.ts';
import {
  addAlias,
  goodsReading,
  listLearned,
  putLearned,
  removeLearnedAlias,
  removeTaught,
  teachersOf,
} from './learned-store.ts';
import { refreshIn } from './look-up-service.ts';

/**
 * Learns from an order that a shop has confirmed: what it had to be asked about is its own name for the good from now on, and
 * everybody's once enough shops (a setting) have taught it for this good and none for another. A name that means two goods is
 * nobody's: it always asks. In the caller's transaction; each lesson leaves a line in the audit log.
 */
export async function learnCorrections(
  tx: Tx,
  retailerId: string,
  corrections: readonly Correction[],
  caller: AuditActor,
  now: Date,
): Promise<void> {
  for (const { written, productId } of corrections) {
    const text = aliasText(written);
    if (text === '') continue;
    const alias = written.trim().slice(0, 60);
    const learned = await putLearned(tx, { retailerId, text, alias, productId }, now);
    const subject = { type: 'product', id: productId };
    await recordAudit(tx, {
      caller,
      action: 'alias.learn',
      subject,
      after: { alias, text, retailerId, ...learned },
      now,
    });
    if (!learned.ambiguous) await share(tx, { alias, text, productId }, caller, now);
  }
}

type Name = { alias: string; text: string; productId: string };

/** Gives a name to everybody where enough shops agree on it and no good is called so. */
async function share(tx: Tx, { alias, text, productId }: Name, caller: AuditActor, now: Date): Promise<void> {
  const { shops, products } = await teachersOf(tx, text);
  const { learnedNameShops } = await loadHouse(tx);
  if (shops < learnedNameShops || products > 1) return;
  await refreshIn(tx);
  if ((await goodsReading(tx, text)).length > 0) return;
  const added = await addAlias(tx, { productId, alias, folded: foldName(alias) }, now);
  if (!added) return;
  const subject = { type: 'product', id: productId };
  await recordAudit(tx, { caller, action: 'alias.share', subject, after: { alias, text, shops }, now });
}

export type Forget = { productId: string; alias: string; retailerId: string | null; reason: string };

/** Takes a learned name away again: from one shop, or from everybody and all shops that taught it. */
export async function forgetAlias(
  db: Db,
  forget: Forget,
  caller: AuditActor,
  now: Date,
): Promise<Result<{ forgotten: number }, Refusal>> {
  return transaction(db, async (tx) => {
    const text = aliasText(forget.alias);
    const taught = await removeTaught(tx, text, forget);
    const shared =
      forget.retailerId === null && (await removeLearnedAlias(tx, forget.productId, foldName(forget.alias)));
    const forgotten = taught + (shared ? 1 : 0);
    if (forgotten === 0)
      return err(
        refusal('NOT_FOUND', 'No such name was learned for this good.', [{ field: 'alias', issue: 'unknown' }]),
      );
    await recordAudit(tx, {
      caller,
      action: 'alias.forget',
      subject: { type: 'product', id: forget.productId },
      before: { alias: forget.alias, text, retailerId: forget.retailerId, taught, shared },
      reason: forget.reason,
      now,
    });
    return ok({ forgotten });
  });
}

export { listLearned };
