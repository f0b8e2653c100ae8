import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useOutbox } from '../../replica/hooks.tsx';
import { useCommandWords } from './command-words.ts';
import { useVerdictWords } from './entry-rows.tsx';
import { SyncNoticeBox } from './sync-notice.tsx';
import classes from './sync-panel.module.css';
import { useSyncPanel } from './sync-panel-context.ts';

/** Over the work: what stops it, else the newest refusal, else what there is to know. One line; the panel has them all. */
export function SyncStrip() {
  const control = useSyncPanel();
  const { refused } = useOutbox();
  const [top] = control?.notices ?? [];
  if (top && (top.weight === 'stop' || refused.length === 0)) return <SyncNoticeBox notice={top} strip />;
  return <RefusedStrip />;
}

function RefusedStrip() {
  const { t } = useTranslation();
  const format = useFormat();
  const control = useSyncPanel();
  const { refused } = useOutbox();
  const nameOf = useCommandWords();
  const words = useVerdictWords();
  const [newest] = refused;
  if (!newest) return null;
  const { length } = refused;
  return (
    <div className={classes.strip} data-weight="stop" role="status" data-testid="refused-strip">
      <IconAlertTriangle size={16} aria-hidden />
      <div title={words(newest)}>
        <strong>{nameOf(newest)}</strong>: {words(newest)}
      </div>
      <Button size="compact-sm" variant="default" onClick={() => control?.open('refused')}>
        {length > 1 ? t('sync.lookAll', { count: length, shown: format.count(length) }) : t('sync.look')}
      </Button>
    </div>
  );
}
