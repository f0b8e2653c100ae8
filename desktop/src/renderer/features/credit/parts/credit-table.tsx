import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { AgeingBar } from '../../../ui/ageing-bar.tsx';
import { Cut } from '../../../ui/cut.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Money } from '../../../ui/figures.tsx';
import { PendingDot } from '../../../ui/pending-dot.tsx';
import { BlockedBadge } from '../../../ui/state-badge.tsx';
import type { CreditRow } from '../queries.ts';

/** Shops with what they owe by age, their limit, and what stops them. */
export function CreditTable({
  rows,
  filtered,
  onOpen,
}: {
  rows: readonly CreditRow[];
  filtered: boolean;
  onOpen: (row: CreditRow) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const columns = useMemo(
    (): Column<CreditRow>[] => [
      {
        id: 'shop',
        header: t('orders.shop'),
        width: 'minmax(180px, 2fr)',
        sortBy: (row) => row.retailer.name,
        cell: (row) => <Cut text={row.retailer.name} after={<PendingDot mark={row.pending} words={false} />} />,
      },
      {
        id: 'city',
        header: t('credit.city'),
        width: 'minmax(110px, 1fr)',
        sortBy: (row) => row.retailer.city,
        cell: (row) => <span style={{ color: 'var(--k-ink-2)' }}>{row.retailer.city}</span>,
      },
      {
        id: 'stop',
        header: t('credit.state'),
        width: '128px',
        sortBy: (row) => row.stop,
        cell: (row) => (row.stop ? <BlockedBadge label={t(`credit.stopShort.${row.stop}`)} /> : null),
      },
      {
        id: 'days',
        header: t('credit.daysLate'),
        width: '84px',
        align: 'right',
        sortBy: (row) => row.daysLate,
        cell: (row) => (row.daysLate > 0 ? <span className="k-num">{format.count(row.daysLate)}</span> : ''),
      },
      {
        id: 'ageing',
        header: t('credit.ageing'),
        width: '124px',
        dropBelow: 900,
        cell: (row) => <AgeingBar ageing={row.ageing} />,
      },
      {
        id: 'overdue',
        header: t('credit.overdue'),
        width: '124px',
        align: 'right',
        sortBy: (row) => row.overduePaisa,
        cell: (row) => (row.overduePaisa > 0 ? <Money paisa={row.overduePaisa} tone="bad" /> : ''),
      },
      {
        id: 'owed',
        header: t('credit.owes'),
        width: '132px',
        align: 'right',
        sortBy: (row) => row.retailer.credit.outstandingPaisa,
        cell: (row) => <Money paisa={row.retailer.credit.outstandingPaisa} />,
      },
      {
        id: 'left',
        header: t('credit.left'),
        width: '132px',
        align: 'right',
        sortBy: (row) => row.availablePaisa,
        cell: (row) => <Money paisa={row.availablePaisa} />,
      },
      {
        id: 'limit',
        header: t('credit.limit'),
        width: '124px',
        align: 'right',
        sortBy: (row) => row.retailer.credit.limitPaisa,
        cell: (row) => <Money paisa={row.retailer.credit.limitPaisa} tone="quiet" short />,
      },
    ],
    [t, format],
  );
  return (
    <DataTable
      label={t('credit.title')}
      rows={rows}
      columns={columns}
      rowId={(row) => row.retailer.id}
      rowTestId={(row) => `retailer-row-${row.retailer.id}`}
      rowLabel={(row) => row.retailer.name}
      onOpen={onOpen}
      autoFocus
      empty={
        filtered ? (
          <EmptyState title={t('common.nothingFound')} text={t('common.nothingFoundText')} />
        ) : (
          <EmptyState title={t('credit.emptyTitle')} text={t('credit.emptyText')} />
        )
      }
    />
  );
}
