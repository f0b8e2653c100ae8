import type { Ageing } from '@khaacho/shared/payments/rules.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format.ts';
import classes from './ageing-bar.module.css';

const buckets = ['notDuePaisa', 'to30Paisa', 'to60Paisa', 'to90Paisa', 'over90Paisa'] as const;

/** Open money by days past due, oldest to the right. With `legend` the figures stand under it; else in its label. */
export function AgeingBar({ ageing, legend = false }: { ageing: Ageing; legend?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = buckets.reduce((sum, bucket) => sum + ageing[bucket], 0);
  const filled = buckets.filter((bucket) => ageing[bucket] > 0);
  const label = filled.map((bucket) => `${t(`ageing.${bucket}`)}: ${format.money(ageing[bucket])}`).join(', ');
  return (
    <div className={classes.root}>
      <div className={classes.bar} role="img" aria-label={label || t('ageing.nothing')} title={label}>
        {filled.map((bucket) => (
          <span key={bucket} data-bucket={bucket} style={{ flexGrow: ageing[bucket] / total }} />
        ))}
      </div>
      {legend ? (
        <dl className={classes.legend}>
          {buckets.map((bucket) => (
            <div key={bucket} data-empty={ageing[bucket] === 0}>
              <dt>
                <span className={classes.swatch} data-bucket={bucket} aria-hidden />
                {t(`ageing.${bucket}`)}
              </dt>
              <dd className="k-num">{format.moneyShort(ageing[bucket])}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}
