import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { MemoryRouter } from 'react-router';
import { startLanguage } from '../language/i18n.ts';
import { preferences } from '../language/preferences.ts';
import { ReplicaProvider } from '../replica/hooks.tsx';
import type { Replica } from '../replica/replica-api.ts';

/** jsdom lays nothing out and knows no media: what Mantine and the virtual list ask it is answered as a desk would. */
function asADesk(): void {
  window.matchMedia ??= (query: string) =>
    ({
      matches: false,
      media: query,
      onchange: null,
      addEventListener: () => {},
      removeEventListener: () => {},
      addListener: () => {},
      removeListener: () => {},
      dispatchEvent: () => false,
    }) satisfies MediaQueryList;
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 640 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, value: 1000 });
  if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });
  Element.prototype.scrollIntoView ??= () => {};
  Element.prototype.scrollTo ??= () => {};
}

/** Draws a component the way the app does: language, theme, address, replica. For component tests only. */
export function onPage(
  content: ReactNode,
  { language = 'en', path = '/', replica }: { language?: 'en' | 'ne'; path?: string; replica?: Replica } = {},
) {
  asADesk();
  cleanup();
  preferences.setLanguage(language);
  const page = (
    <MemoryRouter initialEntries={[path]}>
      <Notifications />
      {content}
    </MemoryRouter>
  );
  return render(
    <I18nextProvider i18n={startLanguage()}>
      <MantineProvider env="test">
        {replica ? <ReplicaProvider replica={replica}>{page}</ReplicaProvider> : page}
      </MantineProvider>
    </I18nextProvider>,
  );
}
