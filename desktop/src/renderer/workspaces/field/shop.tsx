import { Button } from '@mantine/core';
import { IconBasket, IconCash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useOpenAgain } from '../../app/again.ts';
import { ShopHead } from '../../features/credit/parts/shop-head.tsx';
import { useCreditRow } from '../../features/credit/queries.ts';
import { Statement } from '../../features/ledger/parts/statement.tsx';
import { useShopStatement } from '../../features/ledger/queries.ts';
import { OrderComposer } from '../../features/orders/parts/order-composer.tsx';
import { OrdersTable } from '../../features/orders/parts/orders-table.tsx';
import { useOrdersOfShop } from '../../features/orders/queries.ts';
import { PaymentForm } from '../../features/payments/parts/payment-form.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useKeys } from '../../ui/keys.ts';
import { SidePanel } from '../../ui/side-panel.tsx';
import { OrderPanel } from '../common/order-panel.tsx';
import { Page, RowsSkeleton } from '../common/page.tsx';
import { useOpenOrder } from '../common/use-open-order.ts';
import classes from './shop.module.css';

type Doing = 'order' | 'payment' | null;

/** In the shop: what it owes and may still order, and the two things an agent comes for. */
export function Shop() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { row, ready } = useCreditRow(id);
  const [doing, setDoing] = useState<Doing>(null);
  const { openId, open, close } = useOpenOrder();
  const formKey = useOpenAgain(({ type }) => setDoing(type === 'order.create' ? 'order' : 'payment'));
  useKeys('shop', [
    { key: 'p', label: t('payments.take'), run: () => setDoing('payment') },
    { key: 'n', label: t('composer.new'), run: () => setDoing('order') },
  ]);
  if (!row) {
    return (
      <Page title={t('nav.shops')}>
        {ready ? <EmptyState title={t('credit.unknownTitle')} text={t('credit.unknownText')} /> : <RowsSkeleton />}
      </Page>
    );
  }
  const { retailer } = row;
  const panel =
    doing === 'payment' ? (
      <SidePanel title={t('payments.title')} subtitle={retailer.name} onClose={() => setDoing(null)}>
        <PaymentForm key={formKey} retailer={retailer} large />
      </SidePanel>
    ) : doing === 'order' ? (
      <SidePanel title={t('composer.new')} subtitle={retailer.name} onClose={() => setDoing(null)} wide>
        <OrderComposer key={formKey} retailer={retailer} onDone={() => setDoing(null)} />
      </SidePanel>
    ) : openId ? (
      <OrderPanel orderId={openId} onClose={close} />
    ) : undefined;
  return (
    <Page title={retailer.name} panel={panel}>
      <ShopHead
        row={row}
        back={{ to: '/shops', label: t('nav.shops') }}
        large
        actions={
          <>
            <Button
              size="lg"
              leftSection={<IconCash size={20} aria-hidden />}
              onClick={() => setDoing('payment')}
              data-testid="take-payment"
            >
              {t('payments.take')}
            </Button>
            <Button
              size="lg"
              variant="default"
              leftSection={<IconBasket size={20} aria-hidden />}
              onClick={() => setDoing('order')}
              data-testid="new-order"
            >
              {t('composer.new')}
            </Button>
          </>
        }
      />
      <Lists retailerId={id} openId={openId} onOpen={open} narrow={panel !== undefined} />
    </Page>
  );
}

function Lists({
  retailerId,
  openId,
  onOpen,
  narrow,
}: {
  retailerId: string;
  openId: string | null;
  onOpen: (id: string) => void;
  narrow: boolean;
}) {
  const { t } = useTranslation();
  const orders = useOrdersOfShop(retailerId);
  const statement = useShopStatement(retailerId);
  return (
    <div className={classes.lists} data-narrow={narrow}>
      <section>
        <h3>{t('nav.orders')}</h3>
        <OrdersTable
          rows={orders.documents}
          pending={orders.pending}
          openId={openId}
          onOpen={(order) => onOpen(order.id)}
          showVendor={false}
          showShop={false}
          filtered={false}
        />
      </section>
      <section>
        <h3>{t('ledger.account')}</h3>
        <Statement entries={statement} side="owed" onOpenOrder={onOpen} />
      </section>
    </div>
  );
}
