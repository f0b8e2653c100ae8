import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { movesFor, useOrderMoves } from '../../features/orders/commands.tsx';
import { filterOrders, noFilter, type OrderFilter, stateGroupNames } from '../../features/orders/filters.ts';
import { useMoveKeys } from '../../features/orders/parts/move-buttons.tsx';
import { OrdersTable } from '../../features/orders/parts/orders-table.tsx';
import { useOrders } from '../../features/orders/queries.ts';
import { useFormat } from '../../language/format.ts';
import { useUser } from '../../session/user.ts';
import { FilterChip, Toolbar } from '../../ui/toolbar.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Page, RowsSkeleton } from './page.tsx';
import { useOpenOrder } from './use-open-order.ts';

/** The filter a link may ask for: `?show=overdue`, `?show=waiting`. */
function filterFromAddress(show: string | null): OrderFilter {
  if (show === 'overdue') return { ...noFilter, overdue: true };
  if (show === 'today') return { ...noFilter, today: true };
  const group = stateGroupNames.find((name) => name === show) ?? null;
  return { ...noFilter, group };
}

/** All orders of this desk in one table; `panel` shows the one that is open. */
export function OrdersPage({
  panel,
  showVendor,
  office,
}: {
  panel: (orderId: string, close: () => void) => ReactNode;
  showVendor: boolean;
  /** Back office: of the moves only cancelling is offered. */
  office: boolean;
}) {
  const { t } = useTranslation();
  const user = useUser();
  const [params] = useSearchParams();
  const [filter, setFilter] = useState(() => filterFromAddress(params.get('show')));
  const [cursor, setCursor] = useState<OrderDocument | undefined>(undefined);
  const { openId, open, close } = useOpenOrder();
  const orders = useOrders();
  const today = nepalDay(useNow());
  const rows = useMemo(() => filterOrders(orders.documents, filter, today), [orders.documents, filter, today]);
  const { start, dialog } = useOrderMoves();
  const acting = openId === null ? cursor : orders.documents.find((order) => order.id === openId);
  const moves = acting ? movesFor(acting, user.role).filter((move) => !office || move === 'cancel') : [];
  useMoveKeys(acting, moves, start);
  const filtered = rows.length < orders.documents.length;

  return (
    <Page title={t('nav.orders')} panel={openId ? panel(openId, close) : undefined}>
      <OrderFilters filter={filter} onChange={setFilter} orders={orders.documents} today={today} />
      {orders.ready ? (
        <OrdersTable
          rows={rows}
          pending={orders.pending}
          openId={openId}
          onOpen={(order) => open(order.id)}
          onCursor={setCursor}
          onStep={(order) => openId !== null && open(order.id)}
          showVendor={showVendor}
          filtered={filtered}
        />
      ) : (
        <RowsSkeleton />
      )}
      {dialog}
    </Page>
  );
}

function OrderFilters({
  filter,
  onChange,
  orders,
  today,
}: {
  filter: OrderFilter;
  onChange: (filter: OrderFilter) => void;
  orders: readonly OrderDocument[];
  today: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = useMemo(() => {
    const count = (change: Partial<OrderFilter>) =>
      format.count(filterOrders(orders, { ...noFilter, ...change }, today).length);
    return {
      groups: new Map(stateGroupNames.map((group) => [group, count({ group })])),
      today: count({ today: true }),
      overdue: count({ overdue: true }),
    };
  }, [orders, today, format]);
  return (
    <Toolbar
      search={filter.search}
      onSearch={(search) => onChange({ ...filter, search })}
      placeholder={t('orders.search')}
    >
      {stateGroupNames.map((group) => (
        <FilterChip
          key={group}
          label={t(`orderGroup.${group}`)}
          count={counts.groups.get(group) ?? ''}
          on={filter.group === group}
          testId={`filter-${group}`}
          onToggle={() => onChange({ ...filter, group: filter.group === group ? null : group })}
        />
      ))}
      <FilterChip
        label={t('orders.placedToday')}
        count={counts.today}
        on={filter.today}
        onToggle={() => onChange({ ...filter, today: !filter.today })}
      />
      <FilterChip
        label={t('paymentState.OVERDUE')}
        count={counts.overdue}
        on={filter.overdue}
        tone="bad"
        onToggle={() => onChange({ ...filter, overdue: !filter.overdue })}
      />
    </Toolbar>
  );
}
