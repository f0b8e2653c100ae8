import {
  IconAlertTriangleFilled,
  IconCircle,
  IconCircleFilled,
  IconCircleHalf2,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../language/format.ts';
import type { SyncStatus } from '../../replica/status.ts';
import { useNow } from '../../ui/use-now.ts';
import { type SyncPanelControl, useSyncPanel } from './sync-panel-context.ts';
import classes from './sync-pill.module.css';
import { type PillState, pillState } from './sync-state.ts';

const shapes: Record<PillState, ComponentType<IconProps>> = {
  refused: IconAlertTriangleFilled,
  problem: IconAlertTriangleFilled,
  connecting: IconCircle,
  offline: IconCircle,
  sending: IconCircleHalf2,
  receiving: IconCircleHalf2,
  saved: IconCircleFilled,
};

/** What is saved here, what the server has confirmed, what was refused: in one line that opens the whole story. */
export function SyncPill() {
  const control = useSyncPanel();
  return control ? <Pill control={control} /> : null;
}

function Pill({ control: { status, offlineSince, tab, open } }: { control: SyncPanelControl }) {
  const state = pillState(status, offlineSince, useNow());
  const text = usePillText(state, status, offlineSince);
  const Shape = shapes[state];
  return (
    <button
      type="button"
      className={classes.pill}
      data-state={state}
      data-testid="sync-pill"
      aria-expanded={tab !== null}
      aria-haspopup="dialog"
      onClick={() => open()}
    >
      <Shape size={12} aria-hidden />
      <span aria-live="polite">{text}</span>
    </button>
  );
}

function usePillText(state: PillState, status: SyncStatus, offlineSince: string | null): string {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const count = (value: number) => ({ count: value, shown: format.count(value) });
  // What waits is counted beside whatever else there is to say.
  const withWaiting = (text: string) =>
    status.waiting > 0 ? `${text} · ${t('sync.pill.waiting', count(status.waiting))}` : text;
  switch (state) {
    case 'refused':
      return withWaiting(t('sync.pill.refused', count(status.refused)));
    case 'problem':
      return withWaiting(t(status.problem?.code === 'SIGN_IN_AGAIN' ? 'sync.pill.signInAgain' : 'sync.pill.problem'));
    case 'connecting':
      return t('sync.pill.connecting');
    case 'offline':
      return withWaiting(t('sync.pill.offline', { at: format.moment(offlineSince ?? status.since, now) }));
    case 'sending':
      return t('sync.pill.sending', count(status.waiting));
    case 'receiving': {
      const { done, collections } = status.firstSync;
      if (done) return t('sync.pill.receiving');
      const received = collections.reduce((sum, progress) => sum + progress.received, 0);
      return t('sync.pill.receivingFirst', { shown: format.count(received) });
    }
    case 'saved':
      return t('sync.pill.saved');
  }
}
