import { type ReactNode, useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import { useUser } from '../../session/user.ts';
import { pagesFor } from '../nav.ts';
import { SyncPanel } from '../sync/sync-panel.tsx';
import { SyncPanelContext } from '../sync/sync-panel-context.ts';
import { useOfflineSince } from '../sync/sync-state.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { KeysSheet } from './keys-sheet.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import classes from './shell.module.css';
import { TopBar } from './top-bar.tsx';

/** Rail, top bar, and the screen between them. */
export function Shell({ children }: { children: ReactNode }) {
  const user = useUser();
  const location = useLocation();
  const [syncOpen, setSyncOpen] = useState(false);
  const offlineSince = useOfflineSince();
  const pages = pagesFor(user.role);
  const control = useMemo(
    () => ({ opened: syncOpen, open: () => setSyncOpen(true), close: () => setSyncOpen(false), offlineSince }),
    [syncOpen, offlineSince],
  );
  return (
    <SyncPanelContext.Provider value={control}>
      <div className={classes.shell}>
        <Rail pages={pages} />
        <TopBar pages={pages} />
        <main className={classes.main}>
          <ErrorBoundary key={location.pathname}>{children}</ErrorBoundary>
        </main>
      </div>
      <SyncPanel opened={syncOpen} onClose={control.close} />
      <Palette pages={pages} />
      <KeysSheet />
    </SyncPanelContext.Provider>
  );
}
