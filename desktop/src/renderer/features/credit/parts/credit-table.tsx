import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Cut } from '../../../ui/cut.tsx';
import { type Column, DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PendingDot } from '../../../ui/pending-dot.tsx';
import { BlockedBadge } from '../../../ui/state-badge.tsx';
import type { CreditRow } from '../queries.ts';
import { useCreditColumns } from './credit-columns.tsx';

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
  const known = useCreditColumns();
  const columns = useMemo(
    (): Column<CreditRow>[] => [
      {
        id: 'shop',
        header: t('orders.shop'),
        width: 'minmax(180px, 2fr)',
        sortBy: (row) => row.retailer.name,
        cell: (row) => <Cut text={row.retailer.name} after={<PendingDot mark={row.pending} words={false} />} />,
      },
      known.city,
      {
        id: 'stop',
        header: t('credit.state'),
        width: '128px',
        sortBy: (row) => row.stop,
        cell: (row) => (row.stop ? <BlockedBadge label={t(`credit.stopShort.${row.stop}`)} /> : null),
      },
      known.days,
      known.ageing,
      known.overdue,
      known.owed,
      known.left,
      known.limit,
    ],
    [t, known],
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
