import { nepalDay } from '@khaacho/shared/kernel/clock.ts';
import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import type { Position } from '@khaacho/shared/parties/contract.ts';
import { paymentState } from '@khaacho/shared/payments/rules.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { Clock, DateText, MomentText } from '../../../ui/dates.tsx';
import { Money, Phone } from '../../../ui/figures.tsx';
import { Facts, Notice } from '../../../ui/section.tsx';
import { PaymentBadge } from '../../../ui/state-badge.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { useReasonWords } from '../reason-words.ts';
import { kmTo } from './order-card.tsx';

/** Who it is for, when it is due, what it is worth and what of it is paid. */
export function OrderDetails({
  order,
  from = null,
  showVendor = false,
}: {
  order: OrderDocument;
  /** Where the reader's store is, for the distance. */
  from?: Position | null;
  showVendor?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasonWords = useReasonWords();
  const today = nepalDay(useNow());
  const km = kmTo(order, from);
  const place = [order.retailer.address, order.retailer.city].filter(Boolean).join(', ');
  const facts = [
    { label: t('orders.phone'), value: <Phone phone={order.retailer.phone} /> },
    { label: t('orders.place'), value: km === null ? place : `${place} · ${format.kilometres(km)}` },
    ...(showVendor ? [{ label: t('orders.vendor'), value: order.vendorName ?? t('orders.noVendorYet') }] : []),
    { label: t('orders.placed'), value: <PlacedBy order={order} /> },
    ...(order.state === 'ASSIGNED' && order.acceptBy
      ? [{ label: t('orders.answerBy'), value: <Clock until={order.acceptBy} /> }]
      : []),
    ...(order.expectedDeliveryDay
      ? [{ label: t('orders.expected'), value: <DateText day={order.expectedDeliveryDay} /> }]
      : []),
    ...(order.deliveredAt ? [{ label: t('orders.delivered'), value: <MomentText at={order.deliveredAt} /> }] : []),
    ...(order.dueDay
      ? [
          { label: t('orders.payBy'), value: <DateText day={order.dueDay} /> },
          { label: t('orders.payment'), value: <Paid order={order} today={today} /> },
        ]
      : []),
  ];
  return (
    <>
      {order.reason ? (
        <div style={{ marginBottom: 12 }}>
          <Notice tone="plain">{reasonWords(order.reason)}</Notice>
        </div>
      ) : null}
      <Facts facts={facts} />
      {order.notes ? (
        <div style={{ marginTop: 12 }}>
          <Notice tone="plain">{order.notes}</Notice>
        </div>
      ) : null}
    </>
  );
}

function PlacedBy({ order }: { order: OrderDocument }) {
  const { t } = useTranslation();
  return (
    <>
      <MomentText at={order.placedAt} /> · {t(`orderSource.${order.source}`)}
    </>
  );
}

function Paid({ order, today }: { order: OrderDocument; today: string }) {
  const { t } = useTranslation();
  const open = order.totalPaisa - order.paidPaisa;
  return (
    <span style={{ display: 'inline-flex', gap: 12 }}>
      <PaymentBadge state={paymentState(order, today)} />
      {open > 0 ? (
        <span>
          {t('orders.open')} <Money paisa={open} />
        </span>
      ) : null}
    </span>
  );
}
