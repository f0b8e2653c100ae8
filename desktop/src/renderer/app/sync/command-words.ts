import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useReplica } from '../../replica/hooks.tsx';
import type { OutboxEntry } from '../../replica/replica-api.ts';
import { useGoodsName } from '../../ui/names.ts';

/** What a command is about, from the documents here: an order's number, a shop's name, a good's. */
function useSubject(): (entry: OutboxEntry) => string {
  const { reader } = useReplica();
  const { t } = useTranslation();
  const nameOf = useGoodsName();
  const format = useFormat();
  return useCallback(
    ({ payload }) => {
      if ('retailerId' in payload) {
        const shop = reader.get('retailers', payload.retailerId)?.name ?? t('sync.aShop');
        return 'amountPaisa' in payload ? `${shop}, ${format.money(payload.amountPaisa)}` : shop;
      }
      if ('orderId' in payload) return reader.get('orders', payload.orderId)?.orderNumber ?? t('sync.anOrder');
      if ('offerId' in payload) {
        const offer = reader.get('offers', payload.offerId);
        const product = offer ? reader.get('products', offer.productId) : undefined;
        return product ? nameOf(product) : t('sync.aGood');
      }
      const alert = reader.get('alerts', payload.alertId);
      return alert ? t(`alertKind.${alert.kind}`) : '';
    },
    [reader, t, nameOf, format],
  );
}

/** `Accept · ORD261120007`: what was asked for, and of what. */
export function useCommandWords(): (entry: OutboxEntry) => string {
  const { t } = useTranslation();
  const subject = useSubject();
  return useCallback(
    (entry) => [t(`command.${entry.type}` as 'command.order.accept'), subject(entry)].filter(Boolean).join(' · '),
    [t, subject],
  );
}
