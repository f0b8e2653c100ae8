import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { paymentState } from '@khaacho/shared/payments/rules.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PendingMark } from '../../../replica/replica-api.ts';
import { Cut } from '../../../ui/cut.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { MomentText } from '../../../ui/dates.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Money } from '../../../ui/figures.tsx';
import { PendingDot } from '../../../ui/pending-dot.tsx';
import { PaymentBadge, StateBadge } from '../../../ui/state-badge.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { OrderClock } from './order-clock.tsx';

/** Orders as rows: number, state, who acts next and until when, money. Rows come newest first. */
export function OrdersTable({
  rows,
  pending,
  openId,
  onOpen,
  onCursor,
  onStep,
  showVendor,
  showShop = true,
  filtered,
}: {
  rows: readonly OrderDocument[];
  pending: ReadonlyMap<string, PendingMark>;
  openId: string | null;
  onOpen: (order: OrderDocument) => void;
  onCursor?: (order: OrderDocument | undefined) => void;
  onStep?: (order: OrderDocument) => void;
  showVendor: boolean;
  /** Off where all orders are one shop's. */
  showShop?: boolean;
  /** Whether rows were filtered away, so that an empty table says the right thing. */
  filtered: boolean;
}) {
  const { t } = useTranslation();
  const today = nepalDay(useNow());
  const columns = useMemo((): Column<OrderDocument>[] => {
    const vendor: Column<OrderDocument> = {
      id: 'vendor',
      header: t('orders.vendor'),
      width: 'minmax(120px, 1.2fr)',
      dropBelow: 700,
      sortBy: (order) => order.vendorName,
      cell: (order) => order.vendorName ?? <span style={{ color: 'var(--k-warn)' }}>{t('orders.noVendorYet')}</span>,
    };
    const shop: Column<OrderDocument> = {
      id: 'shop',
      header: t('orders.shop'),
      width: 'minmax(140px, 1.5fr)',
      sortBy: (order) => order.retailer.name,
      cell: (order) => order.retailer.name,
    };
    return [
      {
        id: 'number',
        header: t('orders.number'),
        width: '140px',
        sortBy: (order) => order.orderNumber,
        cell: (order) => (
          <Cut
            text={order.orderNumber ?? t('orders.unnumbered')}
            after={<PendingDot mark={pending.get(order.id)} words={false} />}
          />
        ),
      },
      {
        id: 'state',
        header: t('orders.state'),
        width: showShop ? '184px' : 'minmax(150px, 1fr)',
        sortBy: (order) => order.state,
        cell: (order) => <StateBadge state={order.state} testId={`order-state-${order.orderNumber ?? order.id}`} />,
      },
      ...(showShop ? [shop] : []),
      ...(showVendor ? [vendor] : []),
      {
        id: 'placed',
        header: t('orders.placed'),
        width: 'minmax(136px, 1fr)',
        dropBelow: 760,
        sortBy: (order) => order.placedAt,
        cell: (order) => <MomentText at={order.placedAt} />,
      },
      {
        id: 'clock',
        header: t('orders.clock'),
        width: '132px',
        dropBelow: 860,
        cell: (order) => <OrderClock order={order} />,
      },
      {
        id: 'payment',
        header: t('orders.payment'),
        width: '120px',
        dropBelow: 940,
        cell: (order) => (order.dueDay ? <PaymentBadge state={paymentState(order, today)} /> : null),
      },
      {
        id: 'total',
        header: t('orders.total'),
        width: '128px',
        align: 'right',
        sortBy: (order) => order.totalPaisa,
        cell: (order) => <Money paisa={order.totalPaisa} />,
      },
    ];
  }, [t, pending, showVendor, showShop, today]);
  return (
    <DataTable
      label={t('orders.title')}
      rows={rows}
      columns={columns}
      rowId={(order) => order.id}
      rowTestId={(order) => `order-row-${order.orderNumber ?? order.id}`}
      rowLabel={(order) => `${order.orderNumber ?? t('orders.unnumbered')}, ${order.retailer.name}`}
      openId={openId}
      onOpen={onOpen}
      {...(onCursor ? { onCursor } : {})}
      {...(onStep ? { onStep } : {})}
      autoFocus
      empty={
        filtered ? (
          <EmptyState title={t('common.nothingFound')} text={t('common.nothingFoundText')} />
        ) : (
          <EmptyState title={t('orders.emptyTitle')} text={t('orders.emptyText')} />
        )
      }
    />
  );
}
