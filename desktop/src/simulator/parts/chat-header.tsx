import { Tooltip } from '@mantine/core';
import { IconChevronLeft, IconDotsVertical, IconPhone, IconRosetteDiscountCheckFilled } from '@tabler/icons-react';
import { useNow } from '../state/clock.ts';
import type { Contact, Message } from '../state/model.ts';
import { duration } from '../text/format.ts';
import { useWords } from '../text/language.ts';
import { BusinessAvatar } from './avatar.tsx';
import style from './chat-header.module.css';

const ON_ITS_WAY = new Set(['accepted', 'queued', 'sending', 'sent']);
const WINDOW_MS = 24 * 3_600_000;

/** Khaacho as the shop sees it, and how long it may still answer freely. */
export function ChatHeader({ contact, messages }: { contact: Contact; messages: Message[] }) {
  const { t } = useWords();
  const isTyping = messages.slice(-12).some((message) => !message.mine && ON_ITS_WAY.has(message.status));
  return (
    <>
      <div className={style.header}>
        <IconChevronLeft size={22} aria-hidden />
        <BusinessAvatar />
        <div className={style.name}>
          <strong>
            Khaacho <IconRosetteDiscountCheckFilled size={16} aria-label={t('verified')} />
          </strong>
          <small aria-live="polite">{isTyping ? t('typing') : t('online')}</small>
        </div>
        <IconPhone size={20} stroke={1.8} aria-hidden />
        <IconDotsVertical size={20} stroke={1.8} aria-hidden />
      </div>
      <Window contact={contact} />
    </>
  );
}

function Window({ contact }: { contact: Contact }) {
  const { t, language } = useWords();
  const now = useNow();
  const left = contact.windowEndsAt === null ? 0 : Date.parse(contact.windowEndsAt) - now;
  const isOpen = left > 0 && now > 0;
  const text = isOpen
    ? t('windowOpen', { left: duration(Math.min(left, WINDOW_MS - 1), language) })
    : contact.windowEndsAt === null
      ? t('windowNever')
      : t('windowClosed');
  return (
    <Tooltip label={t('windowHelp')} multiline w={300} withArrow position="bottom">
      <div className={style.window} data-open={isOpen} data-testid="window">
        <span>{text}</span>
        <i style={{ width: `${isOpen ? Math.min(100, (left / WINDOW_MS) * 100) : 0}%` }} />
      </div>
    </Tooltip>
  );
}
