import { nepalDay, startOfNepalDay } from '@khaacho/shared/kernel/clock.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCreditRows } from '../../features/credit/queries.ts';
import { useFormat } from '../../language/format.ts';
import { useDocuments, useSyncStatus } from '../../replica/hooks.tsx';
import { MomentText } from '../../ui/dates.tsx';
import { Money } from '../../ui/figures.tsx';
import { Figure } from '../../ui/section.tsx';
import { useNow } from '../../ui/use-now.ts';
import classes from './day-figures.module.css';

/** The day in four figures; each leads to its rows. Offline they say as of when. */
export function DayFigures() {
  const { t } = useTranslation();
  const format = useFormat();
  const start = startOfNepalDay(nepalDay(useNow())).toISOString();
  const placed = useDocuments('orders', { selector: { placedAt: { $gte: start } } }).documents;
  const delivered = useDocuments('orders', { selector: { deliveredAt: { $gte: start } } }).documents;
  const { rows } = useCreditRows();
  const { connection, lastSyncedAt } = useSyncStatus();
  const sums = useMemo(
    () => ({
      placed: placed.reduce((sum, order) => sum + order.totalPaisa, 0),
      delivered: delivered.reduce((sum, order) => sum + order.totalPaisa, 0),
      owed: rows.reduce((sum, row) => sum + Math.max(0, row.retailer.credit.outstandingPaisa), 0),
      overdue: rows.reduce((sum, row) => sum + row.overduePaisa, 0),
      late: rows.filter((row) => row.overduePaisa > 0).length,
    }),
    [placed, delivered, rows],
  );
  const orders = (count: number) => t('now.orders', { count, shown: format.count(count) });
  return (
    <div className={classes.figures}>
      <Link to="/orders?show=today">
        <Figure label={t('now.placed')} value={<Money paisa={sums.placed} short />} note={orders(placed.length)} />
      </Link>
      <Link to="/orders?show=delivered">
        <Figure
          label={t('now.delivered')}
          value={<Money paisa={sums.delivered} short />}
          note={orders(delivered.length)}
        />
      </Link>
      <Link to="/credit">
        <Figure
          label={t('now.owed')}
          value={<Money paisa={sums.owed} short />}
          note={t('now.shops', { count: rows.length, shown: format.count(rows.length) })}
        />
      </Link>
      <Link to="/credit?show=late">
        <Figure
          label={t('now.overdue')}
          value={<Money paisa={sums.overdue} short tone={sums.overdue > 0 ? 'bad' : 'plain'} />}
          note={t('now.shops', { count: sums.late, shown: format.count(sums.late) })}
        />
      </Link>
      {connection !== 'online' && lastSyncedAt ? (
        <p className={classes.asOf}>
          {t('common.asOf')} <MomentText at={lastSyncedAt} />
        </p>
      ) : null}
    </div>
  );
}
