import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from './keys.ts';
import classes from './side-panel.module.css';

/**
 * Details beside the list they were opened from; the list stays where it was. Esc closes and gives the focus back.
 * `foot` holds what can be done and never scrolls away.
 */
export function SidePanel({
  title,
  subtitle,
  children,
  foot,
  onClose,
  wide = false,
}: {
  title: ReactNode;
  subtitle?: ReactNode;
  children: ReactNode;
  foot?: ReactNode;
  onClose: () => void;
  wide?: boolean;
}) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  useKeys('panel', [{ key: 'Escape', label: t('keys.close'), run: onClose }]);
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      else document.querySelector<HTMLElement>('[data-datatable]')?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <aside ref={panel} className={classes.panel} data-wide={wide} data-testid="side-panel">
      <header className={classes.head}>
        <div className={classes.titles}>
          <h2>{title}</h2>
          {subtitle ? <div className={classes.subtitle}>{subtitle}</div> : null}
        </div>
        <ActionIcon variant="subtle" color="gray" size={32} onClick={onClose} aria-label={t('common.close')}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <div className={classes.body} tabIndex={0} role="region" aria-label={t('common.details')}>
        {children}
      </div>
      {foot ? <footer className={classes.foot}>{foot}</footer> : null}
    </aside>
  );
}
