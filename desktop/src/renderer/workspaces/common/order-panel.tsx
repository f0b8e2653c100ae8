import type { Position } from '@khaacho/shared/parties/contract.ts';
import { Tabs } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { movesFor, useOrderMoves } from '../../features/orders/commands.tsx';
import { MoveButtons } from '../../features/orders/parts/move-buttons.tsx';
import { OrderDetails } from '../../features/orders/parts/order-details.tsx';
import { OrderHistory } from '../../features/orders/parts/order-history.tsx';
import { OrderLines } from '../../features/orders/parts/order-lines.tsx';
import { Papers } from '../../features/orders/parts/papers.tsx';
import { useOrder } from '../../features/orders/queries.ts';
import { useUser } from '../../session/user.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PendingDot } from '../../ui/pending-dot.tsx';
import { Section } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';

/** One order beside the list it was opened from. `tabs` adds what only some desks see. */
export function OrderPanel({
  orderId,
  onClose,
  from = null,
  office = false,
  tabs = [],
}: {
  orderId: string;
  onClose: () => void;
  from?: Position | null;
  /** The back office: the vendor is shown, and of the moves only cancelling is offered. */
  office?: boolean;
  tabs?: readonly { id: string; label: string; content: ReactNode }[];
}) {
  const { t } = useTranslation();
  const user = useUser();
  const { document: order, pending, ready } = useOrder(orderId);
  const { start, dialog } = useOrderMoves();
  const [tab, setTab] = useState('order');
  if (!order) {
    return (
      <SidePanel title={t('orders.order')} onClose={onClose}>
        {ready ? <EmptyState title={t('orders.goneTitle')} text={t('orders.goneText')} /> : null}
      </SidePanel>
    );
  }
  const inStore = user.role === 'VENDOR_STAFF';
  const moves = movesFor(order, user.role).filter((move) => !office || move === 'cancel');
  const body = (
    <>
      <OrderDetails order={order} from={from} showVendor={office} />
      <div style={{ marginTop: 20 }}>
        <OrderLines order={order} showStock={inStore} />
      </div>
      {inStore ? (
        <Section title={t('papers.title')}>
          <Papers order={order} />
        </Section>
      ) : null}
      <Section title={t('orders.history')}>
        <OrderHistory order={order} />
      </Section>
    </>
  );
  return (
    <SidePanel
      title={order.retailer.name}
      subtitle={
        <>
          <span className="k-num">{order.orderNumber ?? t('orders.unnumbered')}</span>
          <StateBadge state={order.state} />
          <PendingDot mark={pending} />
        </>
      }
      onClose={onClose}
      wide={office}
      foot={moves.length > 0 ? <MoveButtons order={order} moves={moves} onMove={start} /> : undefined}
    >
      {tabs.length === 0 ? (
        body
      ) : (
        <Tabs value={tab} onChange={(value) => setTab(value ?? 'order')} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="order">{t('orders.order')}</Tabs.Tab>
            {tabs.map(({ id, label }) => (
              <Tabs.Tab key={id} value={id}>
                {label}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="order">{body}</Tabs.Panel>
          {tabs.map(({ id, content }) => (
            <Tabs.Panel key={id} value={id}>
              {content}
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
      {dialog}
    </SidePanel>
  );
}
