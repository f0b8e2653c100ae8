import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useReplica } from '../../replica/hooks.tsx';
import type { OutboxEntry } from '../../replica/replica-api.ts';
import { useGoodsName } from '../../ui/names.ts';

/** A command as far as words need it: its own entry, or one that another device has sent. */
export type SpokenCommand = Pick<OutboxEntry, 'type' | 'payload'>;

/** What a command is about, from the documents here: an order with its shop, a shop, a good, and the figure that matters. */
function useSubject(): (command: SpokenCommand) => string {
  const { reader } = useReplica();
  const { t } = useTranslation();
  const nameOf = useGoodsName();
  const format = useFormat();
  return useCallback(
    ({ payload }) => {
      if ('retailerId' in payload) {
        const shop = reader.get('retailers', payload.retailerId)?.name ?? t('sync.aShop');
        if ('amountPaisa' in payload) return `${shop}, ${format.money(payload.amountPaisa)}`;
        if ('limitPaisa' in payload) return `${shop}, ${format.money(payload.limitPaisa)}`;
        if ('seenTotalPaisa' in payload && payload.seenTotalPaisa !== undefined)
          return `${shop}, ${format.money(payload.seenTotalPaisa)}`;
        return shop;
      }
      if ('orderId' in payload) {
        const order = reader.get('orders', payload.orderId);
        return order ? `${order.orderNumber ?? t('orders.unnumbered')}, ${order.retailer.name}` : t('sync.anOrder');
      }
      if ('offerId' in payload) {
        const offer = reader.get('offers', payload.offerId);
        const product = offer ? reader.get('products', offer.productId) : undefined;
        const goods = product ? nameOf(product) : t('sync.aGood');
        if ('countedMilli' in payload) return `${goods}, ${format.quantity(payload.countedMilli)}`;
        if ('deltaMilli' in payload)
          return `${goods}, ${payload.deltaMilli > 0 ? '+' : ''}${format.quantity(payload.deltaMilli)}`;
        if ('pricePaisa' in payload && payload.pricePaisa !== undefined)
          return `${goods}, ${format.money(payload.pricePaisa)}`;
        return goods;
      }
      if ('alertId' in payload) {
        const alert = reader.get('alerts', payload.alertId);
        return alert ? t(`alertKind.${alert.kind}`) : '';
      }
      return '';
    },
    [reader, t, nameOf, format],
  );
}

/** `Accept order` and `ORD261120007, Sita Kirana`: what was asked for, and of what. */
export function useCommandParts(): (command: SpokenCommand) => { what: string; subject: string } {
  const { t } = useTranslation();
  const subject = useSubject();
  return useCallback(
    (command) => ({ what: t(`command.${command.type}` as 'command.order.accept'), subject: subject(command) }),
    [t, subject],
  );
}

/** Both in one line. */
export function useCommandWords(): (command: SpokenCommand) => string {
  const parts = useCommandParts();
  return useCallback(
    (command) => {
      const { what, subject } = parts(command);
      return [what, subject].filter(Boolean).join(' · ');
    },
    [parts],
  );
}
