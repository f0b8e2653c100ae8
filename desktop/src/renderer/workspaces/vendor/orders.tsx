import { useDocument } from '../../replica/hooks.tsx';
import { useUser } from '../../session/user.ts';
import { OrderPanel } from '../common/order-panel.tsx';
import { OrdersPage } from '../common/orders-page.tsx';

/** Everything this vendor has been asked for, to look up. */
export function VendorOrders() {
  const user = useUser();
  const from = useDocument('vendors', user.vendorId ?? '').document?.position ?? null;
  return (
    <OrdersPage
      showVendor={false}
      office={false}
      panel={(orderId, close) => <OrderPanel orderId={orderId} onClose={close} from={from} />}
    />
  );
}
