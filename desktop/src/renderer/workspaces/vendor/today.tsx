import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { movesFor, useOrderMoves } from '../../features/orders/commands.tsx';
import { useMoveKeys } from '../../features/orders/parts/move-buttons.tsx';
import { useDeliveredToday, useVendorOpenOrders } from '../../features/orders/queries.ts';
import { useDocument } from '../../replica/hooks.tsx';
import type { PendingMark } from '../../replica/replica-api.ts';
import { useUser } from '../../session/user.ts';
import { OrderPanel } from '../common/order-panel.tsx';
import { Page, RowsSkeleton } from '../common/page.tsx';
import { useOpenOrder } from '../common/use-open-order.ts';
import { Board, type BoardColumn } from './board.tsx';
import { useBoardCursor } from './board-cursor.ts';

/** The vendor's day: what to answer, pack, send off and hand over, the most urgent on top of each column. */
export function Today() {
  const { t } = useTranslation();
  const user = useUser();
  const { openId, open, close } = useOpenOrder();
  const columns = useColumns();
  // With an order open beside the board, arrows turn its pages and keys act on it, not on a card behind it.
  const cursor = useBoardCursor(columns.list, (order) => openId !== null && open(order.id));
  const { start, dialog } = useOrderMoves();
  const from = useDocument('vendors', user.vendorId ?? '').document?.position ?? null;
  const opened =
    openId === null ? undefined : columns.list.flatMap((column) => column.orders).find(({ id }) => id === openId);
  const acting = openId === null ? cursor.order : opened;
  const moves = acting ? movesFor(acting, user.role) : [];
  useMoveKeys(acting, moves, start);

  return (
    <Page
      title={t('nav.today')}
      panel={openId ? <OrderPanel orderId={openId} onClose={close} from={from} /> : undefined}
    >
      {columns.ready ? (
        <Board
          columns={columns.list}
          pending={columns.pending}
          cursor={cursor}
          openId={openId}
          from={from}
          moves={moves}
          onOpen={(order) => open(order.id)}
          onMove={start}
        />
      ) : (
        <RowsSkeleton />
      )}
      {dialog}
    </Page>
  );
}

const byDeadline = (a: OrderDocument, b: OrderDocument) =>
  (a.acceptBy ?? '9').localeCompare(b.acceptBy ?? '9') || a.placedAt.localeCompare(b.placedAt);
const byPromise = (a: OrderDocument, b: OrderDocument) =>
  (a.expectedDeliveryDay ?? '9').localeCompare(b.expectedDeliveryDay ?? '9') || a.placedAt.localeCompare(b.placedAt);

function useColumns(): {
  list: readonly BoardColumn[];
  pending: ReadonlyMap<string, PendingMark>;
  ready: boolean;
} {
  const open = useVendorOpenOrders();
  const delivered = useDeliveredToday();
  return useMemo(() => {
    const of = (...states: OrderDocument['state'][]) => open.documents.filter((order) => states.includes(order.state));
    return {
      list: [
        { id: 'answer', orders: of('ASSIGNED').sort(byDeadline) },
        { id: 'pack', orders: of('ACCEPTED').sort(byPromise) },
        { id: 'dispatch', orders: of('PACKING').sort(byPromise) },
        { id: 'road', orders: of('DISPATCHED', 'OUT_FOR_DELIVERY').sort(byPromise) },
        { id: 'done', orders: delivered.documents },
      ],
      pending: new Map([...open.pending, ...delivered.pending]),
      ready: open.ready && delivered.ready,
    };
  }, [open, delivered]);
}
