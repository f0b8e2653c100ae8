import type { Milli } from '@khaacho/shared/kernel/quantity.ts';
import type { Insertable } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { StockMoves } from '../db/schema.ts';

export type LockedStock = {
  offerId: string;
  vendorId: string;
  productName: string;
  onHandMilli: Milli;
  reservedMilli: Milli;
};

/** The stock row of an offer, locked; undefined where there is none. */
export async function lockStock(tx: Tx, offerId: string): Promise<LockedStock | undefined> {
  return tx
    .selectFrom('stockLevels as s')
    .innerJoin('offers as f', 'f.id', 's.offerId')
    .innerJoin('products as p', 'p.id', 'f.productId')
    .select(['s.offerId', 'f.vendorId', 'p.name as productName', 's.onHandMilli', 's.reservedMilli'])
    .where('s.offerId', '=', offerId)
    .forNoKeyUpdate('s')
    .executeTakeFirst();
}

export type StockMove = {
  kind: 'ADJUST' | 'COUNT' | 'DISPATCH' | 'RETURN';
  deltaMilli: Milli;
  reason: string | null;
  note: string | null;
  orderId: string | null;
  commandId: string | null;
  byUser: string | null;
};

/**
 * Writes an absolute level and the move that led to it, in one statement. `short` marks that less is there than was promised; since when is
 * kept where it was so before.
 */
export async function writeStock(
  tx: Tx,
  offerId: string,
  level: { onHandMilli: Milli; short: boolean },
  move: StockMove,
  now: Date,
): Promise<void> {
  await tx
    .with('written', (cte) =>
      cte
        .updateTable('stockLevels')
        .set((eb) => ({
          onHandMilli: level.onHandMilli,
          shortSince: level.short ? eb.fn.coalesce('shortSince', eb.val(now)) : null,
        }))
        .where('offerId', '=', offerId),
    )
    .insertInto('stockMoves')
    .values({ ...move, offerId, onHandMilli: level.onHandMilli, at: now })
    .execute();
}

export type Held = { offerId: string; quantityMilli: Milli };

/** Locks stock rows in offer order, so that two orders over the same goods cannot wait on each other in a circle. */
export async function lockAll(tx: Tx, offerIds: readonly string[]) {
  return tx
    .selectFrom('stockLevels')
    .selectAll()
    .where('offerId', 'in', [...offerIds])
    .orderBy('offerId')
    .forNoKeyUpdate()
    .execute();
}

export async function writeLevels(
  tx: Tx,
  offerId: string,
  level: { onHandMilli: Milli; reservedMilli: Milli; shortSince: Date | null },
): Promise<void> {
  await tx.updateTable('stockLevels').set(level).where('offerId', '=', offerId).execute();
}

export async function writeMoves(tx: Tx, moves: readonly Insertable<StockMoves>[]): Promise<void> {
  if (moves.length > 0)
    await tx
      .insertInto('stockMoves')
      .values([...moves])
      .execute();
}
