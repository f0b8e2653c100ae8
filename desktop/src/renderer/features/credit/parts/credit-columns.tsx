import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { AgeingBar } from '../../../ui/ageing-bar.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { Money } from '../../../ui/figures.tsx';
import type { CreditRow } from '../queries.ts';

type Name = 'city' | 'days' | 'ageing' | 'overdue' | 'owed' | 'left' | 'limit';

/** What can be told of a shop's money in a table; each table takes the columns it has room for. */
export function useCreditColumns(): Record<Name, Column<CreditRow>> {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => ({
      city: {
        id: 'city',
        header: t('credit.city'),
        width: 'minmax(110px, 1fr)',
        sortBy: (row) => row.retailer.city,
        cell: (row) => <span style={{ color: 'var(--k-ink-2)' }}>{row.retailer.city}</span>,
      },
      days: {
        id: 'days',
        header: t('credit.daysLate'),
        width: '84px',
        align: 'right',
        sortBy: (row) => row.daysLate,
        cell: (row) => (row.daysLate > 0 ? <span className="k-num">{format.count(row.daysLate)}</span> : ''),
      },
      ageing: {
        id: 'ageing',
        header: t('credit.ageing'),
        width: '132px',
        dropBelow: 880,
        cell: (row) => <AgeingBar ageing={row.ageing} />,
      },
      overdue: {
        id: 'overdue',
        header: t('credit.overdue'),
        width: '124px',
        align: 'right',
        sortBy: (row) => row.overduePaisa,
        cell: (row) => (row.overduePaisa > 0 ? <Money paisa={row.overduePaisa} tone="bad" /> : ''),
      },
      owed: {
        id: 'owed',
        header: t('credit.owes'),
        width: '136px',
        align: 'right',
        sortBy: (row) => row.retailer.credit.outstandingPaisa,
        cell: (row) => <Money paisa={row.retailer.credit.outstandingPaisa} />,
      },
      left: {
        id: 'left',
        header: t('credit.left'),
        width: '136px',
        align: 'right',
        sortBy: (row) => row.availablePaisa,
        cell: (row) => <Money paisa={row.availablePaisa} />,
      },
      limit: {
        id: 'limit',
        header: t('credit.limit'),
        width: '124px',
        align: 'right',
        sortBy: (row) => row.retailer.credit.limitPaisa,
        cell: (row) => <Money paisa={row.retailer.credit.limitPaisa} tone="quiet" short />,
      },
    }),
    [t, format],
  );
}
