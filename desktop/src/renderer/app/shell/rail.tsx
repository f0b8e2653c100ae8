import { Tooltip } from '@mantine/core';
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useFormat } from '../../language/format.ts';
import { preferences, usePreferences } from '../../language/preferences.ts';
import { useDocuments } from '../../replica/hooks.tsx';
import type { NavPage } from '../nav.ts';
import classes from './shell.module.css';

/** Where one can go: icons, with their words on hover or when opened. */
export function Rail({ pages }: { pages: readonly NavPage[] }) {
  const { t } = useTranslation();
  const { railOpen } = usePreferences();
  const Fold = railOpen ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarLeftExpand;
  const foldLabel = t(railOpen ? 'shell.foldRail' : 'shell.openRail');
  return (
    <nav className={classes.rail} data-open={railOpen} aria-label={t('shell.pages')}>
      <div className={classes.brand}>
        <img src="/icon.svg" alt="" />
        {railOpen ? t('app.name') : null}
      </div>
      {pages.map(({ path, label, icon: Icon, badge }) => (
        <Tooltip key={path} label={t(`nav.${label}`)} position="right" disabled={railOpen} openDelay={200}>
          <NavLink to={path} className={classes.item} aria-label={t(`nav.${label}`)} data-testid={`nav-${label}`}>
            <Icon size={21} stroke={1.7} aria-hidden />
            {railOpen ? t(`nav.${label}`) : null}
            {badge === 'settle' ? <WaitingFacts /> : badge === 'inbox' ? <WaitingChats /> : null}
          </NavLink>
        </Tooltip>
      ))}
      <div className={classes.grow} />
      <Tooltip label={foldLabel} position="right" disabled={railOpen} openDelay={200}>
        <button
          type="button"
          className={classes.item}
          aria-label={foldLabel}
          onClick={() => preferences.set({ railOpen: !railOpen })}
        >
          <Fold size={21} stroke={1.7} aria-hidden />
          {railOpen ? t('shell.fold') : null}
        </button>
      </Tooltip>
    </nav>
  );
}

/** How many reports wait for a person; nothing where none do. */
function WaitingFacts() {
  const { length } = useDocuments('alerts', { selector: { kind: 'FACT_PARKED', acknowledgedAt: null } }).documents;
  return <Badge count={length} testId="badge-settle" />;
}

/** How many chats wait for an answer: several questions of one shop are one chat. */
function WaitingChats() {
  const { documents } = useDocuments('alerts', {
    selector: { kind: { $in: ['MESSAGE_UNREAD', 'UNKNOWN_SENDER'] }, acknowledgedAt: null },
  });
  const chats = new Set(documents.map(({ id, retailerId, chatId }) => retailerId ?? chatId ?? id));
  return <Badge count={chats.size} testId="badge-inbox" />;
}

function Badge({ count, testId }: { count: number; testId: string }) {
  const format = useFormat();
  return count > 0 ? (
    <span className={`k-num ${classes.badge}`} data-testid={testId}>
      {format.count(count)}
    </span>
  ) : null;
}
