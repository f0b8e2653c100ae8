import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format.ts';
import type { PendingMark } from '../replica/replica-api.ts';
import classes from './pending-dot.module.css';
import { useNow } from './use-now.ts';

/** The hollow dot of what is saved here and not confirmed yet. Nothing where nothing waits. */
export function PendingDot({ mark, words = true }: { mark: PendingMark | undefined; words?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (!mark) return null;
  const text = t('sync.waitingSince', { at: format.moment(mark.pendingSince, now) });
  return (
    <span className={classes.waiting} title={text}>
      <span className={classes.dot} aria-hidden />
      {words ? <span>{text}</span> : <span className="k-hidden">{text}</span>}
    </span>
  );
}
