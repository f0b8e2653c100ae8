import { type Refusal, refusal } from '@khaacho/shared/kernel/errors.ts';
import { formatQuantity } from '@khaacho/shared/kernel/quantity.ts';
import { err, ok, type Result } from '@khaacho/shared/kernel/result.ts';
import type { StockAdjustPayload, StockCountPayload } from '@khaacho/shared/stock/contract.ts';
import { decideAdjust, decideCount, freeStock } from '@khaacho/shared/stock/rules.ts';
import { raiseAlert } from '../alerts/service.ts';
import type { Tx } from '../db/database.ts';
import { type Held, type LockedStock, lockAll, lockStock, writeLevels, writeMoves, writeStock } from './store.ts';

export type StockActor = { userId: string; role: string; vendorId: string | null };

const unknownOffer = (): Refusal =>
  refusal('OFFER_UNKNOWN', 'This good is not on your list.', [{ field: 'offerId', issue: 'unknown' }]);

/** A vendor's staff touch their own stock; another vendor's looks to them as if it did not exist. */
async function ownStock(tx: Tx, offerId: string, actor: StockActor): Promise<LockedStock | undefined> {
  const stock = await lockStock(tx, offerId);
  return stock && (actor.role !== 'VENDOR_STAFF' || stock.vendorId === actor.vendorId) ? stock : undefined;
}

export async function adjustStock(
  tx: Tx,
  ask: StockAdjustPayload,
  actor: StockActor,
  commandId: string,
  now: Date,
): Promise<Result<null, Refusal>> {
  const stock = await ownStock(tx, ask.offerId, actor);
  if (!stock) return err(unknownOffer());
  const decided = decideAdjust(stock, ask.deltaMilli);
  if (!decided.ok) return decided;
  const move = {
    kind: 'ADJUST',
    deltaMilli: ask.deltaMilli,
    reason: ask.reason,
    note: ask.note ?? null,
    orderId: null,
    commandId,
    byUser: actor.userId,
  } as const;
  const { onHandMilli, reservedMilli } = decided.value;
  await writeStock(tx, ask.offerId, { onHandMilli, short: onHandMilli < reservedMilli }, move, now);
  return ok(null);
}

/** A count always stands. Where it finds less than was promised, orders are at risk and the back office is told. */
export async function countStock(
  tx: Tx,
  ask: StockCountPayload,
  actor: StockActor,
  commandId: string,
  now: Date,
): Promise<Result<null, Refusal>> {
  const stock = await ownStock(tx, ask.offerId, actor);
  if (!stock) return err(unknownOffer());
  const { level, deltaMilli, short } = decideCount(stock, ask);
  const move = {
    kind: 'COUNT',
    deltaMilli,
    reason: null,
    note: ask.note ?? null,
    orderId: null,
    commandId,
    byUser: actor.userId,
  } as const;
  await writeStock(tx, ask.offerId, { onHandMilli: level.onHandMilli, short }, move, now);
  if (short) {
    await raiseAlert(
      tx,
      {
        kind: 'COUNT_BELOW_PROMISED',
        severity: 'WARNING',
        cause: `count:${ask.offerId}`,
        message: `${stock.productName}: ${formatQuantity(level.onHandMilli)} were counted, but ${formatQuantity(level.reservedMilli)} are promised to orders.`,
        figures: { product: stock.productName, onHandMilli: level.onHandMilli, reservedMilli: level.reservedMilli },
        vendorId: stock.vendorId,
      },
      now,
    );
  }
  return ok(null);
}

/** Gives promised goods back to the free stock. */
export async function releaseStock(tx: Tx, held: readonly Held[]): Promise<void> {
  await changeLevels(tx, held, (level, quantityMilli) => ({
    ...level,
    reservedMilli: level.reservedMilli - quantityMilli,
  }));
}

/**
 * Goods leave the store: on hand and reserved both fall. Where a count has found less than was promised the shelf ends at
 * zero; what left beyond it was never booked in.
 */
export async function commitStock(
  tx: Tx,
  held: readonly Held[],
  context: { orderId: string; commandId: string | null; byUser: string | null; now: Date },
): Promise<void> {
  const moved = await changeLevels(tx, held, (level, quantityMilli) => ({
    ...level,
    onHandMilli: Math.max(0, level.onHandMilli - quantityMilli),
    reservedMilli: level.reservedMilli - quantityMilli,
  }));
  await writeMoves(
    tx,
    moved.map((level) => ({
      ...level,
      kind: 'DISPATCH',
      orderId: context.orderId,
      commandId: context.commandId,
      byUser: context.byUser,
      at: context.now,
    })),
  );
}

/** Promises goods to an order; answers the offers that have too little, and changes nothing then. */
export async function reserveStock(tx: Tx, wanted: readonly Held[]): Promise<Result<null, string[]>> {
  const levels = await lockAll(
    tx,
    wanted.map((line) => line.offerId),
  );
  const free = new Map(levels.map((level) => [level.offerId, freeStock(level)]));
  const short = wanted.filter((line) => (free.get(line.offerId) ?? 0) < line.quantityMilli).map((line) => line.offerId);
  if (short.length > 0) return err(short);
  await changeLevels(tx, wanted, (level, quantityMilli) => ({
    ...level,
    reservedMilli: level.reservedMilli + quantityMilli,
  }));
  return ok(null);
}

type Levels = { onHandMilli: number; reservedMilli: number };

async function changeLevels(
  tx: Tx,
  lines: readonly Held[],
  change: (level: Levels, quantityMilli: number) => Levels,
): Promise<{ offerId: string; deltaMilli: number; onHandMilli: number }[]> {
  if (lines.length === 0) return [];
  const moved = [];
  for (const level of await lockAll(
    tx,
    lines.map((line) => line.offerId),
  )) {
    const quantityMilli = lines
      .filter((line) => line.offerId === level.offerId)
      .reduce((sum, line) => sum + line.quantityMilli, 0);
    const next = change({ onHandMilli: level.onHandMilli, reservedMilli: level.reservedMilli }, quantityMilli);
    // A shortage ends by itself once what is promised is covered again.
    const shortSince = next.reservedMilli > next.onHandMilli ? level.shortSince : null;
    await writeLevels(tx, level.offerId, { ...next, shortSince });
    moved.push({
      offerId: level.offerId,
      deltaMilli: next.onHandMilli - level.onHandMilli,
      onHandMilli: next.onHandMilli,
    });
  }
  return moved;
}
