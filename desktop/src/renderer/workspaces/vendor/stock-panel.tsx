import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AdjustForm, CountForm, PriceForm } from '../../features/stock/commands.tsx';
import type { StockRow } from '../../features/stock/queries.ts';
import { Money, Quantity } from '../../ui/figures.tsx';
import { useGoodsName } from '../../ui/names.ts';
import { PendingDot } from '../../ui/pending-dot.tsx';
import { Facts, Figure } from '../../ui/section.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import classes from './stock-panel.module.css';

export type StockAction = 'count' | 'adjust' | 'price';

/** One good: what there is of it, and the three things a person does with it. */
export function StockPanel({
  row,
  action,
  onAction,
  onClose,
}: {
  row: StockRow;
  action: StockAction;
  onAction: (action: StockAction) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const nameOf = useGoodsName();
  const { offer, product } = row;
  const forms = { count: CountForm, adjust: AdjustForm, price: PriceForm };
  const Form = forms[action];
  return (
    <SidePanel
      title={nameOf(product)}
      subtitle={
        <>
          <span>{product.sku}</span>
          <PendingDot mark={row.pending} />
        </>
      }
      onClose={onClose}
    >
      <div className={classes.figures}>
        <Figure label={t('stock.onHand')} value={<Quantity milli={offer.onHandMilli} />} />
        <Figure label={t('stock.reserved')} value={<Quantity milli={offer.reservedMilli} />} />
        <Figure
          label={t('stock.free')}
          value={<Quantity milli={row.freeMilli} tone={row.low ? 'warn' : 'plain'} />}
          note={row.low ? t('stock.low') : undefined}
        />
      </div>
      <SegmentedControl
        fullWidth
        mb="md"
        value={action}
        aria-label={t('stock.whatToDo')}
        data={[
          { value: 'count', label: t('stock.count') },
          { value: 'adjust', label: t('stock.adjust') },
          { value: 'price', label: t('stock.editPrice') },
        ]}
        onChange={(value) => onAction(value === 'adjust' || value === 'price' ? value : 'count')}
      />
      <Form key={`${offer.id}-${action}`} row={row} onDone={onClose} />
      <div style={{ marginTop: 24 }}>
        <Facts
          facts={[
            { label: t('stock.price'), value: <Money paisa={offer.pricePaisa} /> },
            ...(offer.costPaisa === null ? [] : [{ label: t('stock.cost'), value: <Money paisa={offer.costPaisa} /> }]),
            {
              label: t('stock.minimum'),
              value: <Quantity milli={offer.minQuantityMilli} unit={product.unit} />,
            },
            {
              label: t('stock.warnBelow'),
              value: <Quantity milli={offer.lowStockMilli} unit={product.unit} />,
            },
          ]}
        />
      </div>
    </SidePanel>
  );
}
