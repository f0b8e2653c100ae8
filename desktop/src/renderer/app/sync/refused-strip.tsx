import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useOutbox } from '../../replica/hooks.tsx';
import { useCommandWords } from './command-words.ts';
import { useVerdictWords } from './refused-list.tsx';
import classes from './sync-panel.module.css';
import { useSyncPanel } from './sync-panel-context.ts';

/** The newest refusal over the work it belongs to; the panel has them all. */
export function RefusedStrip() {
  const { t } = useTranslation();
  const { refused } = useOutbox();
  const nameOf = useCommandWords();
  const words = useVerdictWords();
  const { open } = useSyncPanel();
  const [newest] = refused;
  if (!newest) return null;
  return (
    <div className={classes.strip} role="status" data-testid="refused-strip">
      <IconAlertTriangle size={16} aria-hidden />
      <div title={words(newest)}>
        <strong>{nameOf(newest)}</strong> — {words(newest)}
      </div>
      <Button size="compact-sm" variant="default" onClick={open}>
        {refused.length > 1 ? t('sync.lookAll', { count: refused.length }) : t('sync.look')}
      </Button>
    </div>
  );
}
