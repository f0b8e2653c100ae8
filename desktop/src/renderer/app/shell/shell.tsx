import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useUser } from '../../session/user.ts';
import { pagesFor } from '../nav.ts';
import { SyncCenter } from '../sync/sync-center.tsx';
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
  const pages = pagesFor(user.role);
  return (
    <SyncCenter>
      <div className={classes.shell}>
        <Rail pages={pages} />
        <TopBar pages={pages} />
        <main className={classes.main}>
          <ErrorBoundary key={location.pathname}>{children}</ErrorBoundary>
        </main>
      </div>
      <Palette pages={pages} />
      <KeysSheet />
    </SyncCenter>
  );
}
