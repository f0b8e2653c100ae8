import { Skeleton } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { SyncStrip } from '../../app/sync/sync-strip.tsx';
import classes from './page.module.css';

/** The frame every screen stands in: what stands in the way or was refused on top, then the work; a panel to the right where one is open. */
export function Page({ title, children, panel }: { title: string; children: ReactNode; panel?: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
  return (
    <div className={classes.page}>
      <div className={classes.work}>
        <SyncStrip />
        {children}
      </div>
      {panel}
    </div>
  );
}

/** Rows that are being read from this disk for the first time after start. */
export function RowsSkeleton() {
  return (
    <div aria-hidden style={{ display: 'grid', gap: 8, padding: 16 }}>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Skeleton key={key} height={28} />
      ))}
    </div>
  );
}
