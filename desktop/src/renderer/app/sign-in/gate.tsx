import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '../shell/top-bar.tsx';
import classes from './sign-in.module.css';

/** A screen before the work: one thing to do, in the middle. */
export function Gate({ title, children, wide = false }: { title: string; children: ReactNode; wide?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className={classes.gate}>
      <div className={classes.corner}>
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <main className={classes.card} data-wide={wide}>
        <div className={classes.brand}>
          <img src="/icon.svg" alt="" width={36} height={36} />
          <span>{t('app.name')}</span>
        </div>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  );
}
