import { type Refusal, refusal } from '../kernel/errors.ts';
import { formatQuantity, type Milli } from '../kernel/quantity.ts';
import { err, ok, type Result } from '../kernel/result.ts';

export type StockLevel = { onHandMilli: Milli; reservedMilli: Milli };

/** What may still be promised. */
export function freeStock(level: StockLevel): Milli {
  return Math.max(0, level.onHandMilli - level.reservedMilli);
}

/**
 * Moves on-hand stock by a difference; taking away is refused where less would be left than orders are promised. What comes
 * in always may, also onto a shelf that a count has left short.
 */
export function decideAdjust(level: StockLevel, deltaMilli: Milli): Result<StockLevel, Refusal> {
  const onHandMilli = level.onHandMilli + deltaMilli;
  if (deltaMilli < 0 && onHandMilli < level.reservedMilli) {
    return err(
      refusal(
        'STOCK_BELOW_RESERVED',
        `Only ${formatQuantity(onHandMilli)} would be left, but ${formatQuantity(level.reservedMilli)} are promised to orders. Take away at most ${formatQuantity(freeStock(level))}, or cancel an order first.`,
        [{ field: 'deltaMilli', issue: 'below reserved', figures: { ...level, freeMilli: freeStock(level) } }],
      ),
    );
  }
  return ok({ ...level, onHandMilli });
}

/**
 * A count is a fact and always stands. It moves the stock by the difference to the figure the counter saw, so that sales
 * synced since are not undone; `short` tells that orders are promised more than is there.
 */
export function decideCount(
  level: StockLevel,
  count: { countedMilli: Milli; againstMilli: Milli },
): { level: StockLevel; deltaMilli: Milli; short: boolean } {
  const deltaMilli = Math.max(-level.onHandMilli, count.countedMilli - count.againstMilli);
  const onHandMilli = level.onHandMilli + deltaMilli;
  return { level: { ...level, onHandMilli }, deltaMilli, short: onHandMilli < level.reservedMilli };
}
