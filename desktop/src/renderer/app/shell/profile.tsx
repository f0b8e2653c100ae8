import { Menu } from '@mantine/core';
import { IconCalendar, IconKeyboard, IconLogout, IconNumbers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { preferences, usePreferences } from '../../language/preferences.ts';
import { useUser } from '../../session/user.ts';
import { openKeysSheet } from './keys-sheet.tsx';
import classes from './shell.module.css';
import { SignOutDialog } from './sign-out-dialog.tsx';

/** First letters of the first two words of a name. */
function initials(name: string): string {
  const segmenter = new Intl.Segmenter('ne', { granularity: 'grapheme' });
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...segmenter.segment(word)][0]?.segment ?? '')
    .join('');
}

/** Who is here, how they like dates and digits, and the way out. */
export function Profile() {
  const { t } = useTranslation();
  const user = useUser();
  const { calendar, digits } = usePreferences();
  const [leaving, setLeaving] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={248} withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <button
            type="button"
            className={`${classes.small} ${classes.avatar}`}
            aria-label={t('shell.profile', { name: user.name })}
            data-testid="profile"
          >
            {initials(user.name)}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <div className={classes.who}>
            <div>{user.name}</div>
            <div>{user.vendorName ?? t(`role.${user.role}`)}</div>
          </div>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconCalendar size={16} aria-hidden />}
            onClick={() => preferences.set({ calendar: calendar === 'ad' ? 'bs' : 'ad' })}
            data-testid="calendar"
          >
            {t(calendar === 'ad' ? 'shell.useBs' : 'shell.useAd')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconNumbers size={16} aria-hidden />}
            onClick={() => preferences.set({ digits: digits === 'latin' ? 'devanagari' : 'latin' })}
            data-testid="digits"
          >
            {t(digits === 'latin' ? 'shell.useDevanagari' : 'shell.useLatin')}
          </Menu.Item>
          <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} onClick={openKeysSheet}>
            {t('keys.title')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => setLeaving(true)}
            data-testid="sign-out"
          >
            {t('shell.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {leaving ? <SignOutDialog onClose={() => setLeaving(false)} /> : null}
    </>
  );
}
