import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import type { Position } from '@khaacho/shared/parties/contract.ts';
import { distanceKm } from '@khaacho/shared/routing/rules.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import type { PendingMark } from '../../../replica/replica-api.ts';
import { AgeBadge, Clock, DateText } from '../../../ui/dates.tsx';
import { Money } from '../../../ui/figures.tsx';
import { PendingDot } from '../../../ui/pending-dot.tsx';
import { StateBadge } from '../../../ui/state-badge.tsx';
import { useNow } from '../../../ui/use-now.ts';
import classes from './order-card.module.css';

/** How far the shop is from here as the crow flies; null where either place is not known. */
export function kmTo(order: OrderDocument, from: Position | null): number | null {
  return from && order.retailer.position ? distanceKm(from, order.retailer.position) : null;
}

/** One order on the day's board: who, what it is worth, how long, how far. */
export function OrderCard({
  order,
  pending,
  from,
  focused,
  open,
  onFocus,
  onOpen,
}: {
  order: OrderDocument;
  pending: PendingMark | undefined;
  from: Position | null;
  focused: boolean;
  open: boolean;
  onFocus: () => void;
  onOpen: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const km = kmTo(order, from);
  const onRoad = order.state === 'DISPATCHED' || order.state === 'OUT_FOR_DELIVERY';
  return (
    <button
      type="button"
      id={`card-${order.id}`}
      className={classes.card}
      data-focused={focused}
      data-open={open}
      data-testid={`order-row-${order.orderNumber ?? order.id}`}
      tabIndex={focused ? 0 : -1}
      onFocus={onFocus}
      onClick={onOpen}
    >
      <span className={classes.top}>
        <span className={classes.shop}>{order.retailer.name}</span>
        <Money paisa={order.totalPaisa} short />
      </span>
      <span className={classes.line}>
        <span className="k-num">{order.orderNumber ?? t('orders.unnumbered')}</span>
        <span className={classes.items}>
          {t('orders.items', { count: order.itemCount, shown: format.count(order.itemCount) })}
        </span>
        {km === null ? null : <span className={classes.km}>{format.kilometres(km)}</span>}
      </span>
      <span className={classes.line} data-road={onRoad}>
        {pending ? (
          <PendingDot mark={pending} />
        ) : (
          <span className={classes.time}>
            <CardTime order={order} />
          </span>
        )}
        <span className={classes.grow} />
        {/* The column says the state already, except on the road, where there are two. */}
        <span className={pending || !onRoad ? 'k-hidden' : undefined}>
          <StateBadge state={order.state} testId={`order-state-${order.orderNumber ?? order.id}`} />
        </span>
      </span>
    </button>
  );
}

/** The time that matters in this state: the deadline to answer, else how long it has stood, else when it must be there. */
function CardTime({ order }: { order: OrderDocument }) {
  const { t } = useTranslation();
  const today = nepalDay(useNow());
  if (order.state === 'ASSIGNED' && order.acceptBy) return <Clock until={order.acceptBy} />;
  if (order.deliveredAt) return <AgeBadge since={order.deliveredAt} />;
  if (!order.expectedDeliveryDay) return <AgeBadge since={order.updatedAt} />;
  if (order.expectedDeliveryDay === today) return <span>{t('orders.dueToday')}</span>;
  if (order.expectedDeliveryDay < today) return <span className={classes.late}>{t('orders.late')}</span>;
  return (
    <span>
      {t('orders.by')} <DateText day={order.expectedDeliveryDay} short />
    </span>
  );
}
