import { IconCheck, IconCircleDashed, IconLoader2 } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useSyncStatus } from '../../replica/hooks.tsx';
import type { CollectionProgress, SyncStatus } from '../../replica/status.ts';
import { useNow } from '../../ui/use-now.ts';
import { type Sample, sampled, timeLeft } from './first-sync-pace.ts';
import classes from './sign-in.module.css';

/** The first sync, collection by collection, with what is still to come and how long that takes. */
export function FirstSyncSteps({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation();
  const { firstSync, connection } = useSyncStatus();
  const online = connection === 'online';
  return (
    <div className={classes.progress} data-compact={compact} data-testid="first-sync">
      {compact ? <strong>{t('firstSync.inBackground')}</strong> : <Resumed firstSync={firstSync} />}
      {firstSync.collections.map((progress) => (
        <Step
          key={progress.collection}
          progress={progress}
          current={firstSync.current === progress.collection && online}
        />
      ))}
      {online ? <TimeLeft firstSync={firstSync} /> : null}
    </div>
  );
}

/** What had come before this page was opened: an interruption costs nothing, and the person may know. */
function Resumed({ firstSync }: { firstSync: SyncStatus['firstSync'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const atStart = useRef<number | null>(null);
  const received = firstSync.collections.reduce((sum, progress) => sum + progress.received, 0);
  // The first look after the disk was opened.
  if (atStart.current === null && firstSync.collections.length > 0) atStart.current = received;
  if (!atStart.current) return null;
  return <p className={classes.text}>{t('firstSync.resumed', { shown: format.count(atStart.current) })}</p>;
}

function TimeLeft({ firstSync }: { firstSync: SyncStatus['firstSync'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1000).getTime();
  const samples = useRef<readonly Sample[]>([]);
  samples.current = sampled(samples.current, firstSync, now);
  const left = timeLeft(samples.current, firstSync);
  if (left === null) return null;
  const soon = left.milliseconds < 60_000;
  const span = format.duration(left.milliseconds);
  return (
    <p className={classes.text} data-testid="first-sync-left">
      {t('firstSync.remaining', { shown: format.count(left.missing) })},{' '}
      {left.collection !== null && !soon
        ? t('firstSync.leftOf', { what: t(`collection.${left.collection}`), span })
        : soon
          ? t('firstSync.soon')
          : t('firstSync.left', { span })}
    </p>
  );
}

function Step({ progress, current }: { progress: CollectionProgress; current: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { received, total, done } = progress;
  const Icon = done ? IconCheck : current ? IconLoader2 : IconCircleDashed;
  return (
    <div>
      <div className={classes.step} data-current={current}>
        <Icon size={16} aria-hidden />
        <span>{t(`collection.${progress.collection}`)}</span>
        <span className="k-num">
          {done
            ? received === 0
              ? t('firstSync.none')
              : format.count(received)
            : total === null
              ? received === 0
                ? ''
                : format.count(received)
              : t('firstSync.of', { received: format.count(received), total: format.count(total) })}
        </span>
      </div>
      {current && total !== null && total > 0 ? (
        <div className={classes.track} aria-hidden>
          <span style={{ width: `${Math.min(100, (received / total) * 100)}%` }} />
        </div>
      ) : null}
    </div>
  );
}
