import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { IconChecks } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { AlertList } from '../../features/alerts/parts/alert-list.tsx';
import { useOpenAlerts } from '../../features/alerts/queries.ts';
import { useFailedMessages } from '../../features/messages/queries.ts';
import { OrderClock } from '../../features/orders/parts/order-clock.tsx';
import { useOpenOrders } from '../../features/orders/queries.ts';
import { isStuck, standsSince } from '../../features/orders/waiting.ts';
import { useFormat } from '../../language/format.ts';
import { useDocuments } from '../../replica/hooks.tsx';
import { useMay } from '../../session/user.ts';
import { MomentText } from '../../ui/dates.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Money } from '../../ui/figures.tsx';
import { PendingDot } from '../../ui/pending-dot.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { useNow } from '../../ui/use-now.ts';
import { Page, RowsSkeleton } from '../common/page.tsx';
import { useOpenOrder } from '../common/use-open-order.ts';
import { DayFigures } from './day-figures.tsx';
import classes from './now.module.css';
import { OfficeOrderPanel } from './orders.tsx';

/** What needs a person now: alerts, orders that wait too long, messages that did not arrive; then the day's figures. */
export function Now() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const { openId, open, close } = useOpenOrder();
  const alerts = useOpenAlerts();
  const orders = useOpenOrders();
  const failed = useFailedMessages();
  const now = useNow();
  const stuck = useMemo(
    () =>
      orders.documents
        .filter((order) => isStuck(order, now))
        .sort((a, b) => standsSince(a).localeCompare(standsSince(b))),
    [orders.documents, now],
  );
  const ready = alerts.ready && orders.ready;
  const nothing = alerts.documents.length + stuck.length + failed.documents.length === 0;

  return (
    <Page
      title={t('nav.now')}
      panel={openId ? <OfficeOrderPanel key={openId} orderId={openId} onClose={close} /> : undefined}
    >
      <DayFigures />
      {!ready ? <RowsSkeleton /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <div
        className={openId ? `${classes.lists} ${classes.narrow}` : classes.lists}
        tabIndex={0}
        role="region"
        aria-label={t('now.todo')}
      >
        {ready && nothing ? (
          <EmptyState
            icon={<IconChecks size={32} stroke={1.4} aria-hidden />}
            title={t('now.nothing')}
            text={t('now.nothingText')}
          />
        ) : null}
        {alerts.documents.length > 0 ? (
          <Group title={t('now.alerts')} count={alerts.documents.length}>
            <AlertList
              alerts={alerts.documents}
              mayAcknowledge={may('alert.acknowledge')}
              onOpen={(alert) => {
                if (alert.kind === 'FACT_PARKED') void navigate(`/settle?fact=${alert.figures.commandId ?? ''}`);
                else if (alert.orderId) open(alert.orderId);
                else if (alert.kind === 'MESSAGE_UNREAD' || alert.kind === 'UNKNOWN_SENDER')
                  void navigate(`/inbox?chat=${alert.retailerId ?? alert.chatId ?? ''}`);
                else if (alert.retailerId) void navigate(`/credit/${alert.retailerId}`);
              }}
            />
          </Group>
        ) : null}
        {stuck.length > 0 ? (
          <Group title={t('now.stuck')} count={stuck.length}>
            {stuck.map((order) => (
              <StuckRow
                key={order.id}
                order={order}
                openNow={openId === order.id}
                onOpen={() => open(order.id)}
                waiting={<PendingDot mark={orders.pending.get(order.id)} words={false} />}
              />
            ))}
          </Group>
        ) : null}
        <FailedMessages />
      </div>
    </Page>
  );
}

function Group({ title, count, children }: { title: string; count: number; children: ReactNode }) {
  const format = useFormat();
  return (
    <section className={classes.group}>
      <h2>
        {title} <span className="k-num">{format.count(count)}</span>
      </h2>
      <div className={classes.box}>{children}</div>
    </section>
  );
}

function StuckRow({
  order,
  openNow,
  onOpen,
  waiting,
}: {
  order: OrderDocument;
  openNow: boolean;
  onOpen: () => void;
  waiting: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={`${classes.row} ${classes.order}`}
      data-open={openNow}
      onClick={onOpen}
      data-testid={`order-row-${order.orderNumber ?? order.id}`}
    >
      <span className="k-num">{order.orderNumber ?? t('orders.unnumbered')}</span>
      <StateBadge state={order.state} />
      <span className={classes.shop}>{order.retailer.name}</span>
      <span className={classes.shop}>{order.vendorName ?? t('orders.noVendorYet')}</span>
      <span>
        <OrderClock order={order} />
      </span>
      <span>{waiting}</span>
      <span className={classes.money}>
        <Money paisa={order.totalPaisa} />
      </span>
    </button>
  );
}

function FailedMessages() {
  const { t } = useTranslation();
  const failed = useFailedMessages();
  const shops = useDocuments('retailers').documents;
  const names = useMemo(() => new Map(shops.map((shop) => [shop.id, shop.name])), [shops]);
  if (failed.documents.length === 0) return null;
  return (
    <Group title={t('now.failedMessages')} count={failed.documents.length}>
      {failed.documents.map((message) => (
        <Link
          key={message.id}
          className={classes.row}
          to={message.retailerId ? `/credit/${message.retailerId}?tab=chat` : '/now'}
        >
          <span className={classes.sender}>
            {message.retailerId ? (names.get(message.retailerId) ?? '') : t('now.unknownSender')}
          </span>
          <span className={classes.body}>{message.body}</span>
          <MomentText at={message.at} />
        </Link>
      ))}
    </Group>
  );
}
