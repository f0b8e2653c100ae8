import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';
import { preferences, usePreferences } from '../../language/preferences.ts';
import type { NavPage } from '../nav.ts';
import { SyncPill } from '../sync/sync-pill.tsx';
import { Profile } from './profile.tsx';
import classes from './shell.module.css';

/** Where one is, search, what is saved and confirmed, language, light or dark, who is here. */
export function TopBar({ pages }: { pages: readonly NavPage[] }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const page = pages.find(({ path }) => pathname.startsWith(path));
  return (
    <header className={classes.top}>
      <h1 className={classes.title}>{page ? t(`nav.${page.label}`) : t('app.name')}</h1>
      <button type="button" className={classes.search} onClick={spotlight.open} data-testid="open-palette">
        <IconSearch size={15} aria-hidden />
        <span>{t('shell.search')}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <SyncPill />
      <LanguageSwitch />
      <ThemeSwitch />
      <Profile />
    </header>
  );
}

/** The other language, named in itself. */
export function LanguageSwitch() {
  const { language } = usePreferences();
  const other = language === 'en' ? 'ne' : 'en';
  const name = other === 'ne' ? 'नेपाली' : 'English';
  return (
    <button
      type="button"
      className={classes.small}
      lang={other}
      onClick={() => preferences.setLanguage(other)}
      data-testid="language"
    >
      {name}
    </button>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const next = scheme === 'dark' ? 'light' : 'dark';
  const label = t(next === 'dark' ? 'shell.dark' : 'shell.light');
  const Icon = next === 'dark' ? IconMoon : IconSun;
  return (
    <button
      type="button"
      className={classes.small}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(next)}
      data-testid="theme"
    >
      <Icon size={18} stroke={1.7} aria-hidden />
    </button>
  );
}
