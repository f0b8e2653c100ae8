import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Statement } from '../../features/ledger/parts/statement.tsx';
import { useVendorStatement } from '../../features/ledger/queries.ts';
import { useSyncStatus } from '../../replica/hooks.tsx';
import { useUser } from '../../session/user.ts';
import { MomentText } from '../../ui/dates.tsx';
import { Money } from '../../ui/figures.tsx';
import { Figure } from '../../ui/section.tsx';
import { OrderPanel } from '../common/order-panel.tsx';
import { Page, RowsSkeleton } from '../common/page.tsx';
import { useOpenOrder } from '../common/use-open-order.ts';
import classes from './statement.module.css';

/** What Khaacho owes this vendor and how it came about; the VAT it holds for the vendor stands apart. */
export function VendorStatement() {
  const { t } = useTranslation();
  const user = useUser();
  const { openId, open, close } = useOpenOrder();
  const [account, setAccount] = useState<'PAYABLE' | 'VENDOR_TAX'>('PAYABLE');
  const payable = useVendorStatement(user.vendorId ?? '', 'PAYABLE');
  const tax = useVendorStatement(user.vendorId ?? '', 'VENDOR_TAX');
  const { connection, lastSyncedAt } = useSyncStatus();
  const shown = account === 'PAYABLE' ? payable : tax;
  const asOf =
    connection !== 'online' && lastSyncedAt ? (
      <>
        {t('common.asOf')} <MomentText at={lastSyncedAt} />
      </>
    ) : undefined;
  return (
    <Page title={t('nav.statement')} panel={openId ? <OrderPanel orderId={openId} onClose={close} /> : undefined}>
      <div className={classes.top}>
        <Figure
          label={t('ledger.owedToYou')}
          value={<Money paisa={-(payable.documents[0]?.balancePaisa ?? 0)} />}
          note={asOf}
        />
        <Figure label={t('ledger.taxHeld')} value={<Money paisa={-(tax.documents[0]?.balancePaisa ?? 0)} />} />
        <SegmentedControl
          value={account}
          aria-label={t('ledger.account')}
          data={[
            { value: 'PAYABLE', label: t('ledger.goods') },
            { value: 'VENDOR_TAX', label: t('ledger.tax') },
          ]}
          onChange={(value) => setAccount(value === 'VENDOR_TAX' ? 'VENDOR_TAX' : 'PAYABLE')}
        />
      </div>
      {shown.ready ? <Statement entries={shown} side="owing" onOpenOrder={open} /> : <RowsSkeleton />}
    </Page>
  );
}
