import { Drawer } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import { useOutbox } from '../../replica/hooks.tsx';
import type { OutboxEntry } from '../../replica/replica-api.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { isKey } from '../../ui/keys.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { FirstSyncSteps } from '../sign-in/first-sync-steps.tsx';
import { ActionButtons, actionKeys, useEntryActions } from './entry-actions.tsx';
import { AnsweredRow, RefusedRow, WaitingRow } from './entry-rows.tsx';
import { SyncFacts } from './sync-facts.tsx';
import { SyncNoticeBox } from './sync-notice.tsx';
import classes from './sync-panel.module.css';
import { type SyncPanelControl, type SyncTab, useSyncPanel } from './sync-panel-context.ts';

const tabs: readonly SyncTab[] = ['waiting', 'refused', 'answered'];
/** Answered work is looked up for some days; the device keeps it for thirty. */
const ANSWERED_DAYS = 7;

/** What waits, what was refused, what was answered; how this desk stands with the server; how much lies on this disk. */
export function SyncPanel() {
  const { t } = useTranslation();
  const control = useSyncPanel();
  if (!control) return null;
  return (
    <Drawer
      opened={control.tab !== null}
      onClose={control.close}
      position="right"
      size={520}
      title={t('sync.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
      overlayProps={{ backgroundOpacity: 0.15 }}
      classNames={{ content: classes.drawer, body: classes.body }}
    >
      <div className={classes.panel} data-testid="sync-panel">
        {control.notices.map((notice) => (
          <SyncNoticeBox key={notice.kind} notice={notice} />
        ))}
        {control.status.firstSync.done ? null : <FirstSyncSteps compact />}
        <SyncFacts />
        <Lists control={control} />
      </div>
    </Drawer>
  );
}

function Lists({ control }: { control: SyncPanelControl }) {
  const { t } = useTranslation();
  const format = useFormat();
  const outbox = useOutbox();
  const counts: Record<SyncTab, number | null> = {
    waiting: outbox.waiting.length,
    refused: outbox.refused.length,
    answered: null,
  };
  return (
    <>
      <div className={classes.tabs} role="tablist" aria-label={t('sync.title')}>
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            aria-selected={control.tab === tab}
            data-tab={tab}
            data-alarm={tab === 'refused' && outbox.refused.length > 0}
            data-testid={`sync-tab-${tab}`}
            onClick={() => control.open(tab)}
          >
            {t(`sync.tab.${tab}`)}
            {counts[tab] ? <span className="k-num">{format.count(counts[tab])}</span> : null}
          </button>
        ))}
      </div>
      {control.tab === 'waiting' ? <Waiting control={control} entries={outbox.waiting} /> : null}
      {control.tab === 'refused' ? <Refused control={control} entries={outbox.refused} /> : null}
      {control.tab === 'answered' ? <Answered control={control} /> : null}
    </>
  );
}

function Waiting({ control, entries }: { control: SyncPanelControl; entries: readonly OutboxEntry[] }) {
  const { t } = useTranslation();
  const { sending } = control.status;
  // The oldest are on the wire first.
  const place = new Map(entries.slice(0, sending).map((entry) => [entry.id, true]));
  return (
    <Entries
      label={t('sync.tab.waiting')}
      entries={entries}
      estimate={62}
      testId={(entry) => `waiting-${entry.id}`}
      onLeave={control.close}
      row={(entry, buttons) => (
        <WaitingRow entry={entry} sending={place.has(entry.id)}>
          {buttons}
        </WaitingRow>
      )}
      empty={<EmptyState compact title={t('sync.nothingWaits')} text={t('sync.nothingWaitsText')} />}
    />
  );
}

function Refused({ control, entries }: { control: SyncPanelControl; entries: readonly OutboxEntry[] }) {
  const { t } = useTranslation();
  return (
    <Entries
      label={t('sync.tab.refused')}
      entries={entries}
      estimate={150}
      testId={(entry) => `conflict-${entry.id}`}
      onLeave={control.close}
      row={(entry, buttons) => <RefusedRow entry={entry}>{buttons}</RefusedRow>}
      alwaysButtons
      empty={<EmptyState compact title={t('sync.nothingRefused')} text={t('sync.nothingRefusedText')} />}
    />
  );
}

type Kept = { kind: 'loading' } | { kind: 'failed' } | { kind: 'done'; entries: readonly OutboxEntry[] };

function Answered({ control }: { control: SyncPanelControl }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { answered, waiting, refused } = useOutbox();
  const [kept, setKept] = useState<Kept>({ kind: 'loading' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what waits or is refused turns into what is answered
  useEffect(() => {
    let left = false;
    const since = new Date(Date.now() - ANSWERED_DAYS * 86_400_000).toISOString();
    const show = (next: Kept) => {
      if (!left) setKept(next);
    };
    answered(since).then(
      (entries) => show({ kind: 'done', entries }),
      () => show({ kind: 'failed' }),
    );
    return () => {
      left = true;
    };
  }, [answered, waiting, refused]);
  if (kept.kind === 'loading') return null;
  if (kept.kind === 'failed') return <EmptyState compact title={t('sync.answeredFailed')} />;
  return (
    <Entries
      label={t('sync.tab.answered')}
      entries={kept.entries}
      estimate={62}
      testId={(entry) => `answered-${entry.id}`}
      onLeave={control.close}
      row={(entry, buttons) => <AnsweredRow entry={entry}>{buttons}</AnsweredRow>}
      empty={
        <EmptyState
          compact
          title={t('sync.nothingAnswered', { days: format.count(ANSWERED_DAYS) })}
          text={t('sync.nothingAnsweredText')}
        />
      }
    />
  );
}

function Entries({
  label,
  entries,
  estimate,
  testId,
  row,
  empty,
  onLeave,
  alwaysButtons = false,
}: {
  label: string;
  entries: readonly OutboxEntry[];
  estimate: number;
  testId: (entry: OutboxEntry) => string;
  row: (entry: OutboxEntry, buttons: ReactNode) => ReactNode;
  empty: ReactNode;
  onLeave: () => void;
  /** Otherwise only the entry the arrows stand on shows what can be done with it. */
  alwaysButtons?: boolean;
}) {
  const { offered, run, question } = useEntryActions(onLeave);
  return (
    <>
      <VirtualList
        label={label}
        items={entries}
        itemId={(entry) => entry.id}
        itemTestId={testId}
        estimate={estimate}
        empty={empty}
        onKey={(event, entry) => {
          const actions = offered(entry);
          const wanted =
            event.key === 'Enter' ? actions[0] : actions.find((action) => isKey(event, actionKeys[action]));
          if (wanted) run(wanted, entry);
          return wanted !== undefined;
        }}
        render={(entry, current) =>
          row(
            entry,
            current || alwaysButtons ? (
              <ActionButtons entry={entry} actions={offered(entry)} current={current} onRun={run} />
            ) : null,
          )
        }
      />
      {question}
    </>
  );
}
