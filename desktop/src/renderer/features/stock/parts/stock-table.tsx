import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Cut } from '../../../ui/cut.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Money, Quantity } from '../../../ui/figures.tsx';
import { useGoodsName } from '../../../ui/names.ts';
import { PendingDot } from '../../../ui/pending-dot.tsx';
import type { StockRow } from '../queries.ts';
import classes from './stock-table.module.css';

/** Goods with price and stock; what runs low is amber. */
export function StockTable({
  rows,
  openId,
  onOpen,
  onCursor,
  onStep,
  emptyText,
}: {
  rows: readonly StockRow[];
  openId: string | null;
  onOpen: (row: StockRow) => void;
  onCursor: (row: StockRow | undefined) => void;
  onStep: (row: StockRow) => void;
  emptyText: { title: string; text?: string };
}) {
  const { t } = useTranslation();
  const nameOf = useGoodsName();
  const columns = useMemo(
    (): Column<StockRow>[] => [
      {
        id: 'goods',
        header: t('stock.goods'),
        width: 'minmax(200px, 2fr)',
        sortBy: (row) => nameOf(row.product),
        cell: (row) => (
          <Cut
            text={nameOf(row.product)}
            after={
              <>
                {row.offer.active ? null : <span className={classes.off}>{t('stock.notSold')}</span>}
                <PendingDot mark={row.pending} words={false} />
              </>
            }
          />
        ),
      },
      {
        id: 'sku',
        header: t('orders.sku'),
        width: 'minmax(130px, 0.8fr)',
        dropBelow: 800,
        sortBy: (row) => row.product.sku,
        cell: (row) => <span className={classes.quiet}>{row.product.sku}</span>,
      },
      {
        id: 'price',
        header: t('stock.price'),
        width: '124px',
        align: 'right',
        sortBy: (row) => row.offer.pricePaisa,
        cell: (row) => <Money paisa={row.offer.pricePaisa} />,
      },
      {
        id: 'onHand',
        header: t('stock.onHand'),
        width: '116px',
        align: 'right',
        sortBy: (row) => row.offer.onHandMilli,
        cell: (row) => <Quantity milli={row.offer.onHandMilli} unit={row.product.unit} />,
      },
      {
        id: 'reserved',
        header: t('stock.reserved'),
        width: '92px',
        align: 'right',
        sortBy: (row) => row.offer.reservedMilli,
        cell: (row) => <Quantity milli={row.offer.reservedMilli} tone="quiet" />,
      },
      {
        id: 'free',
        header: t('stock.free'),
        width: '104px',
        align: 'right',
        sortBy: (row) => row.freeMilli,
        cell: (row) => (
          <span className={classes.free} data-low={row.low}>
            {row.low ? <IconAlertTriangle size={14} aria-label={t('stock.low')} /> : null}
            <Quantity milli={row.freeMilli} />
          </span>
        ),
      },
    ],
    [t, nameOf],
  );
  return (
    <DataTable
      label={t('stock.title')}
      rows={rows}
      columns={columns}
      rowId={(row) => row.offer.id}
      rowTestId={(row) => `stock-row-${row.product.sku}`}
      rowLabel={(row) => nameOf(row.product)}
      openId={openId}
      onOpen={onOpen}
      onCursor={onCursor}
      onStep={onStep}
      empty={<EmptyState {...emptyText} />}
      autoFocus
    />
  );
}
