import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useOutbox } from '../../replica/hooks.tsx';
import { Facts } from '../../ui/section.tsx';
import { useNow } from '../../ui/use-now.ts';
import { saveDiagnostics } from '../shell/diagnostics.ts';
import classes from './sync-panel.module.css';
import { useSyncPanel } from './sync-panel-context.ts';

/** The line to the server, as of when everything here is complete, and what it takes on this disk. */
export function SyncFacts() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { syncNow } = useOutbox();
  const control = useSyncPanel();
  if (!control) return null;
  const { status, offlineSince } = control;
  // Each new try is «connecting» for a moment; what a person wants to know is since when there is nothing.
  const connection = t(offlineSince ? 'sync.connection.offline' : `sync.connection.${status.connection}`);
  const since = t('sync.sinceAt', { at: format.moment(offlineSince ?? status.since, now) });
  return (
    <div className={classes.facts}>
      <Facts
        facts={[
          { label: t('sync.server'), value: `${connection} ${since}` },
          {
            label: t('sync.lastSynced'),
            value: status.lastSyncedAt ? format.moment(status.lastSyncedAt, now) : t('sync.never'),
          },
          { label: t('sync.size'), value: format.bytes(status.sizeOnDiskBytes) },
        ]}
      />
      <div className={classes.factButtons}>
        <Button variant="default" size="compact-sm" onClick={syncNow} data-testid="sync-now">
          {t('sync.now')}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => saveDiagnostics(status, null, '', now)}
          data-testid="save-diagnostics"
        >
          {t('broken.diagnostics')}
        </Button>
      </div>
    </div>
  );
}
