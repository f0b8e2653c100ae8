import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../language/format.ts';
import { AgeingBar } from '../../../ui/ageing-bar.tsx';
import { Money } from '../../../ui/figures.tsx';
import { Figure, Notice } from '../../../ui/section.tsx';
import type { CreditRow } from '../queries.ts';
import classes from './credit-summary.module.css';
import { useStopWords } from './credit-words.ts';

/** What a shop owes, by age, what is promised to running orders, and what it may still order. */
export function CreditSummary({ row }: { row: CreditRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const stop = useStopWords()(row);
  const { credit } = row.retailer;
  const advance = credit.outstandingPaisa < 0;
  return (
    <div className={classes.summary}>
      {stop ? <Notice tone={row.stop === 'unapproved' ? 'warn' : 'bad'}>{stop}</Notice> : null}
      <div className={classes.figures}>
        <Figure
          label={advance ? t('credit.advance') : t('credit.owes')}
          value={
            <Money paisa={Math.abs(credit.outstandingPaisa)} short tone={row.overduePaisa > 0 ? 'bad' : 'plain'} />
          }
          note={
            row.daysLate > 0
              ? t('credit.late', {
                  count: row.daysLate,
                  days: format.count(row.daysLate),
                  amount: format.money(row.overduePaisa),
                })
              : t('credit.nothingLate')
          }
        />
        <Figure
          label={t('credit.reserved')}
          value={<Money paisa={credit.reservedPaisa} short />}
          note={t('credit.reservedNote')}
        />
        <Figure
          label={t('credit.left')}
          value={<Money paisa={row.availablePaisa} short tone={row.availablePaisa <= 0 ? 'bad' : 'plain'} />}
          note={t('credit.ofLimit', { limit: format.moneyShort(credit.limitPaisa) })}
        />
      </div>
      <AgeingBar ageing={row.ageing} legend />
    </div>
  );
}
