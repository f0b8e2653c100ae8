import { useTranslation } from 'react-i18next';
import { Thread } from '../../features/messages/parts/thread.tsx';
import { useOrder } from '../../features/orders/queries.ts';
import { RoutingDecision } from '../../features/routing/parts/routing-decision.tsx';
import { OrderPanel } from '../common/order-panel.tsx';
import { OrdersPage } from '../common/orders-page.tsx';

/** Every order from every source. */
export function AdminOrders() {
  return (
    <OrdersPage
      showVendor
      office
      panel={(orderId, close) => <OfficeOrderPanel key={orderId} orderId={orderId} onClose={close} />}
    />
  );
}

/** An order as the back office sees it: why this vendor, and what was said with the shop. */
export function OfficeOrderPanel({ orderId, onClose }: { orderId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { document: order } = useOrder(orderId);
  return (
    <OrderPanel
      orderId={orderId}
      onClose={onClose}
      office
      tabs={[
        { id: 'routing', label: t('routing.title'), content: <RoutingDecision orderId={orderId} /> },
        ...(order
          ? [{ id: 'chat', label: t('messages.thread'), content: <Thread of={{ retailerId: order.retailerId }} /> }]
          : []),
      ]}
    />
  );
}
