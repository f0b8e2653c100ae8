import '@mantine/core/styles.css';
import '@fontsource-variable/inter/wght.css';
import '@fontsource/noto-sans-devanagari/400.css';
import '@fontsource/noto-sans-devanagari/500.css';
import '@fontsource/noto-sans-devanagari/600.css';
import './page.css';
import { createTheme, localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { goLive } from './state/live.ts';

const theme = createTheme({
  fontFamily: 'var(--font)',
  primaryColor: 'teal',
  primaryShade: { light: 8, dark: 5 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  // Mantine's greys in the dark, tinted like the rest of the page.
  colors: {
    dark: [
      '#e9edef',
      '#c3ced3',
      '#93a4ab',
      '#6a7b83',
      '#33434b',
      '#26333a',
      '#1a252b',
      '#131c21',
      '#0f171b',
      '#0b1215',
    ],
  },
});
const colourScheme = localStorageColorSchemeManager({ key: 'khaacho.simulator.colours' });

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
goLive();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={colourScheme}>
      <App />
    </MantineProvider>
  </StrictMode>,
);
