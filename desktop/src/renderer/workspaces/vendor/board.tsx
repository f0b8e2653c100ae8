import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import type { Position } from '@khaacho/shared/parties/contract.ts';
import { useTranslation } from 'react-i18next';
import type { DeskMove } from '../../features/orders/commands.tsx';
import { MoveButtons } from '../../features/orders/parts/move-buttons.tsx';
import { OrderCard } from '../../features/orders/parts/order-card.tsx';
import { useFormat } from '../../language/format.ts';
import type { PendingMark } from '../../replica/replica-api.ts';
import classes from './board.module.css';
import type { BoardCursor } from './board-cursor.ts';

export type BoardColumn = {
  id: 'answer' | 'pack' | 'dispatch' | 'road' | 'done';
  orders: readonly OrderDocument[];
};

/** Columns of cards; the buttons under them act on the card with the cursor. */
export function Board({
  columns,
  pending,
  cursor,
  openId,
  from,
  moves,
  onOpen,
  onMove,
}: {
  columns: readonly BoardColumn[];
  pending: ReadonlyMap<string, PendingMark>;
  cursor: BoardCursor;
  openId: string | null;
  from: Position | null;
  moves: readonly DeskMove[];
  onOpen: (order: OrderDocument) => void;
  onMove: (order: OrderDocument, move: DeskMove) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { order } = cursor;
  return (
    <>
      <div className={classes.board} data-narrow={openId !== null}>
        {columns.map((column) => (
          <section key={column.id} className={classes.column} aria-label={t(`board.${column.id}`)}>
            <h2>
              {t(`board.${column.id}`)} <span className="k-num">{format.count(column.orders.length)}</span>
            </h2>
            <div className={classes.cards} data-testid={`column-${column.id}`}>
              {column.orders.map((candidate) => (
                <OrderCard
                  key={candidate.id}
                  order={candidate}
                  pending={pending.get(candidate.id)}
                  from={from}
                  focused={order?.id === candidate.id}
                  open={openId === candidate.id}
                  onFocus={() => cursor.moveTo(candidate.id)}
                  onOpen={() => onOpen(candidate)}
                />
              ))}
              {column.orders.length === 0 ? <p className={classes.empty}>{t(`boardEmpty.${column.id}`)}</p> : null}
            </div>
          </section>
        ))}
      </div>
      {openId === null && order && moves.length > 0 ? (
        <div className={classes.bar}>
          <span className={classes.acting}>
            <strong>{order.retailer.name}</strong> <span className="k-num">{order.orderNumber ?? ''}</span>
          </span>
          <MoveButtons order={order} moves={moves} onMove={onMove} />
        </div>
      ) : null}
    </>
  );
}
