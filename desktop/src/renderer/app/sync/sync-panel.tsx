import { Button, Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useOutbox, useSyncStatus } from '../../replica/hooks.tsx';
import { AgeBadge } from '../../ui/dates.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Facts, Notice, Section } from '../../ui/section.tsx';
import { useNow } from '../../ui/use-now.ts';
import { saveDiagnostics } from '../shell/diagnostics.ts';
import { useCommandWords } from './command-words.ts';
import { RefusedList } from './refused-list.tsx';
import classes from './sync-panel.module.css';
import { useSyncPanel } from './sync-panel-context.ts';

const SHOWN = 50; // Of what waits; the rest is a number.

/** What waits, what was refused, when the server was last heard, how much lies on this disk. */
export function SyncPanel({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={440}
      title={t('sync.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      overlayProps={{ backgroundOpacity: 0.15 }}
    >
      <div data-testid="sync-panel">
        <StatusFacts />
        <Outbox />
      </div>
    </Drawer>
  );
}

function StatusFacts() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const status = useSyncStatus();
  const { syncNow } = useOutbox();
  const { offlineSince } = useSyncPanel();
  // Each new try is «connecting» for a moment; what a person wants to know is since when there is nothing.
  const connection = t(offlineSince ? 'sync.connection.offline' : `sync.connection.${status.connection}`);
  return (
    <>
      {status.problem ? (
        <div style={{ marginBottom: 16 }}>
          <Notice>{t(`syncProblem.${problemKey(status.problem.code)}`)}</Notice>
        </div>
      ) : null}
      <Facts
        facts={[
          {
            label: t('sync.server'),
            value: `${connection} ${t('sync.sinceAt', { at: format.moment(offlineSince ?? status.since, now) })}`,
          },
          {
            label: t('sync.lastSynced'),
            value: status.lastSyncedAt ? format.moment(status.lastSyncedAt, now) : t('sync.never'),
          },
          { label: t('sync.waitingLabel'), value: format.count(status.waiting) },
          { label: t('sync.size'), value: format.bytes(status.sizeOnDiskBytes) },
        ]}
      />
      <div className={classes.buttons} style={{ marginTop: 16 }}>
        <Button variant="default" size="sm" onClick={syncNow} data-testid="sync-now">
          {t('sync.now')}
        </Button>
        <Button
          variant="subtle"
          size="sm"
          onClick={() => saveDiagnostics(status, null, '', now)}
          data-testid="save-diagnostics"
        >
          {t('broken.diagnostics')}
        </Button>
      </div>
    </>
  );
}

/** Problems with a sentence of their own; every other code is told as one from the server. */
function problemKey(code: string) {
  switch (code) {
    case 'UNREADABLE':
    case 'DISK_FULL':
    case 'LOCAL_WRITE':
    case 'SIGN_IN_AGAIN':
    case 'DEVICE_REVOKED':
    case 'UPGRADE_REQUIRED':
      return code;
    default:
      return 'OTHER';
  }
}

function Outbox() {
  const { t } = useTranslation();
  const format = useFormat();
  const outbox = useOutbox();
  const nameOf = useCommandWords();
  if (outbox.waiting.length === 0 && outbox.refused.length === 0) {
    return <EmptyState compact title={t('sync.nothingWaits')} />;
  }
  return (
    <div className={classes.sections}>
      {outbox.refused.length > 0 ? (
        <Section title={t('sync.refusedTitle')}>
          <RefusedList />
        </Section>
      ) : null}
      {outbox.waiting.length > 0 ? (
        <Section title={t('sync.waitingTitle')}>
          <ul className={classes.list}>
            {outbox.waiting.slice(0, SHOWN).map((entry) => (
              <li key={entry.id} className={classes.waiting} data-testid={`waiting-${entry.id}`}>
                <span className={classes.dot} aria-hidden />
                <span className={classes.words}>{nameOf(entry)}</span>
                <span className={classes.quiet}>
                  <AgeBadge since={entry.issuedAt} />
                </span>
              </li>
            ))}
          </ul>
          {outbox.waiting.length > SHOWN ? (
            <p className={classes.quiet}>{t('sync.andMore', { shown: format.count(outbox.waiting.length - SHOWN) })}</p>
          ) : null}
        </Section>
      ) : null}
    </div>
  );
}
