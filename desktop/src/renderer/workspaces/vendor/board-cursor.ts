import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../ui/keys.ts';
import type { BoardColumn } from './board.tsx';

type Place = { column: number; index: number };

/** Where the cursor really is: a column that has emptied passes it to the next one that has something. */
export function settle(columns: readonly BoardColumn[], { column, index }: Place): Place | null {
  const here = columns[column]?.orders.length ?? 0;
  if (here > 0) return { column, index: Math.min(index, here - 1) };
  const next = columns.findIndex((candidate) => candidate.orders.length > 0);
  return next === -1 ? null : { column: next, index: 0 };
}

/** The next column with something in it, one way or the other; null where there is none. */
export function sideways(columns: readonly BoardColumn[], { column, index }: Place, step: 1 | -1): Place | null {
  for (let at = column + step; at >= 0 && at < columns.length; at += step) {
    const count = columns[at]?.orders.length ?? 0;
    if (count > 0) return { column: at, index: Math.min(index, count - 1) };
  }
  return null;
}

export type BoardCursor = {
  order: OrderDocument | undefined;
  moveTo: (orderId: string) => void;
};

/**
 * The card that keys act on. It stays at its place when a card leaves for the next column, so that the same key can be
 * pressed again for the card that moved up.
 */
export function useBoardCursor(columns: readonly BoardColumn[], onGo: (order: OrderDocument) => void): BoardCursor {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Place>({ column: 0, index: 0 });
  const place = settle(columns, wanted);
  const order = place ? columns[place.column]?.orders[place.index] : undefined;

  const go = (next: Place | null) => {
    if (!next) return;
    setWanted(next);
    const target = columns[next.column]?.orders[next.index];
    if (!target) return;
    document.getElementById(`card-${target.id}`)?.focus();
    onGo(target);
  };
  useKeys('board', [
    {
      key: 'ArrowDown',
      label: t('keys.down'),
      run: () => place && go(settle(columns, { ...place, index: place.index + 1 })),
    },
    { key: 'ArrowUp', label: t('keys.up'), run: () => place && go({ ...place, index: Math.max(0, place.index - 1) }) },
    { key: 'ArrowRight', label: t('keys.right'), run: () => place && go(sideways(columns, place, 1)) },
    { key: 'ArrowLeft', label: t('keys.left'), run: () => place && go(sideways(columns, place, -1)) },
  ]);

  const focusedId = order?.id;
  useEffect(() => {
    // The card that had the focus has left its column: the focus goes to the one that took its place.
    if (focusedId && (document.activeElement === document.body || document.activeElement === null)) {
      document.getElementById(`card-${focusedId}`)?.focus({ preventScroll: true });
    }
  }, [focusedId]);

  const moveTo = useCallback(
    (orderId: string) => {
      for (const [column, { orders }] of columns.entries()) {
        const index = orders.findIndex((candidate) => candidate.id === orderId);
        if (index >= 0) setWanted({ column, index });
      }
    },
    [columns],
  );
  return { order, moveTo };
}
