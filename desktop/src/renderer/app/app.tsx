import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import type { i18n } from 'i18next';
import { useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { BrowserRouter, HashRouter } from 'react-router';
import { preferences } from '../language/preferences.ts';
import { ReplicaProvider, useReplicaState, useSession } from '../replica/hooks.tsx';
import type { Replica } from '../replica/replica-api.ts';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { Shell } from './shell/shell.tsx';
import { FirstSyncGate } from './sign-in/first-sync-gate.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { SignInAgain } from './sign-in/sign-in-again.tsx';
import { Failed, OtherTab } from './sign-in/stopped.tsx';
import { theme, variables } from './theme.ts';
import { WorkspaceRoutes } from './workspace-routes.tsx';

/** A page opened from the file system has no paths of its own. */
const Router = location.protocol === 'file:' ? HashRouter : BrowserRouter;

/** The whole app over one replica and one language. */
export function App({ replica, language }: { replica: Replica; language: i18n }) {
  return (
    <I18nextProvider i18n={language}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <Notifications position="bottom-left" limit={3} />
        <ReplicaProvider replica={replica}>
          <ErrorBoundary>
            <Router>
              <Gatekeeper />
            </Router>
          </ErrorBoundary>
        </ReplicaProvider>
      </MantineProvider>
    </I18nextProvider>
  );
}

/** Electron's page allows styles by nonce only; a browser's page has none and needs none. */
function styleNonce(): string {
  return document.querySelector<HTMLElement>('meta[property=csp-nonce]')?.nonce ?? '';
}

/** Which screen the state of the replica calls for. Offline with a known person, it opens as it is. */
function Gatekeeper() {
  const state = useReplicaState();
  const { current } = useSession();
  const suggested = current.kind === 'signed-in' ? current.user.language : null;
  useEffect(() => {
    if (suggested) preferences.suggestLanguage(suggested);
  }, [suggested]);

  switch (state.kind) {
    case 'starting':
      return null;
    case 'signed-out':
      return <SignIn revoked={state.revoked} />;
    case 'other-tab':
      return <OtherTab taken={false} />;
    case 'taken-over':
      return <OtherTab taken />;
    case 'failed':
      return <Failed code={state.code} />;
    case 'opening':
      return (
        <FirstSyncGate>
          <Desk />
        </FirstSyncGate>
      );
    case 'ready':
      return <Desk />;
  }
}

/** The work itself, for whoever is signed in. */
function Desk() {
  const { current } = useSession();
  if (current.kind !== 'signed-in') return null;
  return (
    <Shell>
      {current.needsSignIn ? <SignInAgain /> : null}
      <WorkspaceRoutes role={current.user.role} />
    </Shell>
  );
}
