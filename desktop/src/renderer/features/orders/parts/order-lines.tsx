import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { HOLDS_STOCK } from '@khaacho/shared/orders/states.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { Money, Quantity, useUnitName } from '../../../ui/figures.tsx';
import { useGoodsName } from '../../../ui/names.ts';
import { useStockOf } from '../queries.ts';
import classes from './order-lines.module.css';

/** The goods of an order, what is on the shelf of each, and how the total comes about. */
export function OrderLines({ order, showStock = false }: { order: OrderDocument; showStock?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGoodsName();
  const unitName = useUnitName();
  const stock = useStockOf(order);
  const withStock = showStock && HOLDS_STOCK.includes(order.state);
  return (
    <table className={classes.lines}>
      <thead>
        <tr>
          <th scope="col">{t('orders.goods')}</th>
          {withStock ? (
            <th scope="col" className={classes.right}>
              {t('orders.onShelf')}
            </th>
          ) : null}
          <th scope="col" className={classes.right}>
            {t('orders.quantity')}
          </th>
          <th scope="col" className={classes.right}>
            {t('orders.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => {
          const offer = line.offerId ? stock.get(line.offerId) : undefined;
          const short = offer !== undefined && offer.onHandMilli < line.quantityMilli;
          return (
            <tr key={line.lineNumber}>
              <td>
                <div>{nameOf(line)}</div>
                <div className={classes.sub}>
                  {line.sku} · {format.money(line.unitPricePaisa)} / {unitName(line.unit)}
                </div>
              </td>
              {withStock ? (
                <td className={classes.right}>
                  {offer ? <Quantity milli={offer.onHandMilli} tone={short ? 'bad' : 'quiet'} /> : '—'}
                </td>
              ) : null}
              <td className={classes.right}>
                <Quantity milli={line.quantityMilli} unit={line.unit} />
              </td>
              <td className={classes.right}>
                <Money paisa={line.lineTotalPaisa} />
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={withStock ? 3 : 2}>{t('orders.subtotal')}</td>
          <td className={classes.right}>
            <Money paisa={order.subtotalPaisa} />
          </td>
        </tr>
        <tr>
          <td colSpan={withStock ? 3 : 2}>{t('orders.tax')}</td>
          <td className={classes.right}>
            <Money paisa={order.taxPaisa} />
          </td>
        </tr>
        <tr className={classes.total}>
          <td colSpan={withStock ? 3 : 2}>{t('orders.total')}</td>
          <td className={classes.right}>
            <Money paisa={order.totalPaisa} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
