import { ActionIcon, ScrollArea, TextInput, Tooltip, UnstyledButton } from '@mantine/core';
import { IconArrowUpRight, IconColumnInsertRight, IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useNow } from '../state/clock.ts';
import type { Contact } from '../state/model.ts';
import type { Screen } from '../state/screen.ts';
import { unread, useModel } from '../state/store.ts';
import { listTime, phoneText } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import { summary } from '../text/summary.ts';
import { Avatar } from './avatar.tsx';
import style from './shop-list.module.css';
import { Ticks } from './ticks.tsx';

/** The shops whose phones can be picked up, those with the latest news on top. */
export function ShopList({ screen, isCompact }: { screen: Screen; isCompact: boolean }) {
  const { t } = useWords();
  const [query, setQuery] = useState('');
  const contacts = useModel((model) => model.contacts);
  const isLoaded = useModel((model) => model.world !== null);
  const sorted = sortByNews(Object.values(contacts));
  const found = isCompact ? sorted : sorted.filter((contact) => matches(contact, query));
  const stranger = strangerIn(query, contacts);

  return (
    <nav className={style.panel} data-compact={isCompact} data-testid="shop-list" aria-label={t('shops')}>
      {!isCompact && (
        <div className={style.search}>
          <TextInput
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
            placeholder={t('search')}
            aria-label={t('search')}
            leftSection={<IconSearch size={16} />}
            size="sm"
            radius="xl"
            variant="filled"
          />
        </div>
      )}
      <ScrollArea className={style.list} type="auto" scrollbarSize={8}>
        {stranger !== null && (
          <UnstyledButton className={style.stranger} onClick={() => screen.open(stranger, false)}>
            <IconUserPlus size={20} stroke={1.7} />
            <span>
              {t('useNumber', { phone: phoneText(stranger) })}
              <small>{t('useNumberHint')}</small>
            </span>
          </UnstyledButton>
        )}
        {found.map((contact) => (
          <ShopRow key={contact.phone} contact={contact} screen={screen} isCompact={isCompact} />
        ))}
        {isLoaded && found.length === 0 && stranger === null && (
          <p className={style.empty}>{sorted.length === 0 ? t('noShops') : t('noShop', { query })}</p>
        )}
      </ScrollArea>
      <DeskCard isCompact={isCompact} />
    </nav>
  );
}

function ShopRow({ contact, screen, isCompact }: { contact: Contact; screen: Screen; isCompact: boolean }) {
  const { t, language } = useWords();
  const now = useNow(30_000);
  const seen = useModel((model) => model.seen);
  const column = screen.phones.indexOf(contact.phone);
  const count = column >= 0 ? 0 : unread(contact, seen);
  const name = contact.name ?? phoneText(contact.phone);
  const { last } = contact;
  const row = (
    <UnstyledButton
      className={style.row}
      data-open={column >= 0}
      data-active={column === screen.active}
      data-testid={`shop-${contact.phone.slice(1)}`}
      aria-label={isCompact ? name : undefined}
      onClick={(event) => screen.open(contact.phone, event.ctrlKey || event.metaKey)}
    >
      <span className={style.picture}>
        <Avatar phone={contact.phone} name={contact.name} />
        {isCompact && count > 0 && <span className={style.badge}>{count}</span>}
      </span>
      {!isCompact && (
        <span className={style.words}>
          <span className={style.first}>
            <strong>{name}</strong>
            {last && (
              <time data-unread={count > 0}>{listTime(last.at, now, language, { yesterday: t('yesterday') })}</time>
            )}
          </span>
          <span className={style.second}>
            {last?.mine && <Ticks delivery={last.delivery} />}
            <span className={style.line}>{last ? summary(last, t) : (contact.place ?? t('nothingYet'))}</span>
            {count > 0 && <span className={style.badge}>{count}</span>}
          </span>
          {last && contact.place !== null && <span className={style.place}>{contact.place}</span>}
        </span>
      )}
    </UnstyledButton>
  );
  return (
    <div className={style.item}>
      {isCompact ? (
        <Tooltip label={name} position="right" withArrow>
          {row}
        </Tooltip>
      ) : (
        row
      )}
      {!isCompact && column < 0 && screen.phones.length < 3 && (
        <Tooltip label={t('openBeside')} withArrow>
          <ActionIcon
            className={style.beside}
            variant="default"
            size={30}
            aria-label={t('openBeside')}
            onClick={() => screen.open(contact.phone, true)}
          >
            <IconColumnInsertRight size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
}

/** How to see the other side, in words: nobody should have to look for the sign-in. */
function DeskCard({ isCompact }: { isCompact: boolean }) {
  const { t } = useWords();
  if (isCompact) {
    return (
      <Tooltip
        label={`${t('openDesk')} · vendor1@khaacho.test · ${t('deskPassword')} khaacho-demo`}
        position="right"
        withArrow
      >
        <a className={style.deskSmall} href="/" aria-label={t('openDesk')}>
          <IconArrowUpRight size={20} />
        </a>
      </Tooltip>
    );
  }
  return (
    <aside className={style.desk}>
      <strong>{t('deskTitle')}</strong>
      <p>
        {t('deskText')} <code>vendor1@khaacho.test</code>, {t('deskPassword')} <code>khaacho-demo</code>
      </p>
      <a href="/" target="_blank" rel="noreferrer">
        {t('openDesk')} <IconArrowUpRight size={15} />
      </a>
    </aside>
  );
}

function sortByNews(contacts: Contact[]): Contact[] {
  return contacts.toSorted(
    (a, b) => (b.last?.at ?? '').localeCompare(a.last?.at ?? '') || a.phone.localeCompare(b.phone),
  );
}

function matches(contact: Contact, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  const text =
    `${contact.name ?? ''} ${contact.place ?? ''} ${contact.phone} ${phoneText(contact.phone)}`.toLowerCase();
  return wanted.split(/\s+/).every((word) => text.includes(word));
}

/** A whole number typed into the search that belongs to no shop: write from it all the same. */
function strangerIn(query: string, contacts: Record<string, Contact>): string | null {
  const digits = query.replace(/[\s-]/g, '');
  const phone = /^9[78]\d{8}$/.test(digits) ? `+977${digits}` : digits;
  return /^\+[1-9]\d{7,14}$/.test(phone) && !contacts[phone] ? phone : null;
}
