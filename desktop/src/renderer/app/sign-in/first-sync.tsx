import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../../replica/hooks.tsx';
import { Notice } from '../../ui/section.tsx';
import { FirstSyncSteps } from './first-sync-steps.tsx';
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
      <FirstSyncSteps />
      {mayStart ? (
        <Button size="md" variant="default" onClick={onStart} data-testid="start-early">
          {t('firstSync.start')}
        </Button>
      ) : null}
    </Gate>
  );
}
