import { type CSSVariablesResolver, createTheme, Drawer, type MantineColorsTuple, Modal } from '@mantine/core';
import classes from './theme.module.css';

/** The one accent, from its softest ground to its darkest ink. Shade 6 carries white text at 7:1. */
const accent: MantineColorsTuple = [
  '#e9eefc',
  '#d3ddf9',
  '#b9c7f3',
  '#93a8ec',
  '#6f8ae3',
  '#4668d6',
  '#2d4fc4',
  '#2846b0',
  '#213a94',
  '#192c70',
];

/** Neutrals of the dark ground, so that Mantine's own parts sit on the same greys as ours. */
const dark: MantineColorsTuple = [
  '#ececef',
  '#c9cbd1',
  '#b0b3ba',
  '#92959d',
  '#41444b',
  '#282a2f',
  '#17181b',
  '#141518',
  '#101113',
  '#0c0d0f',
];

/** What floats over the page lies on the surface, not on the ground. */
const floating = { content: classes.content, header: classes.header, title: classes.title };

export const theme = createTheme({
  fontFamily: 'var(--k-font)',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, monospace',
  headings: { fontFamily: 'var(--k-font)', fontWeight: '600' },
  colors: { accent, dark },
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  fontSizes: { xs: '12px', sm: '13px', md: '13.5px', lg: '15px', xl: '18px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Modal: Modal.extend({ defaultProps: { overlayProps: { backgroundOpacity: 0.28 }, classNames: floating } }),
    Drawer: Drawer.extend({ defaultProps: { overlayProps: { backgroundOpacity: 0.18 }, classNames: floating } }),
  },
});

/** Mantine's own greys are fainter than 4.5:1 where they carry words: they take ours, which are measured. */
export const variables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--k-ground)',
    '--mantine-color-text': 'var(--k-ink)',
    '--mantine-color-dimmed': 'var(--k-ink-2)',
    '--mantine-color-placeholder': 'var(--k-ink-3)',
    '--mantine-color-default': 'var(--k-surface)',
    '--mantine-color-default-hover': 'var(--k-hover)',
    '--mantine-color-default-color': 'var(--k-ink)',
    '--mantine-color-default-border': 'var(--k-line-strong)',
    '--mantine-color-error': 'var(--k-bad)',
    '--mantine-color-disabled': 'var(--k-sunken)',
    '--mantine-color-disabled-color': 'var(--k-ink-3)',
    '--mantine-color-disabled-border': 'var(--k-line)',
  };
  return { variables: {}, light: ours, dark: ours };
};
