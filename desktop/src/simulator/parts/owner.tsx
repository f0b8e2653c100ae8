import { ActionIcon, Menu, TextInput, Tooltip } from '@mantine/core';
import { IconDots, IconHandStop, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '../state/api.ts';
import { attempt } from '../state/live.ts';
import type { Contact, Settings } from '../state/model.ts';
import { store } from '../state/store.ts';
import { phoneText } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import type { Word } from '../text/words.en.ts';
import { Avatar } from './avatar.tsx';
import style from './owner.module.css';

/** Whose phone this is, and what its owner may switch. */
export function Owner({ contact, canClose, onClose }: { contact: Contact; canClose: boolean; onClose: () => void }) {
  const { t } = useWords();
  const flags: [boolean, Word][] = [
    [contact.settings.hideNumber, 'hidden'],
    [contact.settings.blocked, 'blocked'],
    [contact.optedOut, 'optedOut'],
  ];
  const shown = contact.name ?? contact.settings.profileName ?? phoneText(contact.phone);
  return (
    <header className={style.owner}>
      <Avatar phone={contact.phone} name={contact.name} size={38} />
      <div className={style.words}>
        <h2>{shown}</h2>
        <p>
          <span>
            {[contact.place, shown === phoneText(contact.phone) ? null : phoneText(contact.phone)]
              .filter(Boolean)
              .join(' · ')}
          </span>
          {flags.map(([isSet, word]) => isSet && <em key={word}>{t(word)}</em>)}
        </p>
      </div>
      <OwnerMenu contact={contact} />
      {canClose && (
        <Tooltip label={t('closePhone')} withArrow>
          <ActionIcon variant="subtle" color="gray" size={32} aria-label={t('closePhone')} onClick={onClose}>
            <IconX size={18} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
    </header>
  );
}

function OwnerMenu({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const { settings, phone } = contact;
  const configure = (change: Partial<Settings>) => attempt(api.configure(phone, change).then(store.contact));
  const switches: [keyof Settings & ('hideNumber' | 'blocked' | 'readReceipts'), Word, string][] = [
    ['hideNumber', 'hideNumber', t('hideNumberWhy', { id: contact.externalUserId })],
    ['blocked', 'block', t('blockWhy')],
    ['readReceipts', 'receipts', t('receiptsWhy')],
  ];
  return (
    <Menu position="bottom-end" withArrow shadow="md" width={310} closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          aria-label={t('phoneMenu')}
          title={t('phoneMenu')}
          data-testid="phone-menu"
        >
          <IconDots size={19} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {switches.map(([name, label, why]) => (
          <Menu.Item
            key={name}
            role="menuitemcheckbox"
            aria-checked={settings[name]}
            data-testid={`set-${name}`}
            leftSection={<i className={style.knob} data-on={settings[name]} />}
            onClick={() => configure({ [name]: !settings[name] })}
          >
            {t(label)}
            <small className={style.why}>{why}</small>
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          closeMenuOnClick
          data-testid="send-stop"
          leftSection={<IconHandStop size={18} stroke={1.7} />}
          onClick={() => attempt(api.text(phone, 'STOP', null))}
        >
          {t('sendStop')}
          <small className={style.why}>{t('sendStopWhy')}</small>
        </Menu.Item>
        <Menu.Divider />
        <ProfileName
          current={settings.profileName ?? contact.name ?? ''}
          onChange={(profileName) => configure({ profileName })}
        />
      </Menu.Dropdown>
    </Menu>
  );
}

function ProfileName({ current, onChange }: { current: string; onChange: (name: string | null) => void }) {
  const { t } = useWords();
  const [name, setName] = useState(current);
  return (
    <div className={style.profile}>
      <TextInput
        label={t('profileName')}
        size="sm"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => name !== current && onChange(name.trim() === '' ? null : name)}
        onKeyDown={(event) => event.stopPropagation()}
      />
    </div>
  );
}
