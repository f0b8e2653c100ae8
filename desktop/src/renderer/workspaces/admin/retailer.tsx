import { Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { useOpenAgain } from '../../app/again.ts';
import { BlockDialog, LimitDialog } from '../../features/credit/commands.tsx';
import { ShopHead } from '../../features/credit/parts/shop-head.tsx';
import { type CreditRow, useCreditRow } from '../../features/credit/queries.ts';
import { Statement } from '../../features/ledger/parts/statement.tsx';
import { useShopStatement } from '../../features/ledger/queries.ts';
import { Thread } from '../../features/messages/parts/thread.tsx';
import { OrdersTable } from '../../features/orders/parts/orders-table.tsx';
import { useOrdersOfShop } from '../../features/orders/queries.ts';
import { PaymentForm } from '../../features/payments/parts/payment-form.tsx';
import { useFormat } from '../../language/format.ts';
import { useMay } from '../../session/user.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useKeys } from '../../ui/keys.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { Page, RowsSkeleton } from '../common/page.tsx';
import { useOpenOrder } from '../common/use-open-order.ts';
import { OfficeOrderPanel } from './orders.tsx';
import classes from './retailer.module.css';

type Doing = 'payment' | 'limit' | 'block' | null;

/** One shop from every side: what it owes, its orders, its account, its chat. */
export function Retailer() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { row, ready } = useCreditRow(id);
  const [doing, setDoing] = useState<Doing>(null);
  const { openId, open, close } = useOpenOrder();
  const formKey = useOpenAgain(({ type }) =>
    setDoing(type === 'payment.record' ? 'payment' : type === 'credit.setLimit' ? 'limit' : 'block'),
  );
  const name = row?.retailer.name ?? t('nav.credit');
  const panel =
    row && doing === 'payment' ? (
      <SidePanel title={t('payments.title')} subtitle={name} onClose={() => setDoing(null)}>
        <PaymentForm key={formKey} retailer={row.retailer} />
      </SidePanel>
    ) : openId ? (
      <OfficeOrderPanel key={openId} orderId={openId} onClose={close} />
    ) : undefined;
  return (
    <Page title={name} panel={panel}>
      {row ? (
        <>
          <Head row={row} onDo={setDoing} />
          <RetailerTabs retailerId={id} onOpenOrder={open} openId={openId} />
          {doing === 'limit' ? <LimitDialog retailer={row.retailer} onClose={() => setDoing(null)} /> : null}
          {doing === 'block' ? <BlockDialog retailer={row.retailer} onClose={() => setDoing(null)} /> : null}
        </>
      ) : ready ? (
        <EmptyState title={t('credit.unknownTitle')} text={t('credit.unknownText')} />
      ) : (
        <RowsSkeleton />
      )}
    </Page>
  );
}

function Head({ row, onDo }: { row: CreditRow; onDo: (doing: Doing) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { retailer } = row;
  const blocked = retailer.block !== null;
  const mayBlock = may(blocked ? 'credit.unblock' : 'credit.block');
  useKeys('retailer', [
    ...(may('payment.record') ? [{ key: 'p', label: t('payments.take'), run: () => onDo('payment') }] : []),
    ...(may('credit.setLimit') ? [{ key: 'l', label: t('credit.setLimit'), run: () => onDo('limit') }] : []),
    ...(mayBlock
      ? [{ key: 'b', label: t(blocked ? 'credit.unblock' : 'credit.block'), run: () => onDo('block') }]
      : []),
  ]);
  return (
    <ShopHead
      row={row}
      back={{ to: '/credit', label: t('credit.title') }}
      facts={
        <>
          <span>
            {retailer.termsDays === 0
              ? t('credit.cash')
              : t('credit.terms', { count: retailer.termsDays, days: format.count(retailer.termsDays) })}
          </span>
          {retailer.panNumber ? (
            <span>
              {t('credit.pan')} {retailer.panNumber}
            </span>
          ) : null}
        </>
      }
      actions={
        <>
          {may('payment.record') ? (
            <ActionButton keyName="p" emphasis="main" onClick={() => onDo('payment')} testId="take-payment">
              {t('payments.take')}
            </ActionButton>
          ) : null}
          {may('credit.setLimit') ? (
            <ActionButton keyName="l" onClick={() => onDo('limit')} testId="set-limit">
              {t('credit.setLimit')}
            </ActionButton>
          ) : null}
          {mayBlock ? (
            <ActionButton
              keyName="b"
              emphasis={blocked ? 'quiet' : 'danger'}
              onClick={() => onDo('block')}
              testId={blocked ? 'unblock' : 'block'}
            >
              {t(blocked ? 'credit.unblock' : 'credit.block')}
            </ActionButton>
          ) : null}
        </>
      }
    />
  );
}

const tabNames = ['orders', 'account', 'chat'] as const;

function RetailerTabs({
  retailerId,
  onOpenOrder,
  openId,
}: {
  retailerId: string;
  onOpenOrder: (orderId: string) => void;
  openId: string | null;
}) {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const [tab, setTab] = useState<string | null>(tabNames.find((name) => name === params.get('tab')) ?? 'orders');
  const orders = useOrdersOfShop(retailerId);
  const statement = useShopStatement(retailerId);
  return (
    <Tabs value={tab} onChange={setTab} className={classes.tabs} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="orders">{t('nav.orders')}</Tabs.Tab>
        <Tabs.Tab value="account">{t('ledger.account')}</Tabs.Tab>
        <Tabs.Tab value="chat">{t('messages.thread')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="orders" className={classes.panel}>
        <OrdersTable
          rows={orders.documents}
          pending={orders.pending}
          openId={openId}
          onOpen={(order) => onOpenOrder(order.id)}
          showVendor
          showShop={false}
          filtered={false}
        />
      </Tabs.Panel>
      <Tabs.Panel value="account" className={classes.panel}>
        <Statement entries={statement} side="owed" onOpenOrder={onOpenOrder} />
      </Tabs.Panel>
      <Tabs.Panel value="chat" className={classes.chat} tabIndex={0}>
        <Thread of={{ retailerId }} />
      </Tabs.Panel>
    </Tabs>
  );
}
