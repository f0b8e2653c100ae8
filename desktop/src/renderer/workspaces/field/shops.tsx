import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type CreditRow, useCreditRows } from '../../features/credit/queries.ts';
import { useFormat } from '../../language/format.ts';
import { useSyncStatus } from '../../replica/hooks.tsx';
import { AgeingBar } from '../../ui/ageing-bar.tsx';
import { Cut } from '../../ui/cut.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { MomentText } from '../../ui/dates.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Money, Phone } from '../../ui/figures.tsx';
import { PendingDot } from '../../ui/pending-dot.tsx';
import { BlockedBadge } from '../../ui/state-badge.tsx';
import { FilterChip, Toolbar } from '../../ui/toolbar.tsx';
import { Page, RowsSkeleton } from '../common/page.tsx';
import classes from './shops.module.css';

const ROW = 64; // Two lines and a thumb's width.

/** The shops of the territory, those that are latest with their money first. */
export function Shops() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { rows, ready } = useCreditRows();
  const { connection, lastSyncedAt } = useSyncStatus();
  const [search, setSearch] = useState('');
  const [late, setLate] = useState(false);
  const shown = useMemo(() => {
    const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return rows.filter(({ retailer, overduePaisa }) => {
      const text = [retailer.name, retailer.ownerName, retailer.phone, retailer.address, retailer.city]
        .filter(Boolean)
        .join('\n')
        .toLowerCase();
      return (!late || overduePaisa > 0) && words.every((word) => text.includes(word));
    });
  }, [rows, search, late]);
  const columns = useColumns();
  const overdue = rows.reduce((sum, row) => sum + row.overduePaisa, 0);
  return (
    <Page title={t('nav.shops')}>
      <Toolbar
        search={search}
        onSearch={setSearch}
        placeholder={t('credit.search')}
        right={
          <span className={classes.sum}>
            {t('shops.toCollect')} <Money paisa={overdue} short tone={overdue > 0 ? 'bad' : 'plain'} />
            {connection !== 'online' && lastSyncedAt ? (
              <span className={classes.asOf}>
                {t('common.asOf')} <MomentText at={lastSyncedAt} />
              </span>
            ) : null}
          </span>
        }
      >
        <FilterChip
          label={t('credit.show.late')}
          count={format.count(rows.filter((row) => row.overduePaisa > 0).length)}
          on={late}
          tone="bad"
          onToggle={() => setLate(!late)}
        />
      </Toolbar>
      {ready ? (
        <DataTable
          label={t('nav.shops')}
          rows={shown}
          columns={columns}
          rowId={(row) => row.retailer.id}
          rowTestId={(row) => `retailer-row-${row.retailer.id}`}
          rowLabel={(row) => row.retailer.name}
          rowHeight={ROW}
          onOpen={(row) => void navigate(`/shops/${row.retailer.id}`)}
          autoFocus
          empty={
            rows.length > 0 ? (
              <EmptyState title={t('common.nothingFound')} text={t('common.nothingFoundText')} />
            ) : (
              <EmptyState title={t('shops.emptyTitle')} text={t('shops.emptyText')} />
            )
          }
        />
      ) : (
        <RowsSkeleton />
      )}
    </Page>
  );
}

function useColumns(): Column<CreditRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(
    () => [
      {
        id: 'shop',
        header: t('orders.shop'),
        width: 'minmax(200px, 2fr)',
        sortBy: (row) => row.retailer.name,
        cell: (row) => (
          <div className={classes.shop}>
            <Cut text={row.retailer.name} after={<PendingDot mark={row.pending} words={false} />} strong />
            <span className={classes.place}>
              {[row.retailer.address, row.retailer.city].filter(Boolean).join(', ')} ·{' '}
              <Phone phone={row.retailer.phone} />
            </span>
          </div>
        ),
      },
      {
        id: 'late',
        header: t('credit.overdue'),
        width: 'minmax(150px, 1fr)',
        align: 'right',
        sortBy: (row) => row.overduePaisa,
        cell: (row) =>
          row.overduePaisa > 0 ? (
            <div className={classes.shop}>
              <Money paisa={row.overduePaisa} tone="bad" />
              <span className={classes.place}>
                {t('credit.days', { count: row.daysLate, days: format.count(row.daysLate) })}
              </span>
            </div>
          ) : null,
      },
      {
        id: 'ageing',
        header: t('credit.ageing'),
        width: '150px',
        dropBelow: 860,
        cell: (row) => <AgeingBar ageing={row.ageing} />,
      },
      {
        id: 'owed',
        header: t('credit.owes'),
        width: '140px',
        align: 'right',
        sortBy: (row) => row.retailer.credit.outstandingPaisa,
        cell: (row) => <Money paisa={row.retailer.credit.outstandingPaisa} />,
      },
      {
        id: 'left',
        header: t('credit.left'),
        width: '150px',
        align: 'right',
        sortBy: (row) => row.availablePaisa,
        cell: (row) =>
          row.stop ? (
            <BlockedBadge label={t(`credit.stopShort.${row.stop}`)} />
          ) : (
            <Money paisa={row.availablePaisa} tone="quiet" />
          ),
      },
    ],
    [t, format],
  );
}
