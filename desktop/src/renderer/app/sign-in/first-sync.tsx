import { Button } from '@mantine/core';
import { IconCheck, IconCircleDashed, IconLoader2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useSyncStatus } from '../../replica/hooks.tsx';
import type { CollectionProgress } from '../../replica/status.ts';
import { Notice } from '../../ui/section.tsx';
import { Gate } from './gate.tsx';
import classes from './sign-in.module.css';

/** The first time on this device: what has come and what is still to come, in numbers, newest first. */
export function FirstSync({ onStart }: { onStart: () => void }) {
  const { t } = useTranslation();
  const { firstSync, connection } = useSyncStatus();
  // Newest orders come first: as soon as some are here, the day's work can begin while the rest follows.
  const orders = firstSync.collections.find(({ collection }) => collection === 'orders');
  const mayStart = orders !== undefined && (orders.done || orders.received > 0);
  return (
    <Gate title={t('firstSync.title')} wide>
      <p className={classes.text}>{t('firstSync.text')}</p>
      {connection === 'offline' ? <Notice>{t('firstSync.offline')}</Notice> : null}
      <div className={classes.progress} data-testid="first-sync">
        {firstSync.collections.map((progress) => (
          <Step
            key={progress.collection}
            progress={progress}
            current={firstSync.current === progress.collection && connection === 'online'}
          />
        ))}
      </div>
      {mayStart ? (
        <Button size="md" variant="default" onClick={onStart} data-testid="start-early">
          {t('firstSync.start')}
        </Button>
      ) : null}
    </Gate>
  );
}

function Step({ progress, current }: { progress: CollectionProgress; current: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { received, total, done } = progress;
  const Icon = done ? IconCheck : current ? IconLoader2 : IconCircleDashed;
  const count =
    total === null || done
      ? received > 0
        ? format.count(received)
        : ''
      : t('firstSync.of', { received: format.count(received), total: format.count(total) });
  return (
    <div>
      <div className={classes.step} data-current={current}>
        <Icon size={16} aria-hidden />
        <span>{t(`collection.${progress.collection}`)}</span>
        <span className="k-num">{count}</span>
      </div>
      {current && total !== null && total > 0 ? (
        <div className={classes.track} aria-hidden>
          <span style={{ width: `${Math.min(100, (received / total) * 100)}%` }} />
        </div>
      ) : null}
    </div>
  );
}
