import type { OrderDocument } from '@khaacho/shared/orders/contract.ts';
import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { DateText } from '../../../ui/dates.tsx';
import { Phone, Quantity, useUnitName } from '../../../ui/figures.tsx';
import { useGoodsName } from '../../../ui/names.ts';
import { PrintSheet, usePrint } from '../../../ui/print-sheet.tsx';

/** The papers of an order, printed from what is on this device. */
export function Papers({ order }: { order: OrderDocument }) {
  const { t } = useTranslation();
  const { print, portal } = usePrint();
  const button = (label: string, sheet: ReactNode, testId: string) => (
    <Button
      variant="default"
      size="sm"
      leftSection={<IconPrinter size={15} aria-hidden />}
      data-testid={testId}
      onClick={() => print(sheet)}
    >
      {label}
    </Button>
  );
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      {button(t('papers.pickList'), <PickList order={order} />, 'print-pick-list')}
      {button(t('papers.packingSlip'), <PackingSlip order={order} />, 'print-packing-slip')}
      {portal}
    </div>
  );
}

function usePaperFacts(order: OrderDocument) {
  const { t } = useTranslation();
  const format = useFormat();
  return [
    { label: t('orders.number'), value: order.orderNumber ?? t('orders.unnumbered') },
    { label: t('orders.placed'), value: format.stamp(order.placedAt) },
    ...(order.expectedDeliveryDay
      ? [{ label: t('orders.expected'), value: <DateText day={order.expectedDeliveryDay} /> }]
      : []),
  ];
}

/** For the person in the store: a box to tick, the good, how many. No prices. */
function PickList({ order }: { order: OrderDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGoodsName();
  const unitName = useUnitName();
  const facts = [...usePaperFacts(order), { label: t('orders.shop'), value: order.retailer.name }];
  return (
    <PrintSheet title={t('papers.pickList')} from={order.vendorName ?? ''} facts={facts}>
      <table>
        <thead>
          <tr>
            <th> </th>
            <th>{t('orders.sku')}</th>
            <th>{t('orders.goods')}</th>
            <th className="right">{t('orders.quantity')}</th>
            <th>{t('papers.picked')}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.lineNumber}>
              <td>
                <span className="box" />
              </td>
              <td>{line.sku}</td>
              <td>{nameOf(line)}</td>
              <td className="right">
                {format.quantity(line.quantityMilli)} {unitName(line.unit)}
              </td>
              <td style={{ width: '80pt' }}> </td>
            </tr>
          ))}
        </tbody>
      </table>
      {order.notes ? <p>{order.notes}</p> : null}
    </PrintSheet>
  );
}

/** Goes with the goods: what is in the parcel, for whom, and room to sign. */
function PackingSlip({ order }: { order: OrderDocument }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useGoodsName();
  const facts = [
    ...usePaperFacts(order),
    { label: t('orders.shop'), value: order.retailer.name },
    { label: t('orders.place'), value: [order.retailer.address, order.retailer.city].filter(Boolean).join(', ') },
    { label: t('orders.phone'), value: <Phone phone={order.retailer.phone} /> },
  ];
  return (
    <PrintSheet
      title={t('papers.packingSlip')}
      from={order.vendorName ?? ''}
      facts={facts}
      foot={
        <div className="sign">
          <span>{t('papers.packedBy')}</span>
          <span>{t('papers.receivedBy')}</span>
        </div>
      }
    >
      <table>
        <thead>
          <tr>
            <th className="right">{t('papers.line')}</th>
            <th>{t('orders.sku')}</th>
            <th>{t('orders.goods')}</th>
            <th className="right">{t('orders.quantity')}</th>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.lineNumber}>
              <td className="right">{format.count(line.lineNumber)}</td>
              <td>{line.sku}</td>
              <td>{nameOf(line)}</td>
              <td className="right">
                <Quantity milli={line.quantityMilli} unit={line.unit} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </PrintSheet>
  );
}
