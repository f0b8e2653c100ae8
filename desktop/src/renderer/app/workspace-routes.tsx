import type { Role } from '@khaacho/shared/people/contract.ts';
import { useTranslation } from 'react-i18next';
import { Navigate, Route, Routes } from 'react-router';
import { EmptyState } from '../ui/empty-state.tsx';
import { Credit } from '../workspaces/admin/credit.tsx';
import { Inbox } from '../workspaces/admin/inbox.tsx';
import { Now } from '../workspaces/admin/now.tsx';
import { AdminOrders } from '../workspaces/admin/orders.tsx';
import { Retailer } from '../workspaces/admin/retailer.tsx';
import { Settle } from '../workspaces/admin/settle.tsx';
import { Shop } from '../workspaces/field/shop.tsx';
import { Shops } from '../workspaces/field/shops.tsx';
import { VendorOrders } from '../workspaces/vendor/orders.tsx';
import { VendorStatement } from '../workspaces/vendor/statement.tsx';
import { Stock } from '../workspaces/vendor/stock.tsx';
import { Today } from '../workspaces/vendor/today.tsx';
import { pagesFor } from './nav.ts';

/** The screens of a role; any other address leads to where its day begins. */
export function WorkspaceRoutes({ role }: { role: Role }) {
  const { t } = useTranslation();
  const home = pagesFor(role)[0]?.path;
  if (!home) return <EmptyState title={t('shell.noDesk')} />;
  const elsewhere = <Route path="*" element={<Navigate to={home} replace />} />;
  switch (role) {
    case 'VENDOR_STAFF':
      return (
        <Routes>
          <Route path="/today" element={<Today />} />
          <Route path="/orders" element={<VendorOrders />} />
          <Route path="/stock" element={<Stock />} />
          <Route path="/statement" element={<VendorStatement />} />
          {elsewhere}
        </Routes>
      );
    case 'FIELD_AGENT':
      return (
        <Routes>
          <Route path="/shops" element={<Shops />} />
          <Route path="/shops/:id" element={<Shop />} />
          {elsewhere}
        </Routes>
      );
    default:
      return (
        <Routes>
          <Route path="/now" element={<Now />} />
          <Route path="/inbox" element={<Inbox />} />
          <Route path="/orders" element={<AdminOrders />} />
          <Route path="/credit" element={<Credit />} />
          <Route path="/credit/:id" element={<Retailer />} />
          <Route path="/settle" element={<Settle />} />
          {elsewhere}
        </Routes>
      );
  }
}
