import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCreditColumns } from '../../features/credit/parts/credit-columns.tsx';
import { type CreditRow, shopMatches, useCreditRows } from '../../features/credit/queries.ts';
import { useFormat } from '../../language/format.ts';
import { useSyncStatus } from '../../replica/hooks.tsx';
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
    const matches = shopMatches(search);
    return rows.filter((row) => (!late || row.overduePaisa > 0) && matches(row));
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
  const known = useCreditColumns();
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
        ...known.overdue,
        width: 'minmax(150px, 1fr)',
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
      known.ageing,
      known.owed,
      {
        ...known.left,
        cell: (row) =>
          row.stop ? (
            <BlockedBadge label={t(`credit.stopShort.${row.stop}`)} />
          ) : (
            <Money paisa={row.availablePaisa} tone="quiet" />
          ),
      },
    ],
    [t, format, known],
  );
}
