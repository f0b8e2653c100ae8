import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import type { CreditRow } from '../queries.ts';

/** Why a shop may not order, in one sentence with its figures; null where it may. */
export function useStopWords(): (row: CreditRow) => string | null {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    ({ stop, retailer, daysLate, overduePaisa }) => {
      const name = retailer.name;
      switch (stop) {
        case 'unapproved':
          return t('credit.stop.unapproved', { name });
        case 'stopped':
          return t('credit.stop.stopped', { name, reason: retailer.block?.reason ?? '' });
        case 'overdue':
          return t('credit.stop.overdue', {
            name,
            days: format.count(daysLate),
            amount: format.money(overduePaisa),
          });
        case null:
          return null;
      }
    },
    [t, format],
  );
}
