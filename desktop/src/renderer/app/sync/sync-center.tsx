import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOutbox } from '../../replica/hooks.tsx';
import { useKeys } from '../../ui/keys.ts';
import { useNow } from '../../ui/use-now.ts';
import { saveDiagnostics } from '../shell/diagnostics.ts';
import { openSignInAgain } from '../sign-in/sign-in-again.tsx';
import { useLine } from './line.ts';
import { useRestored } from './restored.ts';
import { useLowRoom } from './storage-room.ts';
import { type NoticeKind, noticesOf } from './sync-notices.ts';
import { SyncPanel } from './sync-panel.tsx';
import { SyncPanelContext, type SyncPanelControl, type SyncTab } from './sync-panel-context.ts';

const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];

/** Knows how this desk stands towards the server, for pill, strip and panel alike, and draws the panel. */
export function SyncCenter({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState<SyncTab | null>(null);
  const { refused, waiting, syncNow } = useOutbox();
  const { status, offlineSince } = useLine();
  const { freeBytes, again: lookAgain } = useLowRoom();
  const { handedBack, understood } = useRestored();
  const now = useNow();
  const notices = useMemo(() => {
    const sameComputer = LOCAL.includes(location.hostname);
    return noticesOf({ status, offlineSince, freeBytes, handedBack, sameComputer, now });
  }, [status, offlineSince, freeBytes, handedBack, now]);

  const first: SyncTab = refused.length > 0 ? 'refused' : waiting.length > 0 ? 'waiting' : 'answered';
  const open = useCallback((wanted?: SyncTab) => setTab(wanted ?? first), [first]);
  const actOn = useCallback(
    (kind: NoticeKind) => {
      switch (kind) {
        case 'UNREADABLE':
          return saveDiagnostics(status, null, '', new Date());
        case 'UPGRADE_REQUIRED':
          return void loadNewVersion();
        case 'SIGN_IN_AGAIN':
          return openSignInAgain();
        case 'RESTORED':
          return understood();
        case 'CLOCK_AHEAD':
        case 'CLOCK_BEHIND':
          // The session is renewed on the way, and the clocks are compared again.
          return location.reload();
        case 'PACED':
          return open('waiting');
        default:
          lookAgain();
          return syncNow();
      }
    },
    [status, understood, open, lookAgain, syncNow],
  );
  useKeys('sync', [{ key: 's', label: t('sync.title'), run: () => open() }]);
  const control = useMemo(
    (): SyncPanelControl => ({ tab, open, close: () => setTab(null), status, offlineSince, notices, actOn }),
    [tab, open, status, offlineSince, notices, actOn],
  );
  return (
    <SyncPanelContext.Provider value={control}>
      {children}
      <SyncPanel />
    </SyncPanelContext.Provider>
  );
}

/** The page kept for working offline is looked for anew before it is loaded; what waits lies elsewhere and is not touched. */
async function loadNewVersion(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  await registration?.update().catch(() => undefined);
  location.reload();
}
